"""Accounts: who may buy, with which secrets, addresses and documents."""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from .tables import accounts, charges, taken

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from .database import Database
    from .index import Json

__all__ = [
    "Account",
    "Registration",
    "account_of_token",
    "is_account",
    "list_accounts",
    "password_matches",
    "put",
    "read_account",
    "remember_account",
    "reset",
]

_ID = re.compile(r"[A-Za-z0-9_-]+")  # the pattern of AccountId in the description
_COUNTRY = re.compile(r"[A-Z]{2}")


def is_account(name: str) -> bool:
    """Whether an account can have this name."""
    return _ID.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Account:
    """What the rules of a purchase ask of an account."""

    addresses: frozenset[str] = frozenset()
    identity_documents: bool = False


@dataclass(frozen=True, slots=True)
class Registration:
    """An account as it is registered: name, secrets, countries of its addresses, whether its identity is proved."""

    id: str
    token: str | None
    password: str | None
    addresses: frozenset[str]
    identity_documents: bool

    def row(self) -> dict[str, object]:
        """The row that keeps it.

        Raises:
            ValueError: the name or a country is none.
        """
        if not is_account(self.id):
            raise ValueError(f"the account {self.id!r} is no name; use letters, digits, - and _")
        wrong = next((one for one in sorted(self.addresses) if not _COUNTRY.fullmatch(one)), None)
        if wrong is not None:
            raise ValueError(f"the country {wrong!r} is no ISO 3166-1 alpha-2 code such as SE")
        return {
            "id": self.id,
            "registered": True,
            "token": _digest(self.token) if self.token else None,
            "password": _digest(self.password) if self.password else None,
            "addresses": json.dumps(sorted(self.addresses)),
            "identity_documents": self.identity_documents,
        }


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def read_account(connection: Connection, account: str) -> Account:
    """The account's addresses and documents; none for an account that is not registered."""
    columns = (accounts.c.addresses, accounts.c.identity_documents)
    row = connection.execute(select(*columns).where(accounts.c.id == account)).first()
    return Account() if row is None else Account(frozenset(json.loads(row[0])), row[1])


@cache
def _remember(dialect: str) -> Any:  # noqa: ANN401  (the dialects share no type for this)
    build = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return build(accounts).on_conflict_do_nothing(index_elements=["id"])


@cache
def _register(dialect: str) -> Any:  # noqa: ANN401  (as above)
    build = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = build(accounts)
    replaced = {name: column for name, column in statement.excluded.items() if name != "id"}
    return statement.on_conflict_do_update(index_elements=["id"], set_=replaced)


def remember_account(connection: Connection, account: str) -> None:
    """Lets an account come into being by its first purchase."""
    row = {"id": account, "registered": False, "token": None, "password": None}
    connection.execute(_remember(connection.dialect.name), row | {"addresses": "[]", "identity_documents": False})


def put(connection: Connection, registration: Registration) -> None:
    """Registers an account, or replaces its registration; what it holds stays.

    Raises:
        ValueError: the name or a country is none, or the token is another account's.
    """
    row = registration.row()
    try:
        connection.execute(_register(connection.dialect.name), row)
    except IntegrityError:  # the token is all that is unique beside the name
        raise ValueError("the token is that of another account") from None


def list_accounts(database: Database, only: str | None = None) -> list[Json]:
    """The accounts by name: addresses, documents, whether they have secrets, how many numbers they hold."""
    of_account = (taken.c.account == accounts.c.id, taken.c.until.is_(None))
    holds = select(func.count()).select_from(taken).where(*of_account).scalar_subquery()
    query = select(accounts, holds.label("holds")).order_by(accounts.c.id)
    rows = database.rows(query if only is None else query.where(accounts.c.id == only))
    return [
        {
            "id": row.id,
            "registered": row.registered,
            "addresses": json.loads(row.addresses),
            "identity_documents": row.identity_documents,
            "token": row.token is not None,
            "password": row.password is not None,
            "numbers": row.holds,
        }
        for row in rows
    ]


def account_of_token(database: Database, token: str) -> str | None:
    """The account that a bearer token belongs to."""
    rows = database.rows(select(accounts.c.id).where(accounts.c.token == _digest(token)))
    return rows[0][0] if rows else None


def password_matches(database: Database, account: str, password: str) -> bool:
    """Whether the account has this password."""
    if not is_account(account):
        return False
    rows = database.rows(select(accounts.c.password).where(accounts.c.id == account))
    return bool(rows) and rows[0][0] is not None and hmac.compare_digest(rows[0][0], _digest(password))


def reset(connection: Connection, account: str | None, *, forget_accounts: bool) -> None:
    """Forgets what one account, or every account, bought, released and owes, as if it had not been."""
    for table in (charges, taken):
        connection.execute(delete(table) if account is None else delete(table).where(table.c.account == account))
    gone = delete(accounts) if account is None else delete(accounts).where(accounts.c.id == account)
    connection.execute(gone if forget_accounts else gone.where(~accounts.c.registered))
