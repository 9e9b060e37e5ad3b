"""The sandbox as a test sees it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from .app import Endpoint
from .control import Control
from .control_app import control_app
from .store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FaultSwitch", "LiveSandbox", "Sandbox", "open_endpoint"]


def open_endpoint(database: str = "sqlite://", *, numbers: int = 10_000, quarantine: float = 0.0) -> Endpoint:
    """An endpoint with its control plane on a store of its own; close `endpoint.store` in the end.

    Args:
        database: an SQLAlchemy URL; by default in memory.
        numbers: size of a new catalogue.
        quarantine: seconds until a released number is on offer again.
    """
    endpoint = Endpoint(Store.open(database, numbers=numbers, quarantine=quarantine))
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
        self.account = f"AC{uuid.uuid4().hex}"
        self.faults = FaultSwitch(endpoint)
        self._control = Control(endpoint)
        self._shared = shared

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
        self._control.put_account(
            account or self.account,
            token=token,
            password=password,
            addresses=list(addresses),
            identity_documents=identity_documents,
        )

    def reset(self) -> None:
        """Forget everything, or, on a store that is shared with others, everything of this test's account."""
        self._control.reset(self.account if self._shared else None, forget_accounts=True)


class LiveSandbox(Sandbox):
    """A sandbox that answers on a port of the loopback."""

    def __init__(self, endpoint: Endpoint, url: str, *, shared: bool = False) -> None:
        super().__init__(endpoint, shared=shared)
        self.url = url

    @property
    def client_kwargs(self) -> dict[str, Any]:
        """What the generated client takes: ``NumbersClient(**numbers_sandbox.client_kwargs)``."""
        return {"base_url": self.url, "account_id": self.account}
