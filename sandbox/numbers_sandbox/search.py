"""Searching the catalogue: from filters and a position to the numbers of a page.

A search walks the ranges that can hold a result, in the order of their numbers, and reads them in stretches. Where
most of what a stretch holds is wanted, it is read in the order of the primary key until the page is full; where little
is, the few cells that match are read through their own index. Either way the rows read are proportional to the page,
not to the catalogue, however rare the combination is and however deep the page lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal_column, or_, select

from .database import Database, Rows
from .index import Index, Matches
from .offers import SLOTS
from .paging import Position
from .tables import numbers, taken

__all__ = ["Found", "Walk"]

_MOST_CELLS = 32  # in one query; a page of 50 seldom needs more, and SQLite seeks 32 places in some 50 microseconds
_MARGIN = 8  # numbers more than the page needs, since some of those counted may be taken

Found = list[tuple[str, int]]
"""Phone numbers with their cells."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What one query reads: all of an interval, some offers of an interval, or some cells; and the last range of it."""

    low: str
    high: str
    wanted: int | None
    cells: tuple[int, ...] | None
    end: int


class Walk:
    """One search at one moment, in one direction."""

    def __init__(self, database: Database, index: Index, matches: Matches, now: float, number: object = None) -> None:
        self._database = database
        self._index = index
        self._matches = matches
        self._now = now
        self._number = number

    def find(self, position: Position, need: int, offset: int = 0) -> Found:
        """The first `need` numbers on offer from a position on, in the direction of the walk, after `offset` others."""
        if self._number is not None:
            return self._one(position, str(self._number), offset)
        forward = position.direction == "after"
        start, offset = self._skipped(position, offset) if offset else (self._start(position), 0)
        found: Found = []
        while len(found) < need:
            stretch = self._next(start, need + offset - len(found), forward=forward)
            if stretch is None:
                break
            rows = self._read(stretch, position, need - len(found), offset)
            found.extend((row[0], row[1]) for row in rows)
            start, offset = stretch.end + (1 if forward else -1), 0
        return found

    def _one(self, position: Position, number: str, offset: int) -> Found:
        """The number of the filter on the number itself, if it is on offer and fits the others."""
        stretch = _Stretch(number, number, None, None, 0)
        return [
            (found, cell)
            for found, cell in self._read(stretch, position, 1, offset)
            if self._matches.ranges >> cell // SLOTS & 1
            and self._index.wanted(self._matches, cell // SLOTS) >> cell % SLOTS & 1
        ]

    def _start(self, position: Position) -> int:
        if position.direction == "after":
            return self._index.position(position.phone_number)
        return min(self._index.position(position.phone_number), len(self._index.ranges) - 1)

    def _skipped(self, position: Position, offset: int) -> tuple[int, int]:
        """The range that holds the number after `offset` others, and how many of them are in that range."""
        gone = dict(self._database.rows(_counts_of_taken(), {"now": self._now}))  # type: ignore[arg-type]
        for index in self._ranges(self._start(position), forward=True):
            wanted = self._index.wanted(self._matches, index)
            count = self._index.count(index, wanted)
            count -= sum(gone.get(index * SLOTS + slot, 0) for slot in _bits(wanted))
            if offset < count:
                return index, offset
            offset -= count
        return len(self._index.ranges), 0

    def _ranges(self, start: int, *, forward: bool) -> Iterator[int]:
        """The ranges from `start` on where something matches."""
        left = self._matches.ranges
        left = left >> start << start if forward else left & ((1 << start + 1) - 1)
        while left:
            index = (left & -left).bit_length() - 1 if forward else left.bit_length() - 1
            left ^= 1 << index
            if self._index.wanted(self._matches, index):
                yield index

    def _next(self, start: int, need: int, *, forward: bool) -> _Stretch | None:
        ranges = self._ranges(start, forward=forward)
        first = next(ranges, None)
        if first is None:
            return None
        wanted = self._index.wanted(self._matches, first)
        count = self._index.count(first, wanted)
        total = sum(self._index.ranges[first].counts)
        if wanted == self._index.present[first] or need * total < count * count:
            return self._interval(first, ranges, forward=forward)
        return self._cells(first, ranges, need + _MARGIN)

    def _interval(self, first: int, ranges: Iterator[int], *, forward: bool) -> _Stretch:
        """The first range and those next to it where the same offers match."""
        index, end = self._index, first
        kind, full = index.ranges[first].kind, index.wanted(self._matches, first) == index.present[first]
        for following in ranges:
            if abs(following - end) != 1:
                break
            if full and index.wanted(self._matches, following) != index.present[following]:
                break
            if not full and index.ranges[following].kind != kind:
                break
            end = following
        low, high = (first, end) if forward else (end, first)
        every = (self._matches.offers >> kind * SLOTS) & ((1 << SLOTS) - 1)
        return _Stretch(index.ranges[low].first, index.ranges[high].last, None if full else every, None, end)

    def _cells(self, first: int, ranges: Iterator[int], need: int) -> _Stretch:
        """The matching cells of the first range and of as many more as it takes to fill the page."""
        cells: list[int] = []
        end = first
        for index in chain((first,), ranges):
            wanted = self._index.wanted(self._matches, index)
            more = [index * SLOTS + slot for slot in _bits(wanted)]
            if cells and len(cells) + len(more) > _MOST_CELLS:
                break
            cells += more
            need -= self._index.count(index, wanted)
            end = index
            if need <= 0:
                break
        low, high = sorted((first, end))
        return _Stretch(self._index.ranges[low].first, self._index.ranges[high].last, None, tuple(cells), end)

    def _read(self, stretch: _Stretch, position: Position, need: int, offset: int) -> Rows:
        forward = position.direction == "after"
        parameters: dict[str, object] = {"low": stretch.low, "high": stretch.high, "now": self._now}
        parameters |= {"limit": need, "offset": offset, "position": position.phone_number}
        if stretch.cells is not None:
            parameters["cells"] = stretch.cells
        if stretch.wanted is not None:
            parameters["wanted"] = stretch.wanted
        by = "cells" if stretch.cells is not None else "interval" if stretch.wanted is None else "offers"
        return self._database.rows(_statement(by, forward), parameters)


def _bits(value: int) -> list[int]:
    return [slot for slot in range(SLOTS) if value >> slot & 1]


def unavailable() -> Any:  # noqa: ANN401  (a condition; SQLAlchemy's own type of it has a parameter of no use here)
    """Whether a row of `taken` keeps its number off the catalogue at the time `now`."""
    return or_(taken.c.until.is_(None), taken.c.until > bindparam("now"))


@cache
def _counts_of_taken() -> Select[Any]:
    return select(taken.c.cell, func.count()).where(unavailable()).group_by(taken.c.cell)


@cache
def _statement(by: str, forward: bool) -> Select[Any]:  # noqa: FBT001  (the key of a cache)
    """The query for a stretch."""
    number = numbers.c.phone_number
    key = bindparam("position")
    query = select(number, numbers.c.cell).where(number.between(bindparam("low"), bindparam("high")))
    query = query.where(number > key if forward else number < key)
    query = query.where(~exists(select(literal_column("1")).select_from(taken).where(taken.c.phone_number == number, unavailable())))
    if by == "cells":
        query = query.where(numbers.c.cell.in_(bindparam("cells", expanding=True)))
    elif by == "offers":
        slot = numbers.c.cell.bitwise_and(SLOTS - 1)
        one = literal_column("1")
        query = query.where(one.bitwise_lshift(slot).bitwise_and(bindparam("wanted")) != 0)
    query = query.order_by(number if forward else number.desc())
    return query.limit(bindparam("limit")).offset(bindparam("offset"))
