"""How many numbers of each cell are off the catalogue, which is what a page's number has to be counted with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from .tables import taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .database import AnyRow, Database

__all__ = ["Gone"]

_FOREVER = float("inf")


@dataclass(frozen=True, slots=True)
class _Counts:
    """What was counted, and from when until when it holds, if nobody writes meanwhile."""

    version: object
    since: float
    until: float
    cells: dict[int, int]


class Gone:
    """The counts of one database; those of SQLite are kept until somebody writes or a quarantine ends."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last = _Counts(None, 0.0, 0.0, {})

    def cells(self, now: float) -> dict[int, int]:
        """How many numbers of each cell are held or in quarantine at a time."""
        version, last = self._database.version(), self._last  # first: what is written from here on counts as later
        if version is None or version != last.version or not last.since <= now < last.until:
            last = self._last = _counted(version, self._database.quick_rows(_query(), {}), now)
        return last.cells


@cache
def _query() -> Select[*tuple[Any, ...]]:
    return select(taken.c.cell, taken.c.until, func.count()).group_by(taken.c.cell, taken.c.until)


def _counted(version: object, rows: Sequence[AnyRow], now: float) -> _Counts:
    cells: dict[int, int] = {}
    since, ends = 0.0, _FOREVER
    for cell, until, count in rows:
        if until is not None and until <= now:
            since = max(since, until)
            continue
        cells[cell] = cells.get(cell, 0) + count
        if until is not None:
            ends = min(ends, until)
    return _Counts(version, since, ends, cells)
