"""What accounts hold: buying, reading, configuring and releasing numbers, each in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import phonenumbers
from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from . import magic
from .accounts import Account, read_account, remember_account
from .index import Index, Json
from .store_errors import AddressRequirementNotMet, NoNumberFound, NumberNotFound
from .tables import charges, numbers, taken

__all__ = ["HELD", "active_number", "buy", "configure", "held", "held_query", "ledger_entry", "release"]

HELD = (
    taken.c.phone_number,
    taken.c.account,
    taken.c.cell,
    taken.c.friendly_name,
    taken.c.status_callback,
    taken.c.status_callback_method,
    taken.c.configuration,
)
_COLUMNS = {
    "friendlyName": "friendly_name",
    "statusCallback": "status_callback",
    "statusCallbackMethod": "status_callback_method",
}
"""Properties that an owner decides, by the column that keeps them; `configuration` is the one that is an object."""


def buy(
    connection: Connection, index: Index, account: str, phone_number: str, configuration: Json | None, now: float
) -> Json:
    """Moves a number from the catalogue to an account and writes the charge.

    Raises:
        NoNumberFound: the number is not on offer.
        AddressRequirementNotMet: the account lacks what the number requires.
    """
    cell = connection.execute(select(numbers.c.cell).where(numbers.c.phone_number == phone_number)).scalar()
    outcome = magic.outcome_of(phone_number)
    if cell is None or outcome == magic.ALREADY_BOUGHT or index.offer(cell)["lifecycle"] == "exhausted":
        raise NoNumberFound(phone_number)
    _refuse_unmet(read_account(connection, account), index, cell, phone_number, outcome)
    remember_account(connection, account)
    merged = None if configuration is None else merge(None, configuration)
    row = {"phone_number": phone_number, "account": account, "until": None, "cell": cell}
    row |= {"friendly_name": nicely_formatted(phone_number), **_configuration_columns(merged)}
    connection.execute(delete(taken).where(taken.c.phone_number == phone_number, taken.c.until <= now))
    if connection.execute(_take(connection.dialect.name), row).rowcount != 1:
        raise NoNumberFound(phone_number)
    _charge(connection, account, phone_number, index.offer(cell), now)
    return held(connection, index, account, phone_number)


@cache
def _take(dialect: str) -> Any:  # noqa: ANN401  (the dialects share no type for this)
    """Takes the number unless somebody has it: with PostgreSQL this waits for a transaction that is taking it."""
    build = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return build(taken).on_conflict_do_nothing(index_elements=["phone_number"])


def _refuse_unmet(account: Account, index: Index, cell: int, phone_number: str, outcome: str | None) -> None:
    regulatory = index.offer(cell)["regulatory"]
    requirement = regulatory["address_requirements"] if isinstance(regulatory, dict) else None
    country = index.ranges[cell // 16].geography["iso_country"]
    met = {
        "any": bool(account.addresses),
        "local": country in account.addresses,
        "foreign": any(one != country for one in account.addresses),
    }
    if not met.get(str(requirement), True):
        raise AddressRequirementNotMet(phone_number, f"an address ({requirement}, number of {country})")
    if outcome == magic.IDENTITY_REQUIRED and not account.identity_documents:
        raise AddressRequirementNotMet(phone_number, "an identity document")


def _charge(connection: Connection, account: str, phone_number: str, offer: Json, now: float) -> None:
    row: dict[str, object] = {"account": account, "phone_number": phone_number, "time": now}
    row |= {"setup_price": offer["base_setup_price"] or "0", "first_month": offer["base_recurring_price"] or "0"}
    connection.execute(insert(charges), row)


def ledger_entry(row: Row[Any]) -> Json:
    """A charge as the control plane shows it; prices are decimal numbers as text, `time` is RFC 3339 in UTC."""
    return {
        "id": row.id,
        "account": row.account,
        "phone_number": row.phone_number,
        "setup_price": row.setup_price,
        "first_month": row.first_month,
        "total": str(Decimal(row.setup_price) + Decimal(row.first_month)),
        "time": datetime.fromtimestamp(row.time, UTC).isoformat(timespec="microseconds"),
    }


def nicely_formatted(phone_number: str) -> str:
    """The number as people write it: the default of friendlyName."""
    parsed = phonenumbers.parse(phone_number, None)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def held(connection: Connection, index: Index, account: str, phone_number: str) -> Json:
    """A number of the account.

    Raises:
        NumberNotFound: the account does not hold it.
    """
    row = connection.execute(select(*HELD).where(*_is_held(account, phone_number))).first()
    if row is None:
        raise NumberNotFound(phone_number)
    return active_number(index, row)


@cache
def held_query() -> Select[Any]:
    """The query for one number of an account, with the parameters `account` and `number`."""
    mine = (taken.c.account == bindparam("account"), taken.c.phone_number == bindparam("number"))
    return select(*HELD).where(*mine, taken.c.until.is_(None))


def _is_held(account: str, phone_number: str) -> tuple[Any, ...]:
    return taken.c.phone_number == phone_number, taken.c.account == account, taken.c.until.is_(None)


def active_number(index: Index, row: Row[Any]) -> Json:
    """A row of `taken` as the description's ActiveNumber."""
    phone_number, account, cell, name, callback, method, configuration = row
    return {
        "friendlyName": name,
        "accountSid": account,
        "statusCallback": callback,
        "statusCallbackMethod": method,
        "configuration": None if configuration is None else json.loads(configuration),
        "phone_number": phone_number,
        **index.tail(cell)[0],
    }


def configure(connection: Connection, index: Index, account: str, phone_number: str, changes: Mapping[str, Any]) -> Json:
    """Changes what the owner decides: null clears, what is missing stays, objects merge (RFC 7396).

    Raises:
        NumberNotFound: the account does not hold it.
    """
    locked = select(taken.c.configuration).where(*_is_held(account, phone_number)).with_for_update()
    row = connection.execute(locked).first()
    if row is None:
        raise NumberNotFound(phone_number)
    values = {column: changes[name] for name, column in _COLUMNS.items() if name in changes}
    if "configuration" in changes:
        old = None if row[0] is None else json.loads(row[0])
        values |= _configuration_columns(merge(old, changes["configuration"]))
    if values:
        connection.execute(update(taken).where(*_is_held(account, phone_number)).values(values))
    return held(connection, index, account, phone_number)


def merge(target: Any, patch: Any) -> Any:  # noqa: ANN401  (any JSON value)
    """A JSON Merge Patch (RFC 7396, section 2)."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = merge(merged.get(name), value)
    return merged


def _configuration_columns(configuration: Json | None) -> dict[str, object]:
    voice = (configuration or {}).get("voice")
    return {
        "configuration": None if configuration is None else json.dumps(configuration, separators=(",", ":")),
        "application_sid": voice.get("application_sid") if isinstance(voice, dict) else None,
    }


def release(connection: Connection, account: str, phone_number: str, until: float) -> None:
    """Ends the account's hold; the number is on offer again from `until` on.

    Raises:
        NumberNotFound: the account does not hold it.
    """
    if magic.outcome_of(phone_number) is not None:
        until = 0.0
    ended = update(taken).where(*_is_held(account, phone_number)).values(until=until)
    if connection.execute(ended).rowcount != 1:
        raise NumberNotFound(phone_number)
