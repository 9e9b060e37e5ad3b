"""The store: catalogue, accounts, what they hold and what they owe, on SQLite or PostgreSQL."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from . import accounts, holdings, ledger, listing, magic_numbers, reservations, seeding
from .database import open_database
from .errors import AccountNotFound, NumberNotFound
from .paging import PageRequest
from .search import Source
from .unavailable_counts import Gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .database import Database
    from .index import Index, Json
    from .paging import Page

__all__ = ["Store"]

_STALE_AFTER = 1.0  # seconds after which the new catalogue of another process is noticed
_CANDIDATES = 50  # numbers that a reservation looks at in one go


class Store:
    """Everything that the sandbox remembers; safe to use from several threads, and from several processes at once.

    `quarantine` is how many seconds a released number stays off the catalogue; `clock` tells the time, in seconds
    since 1970-01-01 UTC. Both may be set at any moment.
    """

    def __init__(
        self, database: Database, index: Index, *, quarantine: float = 60.0, clock: Callable[[], float] = time.time
    ) -> None:
        self.quarantine = quarantine
        self.clock = clock
        self._database = database
        self._gone = Gone(database)
        self._lock = threading.Lock()
        self._adopt(index)

    @classmethod
    def open(  # noqa: PLR0913  (settings, each named where it is given)
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
            StoreUnavailable: the database cannot be reached, or was made by another version.
        """
        database = open_database(url)
        try:
            index = seeding.filled(database, seed, numbers, progress)
            return cls(database, index, quarantine=quarantine, clock=clock)
        except BaseException:
            database.close()
            raise

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
            seeding.fill(self._database, connection, seed, numbers, progress)
        self._adopt(seeding.read_index(self._database))

    def _adopt(self, index: Index) -> None:
        self._index = index
        self._generation = seeding.read_generation(self._database)
        self._checked = time.monotonic()

    def _current_index(self) -> Index:
        """The index; the one of the new catalogue soon after another process has made one."""
        if time.monotonic() - self._checked > _STALE_AFTER:
            with self._lock:
                self._checked = time.monotonic()
                if seeding.read_generation(self._database) != self._generation:
                    self._adopt(seeding.read_index(self._database))
        return self._index

    def search(self, filters: Mapping[str, object], page: PageRequest) -> Page:
        """A page of the numbers on offer that have all the given values, by the paths of their properties.

        Raises:
            UnknownFilter: a path is not that of a property.
            InvalidKey: the key of the page was not issued for these filters.
        """
        source = Source(self._database, self._gone, self._current_index())
        return listing.available_page(source, filters, page, self.clock())

    def owned(self, account: str, filters: Mapping[str, object], page: PageRequest) -> Page:
        """A page of the numbers that an account holds and that have all the given values.

        Raises:
            UnknownFilter: a path is not that of a property.
            InvalidKey: the key of the page was not issued for this account and these filters.
        """
        return listing.active_page(self._database, self._current_index(), account, filters, page)

    def get(self, account: str, phone_number: str) -> Json:
        """A number of the account as the description's ActiveNumber.

        Raises:
            NumberNotFound: the account does not hold it.
        """
        rows = self._database.quick_rows(holdings.held_query(), {"account": account, "number": phone_number})
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
            purchase = holdings.Purchase(account, phone_number, configuration, self.clock())
            return holdings.buy(connection, index, purchase)

    def reserve(self, account: str, count: int, filters: Mapping[str, object]) -> list[str]:
        """Keeps ordinary numbers for an account: off the catalogue, until the account buys them or is reset.

        Raises:
            UnknownFilter: a path is not that of a property.
            LookupError: not as many numbers on offer have all the given values; none is kept then.
            ValueError: the count is negative.
        """
        if count < 0:
            raise ValueError(f"{count} numbers cannot be reserved; ask for 0 or more")
        found: list[str] = []
        page = self.search(filters, PageRequest(page_size=_CANDIDATES))
        while True:
            offered = [str(item["phone_number"]) for item in page.items]
            ordinary = [number for number in offered if magic_numbers.outcome_of(number) is None]
            with self._database.writing() as connection:
                found += reservations.reserve(connection, account, ordinary, count - len(found), self.clock())
            if len(found) == count:
                return found
            if page.next_key is None:
                with self._database.writing() as connection:
                    reservations.give_back(connection, account, found)
                raise LookupError(f"{count} numbers are wanted, and {len(found)} are on offer with these values")
            page = self.search(filters, PageRequest(page_size=_CANDIDATES, key=page.next_key))

    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
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
            accounts.reset(connection, account, forget_accounts=forget_accounts)

    def ledger(self, account: str | None = None) -> list[Json]:
        """The charges of one account, or of all, in the order in which they were written."""
        return ledger.entries(self._database, account)

    def accounts(self) -> list[Json]:
        """The accounts that are registered or have bought something, by name, without their secrets."""
        return accounts.list_accounts(self._database)

    def account(self, account: str) -> Json:
        """One account, without its secrets.

        Raises:
            AccountNotFound: it is neither registered nor has it bought anything.
        """
        found = accounts.list_accounts(self._database, account)
        if not found:
            raise AccountNotFound(account)
        return found[0]

    def put_account(
        self,
        id: str,  # noqa: A002  (its name in the control plane)
        *,
        token: str | None = None,
        password: str | None = None,
        addresses: Iterable[str] = (),
        identity_documents: bool = False,
    ) -> None:
        """Registers an account, or replaces its registration; what it holds stays.

        Args:
            id: the name, of letters, digits, - and _.
            token: for Authorization: Bearer.
            password: for Authorization: Basic, with the name as user.
            addresses: the countries of its addresses, ISO 3166-1 alpha-2.
            identity_documents: whether a verified identity document is on file.

        Raises:
            ValueError: the name or a country is none, or the token is another account's.
        """
        registration = accounts.Registration(id, token, password, frozenset(addresses), identity_documents)
        with self._database.writing() as connection:
            accounts.put(connection, registration)

    def account_of_token(self, token: str) -> str | None:
        """The account that a bearer token belongs to."""
        return accounts.account_of_token(self._database, token)

    def password_matches(self, account: str, password: str) -> bool:
        """Whether the account has this password."""
        return accounts.password_matches(self._database, account, password)

    def close(self) -> None:
        """Gives the connections back; an in-memory database is gone."""
        self._database.close()
