"""A deadline is the end of the whole call: of connecting, retries, waits, bodies that drip, and all pages."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import trio
from client.sockets import answer_of, drip, dripping_head, server, silent
from numbers_api import (
    APIError,
    AsyncNumbersClient,
    ConnectionFailed,
    DeadlineExceeded,
    InvalidRequest,
    NumbersClient,
    PurchaseOutcomeUnknown,
    RateLimited,
    ServerError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER = "+14155550123"
SLOW = {"body": drip, "headers": dripping_head, "nothing": silent}
LONG = 20.0  # seconds: what a machine under load may take for half a second, and far less than the slow answers do


def _call(url: str, colour: str, method: str = "get", **settings: Any) -> Any:  # noqa: ANN401 -- a model
    """Make a call with one of the clients, on asyncio or trio."""
    if colour == "blocking":
        with NumbersClient(base_url=url, account_id="AC1", **settings) as client:
            return getattr(client.active_numbers, method)(NUMBER)

    async def call() -> object:
        async with AsyncNumbersClient(base_url=url, account_id="AC1", **settings) as client:
            return await getattr(client.active_numbers, method)(NUMBER)

    return asyncio.run(call()) if colour == "asyncio" else trio.run(call)


@pytest.mark.parametrize("colour", ["blocking", "asyncio", "trio"])
@pytest.mark.parametrize("slow", SLOW)
def test_a_slow_answer_ends_with_the_deadline(slow: str, colour: str) -> None:
    """Headers or a body that come byte by byte, or never, do not outlast the deadline, whatever each read takes."""
    with server(SLOW[slow]) as url:
        begun = time.monotonic()
        with pytest.raises(DeadlineExceeded) as caught:
            _call(url, colour, deadline=0.5, max_retries=0)
        took = time.monotonic() - begun

    assert 0.4 < took < LONG
    assert caught.value.operation == "getActiveNumber"


@pytest.mark.parametrize(("colour", "slow"), [("blocking", "body"), ("asyncio", "body"), ("trio", "headers")])
def test_a_client_of_ones_own_keeps_the_deadline_too(colour: str, slow: str) -> None:
    """With an injected client, whose connections are not ours, the deadline holds as well."""
    kind = httpx.Client if colour == "blocking" else httpx.AsyncClient
    with server(SLOW[slow]) as url, pytest.raises(DeadlineExceeded):
        _call(url, colour, deadline=0.5, max_retries=0, http_client=kind())


@pytest.mark.parametrize("colour", ["blocking", "asyncio", "trio"])
def test_a_name_that_is_not_found_ends_with_the_deadline(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver that does not answer outlasts the call, and nothing was delivered."""
    over = threading.Event()

    def slow(*arguments: object, **_: object) -> list[Any]:
        if len(arguments) > 5 and arguments[5]:  # trio asks first whether it is an address, and waits for that
            raise socket.gaierror(socket.EAI_NONAME, "not an address")
        over.wait(LONG)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    timer = threading.Timer(3, over.set)  # asyncio waits for its threads in the end
    timer.start()
    with pytest.raises(DeadlineExceeded) as caught:
        _call("http://slow.test", colour, deadline=0.5, max_retries=0)
    timer.join()

    assert caught.value.delivered is False


def test_an_unknown_host_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the resolver says of a name is the cause of the error."""

    def unknown(*_: object, **__: object) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ConnectionFailed) as caught:
        _call("http://nowhere.test", "blocking", max_retries=0)

    assert caught.value.delivered is False
    assert "Name or service not known" in str(caught.value.__cause__)


def test_a_host_is_found_without_a_thread_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no thread can be started, as when the interpreter ends, the host is looked up all the same."""

    def serve(connection: socket.socket, _: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(answer_of(json.dumps({"phone_number": NUMBER}).encode()))

    def refuse(thread: threading.Thread) -> None:
        if "look_up" in thread.name:
            raise RuntimeError("can't start new thread")
        start(thread)

    start = threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", refuse)
    with server(serve) as url:
        found = _call(url.replace("127.0.0.1", "localhost"), "blocking", max_retries=0)

    assert found.phone_number == NUMBER


def test_the_addresses_of_a_host_share_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second address is tried when the first refuses, and gets what is left of the time."""
    tried: list[tuple[str, float]] = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("127.0.0.2", "127.0.0.3")]

    def connect(address: tuple[str, int], timeout: float, **_: object) -> object:
        tried.append((address[0], timeout))
        time.sleep(0.3 if len(tried) == 1 else timeout)
        raise TimeoutError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(DeadlineExceeded):
        _call("http://two.test", "blocking", deadline=0.6, max_retries=0)

    assert [address for address, _ in tried] == ["127.0.0.2", "127.0.0.3"]
    assert tried[1][1] <= tried[0][1] - 0.3


def test_the_deadline_of_a_purchase_leaves_time_to_look() -> None:
    """A purchase that never answers is given up before the deadline, so that the number can be read back within it."""
    asked: list[bytes] = []

    def serve(connection: socket.socket, over: threading.Event) -> None:
        request = connection.recv(65_536)
        asked.append(request.partition(b" ")[0])
        if request.startswith(b"POST"):
            over.wait(60)
        else:
            connection.sendall(answer_of(json.dumps({"phone_number": NUMBER}).encode()))

    with server(serve) as url:
        bought = _call(url, "blocking", "buy", deadline=3)

    assert bought.reconciled
    assert asked == [b"POST", b"GET"]


@pytest.mark.parametrize("colour", ["blocking", "asyncio"])
def test_a_purchase_that_ends_with_the_deadline_is_unknown(colour: str) -> None:
    """When reading back does not answer either, nobody knows."""
    with server(silent) as url, pytest.raises(PurchaseOutcomeUnknown) as caught:
        _call(url, colour, "buy", deadline=0.5)

    assert isinstance(caught.value.__cause__, DeadlineExceeded)
    assert caught.value.attempts == 1


def _answering(*answers: httpx.Response) -> tuple[list[httpx.Request], httpx.MockTransport]:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answers[min(len(seen), len(answers)) - 1]

    return seen, httpx.MockTransport(answer)


def test_a_wait_that_the_deadline_forbids_is_not_begun() -> None:
    """Retry-After beyond the deadline, or beyond a minute, is for the caller to wait: the error comes at once."""
    for headers, deadline in (
        ({"Retry-After": "30"}, 5),
        ({"Retry-After": "61"}, None),
        ({"Retry-After-Ms": "9e4"}, 80),
    ):
        seen, transport = _answering(httpx.Response(429, headers=headers))
        client = NumbersClient(base_url="https://a.test", account_id="AC1", transport=transport)
        with client, pytest.raises(RateLimited) as caught:
            client.active_numbers.get(NUMBER, deadline=deadline)
        assert len(seen) == 1
        assert caught.value.retry_after in {30, 61, 90}


def test_attempts_end_with_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many retries are allowed, none begins behind the deadline; what failed last is raised."""
    waits: list[float] = []
    clock = [100.0]

    def sleep(connection: object, seconds: float) -> None:
        assert connection
        waits.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr("numbers_api._runtime.transport.http.Connection.sleep", sleep)
    monkeypatch.setattr("numbers_api._runtime.calls.attempts.backoff", lambda _: 1.0)
    monkeypatch.setattr("numbers_api._runtime.backoff.time.monotonic", lambda: clock[0])
    seen, transport = _answering(httpx.Response(503))
    client = NumbersClient(base_url="https://a.test", account_id="AC1", transport=transport, max_retries=99)
    with client, pytest.raises(ServerError):
        client.active_numbers.get(NUMBER, deadline=5.5)

    assert waits == [1.0] * 5
    assert len(seen) == 6


def _page(key: int) -> httpx.Response:
    link = f"https://a.test/v1/Accounts/AC1/ActiveNumbers/?key={key}"
    return httpx.Response(200, json={"items": [{"phone_number": NUMBER}], "meta": {"next_page_url": link}})


def _slow_pages(clock: list[float]) -> Callable[[httpx.Request], httpx.Response]:
    pages = iter(range(1, 1000))

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.method == "GET"
        clock[0] += 1.0
        return _page(next(pages))

    return answer


def test_all_pages_share_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of each loop have one deadline together; what the caller does between two items does not count."""
    clock = [100.0]
    monkeypatch.setattr("numbers_api._runtime.backoff.time.monotonic", lambda: clock[0])
    transport = httpx.MockTransport(_slow_pages(clock))
    with NumbersClient(base_url="https://a.test/v1", account_id="AC1", transport=transport) as client:
        numbers = client.active_numbers.list(deadline=3.5)
        for _ in range(2):
            loop = iter(numbers)
            for _ in range(3):
                next(loop)
                clock[0] += 1000.0
            with pytest.raises(DeadlineExceeded):
                next(loop)


@pytest.mark.parametrize("deadline", [0, -1, float("nan"), float("inf"), "5", True])
def test_a_deadline_that_cannot_be_kept_is_refused(deadline: Any) -> None:  # noqa: ANN401 -- what it may not be
    """It is a number of seconds, or None for no end; anything else is refused when it is given."""
    with pytest.raises(InvalidRequest, match="deadline"):
        NumbersClient(deadline=deadline)
    with NumbersClient(account_id="AC1") as client, pytest.raises(InvalidRequest, match="deadline"):
        client.active_numbers.get(NUMBER, deadline=deadline)


@pytest.mark.parametrize("own", [False, True])
def test_no_part_of_a_request_may_take_longer_than_is_left(*, own: bool) -> None:
    """What the deadline leaves is the most that httpx may wait for anything, less than the timeout of a request."""
    seen: list[dict[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(404, json={"message": "none", "code": 1})

    transport = httpx.MockTransport(answer)
    with httpx.Client(transport=transport) as http:
        settings: dict[str, Any] = {"http_client": http} if own else {"transport": transport}
        with NumbersClient(account_id="AC1", timeout=60, deadline=LONG, **settings) as client, pytest.raises(APIError):
            client.active_numbers.get(NUMBER)
    assert all(0 < seconds <= LONG for seconds in seen[0].values())


def test_the_defaults() -> None:
    """A client of its own accord ends a call after a minute, a phase after half of one, and repeats twice."""
    with NumbersClient() as client, client.with_options(deadline=None, timeout=2) as other:
        assert (client.settings.deadline, client.settings.timeout, client.settings.max_retries) == (60.0, 30.0, 2)
        assert (other.settings.deadline, other.settings.timeout) == (None, 2)
