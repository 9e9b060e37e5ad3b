"""Combinations of filters for the benchmark of searching: every filter alone and with others, and the hard ones first.

What is common, rare or absent is found out by looking at pages from all over the catalogue, so that the list is hard
whatever the catalogue. The API compares for equality only; there are no ranges to try.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, cast

from numbers_sandbox.http.description import description
from numbers_sandbox.store.paging import PageRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_sandbox.http.description import Operation, Parameter
    from numbers_sandbox.store.store import Store

__all__ = ["Combination", "combinations_of_filters", "search_operation"]

Json = dict[str, object]
_Filters = dict[str, str]

_PAGES, _SIZE = 40, 1000  # that are looked at
_ABSENT = ("ZQ", "nowhere at all", "0.07", "2147483647", "+19999999999")  # one of them fits each kind of filter
_RANDOM = 150
_SEED = 20_240_131


@dataclass(frozen=True, slots=True)
class Combination:
    """What is asked for, by the names of the query, and what makes it worth asking."""

    kind: str
    filters: _Filters


@dataclass(frozen=True, slots=True)
class _Seen:
    """The values of one filter, the commonest first."""

    name: str
    path: str
    values: list[str]
    absent: str | None

    @property
    def common(self) -> _Filters:
        return {self.name: self.values[0]}

    @property
    def rare(self) -> _Filters:
        return {self.name: self.values[-1]}


def search_operation() -> Operation:
    """The operation that searches."""
    return next(one for one in description().operations if one.id == "searchAvailableNumbers")


def combinations_of_filters(store: Store) -> list[Combination]:
    """The whole list, each combination once."""
    items = _looked_at(store)
    seen = [_seen(path, parameter, items) for parameter, path in _parameters()]
    found: dict[tuple[tuple[str, str], ...], Combination] = {}
    for kind, filters in _listed(seen, items):
        found.setdefault(tuple(sorted(filters.items())), Combination(kind, filters))
    return list(found.values())


def _parameters() -> Iterator[tuple[Parameter, str]]:
    operation = search_operation()
    for name, path in operation.filters.items():
        yield operation.query[name], path


def _looked_at(store: Store) -> list[_Filters]:
    """Numbers from all over the catalogue, as the values of their properties by path."""
    first, items = PageRequest(page_size=_SIZE), list[Json]()
    last = _last_page(store)
    for turn in range(_PAGES):
        page = last * turn // _PAGES
        items += store.search({}, first if page == 0 else PageRequest(page=page, page_size=_SIZE)).items
    return [dict(_flat(item)) for item in items]


def _last_page(store: Store) -> int:
    low, high = 0, 1
    while store.search({}, PageRequest(page=high, page_size=_SIZE)).items:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        found = store.search({}, PageRequest(page=middle, page_size=_SIZE)).items
        low, high = (middle, high) if found else (low, middle)
    return low


def _flat(item: Json, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if isinstance(value, dict):
            yield from _flat(cast("Json", value), f"{prefix}{name}.")
        elif value is not None:
            yield prefix + name, str(value).lower() if isinstance(value, bool) else str(value)


def _seen(path: str, parameter: Parameter, items: list[_Filters]) -> _Seen:
    values = Counter(item[path] for item in items if path in item)
    absent = (value for value in _ABSENT if value not in values and _allowed(parameter, value))
    return _Seen(parameter.name, path, [value for value, _ in values.most_common()], next(absent, None))


def _allowed(parameter: Parameter, text: str) -> bool:
    if parameter.kind == "boolean":
        return False
    if parameter.kind == "integer":
        return text.isdecimal() and parameter.rule.allows(int(text))
    return bool(parameter.rule.allows(text))


def _listed(seen: list[_Seen], items: list[_Filters]) -> Iterator[tuple[str, _Filters]]:
    yield "no filter", {}
    yield from _alone(seen)
    yield from _together(seen, items)
    for one, other in combinations(seen, 2):
        yield "two rare values", one.rare | other.rare
        yield "a common and a rare value", one.common | other.rare
    yield from _drawn(seen, items)


def _alone(seen: list[_Seen]) -> Iterator[tuple[str, _Filters]]:
    for one in seen:
        yield "the commonest value", one.common
        yield "the rarest value", one.rare
        yield "a value between", {one.name: one.values[len(one.values) // 2]}
        if one.absent is not None:
            yield "a value that nothing has", {one.name: one.absent}


def _together(seen: list[_Seen], items: list[_Filters]) -> Iterator[tuple[str, _Filters]]:
    """Rare flags one more at a time, all filters at once, and all at once with one that contradicts the others."""
    flags = [one.rare for one in seen if set(one.values) <= {"true", "false"}]
    for count in range(2, len(flags) + 1):
        yield "rare flags together", {name: value for flag in flags[:count] for name, value in flag.items()}
    fullest = max(items, key=len)
    everything = {one.name: fullest.get(one.path, one.values[0]) for one in seen}
    yield "all filters at once", everything
    for one in seen:
        yield "all filters but one", {name: value for name, value in everything.items() if name != one.name}
        others = [value for value in one.values if value != everything[one.name]]
        if others:
            yield "all filters, one against the others", everything | {one.name: others[-1]}


def _drawn(seen: list[_Seen], items: list[_Filters]) -> Iterator[tuple[str, _Filters]]:
    """Some properties of some number; and values that no number may have together."""
    chance = random.Random(_SEED)  # noqa: S311  (the same list every time is what is wanted)
    for _ in range(_RANDOM):
        item = chance.choice(items)
        own = [one for one in seen if one.path in item]
        some = chance.sample(own, chance.randint(2, len(own)))
        yield "what one number has", {one.name: item[one.path] for one in some}
        some = chance.sample(seen, chance.randint(3, 8))
        yield "values drawn", {one.name: chance.choice(one.values) for one in some}
