"""The catalogue in memory, as far as filters need it: ranges and offers, a thousand of each, not the numbers.

Every filter but the one on the number itself is a property of the offer or of the range. Which offers and which
ranges have a value is kept as a bit set in an integer, so that any combination of filters is a few AND operations,
and a search knows before it asks the database which cells can hold a result and how many numbers each has.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .offers import SLOTS
from .store_errors import UnknownFilter

__all__ = ["GEOGRAPHY_FILTERS", "OFFER_FILTERS", "Index", "Json", "Matches", "RangeRow"]

Json = dict[str, object]
BitSets = dict[str, dict[object, int]]

_ALL_SLOTS = (1 << SLOTS) - 1
_PRICES = frozenset({"base_setup_price", "base_recurring_price"})

GEOGRAPHY_FILTERS = frozenset(
    f"geography.{name}"
    for name in ("iso_country", "lata", "rate_center", "latitude", "longitude", "region", "locality", "postal_code")
)
OFFER_FILTERS = frozenset(
    {
        "type",
        "lifecycle",
        "regulatory.address_requirements",
        *_PRICES,
        *(
            f"capabilities.voice.{name}"
            for name in (
                "inbound_connectivity", "outbound_connectivity", "e911", "sip_trunking", "calls_per_second",
                "concurrent_calls_limit", "inbound_called_dtmf", "inbound_caller_dtmf",
                "inbound_caller_id_preservation", "inbound_reachability",
            )
        ),
        *(
            f"capabilities.sms.{name}"
            for name in (
                "inbound_connectivity", "outbound_connectivity", "gsm7", "ucs2", "gsm7_concatenation",
                "ucs2_concatenation", "inbound_sender_id_preservation", "inbound_reachability", "inbound_mps",
            )
        ),
        *(
            f"capabilities.mms.{name}"
            for name in ("inbound_connectivity", "outbound_connectivity", "inbound_reachability", "inbound_mps")
        ),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A range as it is stored: lowest and highest number, index of country and type, place, numbers of each offer."""

    first: str
    last: str
    kind: int
    geography: Json
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """What filters select: ranges as a bit set, and offers as one."""

    ranges: int
    offers: int


class Index:
    """The ranges in the order of their numbers, and the offers of all countries and types."""

    def __init__(self, ranges: Iterable[RangeRow], offers: Mapping[int, Json]) -> None:
        self.ranges = tuple(ranges)
        self.offers = dict(offers)
        self._lasts = [one.last for one in self.ranges]
        self._by_range = _bit_sets(enumerate(_flat({"geography": one.geography}) for one in self.ranges))
        self._by_offer = _bit_sets((index, _flat(body)) for index, body in self.offers.items())
        self._tails: dict[int, tuple[Json, str]] = {}
        self.present = [sum(1 << slot for slot, count in enumerate(one.counts) if count) for one in self.ranges]
        self.everything = Matches((1 << len(self.ranges)) - 1, -1)

    def matches(self, filters: Mapping[str, object]) -> Matches:
        """The ranges and offers that have all the values; a value that nothing has selects nothing.

        Raises:
            UnknownFilter: a path is not that of a property.
        """
        ranges, offers = self.everything.ranges, self.everything.offers
        for path, value in filters.items():
            if path in GEOGRAPHY_FILTERS:
                ranges &= self._by_range.get(path, {}).get(value, 0)
            elif path in OFFER_FILTERS:
                offers &= self._by_offer.get(path, {}).get(_comparable(path, value), 0)
            else:
                raise UnknownFilter(path)
        return Matches(ranges, offers)

    @staticmethod
    def range_ids(ranges: int) -> list[int]:
        """The indices of the ranges in a bit set."""
        return [index for index, bit in enumerate(reversed(f"{ranges:b}")) if bit == "1"]

    def wanted(self, matches: Matches, index: int) -> int:
        """The offers that match in a range, as a bit set of SLOTS bits; only such as have numbers there."""
        return (matches.offers >> self.ranges[index].kind * SLOTS) & _ALL_SLOTS & self.present[index]

    def count(self, index: int, wanted: int) -> int:
        """How many numbers the offers of a bit set have in a range."""
        return sum(count for slot, count in enumerate(self.ranges[index].counts) if wanted >> slot & 1)

    def position(self, phone_number: str) -> int:
        """The index of the first range that does not lie wholly before the number."""
        return bisect_left(self._lasts, phone_number)

    def offer(self, cell: int) -> Json:
        """The members that all numbers of a cell have by their offer."""
        return self.offers[self.ranges[cell // SLOTS].kind * SLOTS + cell % SLOTS]

    def tail(self, cell: int) -> tuple[Json, str]:
        """The members after phone_number of every number of a cell: as an object, and as ready JSON text."""
        tail = self._tails.get(cell)
        if tail is None:
            body = {**self.offer(cell), "geography": self.ranges[cell // SLOTS].geography}
            tail = self._tails[cell] = (body, json.dumps(body, separators=(",", ":"), ensure_ascii=False)[1:])
        return tail


def _comparable(path: str, value: object) -> object:
    return Decimal(str(value)) if path in _PRICES else value


def _flat(members: Json, prefix: str = "") -> dict[str, object]:
    """The values that are no objects, by the path of their property."""
    values: dict[str, object] = {}
    for name, value in members.items():
        if isinstance(value, dict):
            values.update(_flat(value, f"{prefix}{name}."))
        elif value is not None:
            values[prefix + name] = _comparable(prefix + name, value)
    return values


def _bit_sets(rows: Iterable[tuple[int, dict[str, object]]]) -> BitSets:
    found: BitSets = {}
    for index, values in rows:
        for path, value in values.items():
            having = found.setdefault(path, {})
            having[value] = having.get(value, 0) | 1 << index
    return found
