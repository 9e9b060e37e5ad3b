"""The catalogue in memory, as far as filters need it: ranges and offers, a thousand of each, not the numbers.

Every filter but the one on the number itself is a property of the offer or of the range. Which offers and which
ranges have a value is kept as a bit set in an integer, so that any combination of filters is a few AND operations,
and a search knows before it asks the database which cells can hold a result and how many numbers each has.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from . import magic_numbers
from .errors import UnknownFilter
from .offers import SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Index", "Json", "Plan", "RangeRow", "bits", "slots"]

Json = dict[str, object]
_BitSets = dict[str, dict[object, int]]

_ALL_SLOTS = (1 << SLOTS) - 1
_PLANS = 128  # kept, of at most a thousand ranges each: some five megabytes
_PRICES = frozenset({"base_setup_price", "base_recurring_price"})


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A range as it is stored: lowest and highest number, index of country and type, place, numbers of each offer."""

    first: str
    last: str
    kind: int
    geography: Json
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a search can find something: the ranges in order, the offers that match in each, how many numbers.

    `before` is how many numbers the ranges before each have, and at its end how many all have. `among` are all the
    ranges that the filters on places allow, as a bit set, whether or not an offer matches there, and `offers` the
    offers that the other filters allow, by country and type.
    """

    ranges: list[int]
    wanted: list[int]
    counts: list[int]
    before: list[int]
    among: int
    offers: list[int]


class Index:
    """The ranges in the order of their numbers, and the offers of all countries and types."""

    def __init__(self, ranges: Iterable[RangeRow], offers: Mapping[int, Json]) -> None:
        self.ranges = tuple(ranges)
        self.offers = dict(offers)
        self.present = [sum(1 << slot for slot, count in enumerate(one.counts) if count) for one in self.ranges]
        self.totals = [sum(one.counts) for one in self.ranges]
        self._lasts = [one.last for one in self.ranges]
        self._by_range = _bit_sets(enumerate(_flat({"geography": one.geography}) for one in self.ranges))
        self._by_offer = _bit_sets((index, _flat(body)) for index, body in self.offers.items())
        self._ordinary = sum(1 << at for at, one in enumerate(self.ranges) if not magic_numbers.fails(one.first))
        self._tails: dict[int, Json] = {}
        self._planned = lru_cache(maxsize=_PLANS)(self._plan)

    def among(self, filters: Mapping[str, object]) -> int:
        """The ranges that have all the values, as a bit set.

        Raises:
            UnknownFilter: a path is not that of a property of places.
        """
        found = (1 << len(self.ranges)) - 1
        for path, value in filters.items():
            if path not in self._by_range:
                raise UnknownFilter(path)
            found &= self._by_range[path].get(value, 0)
        return found

    def plan(self, filters: Mapping[str, object], *, magic_ones: bool = True) -> Plan:
        """Where numbers that have all the values are; a value that nothing has leads nowhere.

        Args:
            filters: the values, by the paths of their properties.
            magic_ones: whether numbers count whose purchase fails on purpose.

        Raises:
            UnknownFilter: a path is not that of a property.
        """
        offers = -1
        places: dict[str, object] = {}
        for path, value in filters.items():
            having = self._by_offer.get(path)
            if having is None:
                places[path] = value
            else:
                offers &= having.get(_comparable(path, value), 0)
        among = self.among(places)
        return self._planned(among if magic_ones else among & self._ordinary, offers)

    def _plan(self, among: int, offers: int) -> Plan:
        kinds = 1 + max(one.kind for one in self.ranges)
        masks = [(offers >> kind * SLOTS) & _ALL_SLOTS for kind in range(kinds)]
        plan = Plan([], [], [], [0], among, masks)
        for index in bits(among):
            row = self.ranges[index]
            wanted = masks[row.kind] & self.present[index]
            if wanted:
                plan.ranges.append(index)
                plan.wanted.append(wanted)
                plan.counts.append(self.totals[index] if wanted == self.present[index] else _count(row.counts, wanted))
                plan.before.append(plan.before[-1] + plan.counts[-1])
        return plan

    def position(self, phone_number: str) -> int:
        """The index of the first range that does not lie wholly before the number."""
        return bisect_left(self._lasts, phone_number)

    def offer(self, cell: int) -> Json:
        """The members that all numbers of a cell have by their offer."""
        return self.offers[self.ranges[cell // SLOTS].kind * SLOTS + cell % SLOTS]

    def tail(self, cell: int) -> Json:
        """The members after phone_number of every number of a cell."""
        tail = self._tails.get(cell)
        if tail is None:
            tail = self._tails[cell] = {**self.offer(cell), "geography": self.ranges[cell // SLOTS].geography}
        return tail


def bits(value: int) -> list[int]:
    """The places of the ones in a bit set, from the lowest on."""
    return [place for place, bit in enumerate(reversed(f"{value:b}")) if bit == "1"]


@cache
def slots(wanted: int) -> tuple[int, ...]:
    """The offers in the bit set of a range; there are few different ones, and every search asks for some."""
    return tuple(bits(wanted))


def _count(counts: tuple[int, ...], wanted: int) -> int:
    return sum(counts[slot] for slot in slots(wanted))


def _comparable(path: str, value: object) -> object:
    if path not in _PRICES:
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None  # no number, so no price either


def _flat(members: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """The values that are no objects, by the path of their property."""
    values: dict[str, object] = {}
    for name, value in members.items():
        if isinstance(value, dict):
            values.update(_flat(cast("Json", value), f"{prefix}{name}."))
        elif value is not None:
            values[prefix + name] = _comparable(prefix + name, value)
    return values


def _bit_sets(rows: Iterable[tuple[int, dict[str, object]]]) -> _BitSets:
    found: _BitSets = {}
    for index, values in rows:
        for path, value in values.items():
            having = found.setdefault(path, {})
            having[value] = having.get(value, 0) | 1 << index
    return found
