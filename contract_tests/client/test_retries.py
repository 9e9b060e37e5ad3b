"""How often a call goes out: what is safe is repeated, what costs money only when it surely had no effect."""

from __future__ import annotations

import asyncio
import email.utils
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import (
    APIError,
    AsyncNumbersClient,
    AuthenticationError,
    Conflict,
    ConnectionFailed,
    ContractError,
    DeadlineExceeded,
    GatewayTimeout,
    InternalServerError,
    NoNumberFound,
    NotFound,
    NumbersClient,
    NumbersError,
    PurchaseOutcomeUnknown,
    RateLimited,
    UnsupportedByServer,
)
from numbers_api._operations import (
    BUY_ACTIVE_NUMBER,
    CONFIGURE_ACTIVE_NUMBER,
    GET_ACTIVE_NUMBER,
    RELEASE_ACTIVE_NUMBER,
)
from numbers_api._runtime.backoff import backoff, retry_after
from numbers_api._runtime.calls.engine import Call, Send, Sleep, run
from numbers_api._runtime.transport.requests import WireRequest
from numbers_api._runtime.transport.responses import WireResponse
from numbers_api.models import ActiveNumber

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_api._runtime.operations import Operation

BASE = "https://numbers.test/v1"
NUMBER = "+14155550123"
OWNED = {"phone_number": NUMBER}
OPERATIONS: dict[str, Operation[Any]] = {
    "get": GET_ACTIVE_NUMBER,
    "buy": BUY_ACTIVE_NUMBER,
    "configure": CONFIGURE_ACTIVE_NUMBER,
    "release": RELEASE_ACTIVE_NUMBER,
}


def _no_wait(connection: object, seconds: float) -> None:
    assert connection
    assert seconds >= 0


Told = WireResponse | ConnectionFailed


def _walk(name: str, told: list[Told], *, read: list[Told] | None = None, retries: int = 2) -> Walked:
    """Drive one call by hand: `told` is what each sending of it comes to, `read` what each reading back."""
    operation = OPERATIONS[name]
    call = Call(
        operation,
        WireRequest(operation.method, BASE, content=b'{"friendlyName":"Line"}' if name == "configure" else None),
        {"phone_number": NUMBER, "account_id": "AC1"},
        max_retries=retries,
        build=lambda other, _: WireRequest(other.method, BASE),
    )
    walked = Walked()
    left = {True: list(told), False: list(read or [])}
    steps = run(call)
    try:
        step = next(steps)
        while True:
            if isinstance(step, Sleep):
                walked.waits.append(step.seconds)
                step = steps.send(None)
                continue
            assert isinstance(step, Send)
            own = step.operation is operation
            walked.sent += own
            walked.read += not own
            following = left[own].pop(0)
            step = steps.throw(following) if isinstance(following, ConnectionFailed) else steps.send(following)
    except StopIteration as stop:
        walked.result = stop.value
    except NumbersError as error:
        walked.result = error
    assert left == {True: [], False: []}, "something was not asked for"
    return walked


@dataclass
class Walked:
    """How often a call was sent and its effect read back, the waits, and the result or the exception."""

    sent: int = 0
    read: int = 0
    waits: list[float] = field(default_factory=list)
    result: Any = None


def _answer(status: int, body: bytes = b'{"phone_number":"+14155550123"}', **headers: str) -> WireResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return WireResponse(status, {"content-type": "application/json", **named}, body)


def lost() -> ConnectionFailed:
    """A request whose answer did not come."""
    return ConnectionFailed("read timeout", delivered=None)


def never() -> ConnectionFailed:
    """A request that surely did not arrive."""
    return ConnectionFailed("refused", delivered=False)


TAKEN = _answer(400, b'{"code":21452,"message":"none"}')
HELD = _answer(200)
GONE = _answer(404, b'{"code":40401,"message":"none"}')
CHANGED = _answer(200, b'{"phone_number":"+14155550123","friendlyName":"Line"}')
Reads = list[Told] | None

TABLE: list[tuple[str, list[Told], Reads, type[object] | None, str | None]] = [
    # operation, what each sending comes to, what each reading back comes to, kind of result, charged
    ("get", [_answer(503), HELD], None, ActiveNumber, None),
    ("get", [lost(), HELD], None, ActiveNumber, None),
    ("get", [_answer(500), _answer(502), _answer(504)], None, GatewayTimeout, "no"),
    ("get", [_answer(501)], None, UnsupportedByServer, "no"),
    ("get", [_answer(409)], None, Conflict, "no"),
    ("get", [lost(), lost(), lost()], None, ConnectionFailed, "no"),
    ("buy", [HELD], None, ActiveNumber, None),
    # never delivered, or told to wait: sent again
    ("buy", [never(), HELD], None, ActiveNumber, None),
    ("buy", [never(), never(), never()], None, ConnectionFailed, "no"),
    ("buy", [_answer(429, retry_after="1"), HELD], None, ActiveNumber, None),
    ("buy", [_answer(429)], None, RateLimited, "no"),
    ("buy", [_answer(429, retry_after="61")], None, RateLimited, "no"),
    # refused at once
    ("buy", [TAKEN], None, NoNumberFound, "no"),
    ("buy", [_answer(401)], None, AuthenticationError, "no"),
    ("buy", [_answer(409)], None, Conflict, "no"),
    # the outcome is unknown, and reading back tells
    *(("buy", [first()], [HELD], ActiveNumber, None) for first in (lost, lambda: _answer(500), lambda: _answer(302))),
    ("buy", [_answer(503, retry_after="1")], [HELD], ActiveNumber, None),
    ("buy", [_answer(408)], [HELD], ActiveNumber, None),
    ("buy", [never(), lost()], [HELD], ActiveNumber, None),
    ("buy", [lost()], [_answer(503), lost(), HELD], ActiveNumber, None),
    ("buy", [lost()], [GONE, HELD], ActiveNumber, None),
    # surely absent: sent again
    ("buy", [lost(), HELD], [GONE, GONE], ActiveNumber, None),
    ("buy", [_answer(500), lost(), HELD], [GONE, GONE, GONE, GONE], ActiveNumber, None),
    # an answer after an attempt in doubt is not taken at its word
    ("buy", [lost(), TAKEN], [GONE, GONE, HELD], ActiveNumber, None),
    ("buy", [lost(), TAKEN], [GONE, GONE, GONE, GONE], NoNumberFound, "no"),
    ("buy", [lost(), _answer(429)], [GONE, GONE, GONE, GONE], PurchaseOutcomeUnknown, "unknown"),
    ("buy", [lost(), _answer(401)], [GONE, GONE, _answer(401)], PurchaseOutcomeUnknown, "unknown"),
    ("buy", [lost(), _answer(409)], [GONE, GONE, HELD], ActiveNumber, None),
    ("buy", [lost(), never(), never()], [GONE, GONE, HELD], ActiveNumber, None),
    ("buy", [lost(), never(), never()], [GONE, GONE, GONE, GONE], PurchaseOutcomeUnknown, "unknown"),
    # nobody knows
    ("buy", [lost()], [lost(), lost(), lost()], PurchaseOutcomeUnknown, "unknown"),
    ("buy", [lost()], [_answer(403)], PurchaseOutcomeUnknown, "unknown"),
    ("buy", [_answer(501)], [GONE], PurchaseOutcomeUnknown, "unknown"),
    ("buy", [_answer(302)], [GONE], PurchaseOutcomeUnknown, "unknown"),
    ("buy", [lost(), lost(), lost()], [GONE, GONE, GONE, GONE, GONE], PurchaseOutcomeUnknown, "unknown"),
    # bought, and the answer cannot be read
    ("buy", [_answer(200, b"{}")], [HELD], ActiveNumber, None),
    ("buy", [_answer(200, b"{}")], [GONE], ContractError, "yes"),
    ("buy", [_answer(200, b"<html>")], [_answer(200, b"<html>")], ContractError, "yes"),
    ("buy", [_answer(202)], [lost(), lost(), lost()], ContractError, "yes"),
    # idempotent: repeated, and read back in the end
    ("configure", [lost(), HELD], None, ActiveNumber, None),
    ("configure", [lost(), lost(), _answer(500)], [CHANGED], ActiveNumber, None),
    ("configure", [lost(), lost(), _answer(500)], [HELD], InternalServerError, "no"),
    ("configure", [_answer(200, b"{}")], [CHANGED], ActiveNumber, None),
    ("configure", [never(), never(), never()], None, ConnectionFailed, "no"),
    ("release", [lost(), GONE], None, type(None), None),
    ("release", [GONE], None, NotFound, "no"),
    ("release", [_answer(429, retry_after="0"), GONE], None, NotFound, "no"),
    ("release", [_answer(503), GONE], None, type(None), None),
    ("release", [lost(), lost(), lost()], [GONE], type(None), None),
    ("release", [lost(), lost(), lost()], [HELD], ConnectionFailed, "no"),
]


@pytest.mark.parametrize(("name", "told", "read", "kind", "charged"), TABLE)
def test_requests_on_the_wire(
    name: str, told: list[Told], read: Reads, kind: type[object], charged: str | None
) -> None:
    """Each operation is sent and read back exactly as often as its contract says; each failure tells about money."""
    walked = _walk(name, told, read=read)

    assert (walked.sent, walked.read) == (len(told), len(read or []))
    assert type(walked.result) is kind
    assert getattr(walked.result, "charged", None) == charged
    if isinstance(walked.result, ActiveNumber):
        read_last = bool(read) and walked.read > 0 and (read or [])[-1] is not GONE
        assert walked.result.reconciled is read_last
        assert walked.result == ActiveNumber.from_json((read or told)[-1].content if read_last else told[-1].content)


def test_a_broken_answer_to_a_purchase_is_kept_whole() -> None:
    """A purchase whose answer cannot be read carries that answer, byte for byte."""
    body = b"{" + b"x" * 10_000
    walked = _walk("buy", [_answer(200, body, x_request_id="r1")], read=[GONE])

    assert (walked.result.body, walked.result.status, walked.result.request_id) == (body, 200, "r1")


ENDS = [200, 302, 400, 401, 404, 408, 409, 429, 500, 501, 502, 503, 504, 520]


@given(st.lists(st.sampled_from(ENDS), min_size=3, max_size=3), st.sampled_from([200, 500, 302, 403]))
def test_a_purchase_is_not_sent_again_unless_its_number_surely_is_absent(statuses: list[int], found: int) -> None:
    """Whatever the service answers without Retry-After, it goes out once unless reading back says 404."""
    call = Call(
        OPERATIONS["buy"],
        WireRequest("POST", BASE),
        {"phone_number": NUMBER, "account_id": "AC1"},
        build=lambda other, _: WireRequest(other.method, BASE),
    )
    left, sent = list(statuses), 0
    steps = run(call)
    step = next(steps)
    with suppress(StopIteration, NumbersError):
        while True:
            if isinstance(step, Sleep):
                step = steps.send(None)
            elif step.operation.billed:
                sent += 1
                step = steps.send(_answer(left.pop(0)))
            else:
                step = steps.send(_answer(found))

    assert sent == 1


@given(st.lists(st.sampled_from([408, 429, 500, 502, 503, 504]), min_size=2, max_size=2), st.integers(0, 60))
def test_waits_are_bounded(statuses: list[int], asked: int) -> None:
    """Between two attempts at most eight seconds pass, or just what Retry-After asks."""
    told: list[Told] = [_answer(statuses[0]), _answer(statuses[1], retry_after=str(asked)), _answer(200)]
    waits = _walk("get", told).waits

    assert 0 <= waits[0] <= 8
    assert waits[1] == asked


@given(st.integers(1, 400))
def test_the_jitter_is_full_and_the_wait_grows(attempt: int) -> None:
    """The wait lies anywhere between nothing and a limit that doubles from half a second to eight."""
    waits = [backoff(attempt) for _ in range(20)]

    assert all(0 <= wait <= min(8, 0.5 * 2 ** min(attempt - 1, 10)) for wait in waits)
    assert len(set(waits)) > 1


@given(st.text(max_size=12))
def test_any_retry_after_is_read_or_ignored(text: str) -> None:
    """Retry-After may be anything at all; what comes out is nothing, or seconds that one can wait."""
    seconds = retry_after({"retry-after": text})

    assert seconds is None or 0 <= seconds < float("inf")


@given(st.integers(0, 10**6))
def test_milliseconds_are_more_precise(milliseconds: int) -> None:
    """retry-after-ms goes before Retry-After, and one that cannot be read is as if it was not there."""
    assert retry_after({"retry-after-ms": str(milliseconds), "retry-after": "7"}) == milliseconds / 1000
    assert retry_after({"retry-after-ms": "soon", "retry-after": "7"}) == 7


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
    monkeypatch.setattr("numbers_api._runtime.transport.http.Connection.sleep", _no_wait)
    never_delivered = expected in {DeadlineExceeded, ConnectionFailed}
    blocking = NumbersClient(base_url=BASE, account_id="AC1")

    async def buy() -> None:
        async with AsyncNumbersClient(base_url=BASE, account_id="AC1", max_retries=0) as client:
            await client.active_numbers.buy(NUMBER)

    with respx.mock:
        respx.get(url__startswith=BASE).mock(return_value=httpx.Response(403))
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
            cause = caught.value.__cause__
            assert isinstance(cause if never_delivered or cause is None else cause.__cause__, error)
            assert NUMBER not in str(caught.value)


def test_safe_calls_are_repeated_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client made without options repeats a read after 503, and with max_retries=0 it does not."""
    monkeypatch.setattr("numbers_api._runtime.transport.http.Connection.sleep", _no_wait)
    with respx.mock:
        route = respx.get(url__startswith=BASE)
        route.mock(side_effect=[httpx.Response(503), httpx.Response(200, json=OWNED)])
        assert NumbersClient(base_url=BASE, account_id="AC1").active_numbers.get(NUMBER).phone_number == NUMBER

        route.mock(side_effect=[httpx.Response(503)])
        with pytest.raises(APIError):
            NumbersClient(base_url=BASE, account_id="AC1", max_retries=0).active_numbers.get(NUMBER)
