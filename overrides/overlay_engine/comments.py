"""Comments kept with what they are about.

ruamel.yaml hangs a comment line on the value before it, so that removing or appending there carries the comment off.
So comments are taken from the text, and each line of them is given to the key or item below it; a comment behind a
value stays with that value, and what follows the last key stays at the end of the document.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml.error import CommentMark
from ruamel.yaml.tokens import CommentToken

from overlay_engine.values import Node, containers, kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BEFORE = 1  # where ruamel.yaml's comment slots hold the lines above a key or an item
_BEHIND_ITEM, _BEHIND_MEMBER = 0, 2  # and the comment on the same line


@dataclass(frozen=True, order=True)
class Remark:
    """One comment, or one blank line, by the line and column (both from 0) where it stands."""

    line: int
    column: int
    text: str


@dataclass
class Layout:
    """What of a YAML text is not in its values; lines count from 0, and both ends of a stretch are included.

    Attributes:
        scalars: first and last line of a scalar, and whether blank lines at its end belong to it.
        flows: first and last line of a flow collection.
        trailing: the first lines of comments; those with nothing before them on their line are of no interest.
    """

    scalars: list[tuple[int, int, bool]] = field(default_factory=list)
    flows: list[tuple[int, int]] = field(default_factory=list)
    trailing: list[Remark] = field(default_factory=list)

    def stretch(self, node: Node) -> None:
        """Remember the lines of a node of ruamel.yaml that covers several, unless it is a block collection."""
        first, last = node.start_mark.line, node.end_mark.line - (node.end_mark.column == 0)
        if last > first and node.id == "scalar":
            self.scalars.append((first, last, node.value.endswith("\n\n")))
        elif last > first and node.flow_style:
            self.flows.append((first, last))


@dataclass(frozen=True)
class _Place:
    container: Node
    key: str | int

    def above(self) -> list[CommentToken]:
        slots = self._slots()
        slots[_BEFORE] = slots[_BEFORE] or []
        tokens: list[CommentToken] = slots[_BEFORE]
        return tokens

    def set_behind(self, token: CommentToken) -> None:
        self._slots()[_BEHIND_MEMBER if kind(self.container) == "object" else _BEHIND_ITEM] = token

    def _slots(self) -> list[Node]:
        slots: list[Node] = self.container.ca.items.setdefault(self.key, [None] * 4)
        return slots


def settle(root: Node, text: str, layout: Layout) -> None:
    """Give the comments of a freshly loaded YAML document to its keys and items."""
    lines = text.removesuffix("\n").split("\n")  # what ruamel.yaml counts as lines
    places = _places(root)
    starts = sorted(places)
    tail: list[CommentToken] = []
    trailing = [remark for remark in layout.trailing if lines[remark.line][: remark.column].strip()]
    for remark in sorted([*_own_lines(lines, layout), *trailing]):
        flow = next((first for first, last in layout.flows if first <= remark.line < last), None)
        index = bisect_left(starts, remark.line) if flow is None else bisect_right(starts, flow) - 1
        if flow is None and remark in trailing and _ends_here(remark.line, places, layout):
            places[starts[bisect_right(starts, remark.line) - 1]][-1].set_behind(_token(remark.text, remark.column))
        elif 0 <= index < len(starts):
            owner = places[starts[index]][0]
            column = remark.column if flow is None else owner.container.lc.col
            owner.above().append(_token(remark.text, column))
        else:
            tail.append(_token(remark.text, 0))
    if tail and kind(root) != "primitive":
        root.ca.comment, root.ca.end = [None, None], tail


def copy_comments(original: Node, copy: Node) -> None:
    """Give a copied container the comments of the original, in tokens of its own."""
    for key in original.ca.items:
        adopt(copy, original, key)


def adopt(target: Node, source: Node, key: str | int) -> None:
    """Give a key or item that was copied from one container into another the comments that it has in the first."""
    for slot, held in enumerate(source.ca.items.get(key, ())):
        if kind(held) == "array":
            _Place(target, key).above().extend(_token(token.value, token.start_mark.column) for token in held)
        elif held is not None and slot in {_BEHIND_ITEM, _BEHIND_MEMBER}:
            _Place(target, key).set_behind(_token(held.value, held.start_mark.column))


def bequeath(container: Node, key: str | int, heir: str | int | None) -> None:
    """Before a key or item is removed: hand the comments above it that a blank line sets apart on to the next one."""
    slots = container.ca.items.pop(key, None)
    above: list[CommentToken] = (slots[_BEFORE] or []) if slots else []
    blanks = [index for index, token in enumerate(above) if not token.value.strip()]
    apart = above[: blanks[-1] + 1] if blanks else []
    if heir is None or not any(token.value.strip() for token in apart):
        return
    inherited = _Place(container, heir).above()
    if inherited and not inherited[0].value.strip():
        apart.pop()
    inherited[:0] = apart


def lift(sequence: Node, index: int, mapping: Node) -> None:
    """Put the comments above the first key of an item above the item itself: between its dash and key is no room."""
    slots = mapping.ca.items.get(next(iter(mapping), None))
    if slots and slots[_BEFORE]:
        column = mapping.lc.col if sequence.lc.col is None else sequence.lc.col
        lifted = [_token(token.value, column if token.value.strip() else 0) for token in slots[_BEFORE]]
        _Place(sequence, index).above().extend(lifted)
        slots[_BEFORE] = None


def _own_lines(lines: Sequence[str], layout: Layout) -> Iterator[Remark]:
    covered = {line for first, last, ends in layout.scalars for line in _covered(lines, first, last, blank_end=ends)}
    inside_flows = {line for first, last in layout.flows for line in range(first + 1, last + 1)}
    for line, text in enumerate(lines):
        comment = text.strip()
        if line not in covered and (comment.startswith("#") or not (comment or line in inside_flows)):
            yield Remark(line, text.index("#") if comment else 0, comment + "\n")


def _covered(lines: Sequence[str], first: int, last: int, *, blank_end: bool) -> range:
    while not blank_end and last > first and not lines[last].strip():
        last -= 1
    return range(first + 1, last + 1)


def _places(root: Node) -> dict[int, list[_Place]]:
    """The keys and items in block style by the line on which they begin, the outermost first."""
    found: dict[int, list[_Place]] = {}
    for container in containers(root):
        last = -1
        positions: dict[str | int, list[int]] = {} if container.fa.flow_style() else container.lc.data or {}
        for key, position in positions.items():
            if position[0] >= last:  # an item that is an alias carries the line of its anchor
                last = position[0]
                found.setdefault(last, []).append(_Place(container, key))
    return found


def _ends_here(line: int, places: dict[int, list[_Place]], layout: Layout) -> bool:
    """Whether a key or item stands on a line, or a value that began further up ends there."""
    return line in places or any(line == stretch[1] for stretch in (*layout.scalars, *layout.flows))


def _token(text: str, column: int) -> CommentToken:
    return CommentToken(text, CommentMark(column), None)
