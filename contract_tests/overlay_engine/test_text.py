"""Properties of the text: comments, order, quoting and layout outside of what an overlay changes stay as they were."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st
from overlay_engine import apply_overlays, dump, dump_json

from .strategies import (
    OBJECTS,
    Json,
    Object,
    applied_text,
    bench,
    load_yaml,
    locations,
    put,
    query,
    read_back,
    same,
    value_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SCALARS = st.sampled_from(
    ["plain", "two words", '"double"', "'single'", "1", "-0.50", "1e3", "0x1F", "true", "null", "''", '"a: b # c"',
     "2024-01-31", "[a, b, {c: d}]", "{a: 1, b: [2]}", "{}", "[]", '"\\t \\" \\\\"', "'it''s'", "no", "ünïcode ☎",
     "|\n{}literal\n{}  # not a comment\n\n{}end", ">-\n{}folded\n{}text"]
)  # fmt: skip
_NAMES = ["alpha", "'200'", "404", "/paths/{x}", "x-y", '"quoted key"', "true"]


@dataclass
class _Mapping:
    """A block mapping of a generated text; each member may have comments above it and one behind its value."""

    members: list[_Member] = field(default_factory=list)


@dataclass
class _Member:
    name: str
    above: list[str]
    behind: str
    value: str | _Mapping | list[_Mapping]


def _mappings(depth: int) -> st.SearchStrategy[_Mapping]:
    value: st.SearchStrategy[str | _Mapping | list[_Mapping]] = _SCALARS
    if depth:
        inner = _mappings(depth - 1)
        value = _SCALARS | inner | st.lists(inner, min_size=1, max_size=2)
    above = st.lists(st.sampled_from(["", "# about", "# about, with: colons", "#"]), max_size=3)
    member = st.builds(_Member, st.sampled_from(_NAMES), above, st.sampled_from(["", "", " # behind"]), value)
    return st.builds(_Mapping, st.lists(member, min_size=1, max_size=3, unique_by=lambda member: member.name))


def _lines(mapping: _Mapping, indent: int, offset: int) -> Iterator[str]:
    for member in mapping.members:
        space = " " * indent
        yield from (f"{space}{line}" if line else "" for line in member.above)
        if isinstance(member.value, str):
            yield from _scalar_lines(member, member.value, space)
        elif isinstance(member.value, _Mapping):
            yield f"{space}{member.name}:{member.behind}"
            yield from _lines(member.value, indent + 2, offset)
        else:
            yield f"{space}{member.name}:{member.behind}"
            for item in member.value:
                yield from _item_lines(item, indent + offset, offset)


def _scalar_lines(member: _Member, value: str, space: str) -> Iterator[str]:
    first, *rest = value.replace("{}", f"{space}  ", 3 if "\n" in value else 0).split("\n")
    yield f"{space}{member.name}: {first}{'' if rest else member.behind}"
    yield from rest


def _item_lines(item: _Mapping, indent: int, offset: int) -> Iterator[str]:
    above, item.members[0].above = item.members[0].above, []
    lines = list(_lines(item, indent + 2, offset))
    item.members[0].above = above
    yield from (f"{' ' * indent}{line}" if line else "" for line in above)
    yield f"{' ' * indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _document(mapping: _Mapping, offset: int, tail: list[str]) -> str:
    return "\n".join([*_lines(mapping, 0, offset), *tail]) + "\n"


_DOCUMENTS = st.builds(
    _document,
    _mappings(2),
    st.sampled_from([0, 2]),
    st.lists(st.sampled_from(["", "# the end"]), max_size=2),
)


def _plain(text: str) -> Object:
    with bench() as folder:
        document = read_back(dump_json(apply_overlays(put(folder / "base.yaml", text), [])))
    assert isinstance(document, dict)
    return document


def _block_mappings(value: Json) -> list[tuple[str | int, ...]]:
    """The locations of mappings that the generated text writes in block style; in flow style there are a, b and c."""
    found = [place for place in locations(value) if isinstance(value_at(value, place), dict)]
    return [
        place for place in found if value_at(value, place) and not {"a", "b", "c"} & {*place, *_keys_at(value, place)}
    ]


def _keys_at(value: Json, location: tuple[str | int, ...]) -> list[str]:
    mapping = value_at(value, location)
    return list(mapping) if isinstance(mapping, dict) else []


def _left_out(whole: Sequence[str], part: Sequence[str]) -> list[str] | None:
    """The lines of `whole` that `part` leaves out; None if `part` has others or has them in another order."""
    wanted = iter([*part, None])
    line, rest = next(wanted), list[str]()
    for candidate in whole:
        if candidate == line:
            line = next(wanted)
        else:
            rest.append(candidate)
    return rest if line is None else None


@given(_DOCUMENTS)
def test_a_text_survives_being_read_and_written(text: str) -> None:
    """Without an overlay, every line of a document in the usual layout comes out as it went in."""
    with bench() as folder:
        written = dump(apply_overlays(put(folder / "base.yaml", text), []))
    assert written.splitlines() == text.splitlines()


@given(_DOCUMENTS, st.data())
def test_an_added_member_is_one_line_more(text: str, data: st.DataObject) -> None:
    """A member that is added to a block mapping is one new line, below its siblings and above the next comment."""
    location = data.draw(st.sampled_from(_block_mappings(_plain(text))))
    written = applied_text(text, f"  - {{target: {json.dumps(query(location))}, update: {{new: 1}}}}\n")
    assert [line.strip() for line in _left_out(written.splitlines(), text.splitlines()) or []] == ["new: 1"], written
    lines = written.splitlines()
    above = lines[[line.strip() for line in lines].index("new: 1") - 1]
    assert above.strip(), "the blank line before a comment stays with the comment"
    assert not above.lstrip().startswith("# about"), "a comment about the next key stays above the next key"


@given(_DOCUMENTS, st.data())
def test_a_removed_member_takes_its_own_lines_only(text: str, data: st.DataObject) -> None:
    """A removal takes the member, its comments and what is inside it; a comment of another key is never lost."""
    document = _plain(text)
    places = [(*place, key) for place in _block_mappings(document) for key in _keys_at(document, place)]
    place = data.draw(st.sampled_from([place for place in places if len(_keys_at(document, place[:-1])) > 1] or places))
    written = applied_text(text, f"  - {{target: {json.dumps(query(place))}, remove: true}}\n")
    assume(len(_keys_at(document, place[:-1])) > 1)
    assert _left_out(_bare(text), _bare(written)), written


def _bare(text: str) -> list[str]:
    """The lines without indentation and dashes: the dash of an item moves on when its first member goes."""
    return [re.sub(r"^ *(- )?", "", line) for line in text.splitlines()]


@given(OBJECTS)
def test_what_json_says_yaml_says_too(document: Object) -> None:
    """Any JSON value, written as YAML, reads back as itself with another reader, and is written in one way only."""
    with bench() as folder:
        base = apply_overlays(put(folder / "base.json", document), [])
    text = dump(base)
    assert same(load_yaml(text), document), text
    assert dump(base) == text
