"""Pages of the catalogue and of what an account holds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from .holdings import HELD, active_number, application_text
from .offers import SLOTS
from .paging import Page, PageRequest, Position, Scope, just_before
from .search import Walk
from .tables import taken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .database import AnyRow, Database
    from .index import Index, Json
    from .search import Source

__all__ = ["active_page", "available_page"]

_BEGINNING = Position()
_NUMBER = "phone_number"
_APPLICATION = "configuration.voice.application_sid"


def available_page(source: Source, filters: Mapping[str, object], request: PageRequest, now: float) -> Page:
    """The page of a search.

    Numbers whose purchase fails on purpose are found by themselves only: who buys what a search found is to succeed.

    Raises:
        UnknownFilter: a path is not that of a property.
        InvalidKey: the key of the page was not issued for these filters.
    """
    others = {path: value for path, value in filters.items() if path != _NUMBER}
    index = source.index
    walk = Walk(source, index.plan(others, magic_ones=_NUMBER in filters), now)

    def find(position: Position, need: int, offset: int) -> Sequence[AnyRow]:
        if _NUMBER in filters:
            return walk.find_one(str(filters[_NUMBER]), position, offset)
        return walk.find(position, need, offset)

    def items(rows: Sequence[AnyRow]) -> list[Json]:
        tail = index.tail
        return [{"phone_number": number, **tail(cell)} for number, cell in rows]

    return _page(find, items, Scope("available", filters), request)


def active_page(
    database: Database, index: Index, account: str, filters: Mapping[str, object], request: PageRequest
) -> Page:
    """The page of a list of what an account holds.

    Raises:
        UnknownFilter: a path is not that of a property.
        InvalidKey: the key of the page was not issued for this account and these filters.
    """
    places = dict(filters)
    parameters: dict[str, object] = {"account": account}
    if _NUMBER in places:
        parameters["number"] = places.pop(_NUMBER)
    if _APPLICATION in places:
        parameters["application"] = application_text(places.pop(_APPLICATION))
    if places:
        among = index.among(places)
        parameters["places"] = "".join(reversed(f"{among:0{len(index.ranges)}b}"))
    narrowed = frozenset(parameters)

    def find(position: Position, need: int, offset: int) -> Sequence[AnyRow]:
        statement = _held_page(narrowed, forward=position.direction == "after")
        limits = {"position": position.phone_number, "limit": need, "offset": offset}
        return database.quick_rows(statement, parameters | limits)

    def items(rows: Sequence[AnyRow]) -> list[Json]:
        return [active_number(index, row) for row in rows]

    return _page(find, items, Scope(f"active {account}", filters), request)


@cache
def _held_page(narrowed: frozenset[str], *, forward: bool) -> Select[*tuple[Any, ...]]:
    number = taken.c.phone_number
    key: BindParameter[str] = bindparam("position")
    query = select(*HELD).where(taken.c.account == bindparam("account"), taken.c.until.is_(None))
    query = query.where(number > key if forward else number < key)
    if "number" in narrowed:
        query = query.where(number == bindparam("number"))
    if "application" in narrowed:
        query = query.where(taken.c.application_sid == bindparam("application"))
    if "places" in narrowed:
        place = taken.c.cell.bitwise_rshift(SLOTS.bit_length() - 1) + 1
        query = query.where(func.substr(bindparam("places"), place, 1) == "1")
    query = query.order_by(number if forward else number.desc())
    return query.limit(bindparam("limit")).offset(bindparam("offset"))


def _page(
    find: Callable[[Position, int, int], Sequence[AnyRow]],
    items: Callable[[Sequence[AnyRow]], list[Json]],
    scope: Scope,
    request: PageRequest,
) -> Page:
    """Reads one row more than the page holds, which tells whether there is a page beyond it."""
    position = _BEGINNING if request.key is None else scope.position(request.key)
    rows = find(position, request.size + 1, request.offset)
    more, rows = len(rows) > request.size, rows[: request.size]
    forward = position.direction == "after"
    if forward:
        before, after = position != _BEGINNING or request.offset > 0, more
    else:
        rows, before, after = rows[::-1], more, True
    return Page(
        items=items(rows),
        page=request.page or 0,
        page_size=request.size,
        key=_own_key(scope, position, request, rows),
        next_key=scope.key(Position(rows[-1][0]) if rows else _BEGINNING) if after else None,
        previous_key=scope.key(Position(rows[0][0], "before")) if before and rows else None,
    )


def _own_key(scope: Scope, position: Position, request: PageRequest, rows: Sequence[AnyRow]) -> str | None:
    """The key that leads to the page again; none to a page asked for by a number beyond the last one."""
    if request.offset == 0:
        return scope.key(position)
    return scope.key(Position(just_before(rows[0][0]))) if rows else None
