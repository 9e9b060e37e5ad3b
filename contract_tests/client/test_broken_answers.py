"""Failures on the way to an answer and back: what each says about the purchase, and what its traceback shows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from client.scripted import ABSENT, NUMBER, TAKEN, Scripted, answer, held
from client.sockets import answer_of, server
from numbers_api import (
    AsyncNumbersClient,
    ConnectionFailed,
    ContractError,
    InvalidRequest,
    NoNumberFound,
    NumbersClient,
    PurchaseOutcomeUnknown,
)

if TYPE_CHECKING:
    import socket
    import threading

BOTH = pytest.mark.parametrize("colour", ["blocking", "asyncio"])
NEVER = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol]


def _own(service: Scripted, hook: Any) -> Any:  # noqa: ANN401 -- of both colours
    async def asynchronous(response: httpx.Response) -> None:
        hook(response)

    if service.colour == "blocking":
        return httpx.Client(transport=service.transport, event_hooks={"response": [hook]})
    return httpx.AsyncClient(transport=service.transport, event_hooks={"response": [asynchronous]})


@BOTH
@pytest.mark.parametrize("kind", NEVER)
@pytest.mark.parametrize("foreign", [True, False])
def test_a_hook_that_fails_does_not_undo_a_purchase(
    kind: type[httpx.RequestError], colour: str, monkeypatch: pytest.MonkeyPatch, *, foreign: bool
) -> None:
    """That another request was not delivered says nothing of the purchase: it is read back, and sent once."""

    def audit(response: httpx.Response) -> None:
        if response.request.method == "POST":
            raise kind("down", request=httpx.Request("GET", "http://audit.test") if foreign else None)

    service = Scripted(monkeypatch, colour, POST=[held()], GET=[held()])
    assert service.buy(http_client=_own(service, audit)).reconciled
    assert service.sent == ["POST", "GET"]


class _Refreshing(httpx.Auth):
    def auth_flow(self, request: httpx.Request) -> Any:  # noqa: ANN401 -- a generator of requests
        yield request
        yield httpx.Request("PUT", "http://n.test/token")


@BOTH
def test_an_auth_that_fails_does_not_undo_a_purchase(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An `httpx.Auth` sends requests of its own after the purchase; when they fail, nobody knows."""
    service = Scripted(monkeypatch, colour, POST=[held()], GET=[held()], PUT=[httpx.ConnectError("down")])
    with pytest.raises(PurchaseOutcomeUnknown):
        service.buy(auth=_Refreshing())

    assert service.sent.count("POST") == 1


class _Insisting(httpx.Auth):
    def auth_flow(self, request: httpx.Request) -> Any:  # noqa: ANN401 -- a generator of requests
        answered = yield request
        if answered.status_code == 503:
            yield request


@BOTH
@pytest.mark.parametrize("mine", [False, True])
def test_an_auth_that_sends_a_purchase_again(mine: bool, colour: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    """When an `httpx.Auth` sends it twice, that the second did not arrive says nothing of the first."""
    service = Scripted(monkeypatch, colour, POST=[answer(503), httpx.ConnectError("down")], GET=[held()])
    kind = httpx.Client if colour == "blocking" else httpx.AsyncClient
    client: Any = kind(transport=service.transport, auth=_Insisting())
    assert service.buy(**({"http_client": client} if mine else {"auth": _Insisting()})).reconciled
    assert service.sent == ["POST", "POST", "GET"]


@BOTH
def test_an_auth_of_httpx_sends_once(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Basic credentials change nothing about what was not delivered."""
    service = Scripted(monkeypatch, colour, POST=[httpx.ConnectError("down"), held()])
    assert not service.buy(auth=httpx.BasicAuth("u", "p")).reconciled


@BOTH
def test_a_client_of_ones_own_asks_for_what_was_asked(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its `params` would take the place of the query, which names the number: nothing is sent."""
    service = Scripted(monkeypatch, colour, POST=[held()])
    kind = httpx.Client if colour == "blocking" else httpx.AsyncClient
    client: Any = kind(transport=service.transport, params={"tenant": "a"})
    with pytest.raises(InvalidRequest, match="http_client") as caught:
        service.buy(http_client=client)
    assert (caught.value.charged, service.sent) == ("no", [])


@BOTH
@pytest.mark.parametrize("kind", NEVER)
def test_a_purchase_that_was_not_delivered_is_sent_again(
    kind: type[httpx.RequestError], colour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same exception of the purchase itself says that it surely was not acted on."""
    service = Scripted(monkeypatch, colour, POST=[kind("down"), held()])
    assert not service.buy().reconciled
    assert service.sent == ["POST", "POST"]


@BOTH
@pytest.mark.parametrize(
    "error", [RuntimeError("closed"), ValueError("x"), httpx.InvalidURL("x"), EOFError()], ids=repr
)
def test_any_failure_is_one_of_the_package(error: Exception, colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a transport raises, as one of a loop that ended does, a purchase is read back, and a reading fails."""
    service = Scripted(monkeypatch, colour, POST=[error], GET=[held()])
    assert service.buy().reconciled
    service = Scripted(monkeypatch, colour, GET=[error])
    with pytest.raises(ConnectionFailed) as caught:
        service.call("get", NUMBER)
    assert caught.value.__cause__ is error


@BOTH
def test_a_hook_may_raise_for_the_status(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`raise_for_status` in a hook takes no answer away: a refusal is that refusal, and Retry-After is kept."""

    def check(response: httpx.Response) -> None:
        response.raise_for_status()

    service = Scripted(monkeypatch, colour, POST=[TAKEN])
    with pytest.raises(NoNumberFound) as caught:
        service.buy(http_client=_own(service, check))
    assert caught.value.charged == "no"
    service = Scripted(monkeypatch, colour, POST=[answer(429, retry_after="3"), held()])
    assert service.buy(http_client=_own(service, check)).phone_number == NUMBER
    assert (service.sent, service.slept) == (["POST", "POST"], [3.0])


def _cut(method: bytes, head: bytes, body: bytes, log: list[bytes], then: bytes) -> Any:  # noqa: ANN401 -- a server
    def serve(connection: socket.socket, _: threading.Event) -> None:
        request = connection.recv(65_536)
        log.append(request.partition(b" ")[0])
        broken = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + head + b"\r\n\r\n" + body
        connection.sendall(broken if log.count(method) == 1 and log[-1] == method else then)

    return serve


_ABSENT = answer_of(ABSENT.content).replace(b"200 OK", b"404 Not Found")
BROKEN = {
    "cut": (b"Content-Length: 100", b'{"phone'),
    "cannot be decoded": (b"Content-Encoding: gzip\r\nContent-Length: 7", b"garbage"),
}


def _ask(url: str, colour: str, method: str, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 -- a number
    monkeypatch.setattr("numbers_api._runtime.calls.read_back.ABSENCE", 0.0)
    monkeypatch.setattr("numbers_api._runtime.calls.attempts.backoff", lambda _: 0.0)
    if colour == "blocking":
        with NumbersClient(base_url=url, account_id="AC1") as client:
            return getattr(client.active_numbers, method)(NUMBER)

    async def main() -> Any:  # noqa: ANN401 -- the same
        async with AsyncNumbersClient(base_url=url, account_id="AC1") as client:
            return await getattr(client.active_numbers, method)(NUMBER)

    return asyncio.run(main())


@BOTH
@pytest.mark.parametrize("kind", BROKEN)
def test_a_success_that_is_cut_off_was_charged(kind: str, colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the head of a success nothing is sent again: what is read back is returned, or the error says yes."""
    head, body = BROKEN[kind]
    log: list[bytes] = []
    with server(_cut(b"POST", head, body, log, _ABSENT)) as url, pytest.raises(ContractError) as caught:
        _ask(url, colour, "buy", monkeypatch)
    assert (caught.value.charged, caught.value.status, log) == ("yes", 200, [b"POST", b"GET"])
    assert caught.value.body == (body if kind == "cut" else b"")
    assert isinstance(caught.value.__cause__, ConnectionFailed)

    log.clear()
    with server(_cut(b"POST", head, body, log, answer_of(held().content))) as url:
        assert _ask(url, colour, "buy", monkeypatch).reconciled


@BOTH
@pytest.mark.parametrize("kind", BROKEN)
def test_a_reading_that_is_cut_off_is_repeated(kind: str, colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What costs nothing is asked again, as after any lost answer."""
    log: list[bytes] = []
    with server(_cut(b"GET", *BROKEN[kind], log, answer_of(held().content))) as url:
        assert _ask(url, colour, "get", monkeypatch).phone_number == NUMBER
    assert log == [b"GET", b"GET"]
