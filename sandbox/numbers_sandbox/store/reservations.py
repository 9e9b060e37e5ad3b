"""Numbers kept for one account, so that tests which run at the same time on one store do not take each other's.

A reservation is a row of `taken` whose `until` is RESERVED: it keeps the number off the catalogue for everybody, and
the purchase of its own account replaces it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from .tables import numbers, taken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

__all__ = ["give_back", "is_own", "reserve", "spent"]

RESERVED = 1e15  # seconds since 1970-01-01 UTC; no quarantine reaches as far


def is_own() -> ColumnElement[bool]:
    """Whether a row of `taken` keeps its number for the account `account`."""
    return and_(taken.c.until == RESERVED, taken.c.account == bindparam("account"))


def spent(phone_number: str, account: str, now: float) -> ColumnElement[bool]:
    """Whether a row of `taken` may make room for the purchase of a number by an account."""
    own = and_(taken.c.until == RESERVED, taken.c.account == account)
    return and_(taken.c.phone_number == phone_number, or_(taken.c.until <= now, own))


def reserve(connection: Connection, account: str, candidates: Iterable[str], count: int, now: float) -> list[str]:
    """Keeps `count` of the candidates for an account, or as many as nobody else has."""
    build: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    take = build(taken).on_conflict_do_nothing(index_elements=["phone_number"]).returning(taken.c.phone_number)
    found: list[str] = []
    for number in candidates:
        if len(found) == count:
            break
        connection.execute(delete(taken).where(taken.c.phone_number == number, taken.c.until <= now))
        cell = connection.execute(select(numbers.c.cell).where(numbers.c.phone_number == number)).scalar()
        row = {"phone_number": number, "account": account, "until": RESERVED, "cell": cell, "settings": "{}"}
        if cell is not None and connection.execute(take, row).first() is not None:
            found.append(number)
    return found


def give_back(connection: Connection, account: str, phone_numbers: Iterable[str]) -> None:
    """Ends reservations; a number that the account has bought meanwhile stays its own."""
    is_reserved = (taken.c.account == account, taken.c.until == RESERVED)
    for number in phone_numbers:
        connection.execute(delete(taken).where(taken.c.phone_number == number, *is_reserved))
