"""The service in the process of a test, with the generated client before it: no server, no port, one line."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from .testing import Sandbox, open_endpoint
from .transport import SandboxTransport

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from numbers_api import AsyncNumbersClient, NumbersClient

    from .app import Endpoint

__all__ = ["Fake", "fake", "fake_async_client", "fake_client"]

_NUMBERS = 1_000  # enough to search in, and there in a fraction of a second


class Fake(Sandbox):
    """A sandbox without a port: `client` and `async_client` speak to it, and nothing leaves the process.

    `faults`, `ledger`, `requests`, `put_account` and `account` are those of every sandbox.
    """

    def __init__(self, endpoint: Endpoint, *, shared: bool = False) -> None:
        super().__init__(endpoint, shared=shared)
        self._transport = SandboxTransport(endpoint, self)

    def client(self, **settings: Any) -> NumbersClient:  # noqa: ANN401  (the client checks its settings)
        """A blocking client of this sandbox's account.

        Args:
            settings: what NumbersClient takes, such as max_retries.

        Raises:
            ImportError: numbers-api-client is not installed.
        """
        from numbers_api import NumbersClient  # noqa: PLC0415  (the sandbox itself does without it)

        return NumbersClient(**{**self._settings(), **settings})

    def async_client(self, **settings: Any) -> AsyncNumbersClient:  # noqa: ANN401  (as above)
        """The same for asyncio and trio.

        Raises:
            ImportError: numbers-api-client is not installed.
        """
        from numbers_api import AsyncNumbersClient  # noqa: PLC0415  (as above)

        return AsyncNumbersClient(**{**self._settings(), **settings})

    def _settings(self) -> dict[str, Any]:
        return {"base_url": "http://sandbox", "account_id": self.account, "transport": self._transport}

    def shut_down(self) -> None:
        """End what runs for it."""
        self._transport.shut_down()


@contextmanager
def fake(*, numbers: int = _NUMBERS) -> Generator[Fake]:
    """A service of its own, empty at first.

    Args:
        numbers: size of its catalogue.
    """
    endpoint = open_endpoint(numbers=numbers)
    service = Fake(endpoint)
    try:
        yield service
    finally:
        service.shut_down()
        endpoint.store.close()


@contextmanager
def fake_client(**settings: Any) -> Generator[NumbersClient]:  # noqa: ANN401  (the client checks its settings)
    """A client with a service of its own behind it: ``with numbers_sandbox.fake_client() as client:``.

    Args:
        settings: what NumbersClient takes, such as max_retries.
    """
    with fake() as service, service.client(**settings) as client:
        yield client


@asynccontextmanager
async def fake_async_client(**settings: Any) -> AsyncGenerator[AsyncNumbersClient]:  # noqa: ANN401  (as above)
    """The same for asyncio and trio: ``async with numbers_sandbox.fake_async_client() as client:``."""
    with fake() as service:
        async with service.async_client(**settings) as client:
            yield client
