"""The catalogue of a seed: which numbers are on offer, and on which terms.

Every number belongs to a cell: a range of numbers and one of the offers of its country and type. A cell is written as
one integer, the index of the range times SLOTS plus the index of the offer. The same seed and size give the same
catalogue on every machine: nothing but random.random() of a seeded generator decides, which Python promises to keep.
"""

from __future__ import annotations

import random
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from .errors import CatalogueTooLarge
from .numbering import NumberRange, number_ranges
from .offers import PLAIN, SLOTS, offers

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Entry", "entries", "largest"]

_COUNTRY_SHARES = {"US": 40.0, "CA": 8.0, "GB": 8.0, "DE": 5.0, "FR": 4.0, "SE": 3.0}
_OTHER_COUNTRY = 1.5
_TYPE_SHARES = {"local": 60.0, "mobile": 25.0, "tollfree": 14.5, "shortcode": 0.5}

Entry = tuple[str, int]
"""A phone number in E.164 form and its cell."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The ranges of one country and type, as indices, and their share of all numbers."""

    share: float
    ranges: tuple[int, ...]


@cache
def _groups() -> tuple[_Group, ...]:
    members: dict[tuple[str, str], list[int]] = {}
    for index, one in enumerate(number_ranges()):
        if not one.magic:
            members.setdefault((one.iso_country, one.type), []).append(index)
    shares = {
        (country, kind): _COUNTRY_SHARES.get(country, _OTHER_COUNTRY) * _TYPE_SHARES[kind] for country, kind in members
    }
    total = sum(shares.values())
    return tuple(_Group(shares[name] / total, tuple(members[name])) for name in sorted(members))


@cache
def largest() -> int:
    """How many numbers a catalogue can have at most, the magic ones not counted."""
    ranges = number_ranges()
    return min(int(sum(ranges[index].capacity for index in group.ranges) / group.share) - 1 for group in _groups())


def _quotas(numbers: int) -> list[int]:
    """How many numbers each range gives, by its index."""
    if numbers < 0:
        raise ValueError(f"a catalogue of {numbers} numbers cannot be; ask for 0 or more")
    if numbers > largest():
        raise CatalogueTooLarge(numbers, largest())
    ranges = number_ranges()
    quotas = [one.capacity if one.magic else 0 for one in ranges]
    bounds = [0, *(round(share * numbers) for share in accumulate(group.share for group in _groups()))]
    for group, (low, high) in zip(_groups(), pairwise(bounds), strict=True):
        left = high - low
        for rank, index in enumerate(sorted(group.ranges, key=lambda index: (ranges[index].capacity, index))):
            quotas[index] = min(ranges[index].capacity, -(-left // (len(group.ranges) - rank)))
            left -= quotas[index]
    return quotas


def entries(seed: int, numbers: int) -> Iterator[Entry]:
    """The numbers of a catalogue with their cells, in the order of the numbers as text.

    The magic numbers come on top of `numbers`.

    Raises:
        ValueError: the size is negative.
        CatalogueTooLarge: the numbering plans do not hold as many.
    """
    for index, (one, quota) in enumerate(zip(number_ranges(), _quotas(numbers), strict=True)):
        if one.magic:
            yield from ((f"{one.prefix}{tail:0{one.digits}d}", index * SLOTS + PLAIN) for tail in range(quota))
        else:
            yield from _drawn(seed, index, one, quota)


def _drawn(seed: int, index: int, one: NumberRange, quota: int) -> Iterator[Entry]:
    """`quota` numbers of a range, one from each of as many equal parts: in order, and none twice."""
    chance = random.Random(f"{seed} {one.prefix}").random  # noqa: S311  (no secret depends on it)
    bounds = list(accumulate(offer.share for offer in offers(one.iso_country, one.type)))
    total, capacity, base = bounds[-1], one.capacity, index * SLOTS
    low = 0
    for rank in range(1, quota + 1):
        high = rank * capacity // quota
        tail = low + int(chance() * (high - low))
        yield f"{one.prefix}{tail:0{one.digits}d}", base + bisect(bounds, chance() * total)
        low = high
