"""The store: catalogue, accounts, what they hold and what they owe, on SQLite or PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from . import accounts, holdings, listing, seeding, tables
from .database import Database, open_database
from .index import Index, Json
from .paging import Page, PageRequest, Scope
from .search import Walk
from .store_errors import NumberNotFound

__all__ = ["Store"]

_STALE_AFTER = 1.0  # seconds after which another process's new catalogue is noticed


class Store:
    """Everything that the sandbox remembers; safe to use from several threads, and from several processes at once.

    `quarantine` is how many seconds a released number stays off the catalogue; `clock` tells the time, in seconds
    since 1970-01-01 UTC. Both may be set at any moment.
    """

    def __init__(self, database: Database, *, quarantine: float = 60.0, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._index: Index
        self._generation = ""
        self._checked = 0.0
        self.quarantine = quarantine
        self.clock = clock

    @classmethod
    def open(
        cls,
        url: str = "sqlite://",
        *,
        seed: int = 1,
        numbers: int = 10_000,
        progress: seeding.Progress | None = None,
        quarantine: float = 60.0,
        clock: Callable[[], float] = time.time,
    ) -> Store:
        """Opens a database by its SQLAlchemy URL and fills it when it is empty; one that is filled stays as it is.

        Raises:
            ValueError: the URL is none, or of a kind that is not supported.
            CatalogueTooLarge: the numbering plans do not hold as many numbers.
            StoreUnavailable: the database cannot be reached.
        """
        store = cls(open_database(url), quarantine=quarantine, clock=clock)
        with store._database.writing() as connection:
            store._database.lock_for_seeding(connection)
            tables.metadata.create_all(connection)
            if not seeding.read_properties(connection):
                seeding.fill(connection, seed, numbers, progress)
        store._reload()
        return store

    @property
    def blocking(self) -> bool:
        """Whether calls wait for another machine, so that an event loop should leave them to a thread."""
        return self._database.blocking

    def seed(self, seed: int, numbers: int, progress: seeding.Progress | None = None) -> None:
        """Replaces the catalogue; everything that was bought from the old one is forgotten.

        Raises:
            CatalogueTooLarge: the numbering plans do not hold as many numbers.
        """
        with self._database.writing() as connection:
            self._database.lock_for_seeding(connection)
            seeding.fill(connection, seed, numbers, progress)
        self._reload()

    def _reload(self) -> None:
        self._index = seeding.read_index(self._database)
        self._generation, self._checked = self._stored_generation(), time.monotonic()

    def _stored_generation(self) -> str:
        stored = tables.properties.c
        return str(self._database.rows(select(stored.value).where(stored.name == "generation"))[0][0])

    def _current_index(self) -> Index:
        if time.monotonic() - self._checked > _STALE_AFTER:
            self._checked = time.monotonic()
            if self._stored_generation() != self._generation:
                self._reload()
        return self._index

    def search(self, filters: Mapping[str, object], page: PageRequest) -> Page:
        """A page of the numbers on offer that have all the given values, by the paths of their properties.

        Raises:
            UnknownFilter: a path is not that of a property.
            InvalidKey: the key of the page was not issued for these filters.
        """
        scope = Scope("available", filters)
        index = self._current_index()
        chosen = dict(filters)
        number = chosen.pop("phone_number", None)
        walk = Walk(self._database, index, index.matches(chosen), self.clock(), number)
        return listing.available_page(walk, index, scope, page)

    def owned(self, account: str, filters: Mapping[str, object], page: PageRequest) -> Page:
        """A page of the numbers that an account holds and that have all the given values.

        Raises:
            UnknownFilter: a path is not that of a property.
            InvalidKey: the key of the page was not issued for this account and these filters.
        """
        scope = Scope(f"active {account}", filters)
        return listing.active_page(self._database, self._current_index(), account, filters, scope, page)

    def get(self, account: str, phone_number: str) -> Json:
        """A number of the account as the description's ActiveNumber.

        Raises:
            NumberNotFound: the account does not hold it.
        """
        rows = self._database.rows(holdings.held_query(), {"account": account, "number": phone_number})
        if not rows:
            raise NumberNotFound(phone_number)
        return holdings.active_number(self._current_index(), rows[0])

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        """Buys a number for an account, once, whoever else asks at the same time.

        Raises:
            NoNumberFound: the number is not on offer.
            AddressRequirementNotMet: the account lacks what the number requires.
        """
        index = self._current_index()
        with self._database.writing() as connection:
            return holdings.buy(connection, index, account, phone_number, configuration, self.clock())

    def configure(self, account: str, phone_number: str, changes: Mapping[str, Any]) -> Json:
        """Changes what the owner decides: null clears, what is missing stays, objects merge (RFC 7396).

        Raises:
            NumberNotFound: the account does not hold it.
        """
        index = self._current_index()
        with self._database.writing() as connection:
            return holdings.configure(connection, index, account, phone_number, changes)

    def release(self, account: str, phone_number: str) -> None:
        """Gives a number back; it is on offer again after the quarantine.

        Raises:
            NumberNotFound: the account does not hold it.
        """
        with self._database.writing() as connection:
            holdings.release(connection, account, phone_number, self.clock() + self.quarantine)

    def reset(self, account: str | None = None, *, forget_accounts: bool = False) -> None:
        """Forgets what one account, or every account, bought, released and owes.

        Accounts that came into being by a purchase go as well; registered ones stay unless told otherwise.
        """
        with self._database.writing() as connection:
            accounts.reset(connection, account, forget_accounts)

    def ledger(self, account: str | None = None) -> list[Json]:
        """The charges of one account, or of all, in the order in which they were written."""
        query = select(tables.charges).order_by(tables.charges.c.id)
        if account is not None:
            query = query.where(tables.charges.c.account == account)
        return [holdings.ledger_entry(row) for row in self._database.rows(query)]

    def accounts(self) -> list[Json]:
        """The accounts that are registered or have bought something, by name, without their secrets."""
        return accounts.list_accounts(self._database)

    def account(self, account: str) -> Json:
        """One account.

        Raises:
            AccountNotFound: it is neither registered nor has it bought anything.
        """
        return accounts.describe(self._database, account)

    def put_account(
        self,
        account: str,
        *,
        token: str | None = None,
        password: str | None = None,
        addresses: Iterable[str] = (),
        identity_documents: bool = False,
    ) -> None:
        """Registers an account, or replaces its registration: secrets, countries of its addresses (ISO 3166-1
        alpha-2), whether an identity document is on file.
        """
        with self._database.writing() as connection:
            accounts.put(connection, account, token, password, addresses, identity_documents)

    def account_of_token(self, token: str) -> str | None:
        """The account that a bearer token belongs to."""
        return accounts.account_of_token(self._database, token)

    def password_matches(self, account: str, password: str) -> bool:
        """Whether the account has this password."""
        return accounts.password_matches(self._database, account, password)

    def close(self) -> None:
        """Gives the connections back; an in-memory database is gone."""
        self._database.close()
