"""The three verbs of the Overlay Specification on a document: update, copy and remove."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString, PlainScalarString

from overlay_engine.comments import adopt, bequeath, lift
from overlay_engine.copies import fresh
from overlay_engine.errors import ActionError
from overlay_engine.report import Delta
from overlay_engine.values import Location, Node, kind, plain, pointer, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jsonpath_rfc9535 import JSONPathQuery

    from overlay_engine.document import Document
    from overlay_engine.overlay import Action


def perform(document: Document, action: Action, minor: int) -> tuple[Delta, ...]:
    """Apply one action.

    Args:
        document: changed in place; after a fault it may be half changed.
        action: what to do.
        minor: the minor version of the specification that the overlay names.

    Raises:
        ActionError: the action selects nothing, changes nothing, or mixes kinds of values.
    """
    targets = document.select(action.query)
    if not targets:
        raise ActionError("selects nothing; correct the target, or delete the action if it is no longer needed")
    kinds = sorted({kind(document.value(target)) for target in targets})
    if action.verb == "remove":
        return tuple(_remove(document, targets))
    if not minor and ("primitive" in kinds or (kinds == ["array"] and kind(action.value) == "array")):
        raise ActionError(
            "updates a primitive, or an array with an array, which Overlay 1.0 leaves undefined;"
            " write overlay: 1.1.0 at the top"
        )
    if len(kinds) > 1:
        raise ActionError(f"selects values of several kinds ({', '.join(kinds)}); write one action for each kind")
    deltas = tuple(_copy(document, action.source, targets) if action.source else _update(document, action, targets))
    if not deltas:
        raise ActionError("changes nothing, the document says so already; delete the action")
    return deltas


def _update(document: Document, action: Action, targets: Sequence[Location]) -> Iterator[Delta]:
    for target in targets:
        yield from _put(document, target, action.value, comments=False)


def _copy(document: Document, source: JSONPathQuery, targets: Sequence[Location]) -> Iterator[Delta]:
    sources = document.select(source)
    if len(sources) != 1:
        raise ActionError(f"copies from {source}, which selects {len(sources)} values; make it select exactly one")
    value = fresh(document.value(sources[0]), comments=True)
    for target in targets:
        deltas = list(_put(document, target, value, comments=True))
        whole = deltas and all(delta.operation == "add" for delta in deltas)
        yield from (
            [Delta("copy", pointer(target), document.path(target), source=pointer(sources[0]))] if whole else deltas
        )


def _put(document: Document, target: Location, value: Node, *, comments: bool) -> Iterator[Delta]:
    """Merge, append or replace, as the kind of the value at `target` asks for."""
    held, given = kind(document.value(target)), kind(value)
    if held == "array":
        yield from _append(document, target, value if given == "array" else [value], comments=comments)
    elif held != given:
        raise ActionError(f"puts {_a(given)} onto {_a(held)} ({_place(target)}); kinds must agree, so remove it first")
    elif held == "object":
        yield from _merge(document, target, value, comments=comments)
    else:
        yield from _replace(document, target, value)


def _merge(document: Document, target: Location, value: Node, *, comments: bool) -> Iterator[Delta]:
    held = document.own(target)
    for key, item in value.items():
        place = (*target, str(key))
        if key not in held:
            _make_room(document, target, held, item)
            held[key] = fresh(item, flow=bool(held.fa.flow_style()), comments=comments)
            if comments and not held.fa.flow_style():
                adopt(held, value, key)
            yield Delta("add", pointer(place), document.path(place), after=plain(item))
        elif kind(held[key]) == "array" != kind(item):
            raise ActionError(
                f"puts {_a(kind(item))} onto an array ({_place(place)}); write a list, or target the array"
            )
        else:
            yield from _put(document, place, item, comments=comments)


def _append(document: Document, target: Location, items: Sequence[Node], *, comments: bool) -> Iterator[Delta]:
    held = document.own(target)
    for item in items:
        _make_room(document, target, held, item)
        held.append(fresh(item, flow=bool(held.fa.flow_style()), comments=comments))
        place = (*target, len(held) - 1)
        yield Delta("add", pointer(place), document.path(place), after=plain(item))


def _replace(document: Document, target: Location, value: Node) -> Iterator[Delta]:
    holder, key = document.own(target[:-1]), target[-1]
    before, after = holder[key], fresh(value)
    if same(before, after):
        return
    if type(after) is str and isinstance(before, (LiteralScalarString, FoldedScalarString)):
        after = PlainScalarString(after)  # or ruamel.yaml would write it as a block, like the text before
    path = document.path(target)
    holder[key] = after
    yield Delta("replace", pointer(target), path, plain(before), plain(after))


def _remove(document: Document, targets: Sequence[Location]) -> Iterator[Delta]:
    if () in targets:
        raise ActionError("removes the whole document; select something inside it")
    chosen = set(targets)
    outermost = [target for target in targets if not any(target[:end] in chosen for end in range(len(target)))]
    deltas = [
        Delta("remove", pointer(target), document.path(target), before=plain(document.value(target)))
        for target in outermost
    ]
    holders = [(document.own(target[:-1]), target[-1], target[:-1]) for target in outermost]
    for holder, key, place in sorted(holders, key=_members_then_last_items):
        bequeath(holder, key, _next_key(holder, key))
        del holder[key]
        if isinstance(key, str) and place and isinstance(place[-1], int):
            lift(document.value(place[:-1]), place[-1], holder)
    return iter(deltas)


def _members_then_last_items(removal: tuple[Node, str | int, Location]) -> int:
    """An order of removals in which none moves another's place: an index must not change before it is used."""
    return -removal[1] if isinstance(removal[1], int) else -sys.maxsize


def _next_key(holder: Node, key: str | int) -> str | int | None:
    if isinstance(key, int):
        return key + 1 if key + 1 < len(holder) else None
    keys = list(holder)
    return next(iter(keys[keys.index(key) + 1 :]), None)


def _make_room(document: Document, target: Location, held: Node, item: Node) -> None:
    """Write a flow collection as a block before a collection is put into it, unless it stands in another flow one."""
    above = (document.value(target[:end]) for end in range(len(target)))
    if item and kind(item) != "primitive" and not any(outer.fa.flow_style() for outer in above):
        held.fa.set_block_style()


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "ao" else f"a {name}"


def _place(location: Location) -> str:
    return pointer(location) or "the whole document"
