"""Where a fault lies in a JSON value: found for any shape, whatever the names in it."""

from __future__ import annotations

import copy
import datetime as dt
from types import GenericAlias
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numbers_api._runtime.json.codec import JSONFault, convert, decode, encode, plain
from numbers_api._runtime.json.models import ClosedModel, Model
from numbers_api._runtime.values import UNSET

Positive = Annotated[int, msgspec.Meta(ge=1)]
Step = str | int
Shape = tuple[Any, Any, list[list[Step]]]  # a type, a value of it, and the path to each number in the value

NAMES = st.sampled_from(["a", "b", "a.b", "a[0]", "[0]", "b.a", "/", "~1"]) | st.text(
    "ab.~/[0]$`é ", min_size=1, max_size=4
)
LEAVES: st.SearchStrategy[Shape] = st.just((Positive, 1, [[]]))


@st.composite
def _structs(draw: st.DrawFn, members: st.SearchStrategy[Shape]) -> Shape:
    base = draw(st.sampled_from([Model, ClosedModel]))
    named = draw(st.dictionaries(NAMES, members, min_size=1, max_size=3))
    fields = [
        (f"f{index}", type_ | None | msgspec.UnsetType, msgspec.field(default=UNSET, name=name))
        for index, (name, (type_, _, _)) in enumerate(named.items())
    ]
    class_ = msgspec.defstruct("Drawn", fields, bases=(base,), kw_only=True)
    value = {name: value for name, (_, value, _) in named.items()}
    return class_, value, [[name, *path] for name, (_, _, paths) in named.items() for path in paths]


def _arrays(member: Shape) -> Shape:
    type_, value, paths = member
    return (
        GenericAlias(list, (type_,)),
        [value, copy.deepcopy(value)],
        [[index, *path] for index in (0, 1) for path in paths],
    )


@st.composite
def _maps(draw: st.DrawFn, members: st.SearchStrategy[Shape]) -> Shape:
    type_, value, paths = draw(members)
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    held = {name: copy.deepcopy(value) for name in names}
    return GenericAlias(dict, (str, type_)), held, [[name, *path] for name in names for path in paths]


SHAPES = st.recursive(LEAVES, lambda inner: _structs(inner) | inner.map(_arrays) | _maps(inner), max_leaves=6)


def _set(value: Any, path: list[Step], leaf: object) -> None:  # noqa: ANN401 -- any JSON value
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = leaf


def _pointer(path: list[Step]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


@given(SHAPES, st.data(), st.sampled_from([0, "1", None, 1.5, [], {}]))
def test_one_fault_is_found_at_its_place(shape: Shape, data: st.DataObject, wrong: object) -> None:
    """One wrong leaf anywhere gives the JSON Pointer to it, though names hold dots, slashes, tildes and brackets."""
    type_, value, paths = shape
    path = data.draw(st.sampled_from(paths))
    assume(path)
    _set(value, path, wrong)
    try:
        convert(value, type_)
    except JSONFault as fault:
        assert fault.path == _pointer(path)  # noqa: PT017 -- null is no fault where the field may be null
    else:
        assert wrong is None
        assert isinstance(path[-1], str)


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ({"a": {"b": 0}, "a.b": 1}, "/a/b"),
        ({"a": {"b": 1}, "a.b": 0}, "/a.b"),
        ({"a": {"b": 0}}, "/a/b"),
        ({"a.b": 0}, "/a.b"),
    ],
)
def test_one_of_two_readings_of_a_name_is_right(value: dict[str, Any], pointer: str) -> None:
    """Where ``a.b`` may be a member or lie below ``a``, the pointer leads to the one that is wrong."""
    with pytest.raises(JSONFault) as caught:
        convert(value, Outer)

    assert caught.value.path == pointer


@pytest.mark.parametrize(
    ("type_", "right"), [(Literal["x"], "x"), (dict[str, int], {"k": 1}), (list[int], [1]), (dt.date, "2026-01-31")]
)
def test_a_member_of_any_type_that_fits_is_not_the_one(type_: Any, right: object) -> None:  # noqa: ANN401 -- a type
    """Where ``a.b`` fits its type, whatever that is, the fault lies in ``b`` below ``a``."""
    both = msgspec.defstruct("Both", [("a", Inner), ("ab", type_, msgspec.field(name="a.b"))], bases=(Model,))
    with pytest.raises(JSONFault) as caught:
        convert({"a": {"b": 0}, "a.b": right}, both)

    assert caught.value.path == "/a/b"


@given(SHAPES)
def test_what_fits_is_read_and_written_back(shape: Shape) -> None:
    """A value of its type is read alike from text and from data, and gives the same text again."""
    type_, value, _ = shape
    text = msgspec.json.encode(value)

    read = decode(text, type_)
    assert read == convert(value, type_)
    assert plain(read) == value
    assert msgspec.json.decode(encode(read)) == value


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_members_of_any_form_are_kept(value: Any) -> None:  # noqa: ANN401 -- any JSON value
    """What a model does not name may be any JSON, and is written back as it came."""
    text = msgspec.json.encode({"a": 1, "other": value})

    assert msgspec.json.decode(encode(decode(text, Named))) == {"a": 1, "other": value}


class Named(Model, kw_only=True):
    """A model with one member."""

    a: int


class Inner(Model, kw_only=True):
    """What stands below a member."""

    b: Positive | msgspec.UnsetType = UNSET


class Outer(Model, kw_only=True):
    """A model in which one path could be two."""

    a: Inner | msgspec.UnsetType = UNSET
    a_b: Positive | msgspec.UnsetType = msgspec.field(default=UNSET, name="a.b")


class Closed(ClosedModel, kw_only=True):
    """A model that admits no other members."""

    a: int | None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b'"\xff"', "not JSON"),
        (b"NaN", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"null", "Expected `object`"),
        (b"[]", "Expected `object`"),
        (b"{}", "missing required field `a`"),
        (b'{"a":null}', "Expected `int`"),
        (b'{"a":1e400}', "not JSON"),
        (b'{"a":1} x', "not JSON"),
    ],
)
def test_what_is_no_such_json_is_a_fault_with_a_rule(text: bytes, rule: str) -> None:
    """Text that is no JSON, too deep, or another value ends in one exception that says what is asked."""
    with pytest.raises(JSONFault) as caught:
        decode(text, Named)

    assert rule in caught.value.rule
    assert "\n" not in caught.value.rule


def test_a_closed_model_takes_no_other_members() -> None:
    """Where the description admits no other members, one more is a fault of the object that holds it."""
    assert decode(b'{"a":null}', Closed) == Closed(a=None)
    with pytest.raises(JSONFault, match="unknown field `b`") as caught:
        decode(b'[{"a":1,"b":2}]', list[Closed])

    assert caught.value.path == "/0"


@given(st.integers(-(10**6), 10**6))
def test_a_whole_float_is_an_integer(number: int) -> None:
    """JSON Schema counts 1.0 among the integers; the value is an int then."""
    read = decode(f'{{"a":{number}.0}}'.encode(), Named)

    assert read == Named(a=number)
    assert type(read.a) is int
