"""What accounts hold: buying, reading, configuring and releasing numbers, each in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import phonenumbers
from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from . import ledger, magic
from .accounts import read_account, remember_account
from .offers import SLOTS
from .search import unavailable
from .store_errors import AddressRequirementNotMet, NoNumberFound, NumberNotFound
from .tables import numbers, taken

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row, Select

    from .accounts import Account
    from .index import Index, Json

__all__ = ["HELD", "active_number", "application_text", "buy", "configure", "held_query", "nicely_formatted", "release"]

HELD = (taken.c.phone_number, taken.c.account, taken.c.cell, taken.c.settings)
"""The columns that active_number reads, in its order."""


def buy(
    connection: Connection, index: Index, account: str, phone_number: str, configuration: Json | None, now: float
) -> Json:
    """Moves a number from the catalogue to an account and writes the charge.

    Raises:
        NoNumberFound: the number is not on offer.
        AddressRequirementNotMet: the account lacks what the number requires.
    """
    cell = connection.execute(_offered(), {"number": phone_number, "now": now}).scalar()
    if cell is None or index.offer(cell)["lifecycle"] == "exhausted":
        raise NoNumberFound(phone_number)
    if magic.outcome_of(phone_number) == magic.ALREADY_BOUGHT:
        raise NoNumberFound(phone_number)
    _refuse_unmet(read_account(connection, account), index, cell, phone_number)
    settings = {"friendlyName": nicely_formatted(phone_number), "configuration": configuration}
    row = {"phone_number": phone_number, "account": account, "until": None, "cell": cell, **_columns(settings)}
    connection.execute(delete(taken).where(taken.c.phone_number == phone_number, taken.c.until <= now))
    if connection.execute(_take(connection.dialect.name), row).rowcount != 1:
        raise NoNumberFound(phone_number)
    remember_account(connection, account)
    ledger.charge(connection, account, phone_number, index.offer(cell), now)
    return held(connection, index, account, phone_number)


@cache
def _offered() -> Select[Any]:
    """The query for the cell of a number that nobody has."""
    gone = exists(select(taken.c.cell).where(taken.c.phone_number == numbers.c.phone_number, unavailable()))
    return select(numbers.c.cell).where(numbers.c.phone_number == bindparam("number"), ~gone)


@cache
def _take(dialect: str) -> Any:  # noqa: ANN401  (the dialects share no type for this)
    """Takes the number unless somebody has it: with PostgreSQL this waits for a transaction that is taking it."""
    build = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return build(taken).on_conflict_do_nothing(index_elements=["phone_number"])


def _refuse_unmet(account: Account, index: Index, cell: int, phone_number: str) -> None:
    regulatory = index.offer(cell)["regulatory"]
    requirement = regulatory["address_requirements"] if isinstance(regulatory, dict) else None
    country = index.ranges[cell // SLOTS].geography["iso_country"]
    met = {
        "any": bool(account.addresses),
        "local": country in account.addresses,
        "foreign": any(one != country for one in account.addresses),
    }
    if not met.get(str(requirement), True):
        where = {"any": "anywhere", "local": f"in {country}", "foreign": f"outside {country}"}[str(requirement)]
        raise AddressRequirementNotMet(phone_number, f"an address {where}")
    if magic.outcome_of(phone_number) == magic.IDENTITY_REQUIRED and not account.identity_documents:
        raise AddressRequirementNotMet(phone_number, "an identity document")


def nicely_formatted(phone_number: str) -> str:
    """The number as people write it abroad: the default of friendlyName."""
    parsed = phonenumbers.parse(phone_number, None)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@cache
def held_query() -> Select[Any]:
    """The query for one number of an account, with the parameters `account` and `number`."""
    return select(*HELD).where(*_is_held(bindparam("account"), bindparam("number")))


def _is_held(account: object, phone_number: object) -> tuple[ColumnElement[bool], ...]:
    return taken.c.phone_number == phone_number, taken.c.account == account, taken.c.until.is_(None)


def held(connection: Connection, index: Index, account: str, phone_number: str) -> Json:
    """A number that the account is known to hold, as it stands in the transaction."""
    return active_number(index, connection.execute(held_query(), {"account": account, "number": phone_number}).one())


def active_number(index: Index, row: Row[Any]) -> Json:
    """The columns of HELD as the description's ActiveNumber."""
    phone_number, account, cell, text = row
    settings = json.loads(text)
    return {
        "friendlyName": settings.get("friendlyName"),
        "accountSid": account,
        "statusCallback": settings.get("statusCallback"),
        "statusCallbackMethod": settings.get("statusCallbackMethod"),
        "configuration": settings.get("configuration"),
        "phone_number": phone_number,
        **index.tail(cell),
    }


def configure(connection: Connection, index: Index, account: str, phone_number: str, changes: Json) -> Json:
    """Changes what the owner decides: null clears, what is missing stays, objects merge (RFC 7396).

    Raises:
        NumberNotFound: the account does not hold it.
    """
    mine = _is_held(account, phone_number)
    text = connection.execute(select(taken.c.settings).where(*mine).with_for_update()).scalar()
    if text is None:
        raise NumberNotFound(phone_number)
    connection.execute(update(taken).where(*mine).values(_columns(_merged(json.loads(text), changes))))
    return held(connection, index, account, phone_number)


def _merged(target: object, patch: object) -> Any:  # noqa: ANN401  (any JSON value)
    """A JSON Merge Patch (RFC 7396, section 2)."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value)
    return merged


def _columns(settings: Json) -> dict[str, object]:
    """The columns that keep settings: ASCII, since PostgreSQL takes no NUL in a text, and neither takes surrogates."""
    kept = _merged({}, settings)
    sid = ((kept.get("configuration") or {}).get("voice") or {}).get("application_sid")
    text = json.dumps(kept, separators=(",", ":"))
    return {"settings": text, "application_sid": None if sid is None else application_text(sid)}


def application_text(sid: object) -> str:
    """The identifier of an application as its column keeps it."""
    return json.dumps(sid)


def release(connection: Connection, account: str, phone_number: str, until: float) -> None:
    """Ends the account's hold; the number is on offer again from `until` on, a magic one at once.

    Raises:
        NumberNotFound: the account does not hold it.
    """
    until = until if magic.outcome_of(phone_number) is None else 0.0
    ended = update(taken).where(*_is_held(account, phone_number)).values(until=until)
    if connection.execute(ended).rowcount != 1:
        raise NumberNotFound(phone_number)
