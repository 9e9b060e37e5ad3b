"""What accounts hold: buying, reading, configuring and releasing numbers, each in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import phonenumbers
from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from . import ledger, magic_numbers
from .accounts import read_account, remember_account
from .errors import AddressRequirementNotMet, NoNumberFound, NumberNotFound
from .offers import SLOTS
from .reservations import is_own, spent
from .search import unavailable
from .tables import numbers, taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import BindParameter, ColumnElement, Connection, Select

    from .accounts import Account
    from .index import Index, Json

__all__ = [
    "HELD",
    "Purchase",
    "active_number",
    "application_text",
    "buy",
    "configure",
    "held_query",
    "nicely_formatted",
    "release",
]

HELD = (taken.c.phone_number, taken.c.account, taken.c.cell, taken.c.settings)
"""The columns that active_number reads, in its order."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is bought, for whom, when (seconds since 1970-01-01 UTC), and how it is to be configured."""

    account: str
    phone_number: str
    configuration: Json | None
    time: float


def buy(connection: Connection, index: Index, purchase: Purchase) -> Json:
    """Moves a number from the catalogue to an account and writes the charge.

    Raises:
        NoNumberFound: the number is not on offer.
        AddressRequirementNotMet: the account lacks what the number requires.
    """
    account, phone_number, now = purchase.account, purchase.phone_number, purchase.time
    cell = connection.execute(_offered(), {"number": phone_number, "now": now, "account": account}).scalar()
    if cell is None or index.offer(cell)["lifecycle"] == "exhausted":
        raise NoNumberFound(phone_number)
    if magic_numbers.outcome_of(phone_number) == magic_numbers.ALREADY_BOUGHT:
        raise NoNumberFound(phone_number)
    _refuse_unmet(read_account(connection, account), index, cell, phone_number)
    settings: Json = {"friendlyName": nicely_formatted(phone_number), "configuration": purchase.configuration}
    row = {"phone_number": phone_number, "account": account, "until": None, "cell": cell, **_columns(settings)}
    connection.execute(delete(taken).where(spent(phone_number, account, now)))
    if connection.execute(_take(connection.dialect.name), row).first() is None:
        raise NoNumberFound(phone_number)
    remember_account(connection, account)
    ledger.charge(connection, account, phone_number, index.offer(cell), now)
    return active_number(index, (phone_number, account, cell, row["settings"]))


@cache
def _offered() -> Select[*tuple[Any, ...]]:
    """The query for the cell of a number that nobody else has."""
    is_gone = (taken.c.phone_number == numbers.c.phone_number, unavailable(), ~is_own())
    gone = exists(select(taken.c.cell).where(*is_gone))
    return select(numbers.c.cell).where(numbers.c.phone_number == bindparam("number"), ~gone)


@cache
def _take(dialect: str) -> Any:  # noqa: ANN401  (the dialects share no type for this)
    """Takes the number and says so, unless somebody has it; PostgreSQL waits for a transaction that is taking it."""
    build = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return build(taken).on_conflict_do_nothing(index_elements=["phone_number"]).returning(taken.c.phone_number)


def _refuse_unmet(account: Account, index: Index, cell: int, phone_number: str) -> None:
    regulatory = cast("dict[str, str] | None", index.offer(cell)["regulatory"])
    requirement = regulatory["address_requirements"] if regulatory else "none"
    country = index.ranges[cell // SLOTS].geography["iso_country"]
    met = {
        "any": bool(account.addresses),
        "local": country in account.addresses,
        "foreign": any(one != country for one in account.addresses),
    }
    if not met.get(requirement, True):
        where = {"any": "anywhere", "local": f"in {country}", "foreign": f"outside {country}"}[requirement]
        raise AddressRequirementNotMet(phone_number, f"an address {where}")
    if magic_numbers.outcome_of(phone_number) == magic_numbers.IDENTITY_REQUIRED and not account.identity_documents:
        raise AddressRequirementNotMet(phone_number, "an identity document")


def nicely_formatted(phone_number: str) -> str:
    """The number as people write it abroad: the default of friendlyName."""
    parsed = phonenumbers.parse(phone_number, None)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@cache
def held_query() -> Select[*tuple[Any, ...]]:
    """The query for one number of an account, with the parameters `account` and `number`."""
    account: BindParameter[str] = bindparam("account")
    number: BindParameter[str] = bindparam("number")
    return select(*HELD).where(*_is_held(account, number))


def _is_held(account: object, phone_number: object) -> tuple[ColumnElement[bool], ...]:
    return taken.c.phone_number == phone_number, taken.c.account == account, taken.c.until.is_(None)


def active_number(index: Index, row: Sequence[Any]) -> Json:
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
    row = connection.execute(select(taken.c.cell, taken.c.settings).where(*mine).with_for_update()).first()
    if row is None:
        raise NumberNotFound(phone_number)
    columns = _columns(_merged(json.loads(row[1]), changes))
    connection.execute(update(taken).where(*mine).values(columns))
    return active_number(index, (phone_number, account, row[0], columns["settings"]))


def _merged(target: object, patch: object) -> object:
    """A JSON Merge Patch (RFC 7396, section 2)."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(cast("Json", target)) if isinstance(target, dict) else {}
    for name, value in cast("Json", patch).items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value)
    return merged


def _columns(settings: object) -> dict[str, object]:
    """The columns that keep settings: ASCII, since PostgreSQL takes no NUL in a text, and neither takes surrogates."""
    kept = cast("dict[str, Any]", _merged({}, settings))
    sid: str | None = kept.get("configuration", {}).get("voice", {}).get("application_sid")
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
    until = until if magic_numbers.outcome_of(phone_number) is None else 0.0
    ended = update(taken).where(*_is_held(account, phone_number)).values(until=until)
    if connection.execute(ended).rowcount != 1:
        raise NumberNotFound(phone_number)
