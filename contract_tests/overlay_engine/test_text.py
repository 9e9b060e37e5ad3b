"""Properties of the text: comments, order, quoting and layout outside of what an overlay changes stay as they were."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st
from overlay_bench import (
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
from overlay_engine import apply_overlays, dump, dump_json

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


def _check(base: str, actions: str, expected: str) -> None:
    written = applied_text(textwrap.dedent(base).lstrip("\n"), textwrap.dedent(actions))
    assert written == textwrap.dedent(expected).lstrip("\n")


def test_comments_of_an_overlay_stay_in_the_overlay() -> None:
    """A comment in an overlay is about the overlay; it does not come along with the values."""
    actions = """
      # first
      - target: $.a  # which
        update:
          # above
          y: 2  # behind
          z:
            # inside
            - 3
      # second
      - target: $.a
        update: {w: 4}
    """
    _check(
        "a:\n  x: 1  # kept\n# below\nb: 2\n",
        actions,
        "a:\n  x: 1  # kept\n  y: 2\n  z:\n    - 3\n  w: 4\n# below\nb: 2\n",
    )


def test_a_renamed_key_keeps_its_comments() -> None:
    """Comments inside a value that is copied and then removed come along, those above its key with it."""
    base = """
    paths:
      # about old
      /old:
        # about get
        get: 1  # behind
      # about z
      /z: 2
    """
    actions = """
      - target: $.paths
        update: {/new: {}}
      - target: $.paths['/new']
        copy: $.paths['/old']
      - target: $.paths['/old']
        remove: true
    """
    expected = """
    paths:
      # about z
      /z: 2
      /new:
        # about get
        get: 1  # behind
    """
    _check(base, actions, expected)


def test_a_heading_outlives_the_key_below_it() -> None:
    """Of the comments above a removed key, those that a blank line sets apart stay for the key that follows."""
    base = """
    # Licence of this file.

    # What it is about.

    # about a
    a: 1

    # about b
    b: 2
    """
    expected = """
    # Licence of this file.

    # What it is about.

    # about b
    b: 2
    """
    _check(base, "  - {target: $.a, remove: true}\n", expected)


def test_comments_about_items_go_with_the_items() -> None:
    """An item that is removed takes the comment above it; its neighbours keep theirs, the last comment stays last."""
    base = """
    t:
      # about one
      - 1
      # about two
      - 2  # behind two
      # about three
      - 3
    # the end
    """
    expected = """
    t:
      # about one
      - 1
      # about three
      - 3
      - 4
    # the end
    """
    _check(base, "  - {target: '$.t[1]', remove: true}\n  - {target: $.t, update: 4}\n", expected)


def test_comments_inside_a_flow_collection_move_above_it() -> None:
    """A flow collection over several lines is written on one, and the comments inside it are kept above."""
    base = """
    tags: [a,  # first
      # second
      b]  # behind
    """
    expected = """
    # first
    # second
    tags: [a, b, c] # behind
    """
    _check(base, "  - {target: $.tags, update: c}\n", expected)


def test_a_flow_collection_opens_for_a_collection() -> None:
    """A collection that is put into a flow one makes it a block, unless it stands in another flow collection."""
    base = "a: {x: 1}\nb: {c: {x: 1}}\nt: [1]\n"
    actions = """
      - target: $.a
        update:
          y:
            z: 2
      - target: $.b.c
        update:
          y:
            z: [2]
      - target: $.t
        update:
          - z: 2
    """
    _check(base, actions, "a:\n  x: 1\n  y:\n    z: 2\nb: {c: {x: 1, y: {z: [2]}}}\nt:\n  - 1\n  - z: 2\n")


def test_a_replaced_text_is_quoted_as_before() -> None:
    """A text without quotes takes the quotes of the one that it replaces, but not its block."""
    base = "a: 'x'\nb: \"x\"\nc: x\nd: |-\n  x\n  y\ne: >-\n  x\n"
    _check(base, "  - {target: '$[*]', update: new}\n", "a: 'new'\nb: \"new\"\nc: new\nd: new\ne: new\n")


def test_a_new_text_keeps_the_style_of_the_overlay() -> None:
    """Block texts and quotes that an overlay brings along are written as they stand there, whatever their length."""
    long = "word " * 60 + "end"
    actions = f"  - target: $.a\n    update:\n      x: |\n        one\n        two\n      y: '3'\n      z: {long}\n"
    _check("a:\n  w: 1\n", actions, f"a:\n  w: 1\n  x: |\n    one\n    two\n  y: '3'\n  z: {long}\n")


def test_anchors_stay_where_nothing_changes() -> None:
    """An anchor and its aliases are kept; a place that changes is written out, and no anchor is invented."""
    base = """
    x-shared: &shared
      type: string
    a: *shared
    b: *shared
    c:
      <<: *shared
      format: uri
    d:
      <<: *shared
    """
    actions = """
      - {target: $.b, update: {minLength: 1}}
      - {target: $.d.type, update: integer}
      - {target: "$['a', 'c']", update: {x: {y: [1]}}}
    """
    expected = """
    x-shared: &shared
      type: string
    a:
      type: string
      x: {y: [1]}
    b:
      type: string
      minLength: 1
    c:
      format: uri
      type: string
      x: {y: [1]}
    d:
      type: integer
    """
    _check(base, actions, expected)
    kept = "a: &n {x: 1}\nb: *n\nu: &unused [1]\nc:\n  <<: *n\n  y: 2\nd: &t text\ne: *t\nf: 1\n"
    _check(kept, "  - {target: $.f, update: 2}\n", kept.replace("f: 1", "f: 2"))


def test_the_layout_of_the_base_is_followed() -> None:
    """New lines are indented as most lines of the base are; without a model, by two columns and dashes by two more."""
    block = "  - target: $.a\n    update:\n      t:\n        - y: 1\n      m:\n        z: 1\n"
    _check("a:\n    x: 1\n", block, "a:\n    x: 1\n    t:\n      - y: 1\n    m:\n        z: 1\n")
    _check("a:\n  x:\n  - 1\n", block, "a:\n  x:\n  - 1\n  t:\n  - y: 1\n  m:\n    z: 1\n")
    _check("a: {}\n", block, "a:\n  t:\n    - y: 1\n  m:\n    z: 1\n")
