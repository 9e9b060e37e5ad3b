"""What an action did to a document, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from overlay_engine.values import Location, Plain, Verb, plain, pointer

Operation: TypeAlias = Literal["add", "remove", "replace", "copy", "rename"]


class Missing(Enum):
    """The value of a place that does not exist (null is a value)."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


@dataclass(frozen=True)
class Delta:
    """One place that changed: a primitive or an empty collection, or for `copy` and `rename` all that is below it.

    Attributes:
        pointer: JSON Pointer (RFC 6901) of the place; for a removed array item its index before the action.
        before: the value before the action, MISSING if there was none.
        after: the value after the action, MISSING if there is none.
        source: for `copy` and `rename` the JSON Pointer of the place that the value comes from, else "".
    """

    operation: Operation
    pointer: str
    before: Plain | Missing = MISSING
    after: Plain | Missing = MISSING
    source: str = ""


@dataclass(frozen=True)
class Change:
    """One action of an overlay and all that it changed.

    Attributes:
        file: the overlay's path as it was given.
        layer: `x-layer` of the overlay's info, "" if it has none.
        title: the overlay's title.
        index: the action's number in its overlay, from 1.
        line: the line of the action in its overlay, from 1.
        reason: `x-reason` of the action, "" if it has none.
        resolves: `x-resolves` of the action.
        adds: `x-adds` of the action: it adds what no finding asks for.
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
    deltas: tuple[Delta, ...]


def added(location: Location, value: Any) -> Iterator[Delta]:
    """The deltas of a value that was put where there was none."""
    for place, leaf in leaves(location, plain(value)):
        yield Delta("add", pointer(place), after=leaf)


def removed(location: Location, value: Any) -> Iterator[Delta]:
    """The deltas of a value that was taken away."""
    for place, leaf in leaves(location, plain(value)):
        yield Delta("remove", pointer(place), before=leaf)


def leaves(location: Location, value: Plain) -> Iterator[tuple[Location, Plain]]:
    """The primitives and empty collections at and below a location."""
    if not isinstance(value, (dict, list)) or not value:
        yield location, value
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from leaves((*location, key), item)


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
        if delta.operation == "copy" and delta.source in gone:
            delta = Delta("rename", delta.pointer, source=delta.source)
        elif delta.operation == "remove" and above is not None:
            delta = Delta("rename", copies[above].pointer, source=above)
        if delta not in shown:
            shown.append(delta)
    return tuple(shown)
