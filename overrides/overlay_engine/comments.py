"""Comments kept with what they are about.

ruamel.yaml hangs a comment line on the value before it, so that removing or appending there carries the comment off.
Here every comment line is moved, right after loading, to the key or item below it; a comment behind a value stays with
that value, and what follows the last key stays at the end of the document.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml.error import CommentMark
from ruamel.yaml.tokens import CommentToken

from overlay_engine.values import containers, kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from overlay_engine.values import Node

_BEFORE = 1  # where ruamel.yaml's comment slots hold the lines above a key or an item


@dataclass
class Spans:
    """The lines, from 0 and both ends included, over which scalars and flow collections of a text stretch.

    Attributes:
        scalars: first line, last line, and whether blank lines at the end belong to the value.
        flows: first line, last line.
    """

    scalars: list[tuple[int, int, bool]] = field(default_factory=list)
    flows: list[tuple[int, int]] = field(default_factory=list)

    def note(self, node: Node) -> None:
        """Remember a node of ruamel.yaml that covers several lines, unless it is a block collection."""
        first, last = node.start_mark.line, node.end_mark.line - (node.end_mark.column == 0)
        if node.id == "scalar":
            self.scalars.append((first, last, node.value.endswith("\n\n")))
        elif node.flow_style:
            self.flows.append((first, last))


@dataclass(frozen=True, order=True)
class _Note:
    line: int
    column: int
    text: str


@dataclass(frozen=True)
class _Place:
    line: int
    container: Node
    key: str | int

    def slot(self) -> list[CommentToken]:
        slots = self.container.ca.items.setdefault(self.key, [None, None, None, None])
        slots[_BEFORE] = slots[_BEFORE] or []
        before: list[CommentToken] = slots[_BEFORE]
        return before


def settle(root: Node, text: str, spans: Spans) -> None:
    """Move the comment lines of a freshly loaded YAML document to the keys and items that they stand above."""
    lines = text.splitlines()
    notes = sorted([*_comment_lines(lines, spans), *_inside_flows(root, lines)])
    places = _places(root)
    starts = [place.line for place in places]
    for container in containers(root):
        _keep_trailing_comments(container, lines)
    tail: list[CommentToken] = []
    for note in notes:
        flow = next((first for first, last in spans.flows if first <= note.line <= last), None)
        index = bisect_left(starts, note.line) if flow is None else bisect_right(starts, flow) - 1
        if not 0 <= index < len(places):
            tail.append(_token(note.text, 0))
            continue
        column = note.column if flow is None else places[index].container.lc.col
        places[index].slot().append(_token(note.text, column))
    if tail and kind(root) != "primitive":
        root.ca.comment, root.ca.end = [None, None], tail


def copy_comments(original: Node, copy: Node) -> None:
    """Give a copied container the comments of the original, in tokens of its own."""
    ca = original.ca
    copy.ca.comment = None if ca.comment is None else _again(ca.comment[:2])
    copy.ca.items.update({key: _again(slots) for key, slots in ca.items.items()})


def adopt(target: Node, source: Node, key: str) -> None:
    """Give a key that was copied from one mapping into another the comments that it has in the first."""
    if key in source.ca.items:
        target.ca.items[key] = _again(source.ca.items[key])


def bequeath(container: Node, key: str | int, heir: str | int | None) -> None:
    """Before a key or item is removed: hand the comments above it that a blank line sets apart on to the next one."""
    slots = container.ca.items.pop(key, None)
    before: list[CommentToken] = (slots[_BEFORE] or []) if slots else []
    blanks = [index for index, token in enumerate(before) if not token.value.strip()]
    apart = before[: blanks[-1] + 1] if blanks else []
    if heir is None or not any(token.value.strip() for token in apart):
        return
    inherited = _Place(0, container, heir).slot()
    if inherited and not inherited[0].value.strip():
        apart.pop()
    inherited[:0] = apart


def lift(sequence: Node, index: int, mapping: Node) -> None:
    """Put the comments above the first key of an item above the item itself: between its dash and key is no room."""
    slots = mapping.ca.items.get(next(iter(mapping), None))
    if slots and slots[_BEFORE]:
        column = mapping.lc.col if sequence.lc.col is None else sequence.lc.col
        place = _Place(0, sequence, index)
        place.slot().extend(_token(token.value, column if token.value.strip() else 0) for token in slots[_BEFORE])
        slots[_BEFORE] = None


def _comment_lines(lines: Sequence[str], spans: Spans) -> Iterator[_Note]:
    covered = {line for first, last, ends in spans.scalars for line in _covered(lines, first, last, blank_end=ends)}
    inside_flows = {line for first, last in spans.flows for line in range(first + 1, last + 1)}
    for line, text in enumerate(lines):
        comment = text.strip()
        if line in covered or not (comment.startswith("#") or (not comment and line not in inside_flows)):
            continue
        yield _Note(line, len(text) - len(text.lstrip()) if comment else 0, comment + "\n")


def _covered(lines: Sequence[str], first: int, last: int, *, blank_end: bool) -> range:
    while not blank_end and last > first and not lines[last].strip():
        last -= 1
    return range(first + 1, last + 1)


def _inside_flows(root: Node, lines: Sequence[str]) -> Iterator[_Note]:
    for container in containers(root):
        for slots in container.ca.items.values() if container.fa.flow_style() else ():
            for token in _tokens(slots):
                line = token.start_mark.line
                if token.value.startswith("#") and not _is_comment(lines[line]):
                    yield _Note(line, token.start_mark.column, token.value.splitlines()[0] + "\n")


def _tokens(slots: Sequence[Node]) -> Iterator[CommentToken]:
    for slot in slots:
        yield from slot if kind(slot) == "array" else [] if slot is None else [slot]


def _places(root: Node) -> list[_Place]:
    found: dict[int, _Place] = {}
    for container in containers(root):
        last = -1
        positions: dict[str | int, list[int]] = {} if container.fa.flow_style() else container.lc.data or {}
        for key, position in positions.items():
            if position[0] >= last:  # an item that is an alias carries the line of its anchor
                last = position[0]
                found.setdefault(last, _Place(last, container, key))
    return [found[line] for line in sorted(found)]


def _keep_trailing_comments(container: Node, lines: Sequence[str]) -> None:
    ca, flow = container.ca, container.fa.flow_style()
    if ca.comment is not None:
        trailing = _trailing(ca.comment[0], lines)
        ca.comment = None if trailing is None else [trailing, None]
    ca.end = []
    for key, slots in list(ca.items.items()):
        kept: list[CommentToken | None] = [_trailing(slots[0], lines), None, _trailing(slots[2], lines), None]
        if flow or all(slot is None for slot in kept):
            del ca.items[key]
        else:
            ca.items[key] = kept


def _trailing(token: Node, lines: Sequence[str]) -> CommentToken | None:
    if token is None or not token.value.startswith("#"):
        return None
    line: int = token.start_mark.line
    if _is_comment(lines[line]):
        return None
    return _token(token.value.splitlines()[0] + "\n", token.start_mark.column)


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _again(slots: list[Node]) -> list[Node]:
    return [[_twin(token) for token in slot] if kind(slot) == "array" else _twin(slot) for slot in slots]


def _twin(token: Node) -> Node:
    return None if token is None else _token(token.value, token.start_mark.column)


def _token(text: str, column: int) -> CommentToken:
    return CommentToken(text, CommentMark(column), None)
