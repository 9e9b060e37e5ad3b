"""The sandbox in this process as the service behind both clients."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from numbers_api import AsyncNumbersClient, NumbersClient
from numbers_sandbox.testing import Sandbox, open_endpoint
from numbers_sandbox.transport import SandboxTransport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_api.models import AvailableNumber

__all__ = ["Service", "service"]

PLAIN = {"regulatory_address_requirements": "none", "lifecycle": "generally-available", "geography_iso_country": "US"}


class Service:
    """The service: clients of it, numbers to buy, faults, and what it has charged."""

    def __init__(self, transport: SandboxTransport) -> None:
        self.transport, self.sandbox = transport, transport.sandbox
        self.faults = self.sandbox.faults

    def blocking(self, **settings: Any) -> NumbersClient:  # noqa: ANN401 -- of many types
        """A blocking client."""
        return NumbersClient(**self._settings(settings))

    def asynchronous(self, **settings: Any) -> AsyncNumbersClient:  # noqa: ANN401 -- of many types
        """An asynchronous client."""
        return AsyncNumbersClient(**self._settings(settings))

    def _settings(self, settings: dict[str, Any]) -> dict[str, Any]:
        here = {"base_url": "http://sandbox.test/v1", "account_id": self.sandbox.account, "transport": self.transport}
        return {**here, **settings}

    def offers(self, count: int) -> list[AvailableNumber]:
        """Numbers that can be bought without papers."""
        with self.blocking() as client:
            found = list(client.available_numbers.search(**PLAIN, limit=count))
        assert len(found) == count
        return found

    def charged(self) -> list[str]:
        """The numbers that were charged for, in order."""
        return [charge["phone_number"] for charge in self.sandbox.ledger()]

    def asked(self, operation: str) -> int:
        """How often an operation arrived."""
        return sum(request["operation"] == operation for request in self.sandbox.requests())


@contextmanager
def service() -> Iterator[Service]:
    """A sandbox with a catalogue of its own."""
    endpoint = open_endpoint(numbers=300)
    transport = SandboxTransport(endpoint, Sandbox(endpoint))
    try:
        yield Service(transport)
    finally:
        transport.shut_down()
        endpoint.store.close()
