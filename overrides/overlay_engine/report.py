"""What an action did to a document, place by place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from overlay_engine.values import Plain, Verb, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Operation: TypeAlias = Literal["add", "remove", "replace", "copy", "rename"]


class Missing(Enum):
    """The value of a place that does not exist (null is a value)."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


@dataclass(frozen=True)
class Delta:
    """One place that changed, and all that is below it.

    Attributes:
        pointer: JSON Pointer (RFC 6901) of the place; for a removed array item its index before the action.
        path: the same for people: the keys, and for an array item its `name` if it has one.
        before: the value before the action, MISSING if there was none.
        after: the value after the action, MISSING if there is none.
        source: for `copy` and `rename` the JSON Pointer of the place that the value comes from, else "".
    """

    operation: Operation
    pointer: str
    path: tuple[str, ...]
    before: Plain | Missing = MISSING
    after: Plain | Missing = MISSING
    source: str = ""


@dataclass(frozen=True)
class Change:
    """One action of an overlay and what it changed.

    Attributes:
        file: the overlay's path as it was given.
        layer: `x-layer` of the overlay's info, "" if it has none.
        title: the overlay's title.
        index: the action's number in its overlay, from 1.
        line: the line of the action in its overlay, from 1.
        reason: `x-reason` of the action, "" if it has none.
        resolves: `x-resolves` of the action.
        adds: whether `x-adds` says that the action adds what no finding asks for.
        edits: the places that changed, as large as they were added, removed or copied.
    """

    file: Path
    layer: str
    title: str
    index: int
    line: int
    description: str
    reason: str
    resolves: tuple[str, ...]
    adds: bool
    verb: Verb
    target: str
    edits: tuple[Delta, ...]

    @property
    def deltas(self) -> tuple[Delta, ...]:
        """The edits down to primitives and empty collections; copies and renames stay whole."""
        return tuple(leaf for edit in self.edits for leaf in at_leaves(edit))


def at_leaves(delta: Delta) -> Iterator[Delta]:
    """A value that was added or removed, as one delta for each primitive and each empty collection in it."""
    whole = delta.after if delta.operation == "add" else delta.before
    if delta.operation not in {"add", "remove"} or not isinstance(whole, (dict, list)) or not whole:
        yield delta
        return
    for key, item in whole.items() if isinstance(whole, dict) else enumerate(whole):
        inner = replace(delta, pointer=delta.pointer + pointer([key]), path=(*delta.path, str(key)))
        yield from at_leaves(
            replace(inner, after=item) if delta.operation == "add" else replace(inner, before=item),
        )


def with_renames(deltas: list[tuple[Delta, ...]]) -> list[tuple[Delta, ...]]:
    """Say `rename` where the actions of one overlay copy a place and then remove the original.

    Args:
        deltas: per action of one overlay, in order.
    """
    copies = {delta.source: delta for action in deltas for delta in action if delta.operation == "copy"}
    gone = {source for source in copies for action in deltas if _takes_away(action, source)}
    return [_renamed(action, copies, gone) for action in deltas]


def _takes_away(action: tuple[Delta, ...], source: str) -> bool:
    return any(d.operation == "remove" and (d.pointer + "/").startswith(source + "/") for d in action)


def _renamed(action: tuple[Delta, ...], copies: dict[str, Delta], gone: set[str]) -> tuple[Delta, ...]:
    shown: list[Delta] = []
    for delta in action:
        above = next((source for source in gone if (delta.pointer + "/").startswith(source + "/")), None)
        seen = delta
        if delta.operation == "copy" and delta.source in gone:
            seen = replace(delta, operation="rename")
        elif delta.operation == "remove" and above is not None:
            seen = replace(copies[above], operation="rename")
        if seen not in shown:
            shown.append(seen)
    return tuple(shown)
