"""What goes to the HTTP library is always something that it can send, and shows nothing of a credential."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import traceback
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import respx
import trio
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import AsyncNumbersClient, ConnectionFailed, InvalidRequest, NumbersClient, NumbersError
from numbers_api._runtime.transport.http import AsyncConnection, Connection

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "https://numbers.test/v1"
NUMBER = "+14155550123"
SECRET = "s3cr3t-token"
ANSWER = httpx.Response(200, json={"phone_number": NUMBER})


def _request(**settings: Any) -> httpx.Request:  # noqa: ANN401 -- of many types
    with respx.mock, NumbersClient(base_url=BASE, account_id="AC1", **settings) as client:
        route = respx.route().mock(return_value=ANSWER)
        client.active_numbers.configure(NUMBER, friendly_name="a")
        calls: Any = route.calls
        request: httpx.Request = calls.last.request
        return request


@pytest.mark.parametrize("name", ["Authorization", "AUTHORIZATION", "accept", "user-agent"])
def test_a_header_of_ones_own_takes_the_place_of_ours(name: str) -> None:
    """A header is sent once, however its name is spelled, and what the caller says counts."""
    request = _request(token=SECRET, headers={name: "mine"})

    assert request.headers.get_list(name) == ["mine"]


def test_what_a_request_needs_cannot_be_overridden() -> None:
    """The body is JSON, and says so, whatever headers the caller adds."""
    assert _request(headers={"content-type": "text/plain"}).headers.get_list("content-type") == ["application/json"]


BAD_HEADERS = [
    {"X Y": "a"},
    {"": "a"},
    {"X:": "a"},
    {"é": "a"},
    {"X": "é"},
    {"X": "a\r\nY: b"},
    {"X": " a"},
    {"X": "\x00"},
]


@pytest.mark.parametrize("headers", BAD_HEADERS)
@pytest.mark.parametrize("client_class", [NumbersClient, AsyncNumbersClient])
def test_a_header_that_cannot_be_sent_is_refused(client_class: type[Any], headers: dict[str, str]) -> None:
    """A header that would break the request, or smuggle in another, is refused when the client is made."""
    with pytest.raises(InvalidRequest) as caught:
        client_class(headers=headers)

    assert caught.value.field.startswith("headers")


@pytest.mark.parametrize("headers", BAD_HEADERS)
def test_a_header_of_a_function_that_cannot_be_sent_is_refused(headers: dict[str, str]) -> None:
    """The same for a function's headers, when it has given them and before anything is sent."""
    with (
        respx.mock(assert_all_called=False) as service,
        NumbersClient(account_id="AC1", headers=lambda _: headers) as client,
    ):
        route = service.route()
        with pytest.raises(InvalidRequest):
            client.active_numbers.get(NUMBER)
        assert route.call_count == 0


@given(st.text(max_size=12).map(lambda text: f"https://numbers.test{text}") | st.text(max_size=12))
def test_any_base_url_is_used_or_refused(base_url: str) -> None:
    """No base URL whatever makes anything but a request below it, or an InvalidRequest that names it."""
    with respx.mock(assert_all_called=False) as service:
        service.route().mock(return_value=ANSWER)
        try:
            client = NumbersClient(base_url=base_url or "x", account_id="AC1")
            client.active_numbers.get(NUMBER)
        except InvalidRequest:
            assert not service.calls
        else:
            calls: Any = service.calls
            assert calls.last.request.url.path.endswith(f"/Accounts/AC1/ActiveNumbers/PN{NUMBER}")


BASE_URLS = [
    "https://[::1/v1",
    "https://numbers.test:port/v1",
    "https://numbers.test:99999",
    "https://numbers.test/a b",
    "https://numbers.test/\n",
    "https://numbers.test/v1?",
    "https://numbers.test/v1#",
    "https://numbers.test\\v1",
    "https://@numbers.test",
    "https:///v1",
]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *(("base_url", url) for url in BASE_URLS),
        ("token", ""),
        ("token", "tokén"),
        ("basic_auth", ("us\ner", "secret")),
        ("basic_auth", ("user", "\ud800")),
        *(("timeout", seconds) for seconds in (-1, float("nan"), float("inf"), 1e10)),
    ],
)
def test_a_setting_that_would_fail_later_is_refused_at_once(setting: str, value: Any) -> None:  # noqa: ANN401
    """What the HTTP library would trip over at the first call is refused, by name, when the client is made."""
    with pytest.raises(InvalidRequest) as caught:
        NumbersClient(**{setting: value})

    assert caught.value.field == setting


def test_a_url_that_is_too_long_is_refused() -> None:
    """Arguments that make no URL end in an exception of ours, in both clients."""

    async def search() -> None:
        async with AsyncNumbersClient() as client:
            await client.available_numbers.search(key="k" * 70_000)

    with respx.mock(assert_all_called=False), pytest.raises(InvalidRequest, match="too long"):
        asyncio.run(search())
    with respx.mock(assert_all_called=False), pytest.raises(InvalidRequest, match="too long"):
        NumbersClient().available_numbers.search(key="k" * 70_000).first_page()


def _locals_in(error: BaseException) -> str:
    """The traceback as a crash reporter has it: with the local variables of each frame of the package."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "\n".join(f"{frame.name} {frame.locals}" for frame in shown.stack if "/numbers_api/" in frame.filename)


@pytest.mark.parametrize(
    "settings", [{"token": SECRET}, {"basic_auth": ("user", SECRET)}, {"headers": {"X-Api-Key": SECRET}}]
)
@pytest.mark.parametrize("failure", [httpx.ConnectError("no"), httpx.Response(401), httpx.Response(200, text="<html>")])
def test_a_crash_report_shows_no_credential(
    settings: dict[str, Any], failure: httpx.Response | httpx.ConnectError
) -> None:
    """Even with local variables, which crash reporters print, no frame of the package shows the credential."""
    with respx.mock, NumbersClient(base_url=BASE, account_id="AC1", max_retries=0, **settings) as client:
        respx.route().mock(side_effect=[failure])
        with pytest.raises(NumbersError) as caught:
            client.active_numbers.get(NUMBER)
    report = _locals_in(caught.value)

    assert "_drive" in report
    assert SECRET not in report
    assert client.settings.authorization is None or client.settings.authorization.reveal() not in report
    assert SECRET not in repr(client.settings)


def test_waiting_is_done_by_the_clock_of_the_caller() -> None:
    """The blocking client sleeps, the other one gives way: on asyncio and on trio."""
    connection = AsyncConnection()
    waits: list[Callable[[], object]] = [
        lambda: Connection().sleep(0.001),
        lambda: asyncio.run(connection.sleep(0.001)),
        lambda: trio.run(connection.sleep, 0.001),
    ]
    for wait in waits:
        assert wait() is None


def test_the_end_of_a_client_is_the_end_of_its_connections() -> None:
    """Leaving `with` closes what the client has made; what failed to connect was never delivered."""
    with NumbersClient(base_url="http://127.0.0.1:9", account_id="AC1", max_retries=0) as client:
        with pytest.raises(ConnectionFailed) as caught:
            client.active_numbers.buy(NUMBER)
        assert (caught.value.delivered, caught.value.charged) == (False, "no")
    with pytest.raises(InvalidRequest, match="closed"):
        client.active_numbers.get(NUMBER)


@pytest.mark.parametrize("colour", ["blocking", "asyncio", "trio"])
def test_who_did_not_answer_and_why_is_told(colour: str) -> None:
    """The message names the host and what the system says; nothing of what an exception quotes."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings: Any = {"base_url": f"http://127.0.0.1:{nobody.getsockname()[1]}", "account_id": "AC1"}

        async def get() -> None:
            async with AsyncNumbersClient(**settings, max_retries=0) as client:
                await client.active_numbers.get(NUMBER)

        ways: dict[str, Callable[[], object]] = {
            "blocking": lambda: NumbersClient(**settings, max_retries=0).active_numbers.get(NUMBER),
            "asyncio": lambda: asyncio.run(get()),
            "trio": lambda: trio.run(get),
        }
        with pytest.raises(ConnectionFailed) as caught:
            ways[colour]()
    assert caught.value.message == f"ConnectError: no answer from 127.0.0.1: {os.strerror(errno.ECONNREFUSED)}"


def test_what_an_exception_quotes_is_not_told() -> None:
    """The text of an exception may hold anything: only its kind and the host are told."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(f"token {SECRET}", request=request)

    client = NumbersClient(base_url=BASE, account_id="AC1", max_retries=0, transport=httpx.MockTransport(fail))
    with pytest.raises(ConnectionFailed) as caught:
        client.active_numbers.get(NUMBER)
    assert caught.value.message == "ReadError: no answer from numbers.test"
