"""Searching the catalogue: from filters and a position to the numbers of a page.

A search walks the ranges that can hold a result, in the order of their numbers, and reads them in stretches. Where
most of what a stretch holds is wanted, it is read in the order of the primary key until the page is full; where little
is, the few cells that match are read through their own index. Either way the rows read are proportional to the page,
not to the catalogue, however rare the combination is and however deep the page lies.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
)

from .index import slots
from .offers import SLOTS
from .paging import just_after, just_before
from .tables import numbers, taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .database import AnyRow, Database
    from .index import Index, Plan
    from .paging import Position
    from .unavailable_counts import Gone

__all__ = ["Source", "Walk", "unavailable"]

_MOST_CELLS = 64  # in one query; SQLite seeks as many places in some 60 microseconds
_CELLS = tuple(f"cell{place}" for place in range(_MOST_CELLS))
_BEYOND = "~"  # every number begins with a plus sign
_MARGIN = 8  # numbers more than the page needs, since some of those counted may be taken
_SEEK = 2  # rows in order that are read in the time of finding the first row of a cell


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What one query reads: all of an interval, or some offers of it, or some cells; and where in the plan it ends."""

    low: int
    high: int
    end: int
    offers: int | None = None
    cells: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a search reads: the numbers, how many of them are not on offer, and the catalogue in memory."""

    database: Database
    gone: Gone
    index: Index


class Walk:
    """One search at one moment."""

    def __init__(self, source: Source, plan: Plan, now: float) -> None:
        self._database = source.database
        self._gone = source.gone
        self._index = source.index
        self._plan = plan
        self._now = now

    def find(self, position: Position, need: int, offset: int = 0) -> Sequence[AnyRow]:
        """The first `need` numbers on offer, with their cells, from a position on and in its direction.

        Args:
            position: where to begin.
            need: how many numbers are wanted.
            offset: how many numbers to pass over before; only forwards and from the beginning.
        """
        step = 1 if position.direction == "after" else -1
        start, offset = self._skipped(offset) if offset else (self._start(position), 0)
        found: list[AnyRow] = []
        aim = need + offset + _MARGIN
        while len(found) < need and 0 <= start < len(self._plan.ranges):
            stretch = self._stretch(start, aim, step)
            found += self._read(stretch, position, need - len(found), offset)
            start, offset, aim = stretch.end + step, 0, aim * 2
        return found

    def find_one(self, phone_number: str, position: Position, offset: int = 0) -> list[AnyRow]:
        """The number itself with its cell, if it is on offer, fits the filters and lies beyond the position."""
        parameters = {"number": phone_number, "low": "", "high": _BEYOND, "limit": 1, "offset": offset}
        rows = self._rows("one", position, parameters)
        return [row for row in rows if self._fits(row[1])]

    def _fits(self, cell: int) -> bool:
        at = bisect_left(self._plan.ranges, cell // SLOTS)
        if at == len(self._plan.ranges) or self._plan.ranges[at] != cell // SLOTS:
            return False
        return bool(self._plan.wanted[at] >> cell % SLOTS & 1)

    def _start(self, position: Position) -> int:
        first = self._index.position(position.phone_number)
        if position.direction == "after":
            return bisect_left(self._plan.ranges, first)
        return bisect_right(self._plan.ranges, first) - 1

    def _skipped(self, offset: int) -> tuple[int, int]:
        """Where in the plan the number after `offset` others is, and how many of those are in the same range."""
        plan = self._plan
        missing = self._missing()
        places, totals = list(missing), list(accumulate(missing.values(), initial=0))

        def before(at: int) -> int:
            return plan.before[at] - totals[bisect_left(places, at)]

        at = bisect_right(range(len(plan.before)), offset, key=before) - 1
        return at, offset - before(at)

    def _missing(self) -> dict[int, int]:
        """How many of the numbers counted in each place of the plan are not on offer, in the order of the places."""
        missing: dict[int, int] = {}
        for cell, count in self._gone.cells(self._now).items():
            if self._fits(cell):
                at = bisect_left(self._plan.ranges, cell // SLOTS)
                missing[at] = missing.get(at, 0) + count
        return dict(sorted(missing.items()))

    def _stretch(self, start: int, aim: int, step: int) -> _Stretch:
        """What to read next, from `start` in the plan on: at least one range, at most about `aim` numbers."""
        plan, index = self._plan, self._index
        first, wanted, count = plan.ranges[start], plan.wanted[start], plan.counts[start]
        if wanted == index.present[first]:
            return self._interval(start, aim, step, full=True)
        cells = wanted.bit_count()
        by_interval = aim * index.totals[first] / count
        by_cells = max(aim, count) + _SEEK * max(cells, aim * cells / count)
        if by_interval < by_cells:
            return self._interval(start, aim, step, full=False)
        return self._some_cells(start, aim, step)

    def _interval(self, start: int, aim: int, step: int, *, full: bool) -> _Stretch:
        """An unbroken row of ranges: where every offer matches, or where the same offers of one kind do."""
        plan, end = self._plan, start
        kind = self._index.ranges[plan.ranges[start]].kind
        aim -= plan.counts[start]
        while aim > 0 and 0 <= end + step < len(plan.ranges) and self._joins(end, end + step, kind, full=full):
            end += step
            aim -= plan.counts[end]
        low, high = sorted((plan.ranges[start], plan.ranges[end]))
        return _Stretch(low, high, end, offers=None if full else plan.offers[kind])

    def _joins(self, one: int, other: int, kind: int, *, full: bool) -> bool:
        """Whether an interval may run from one range of the plan to the next, over those between that hold nothing."""
        plan, index = self._plan, self._index
        low, high = sorted((plan.ranges[one], plan.ranges[other]))
        if full:
            empty = all(not index.present[between] for between in range(low + 1, high))
            return empty and plan.wanted[other] == index.present[plan.ranges[other]]
        between = range(low + 1, high)
        alike = all(index.ranges[one].kind == kind and plan.among >> one & 1 for one in between)
        return alike and index.ranges[plan.ranges[other]].kind == kind

    def _some_cells(self, start: int, aim: int, step: int) -> _Stretch:
        """The matching cells of the first range and of as many more as it takes to fill the page."""
        plan, end = self._plan, start
        cells: list[int] = []
        for at in range(start, len(plan.ranges) if step > 0 else -1, step):
            if cells and (aim <= 0 or len(cells) + plan.wanted[at].bit_count() > _MOST_CELLS):
                break
            cells += [plan.ranges[at] * SLOTS + slot for slot in slots(plan.wanted[at])]
            aim -= plan.counts[at]
            end = at
        low, high = sorted((plan.ranges[start], plan.ranges[end]))
        return _Stretch(low, high, end, cells=tuple(cells))

    def _read(self, stretch: _Stretch, position: Position, need: int, offset: int) -> Sequence[AnyRow]:
        ranges = self._index.ranges
        low, high = just_before(ranges[stretch.low].first), just_after(ranges[stretch.high].last)
        parameters: dict[str, object] = {"low": low, "high": high}
        parameters |= {"limit": need, "offset": offset}
        if stretch.cells is not None:
            places = _places(len(stretch.cells))
            cells = stretch.cells + stretch.cells[-1:] * (places - len(stretch.cells))
            parameters.update(zip(_CELLS, cells, strict=False))
            return self._rows("cells", position, parameters, places)
        if stretch.offers is not None:
            return self._rows("offers", position, parameters | {"offers": stretch.offers})
        return self._rows("interval", position, parameters)

    def _rows(self, by: str, position: Position, parameters: dict[str, Any], places: int = 0) -> Sequence[AnyRow]:
        forward = position.direction == "after"
        # One bound on each side: of two, the database would seek the first and read on to the second.
        bound, nearer = ("low", max) if forward else ("high", min)
        parameters |= {bound: nearer(parameters[bound], position.phone_number), "now": self._now}
        return self._database.quick_rows(_statement(by, places, forward=forward), parameters)


def unavailable() -> ColumnElement[bool]:
    """Whether a row of `taken` keeps its number off the catalogue at the time `now`."""
    return or_(taken.c.until.is_(None), taken.c.until > bindparam("now"))


def _places(cells: int) -> int:
    """For how many cells a query is made that is to find some: powers of two, so that few queries serve all."""
    return 1 << (cells - 1).bit_length()


@cache
def _statement(by: str, places: int, *, forward: bool) -> Select[*tuple[Any, ...]]:
    """The query for a stretch; one for cells has as many `places` for them."""
    number, one = numbers.c.phone_number, literal_column("1", Integer)
    low: BindParameter[str] = bindparam("low")
    high: BindParameter[str] = bindparam("high")
    query = select(number, numbers.c.cell).where(number > low, number < high)
    query = query.where(~exists(select(one).select_from(taken).where(taken.c.phone_number == number, unavailable())))
    if by == "cells":
        query = query.where(numbers.c.cell.in_([bindparam(name) for name in _CELLS[:places]]))
    elif by == "one":
        query = query.where(number == bindparam("number"))
    elif by == "offers":
        slot = numbers.c.cell.bitwise_and(SLOTS - 1)
        query = query.where(one.bitwise_lshift(slot).bitwise_and(bindparam("offers", type_=Integer)) != 0)
    query = query.order_by(number if forward else number.desc())
    return query.limit(bindparam("limit")).offset(bindparam("offset"))
