"""Accounts: who may buy, with which secrets, addresses and documents."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from .database import Database
from .index import Json
from .store_errors import AccountNotFound
from .tables import accounts, charges, taken

__all__ = [
    "Account", "account_of_token", "describe", "list_accounts", "password_matches", "put", "read_account",
    "remember_account", "reset",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """What the rules of a purchase ask of an account."""

    addresses: frozenset[str] = frozenset()
    identity_documents: bool = False


def digest(secret: str) -> str:
    """What is stored of a token or a password."""
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


def remember_account(connection: Connection, account: str) -> None:
    """Lets an account come into being by its first purchase."""
    row = {"id": account, "registered": False, "token": None, "password": None}
    connection.execute(_remember(connection.dialect.name), row | {"addresses": "[]", "identity_documents": False})


def put(
    connection: Connection,
    account: str,
    token: str | None,
    password: str | None,
    addresses: Iterable[str],
    identity_documents: bool,  # noqa: FBT001  (named at the only call)
) -> None:
    """Registers an account, or replaces its registration; what it holds stays."""
    connection.execute(delete(accounts).where(accounts.c.id == account))
    row: dict[str, object] = {"id": account, "registered": True, "identity_documents": identity_documents}
    row |= {"token": token and digest(token), "password": password and digest(password)}
    row |= {"addresses": json.dumps(sorted(set(addresses)))}
    connection.execute(insert(accounts), row)


def describe(database: Database, account: str) -> Json:
    """One account as the control plane shows it, without its secrets.

    Raises:
        AccountNotFound: it is neither registered nor has it bought anything.
    """
    found = [one for one in list_accounts(database, account)]
    if not found:
        raise AccountNotFound(account)
    return found[0]


def list_accounts(database: Database, only: str | None = None) -> list[Json]:
    """The accounts by name: addresses, documents, whether they have secrets, how many numbers they hold."""
    of_account = (taken.c.account == accounts.c.id, taken.c.until.is_(None))
    holds = select(func.count()).select_from(taken).where(*of_account).scalar_subquery()
    query = select(accounts, holds.label("numbers")).order_by(accounts.c.id)
    rows = database.rows(query if only is None else query.where(accounts.c.id == only))
    return [
        {
            "id": row.id,
            "registered": row.registered,
            "addresses": json.loads(row.addresses),
            "identity_documents": row.identity_documents,
            "token": row.token is not None,
            "password": row.password is not None,
            "numbers": row.numbers,
        }
        for row in rows
    ]


def account_of_token(database: Database, token: str) -> str | None:
    """The account that a bearer token belongs to."""
    rows = database.rows(select(accounts.c.id).where(accounts.c.token == digest(token)))
    return rows[0][0] if rows else None


def password_matches(database: Database, account: str, password: str) -> bool:
    """Whether the account has this password."""
    rows = database.rows(select(accounts.c.password).where(accounts.c.id == account))
    return bool(rows) and rows[0][0] is not None and hmac.compare_digest(rows[0][0], digest(password))


def reset(connection: Connection, account: str | None, forget_accounts: bool) -> None:  # noqa: FBT001  (as above)
    """Forgets what one account, or every account, bought, released and owes, as if it had not been."""
    for table in (charges, taken):
        connection.execute(delete(table) if account is None else delete(table).where(table.c.account == account))
    gone = delete(accounts) if account is None else delete(accounts).where(accounts.c.id == account)
    connection.execute(gone if forget_accounts else gone.where(~accounts.c.registered))
