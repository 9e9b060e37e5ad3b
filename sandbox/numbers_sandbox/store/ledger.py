"""The ledger: one charge for every purchase, written in the transaction of the purchase."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from .tables import charges

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from .database import Database
    from .index import Json

__all__ = ["charge", "entries"]

_FREE = "0.0"  # what a price that is not stated costs


def charge(connection: Connection, account: str, phone_number: str, offer: Json, now: float) -> None:
    """Writes what a purchase costs: the setup price and the first month."""
    row: dict[str, object] = {"account": account, "phone_number": phone_number, "time": now}
    row |= {"setup_price": offer["base_setup_price"] or _FREE, "first_month": offer["base_recurring_price"] or _FREE}
    connection.execute(insert(charges), row)


def entries(database: Database, account: str | None) -> list[Json]:
    """The charges of one account, or of all, in the order in which they were written.

    Prices are decimal numbers as text without a currency, as in the description; `time` is RFC 3339, in UTC.
    """
    query = select(charges).order_by(charges.c.id)
    rows = database.rows(query if account is None else query.where(charges.c.account == account))
    return [_entry(dict(zip(charges.c.keys(), row, strict=True))) for row in rows]


def _entry(row: dict[str, Any]) -> Json:
    return {
        **row,
        "total": str(Decimal(row["setup_price"]) + Decimal(row["first_month"])),
        "time": datetime.fromtimestamp(row["time"], UTC).isoformat(timespec="microseconds"),
    }
