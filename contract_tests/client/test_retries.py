"""How often a call goes out: what is safe is repeated, what costs money is not."""

from __future__ import annotations

import asyncio
import email.utils
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import (
    APIError,
    AsyncNumbersClient,
    ConnectionFailed,
    ContractError,
    DeadlineExceeded,
    NumbersClient,
    NumbersError,
    PurchaseOutcomeUnknown,
    RateLimited,
)
from numbers_api._runtime.engine import Send, Sleep, call
from numbers_api._runtime.requests import WireRequest
from numbers_api._runtime.responses import WireResponse, retry_after
from numbers_api.api.active_numbers import (
    buy_active_number,
    configure_active_number,
    get_active_number,
    release_active_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_api._runtime.operations import Operation

BASE = "https://numbers.test/v1"
NUMBER = "+14155550123"
OWNED = {"phone_number": NUMBER}
OPERATIONS: dict[str, Operation[Any]] = {
    "get": get_active_number.OPERATION,
    "buy": buy_active_number.OPERATION,
    "configure": configure_active_number.OPERATION,
    "release": release_active_number.OPERATION,
}


def _no_wait(connection: object, seconds: float) -> None:
    assert connection
    assert seconds >= 0


def _walk(name: str, answers: list[WireResponse | ConnectionFailed]) -> tuple[int, list[float], Any]:
    """Drive one call by hand; return how often it was sent, the waits, and the result or the exception."""
    steps = call(OPERATIONS[name], WireRequest("GET", BASE), 2, NUMBER)
    sent, waits, left = 0, list[float](), list(answers)
    answer: WireResponse | None = None
    try:
        step = next(steps)
        while True:
            if isinstance(step, Sleep):
                waits.append(step.seconds)
                step = steps.send(None)
                continue
            assert isinstance(step, Send)
            sent += 1
            following = left.pop(0)
            if isinstance(following, ConnectionFailed):
                step = steps.throw(following)
            else:
                answer = following
                step = steps.send(answer)
    except StopIteration as stop:
        return sent, waits, stop.value
    except NumbersError as error:
        return sent, waits, error


def _answer(status: int, body: bytes = b'{"phone_number":"+14155550123"}', **headers: str) -> WireResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return WireResponse(status, {"content-type": "application/json", **named}, body)


LOST = ConnectionFailed("read timeout", delivered=None)
NEVER = ConnectionFailed("refused", delivered=False)

TABLE: list[tuple[str, list[WireResponse | ConnectionFailed], int, type[object] | None, str | None]] = [
    # operation, what happens, requests on the wire, kind of result, charged
    ("get", [_answer(503), _answer(200)], 2, object, None),
    ("get", [LOST, _answer(200)], 2, object, None),
    ("get", [_answer(500), _answer(502), _answer(504)], 3, APIError, "no"),
    ("get", [_answer(501)], 1, APIError, "no"),
    ("get", [_answer(409)], 1, APIError, "no"),
    ("configure", [LOST, _answer(200)], 2, object, None),
    ("buy", [LOST], 1, PurchaseOutcomeUnknown, "unknown"),
    ("buy", [_answer(500)], 1, APIError, "unknown"),
    ("buy", [_answer(503, retry_after="1")], 1, APIError, "unknown"),
    ("buy", [NEVER, _answer(200)], 2, object, None),
    ("buy", [NEVER, NEVER, NEVER], 3, ConnectionFailed, "no"),
    ("buy", [NEVER, LOST], 2, PurchaseOutcomeUnknown, "unknown"),
    ("buy", [_answer(429, retry_after="1"), _answer(200)], 2, object, None),
    ("buy", [_answer(429)], 1, RateLimited, "no"),
    ("buy", [_answer(429, retry_after="61")], 1, RateLimited, "no"),
    ("buy", [_answer(400, b'{"code":21452,"message":"none"}')], 1, APIError, "no"),
    ("buy", [_answer(200, b"{}")], 1, ContractError, "yes"),
    ("buy", [_answer(200, b"<html>")], 1, ContractError, "yes"),
    ("buy", [_answer(302)], 1, ContractError, "unknown"),
    ("release", [LOST, _answer(404)], 2, type(None), None),
    ("release", [_answer(404)], 1, APIError, "no"),
    ("release", [_answer(429, retry_after="0"), _answer(404)], 2, APIError, "no"),
    ("release", [_answer(503), _answer(404)], 2, type(None), None),
]


@pytest.mark.parametrize(("name", "answers", "sent", "kind", "charged"), TABLE)
def test_requests_on_the_wire(
    name: str, answers: list[WireResponse | ConnectionFailed], sent: int, kind: type[object], charged: str | None
) -> None:
    """Each operation is sent exactly as often as its kind allows, and each failure says whether money moved."""
    times, _, result = _walk(name, answers)

    assert times == sent
    assert isinstance(result, kind)
    assert getattr(result, "charged", None) == charged


@given(st.lists(st.sampled_from([200, 400, 404, 408, 409, 429, 500, 502, 503, 504, 520]), min_size=3, max_size=3))
def test_a_purchase_that_may_have_been_acted_on_is_not_sent_again(statuses: list[int]) -> None:
    """Whatever the service answers without Retry-After, a purchase goes out once."""
    sent, _, _ = _walk("buy", [_answer(status) for status in statuses])

    assert sent == 1


@given(st.lists(st.sampled_from([408, 429, 500, 502, 503, 504]), min_size=3, max_size=3), st.integers(0, 60))
def test_waits_are_bounded(statuses: list[int], asked: int) -> None:
    """Between two attempts at most eight seconds pass, or just what Retry-After asks."""
    _, waits, _ = _walk("get", [_answer(statuses[0]), _answer(statuses[1], retry_after=str(asked)), _answer(200)])

    assert 0 <= waits[0] <= 8
    assert waits[1] == asked


@given(st.text(max_size=12))
def test_any_retry_after_is_read_or_ignored(text: str) -> None:
    """Retry-After may be anything at all; what comes out is nothing, or seconds that one can wait."""
    seconds = retry_after({"retry-after": text})

    assert seconds is None or 0 <= seconds < float("inf")


def test_retry_after_as_a_date() -> None:
    """A date gives the seconds until then, and a date gone by gives none to wait."""
    soon = email.utils.formatdate(time.time() + 30, usegmt=True)

    assert 25 < (retry_after({"retry-after": soon}) or 0) <= 31
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ConnectTimeout, DeadlineExceeded),
        (httpx.ConnectError, ConnectionFailed),
        (httpx.ReadTimeout, PurchaseOutcomeUnknown),
        (httpx.ReadError, PurchaseOutcomeUnknown),
        (httpx.RemoteProtocolError, PurchaseOutcomeUnknown),
        (httpx.WriteError, PurchaseOutcomeUnknown),
    ],
)
def test_failures_of_the_connection_in_both_clients(
    error: type[httpx.TransportError], expected: type[NumbersError], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A purchase is repeated only when the connection never came about; the exception is ours, with its cause."""
    monkeypatch.setattr("numbers_api._runtime.http.Connection.sleep", _no_wait)
    never_delivered = expected in {DeadlineExceeded, ConnectionFailed}
    blocking = NumbersClient(base_url=BASE, account_id="AC1")

    async def buy() -> None:
        async with AsyncNumbersClient(base_url=BASE, account_id="AC1", max_retries=0) as client:
            await client.active_numbers.buy(NUMBER)

    with respx.mock:
        route = respx.post(url__startswith=BASE).mock(side_effect=error)
        attempts: list[tuple[Callable[[], object], int]] = [
            (lambda: blocking.active_numbers.buy(NUMBER), 3 if never_delivered else 1),
            (lambda: asyncio.run(buy()), 1),
        ]
        for attempt, times in attempts:
            before = route.call_count
            with pytest.raises(expected) as caught:
                attempt()
            assert route.call_count - before == times
            assert isinstance(caught.value.__cause__, error)
            assert NUMBER not in str(caught.value)


def test_safe_calls_are_repeated_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client made without options repeats a read after 503, and with max_retries=0 it does not."""
    monkeypatch.setattr("numbers_api._runtime.http.Connection.sleep", _no_wait)
    with respx.mock:
        route = respx.get(url__startswith=BASE)
        route.mock(side_effect=[httpx.Response(503), httpx.Response(200, json=OWNED)])
        assert NumbersClient(base_url=BASE, account_id="AC1").active_numbers.get(NUMBER).phone_number == NUMBER

        route.mock(side_effect=[httpx.Response(503)])
        with pytest.raises(APIError):
            NumbersClient(base_url=BASE, account_id="AC1", max_retries=0).active_numbers.get(NUMBER)
