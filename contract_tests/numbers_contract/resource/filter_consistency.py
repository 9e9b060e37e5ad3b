"""Filters on what an owner can change: they go by what a number has now."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from numbers_contract.description.boundary_values import text_of
from numbers_contract.description.json_pointer import MISSING, get, joined, parts, placed
from numbers_contract.description.near_misses import askable, text_of_value
from numbers_contract.resource.lists import largest_size

from .pages import ListQuery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_contract.description.extensions import Filter
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Exchange

    from .lifecycle import ResourceLifecycle
    from .request_bodies import Settings

__all__ = ["follow", "unlisted"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Filtered:
    """One filter of the list of an account, and a number that it should find or should not."""

    lifecycle: ResourceLifecycle
    operation: Operation
    account: Account
    key: str
    one: Filter

    def asked(self, value: Any) -> tuple[str, str] | None:
        """How the filter asks for a value; None where it cannot."""
        text = text_of_value(value)
        return (self.one.parameter, text) if askable(self.operation.parameter(self.one.parameter), text) else None

    def judge(self, value: Any, cause: Exchange, *, found: bool, rule: str = "filters") -> None:
        """See whether the filter finds the number by a value."""
        asked, resource = self.asked(value), self.lifecycle.resource
        if asked is None or not cause.ok:
            return
        walk = resource.lists.walk(
            ListQuery(self.operation, self.account, (asked,), largest_size(self.operation)), most=3
        )
        if not walk.pages or (found and not walk.complete):
            return
        parameter = self.operation.parameter(self.one.parameter)
        self.lifecycle.context.check(
            (self.key in {resource.key_of(item) for item in walk.items}) == found,
            rule,
            self.operation,
            f"the filter {self.one.parameter} {'lacks what has' if found else 'finds what no longer has'} the value",
            cause,
            walk.last,
            pointer=parameter.pointer if parameter is not None else None,
            at=self.one.property,
        )

    def values(self, settings: Settings, pointer: str) -> Iterator[Any]:
        """Values that the number may be given; texts are such that nothing else has them."""
        rng = self.lifecycle.context.random(f"follow {pointer}")
        for value in settings.values(pointer):
            unique = value[:-8] + text_of(rng, 8) if isinstance(value, str) else value
            if settings.allows(placed(pointer, unique)) and self.asked(unique) is not None:
                yield unique


def follow(lifecycle: ResourceLifecycle, account: Account, key: str, settings: Settings, pointer: str) -> None:
    """What is set is found, what was set before is not, and what was removed is not found any more."""
    update = lifecycle.resource.update
    place = f"{update.effect.body or ''}{pointer}" if update is not None and update.effect is not None else ""
    for filtered in _filters(lifecycle, account, key):
        values = list(islice(filtered.values(settings, pointer), 2))
        if filtered.one.property != place or filtered.one.compare != ("equal",) or len(values) < 2:
            continue
        for value, other in (values, values[::-1]):
            changed = lifecycle.configure(account, key, placed(pointer, value))
            filtered.judge(value, changed, found=True)
            filtered.judge(other, changed, found=False)
        for above in _above(pointer):
            if settings.nullable(above):
                changed = lifecycle.configure(account, key, placed(above, None))
                filtered.judge(values[0], changed, found=False)
                lifecycle.configure(account, key, placed(pointer, values[0]))


def unlisted(lifecycle: ResourceLifecycle, account: Account, key: str, item: Json, cause: Exchange) -> None:
    """What was released is found by no filter that it fitted."""
    for filtered in _filters(lifecycle, account, key):
        value = get(item, filtered.one.property)
        if value is not MISSING and value is not None:
            filtered.judge(value, cause, found=False, rule="released")


def _filters(lifecycle: ResourceLifecycle, account: Account, key: str) -> Iterator[_Filtered]:
    operation = lifecycle.resource.list
    if operation is not None:
        yield from (_Filtered(lifecycle, operation, account, key, one) for one in operation.extensions.filters)


def _above(pointer: str) -> Iterator[str]:
    """The place itself and those around it, from within."""
    steps = parts(pointer)
    yield from (joined(*steps[:count]) for count in range(len(steps), 0, -1))
