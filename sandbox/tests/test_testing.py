"""What `numbers_sandbox.testing` gives to tests: faults in the store, simulated time, credentials, connections."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from http_support import active, available, bought, refusal
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.testing import (
    Clock,
    NumberNotFound,
    PageRequest,
    Sandbox,
    StoreWrapper,
    end_connection,
    open_endpoint,
    open_store,
)
from numbers_sandbox.transport import SandboxTransport

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.types import ASGIApp, Receive, Scope, Send

NUMBERS = 300
START = 1_800_000_000.0  # seconds since 1970


class Forgetful(StoreWrapper):
    """Finds no number again that was bought."""

    def get(self, account: str, phone_number: str) -> dict[str, object]:
        """Fail."""
        del account
        raise NumberNotFound(phone_number)


class Simulated(Clock):
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = START

    def time(self) -> float:
        """The simulated time."""
        return self.now

    def monotonic(self) -> float:
        """The same."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@contextmanager
def client_of(app: ASGIApp) -> Generator[httpx.Client]:
    """A client of an application in this process."""
    transport = SandboxTransport(app)
    try:
        with httpx.Client(transport=transport, base_url="http://sandbox") as client:
            yield client
    finally:
        transport.shut_down()


def test_a_method_of_the_wrapper_replaces_the_one_of_the_store() -> None:
    """The endpoint uses what the wrapper defines, reports its errors, and finds the rest in the store."""
    with closing(open_endpoint(numbers=NUMBERS, wrap_store=Forgetful)) as endpoint, client_of(endpoint) as api:
        number = bought(api, "AC1")["phone_number"]

        assert refusal(api.get(active("AC1", number)))[:2] == (404, 40401)
        assert [charge["phone_number"] for charge in Sandbox(endpoint).ledger("AC1")] == [number]


def test_simulated_time_passes_without_waiting() -> None:
    """Latencies, charges, the request log and quarantines follow the clock: an hour passes at once."""
    clock = Simulated()
    hour = {"X-Sandbox-Fault": "latency; seconds=3600"}
    with (
        closing(open_endpoint(numbers=NUMBERS, quarantine=1800, clock=clock)) as endpoint,
        client_of(endpoint) as api,
    ):
        number = bought(api, "AC1", headers=hour)["phone_number"]
        (charge,) = Sandbox(endpoint).ledger("AC1")
        (request,) = Sandbox(endpoint).requests("AC1")
        assert clock.now == START + 3600
        assert charge["time"] == "2027-01-15T09:00:00.000000+00:00"
        assert (request["time"], request["milliseconds"]) == (START + 3600, 3_600_000)

        assert api.delete(active("AC1", number)).status_code == 200
        assert number not in available(api, 200)
        clock.now += 1800
        assert number in available(api, 200)


def test_an_endpoint_may_require_credentials() -> None:
    """With `require_auth` a request without the token of its account is rejected."""
    with closing(open_endpoint(numbers=NUMBERS, require_auth=True)) as endpoint, client_of(endpoint) as api:
        Sandbox(endpoint).put_account("AC1", token="secret")
        assert api.get("/Accounts/AC1/ActiveNumbers/").status_code == 401
        assert api.get("/Accounts/AC1/ActiveNumbers/", headers={"Authorization": "Bearer secret"}).status_code == 200


def test_a_store_without_an_endpoint() -> None:
    """A store can be searched and bought from by itself."""
    with closing(open_store(numbers=NUMBERS)) as store:
        page = store.search({"regulatory.address_requirements": "none"}, PageRequest(page_size=1))
        number: Any = page.items[0]["phone_number"]
        assert store.buy("AC1", number)["phone_number"] == number
        assert [charge["phone_number"] for charge in store.ledger()] == [number]


@pytest.mark.parametrize("served", [False, True], ids=["in-process", "on-a-port"])
def test_an_application_may_end_the_connection(*, served: bool) -> None:
    """An application in front of the endpoint ends connections, in the process and on a port."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del send
        await end_connection(scope, receive, "close")

    if not served:
        with client_of(app) as api, pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
            api.get("/")
        return
    with ThreadedServer(app) as server, pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        httpx.get(server.url, trust_env=False)
