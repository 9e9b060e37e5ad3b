"""Pages of the catalogue and of what an account holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select

from .database import Database
from .holdings import HELD, active_number
from .index import GEOGRAPHY_FILTERS, Index, Json
from .paging import Page, PageRequest, Position, Scope
from .search import Walk
from .store_errors import UnknownFilter
from .tables import taken

__all__ = ["active_page", "available_page"]

_APPLICATION = "configuration.voice.application_sid"
_BEGINNING = Position()

_Row = TypeVar("_Row", bound=Sequence[Any])


def available_page(walk: Walk, index: Index, scope: Scope, request: PageRequest) -> Page:
    """The page of a search."""

    def item(row: tuple[str, int]) -> Json:
        return {"phone_number": row[0], **index.tail(row[1])[0]}

    return _page(walk.find, item, scope, request)


def active_page(
    database: Database, index: Index, account: str, filters: Mapping[str, object], scope: Scope, request: PageRequest
) -> Page:
    """The page of a list of what an account holds."""
    chosen = dict(filters)
    parameters: dict[str, object] = {"account": account}
    for path, name in (("phone_number", "number"), (_APPLICATION, "application")):
        if path in chosen:
            parameters[name] = chosen.pop(path)
    if unknown := next((path for path in chosen if path not in GEOGRAPHY_FILTERS), None):
        raise UnknownFilter(unknown)
    if chosen:
        parameters["ranges"] = index.range_ids(index.matches(chosen).ranges)

    def find(position: Position, need: int, offset: int) -> Sequence[Any]:
        forward = position.direction == "after"
        statement = _held_page(forward, "number" in parameters, "application" in parameters, "ranges" in parameters)
        limits = {"position": position.phone_number, "limit": need, "offset": offset}
        return database.rows(statement, parameters | limits)

    return _page(find, lambda row: active_number(index, row), scope, request)


@cache
def _held_page(forward: bool, number: bool, application: bool, ranges: bool) -> Select[Any]:  # noqa: FBT001  (a key)
    key = bindparam("position")
    query = select(*HELD).where(taken.c.account == bindparam("account"), taken.c.until.is_(None))
    query = query.where(taken.c.phone_number > key if forward else taken.c.phone_number < key)
    if number:
        query = query.where(taken.c.phone_number == bindparam("number"))
    if application:
        query = query.where(taken.c.application_sid == bindparam("application"))
    if ranges:
        query = query.where(taken.c.cell.bitwise_rshift(4).in_(bindparam("ranges", expanding=True)))
    query = query.order_by(taken.c.phone_number if forward else taken.c.phone_number.desc())
    return query.limit(bindparam("limit")).offset(bindparam("offset"))


def _page(
    find: Callable[[Position, int, int], Sequence[_Row]],
    item: Callable[[_Row], Json],
    scope: Scope,
    request: PageRequest,
) -> Page:
    """Reads one row more than the page holds, which tells whether there is a page beyond it."""
    position = _BEGINNING if request.key is None else scope.position(request.key)
    rows = find(position, request.size + 1, request.offset)
    more, rows = len(rows) > request.size, rows[: request.size]
    forward = position.direction == "after"
    shown = rows if forward else rows[::-1]
    if forward:
        before = position != _BEGINNING or request.offset > 0
        after = more
    else:
        before, after = more, True
    return Page(
        items=[item(row) for row in shown],
        page=request.page or 0,
        page_size=request.size,
        key=scope.key(position) if request.offset == 0 or not shown else scope.key(Position(_just_before(shown[0][0]))),
        next_key=(scope.key(Position(shown[-1][0]) if shown else _BEGINNING)) if after else None,
        previous_key=scope.key(Position(shown[0][0], "before")) if before and shown else None,
    )


def _just_before(phone_number: str) -> str:
    """A text that lies before the number and after every other text of digits that does."""
    return f"{phone_number[:-1]}{chr(ord(phone_number[-1]) - 1)}~"
