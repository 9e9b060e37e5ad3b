"""The sandbox as a test sees it: open one, control it, and put a fault of your own into it.

Everything that a test needs of the inside is here: `open_endpoint` and `open_store`, the state and the faults of an
endpoint (`Sandbox`), a wrapper for its store (`StoreWrapper`), simulated time (`Clock`), the errors and pages of the
store, and the end of a connection (`end_connection`). `numbers_sandbox.server` puts an endpoint on a port,
`numbers_sandbox.transport` behind a client of httpx.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, cast

from .app import Endpoint
from .clock import Clock
from .control.app import control_app
from .control.control import Control
from .http.connections import end_connection
from .http.description import description
from .store.errors import Conflict, NoNumberFound, NumberNotFound, StoreError
from .store.paging import Page, PageRequest
from .store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = [
    "Clock",
    "Conflict",
    "FaultSwitch",
    "LiveSandbox",
    "NoNumberFound",
    "NumberNotFound",
    "Page",
    "PageRequest",
    "Sandbox",
    "Store",
    "StoreError",
    "StoreWrapper",
    "end_connection",
    "open_endpoint",
    "open_store",
]

_SEARCH = "searchAvailableNumbers"
_BUYABLE: dict[str, object] = {
    "regulatory.address_requirements": "none",
    "lifecycle": "generally-available",
    "type": "local",
}


class StoreWrapper:
    """A store in front of another: override a method to change what the endpoint reads or writes.

    Every method that a subclass does not define is that of `store`. The endpoint calls `search`, `owned`, `get`, `buy`,
    `configure` and `release` of Store, and reports the errors of the store as it does without a wrapper.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (any attribute of Store)
        """The attribute of the wrapped store."""
        return getattr(self.store, name)


def open_store(
    database: str = "sqlite://", *, numbers: int = 10_000, quarantine: float = 0.0, clock: Clock | None = None
) -> Store:
    """A store with a catalogue; close it in the end.

    Args:
        database: an SQLAlchemy URL; by default in memory.
        numbers: size of a new catalogue.
        quarantine: seconds until a released number is on offer again.
        clock: simulated time; by default the real time.

    Raises:
        ValueError: the URL is not valid, or not of SQLite or PostgreSQL.
        StoreError: the database cannot be opened, or the catalogue would be too large.
    """
    return Store.open(database, numbers=numbers, quarantine=quarantine, clock=(clock or Clock()).time)


def open_endpoint(  # noqa: PLR0913  (settings, each named where it is given)
    database: str = "sqlite://",
    *,
    numbers: int = 10_000,
    quarantine: float = 0.0,
    require_auth: bool = False,
    wrap_store: Callable[[Store], Store | StoreWrapper] | None = None,
    clock: Clock | None = None,
) -> Endpoint:
    """An endpoint with its control plane on a store of its own; close it in the end.

    Args:
        database: an SQLAlchemy URL; by default in memory.
        numbers: size of a new catalogue.
        quarantine: seconds until a released number is on offer again.
        require_auth: whether requests need the credentials of a registered account.
        wrap_store: gives the store that the endpoint uses, such as a subclass of StoreWrapper.
        clock: simulated time; by default the real time.

    Raises:
        ValueError: the URL is not valid, or not of SQLite or PostgreSQL.
        StoreError: the database cannot be opened, or the catalogue would be too large.
    """
    store = open_store(database, numbers=numbers, quarantine=quarantine, clock=clock)
    used = store if wrap_store is None else cast("Store", wrap_store(store))
    endpoint = Endpoint(used, require_auth=require_auth, clock=clock)
    endpoint.control = control_app(endpoint)
    return endpoint


class FaultSwitch:
    """Switches faults on and off, for the rest of the test at most."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._faults = endpoint.faults

    def add(self, action: str, **members: object) -> int:
        """Switch a fault on.

        Args:
            action: latency, rate-limit, error, truncate, malformed, contract, close or reset.
            members: the others of the rule, such as operation, account, number, when, times; README.md has them all.

        Returns:
            The number of the fault, for `remove`.

        Raises:
            FaultError: the rule cannot be; the text says why.
        """
        found = self._faults.add({"action": action, **members})
        return int(str(found["id"]))

    def remove(self, number: int) -> None:
        """Switch one fault off; it may have ended by itself."""
        self._faults.remove(number)

    def clear(self) -> None:
        """Switch all faults off."""
        self._faults.clear()

    def __iter__(self) -> Any:  # noqa: ANN401  (an iterator of JSON objects)
        """The faults that are on."""
        return iter(self._faults.listed())


class Sandbox:
    """A sandbox in this process. `account` is an account that no other test has."""

    def __init__(self, endpoint: Endpoint, *, shared: bool = False) -> None:
        self.endpoint = endpoint
        self._accounts: list[str] = []
        self.account = self.new_account()
        self.faults = FaultSwitch(endpoint)
        self._control = Control(endpoint)
        self._shared = shared

    def new_account(self) -> str:
        """The name of another account that no other test has, on whatever store; the reset forgets it as well."""
        self._accounts.append(f"AC{uuid.uuid4().hex}")
        return self._accounts[-1]

    def reserve(
        self, count: int = 1, filters: Mapping[str, object] | None = None, *, account: str | None = None
    ) -> list[str]:
        """Numbers that only one account can buy, by default this test's: others neither find nor get them.

        Args:
            count: how many.
            filters: values that they shall have, by the names of the search, such as {"geography.iso_country": "SE"};
                unless these say otherwise, they are local, generally available and need no address.
            account: for whom.

        Returns:
            The numbers, in E.164 form. They are gone from the catalogue until they are bought and released, or reset.

        Raises:
            UnknownFilter: the search has no filter of such a name.
            LookupError: there are not as many; none is reserved then.
            ValueError: the count is negative.
        """
        names = next(operation for operation in description().operations if operation.id == _SEARCH).filters
        wanted = {names.get(name, name): value for name, value in (_BUYABLE | dict(filters or {})).items()}
        return self._control.store.reserve(account or self.account, count, wanted)

    def ledger(self, account: str | None = None) -> list[dict[str, Any]]:
        """The charges of an account, by default of this test's, oldest first."""
        return self._control.store.ledger(account or self.account)

    def requests(self, account: str | None = None) -> list[dict[str, Any]]:
        """What arrived for an account, by default for this test's, oldest first, without secrets."""
        return self.endpoint.journal.latest(account=account or self.account)[::-1]

    def put_account(
        self,
        account: str | None = None,
        *,
        token: str | None = None,
        password: str | None = None,
        addresses: Iterable[str] = (),
        identity_documents: bool = False,
    ) -> None:
        """Register an account, by default this test's: credentials, countries of its addresses, documents on file."""
        self._control.store.put_account(
            account or self.account,
            token=token,
            password=password,
            addresses=addresses,
            identity_documents=identity_documents,
        )

    def reset(self) -> None:
        """Forget everything, or, on a store that is shared with others, everything of this test's accounts.

        Faults and requests belong to this process, so that all of them go in either case.
        """
        self.endpoint.faults.reset()
        for account in self._accounts if self._shared else [None]:
            self._control.store.reset(account, forget_accounts=True)
        self.endpoint.journal.clear()


class LiveSandbox(Sandbox):
    """A sandbox that answers on a port of the loopback."""

    def __init__(self, endpoint: Endpoint, url: str, *, shared: bool = False) -> None:
        super().__init__(endpoint, shared=shared)
        self.url = url

    @property
    def client_kwargs(self) -> dict[str, Any]:
        """What the generated client takes: ``NumbersClient(**numbers_sandbox.client_kwargs)``."""
        return {"base_url": self.url, "account_id": self.account}
