"""Sending a request, and sending it again when that changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from ..backoff import LONGEST_RETRY_AFTER, backoff, remaining
from ..errors import APIError, ConnectionFailed, ContractError, DeadlineExceeded, NumbersError, PurchaseOutcomeUnknown
from ..json.codec import JSONFault, convert
from ..json.drift_events import OnDrift
from ..json.shapes import as_object
from ..operations import Operation
from ..retry_contract import RETRIED_STATUSES
from ..transport import logs
from ..transport.messages import WireRequest, WireResponse
from ..transport.responses import breach, names_of, read, succeeded

__all__ = ["Call", "Send", "Sleep", "Steps", "outcome_unknown", "pause", "says", "sent", "worth_repeating"]

_TIMED_OUT = 408
_FIRST_SERVER_ERROR = 500
_SHARE_OF_FIRST = 2 / 3  # of the time that is left; the rest is for finding out what became of it


@dataclass(slots=True)
class Send:
    """Send this request of `operation` and give back the answer, or throw `ConnectionFailed`.

    Attributes:
        until: The end on the monotonic clock, or ``None``.
        begun: Set by the driver when the request goes out, or may have.
    """

    operation: Operation[Any]
    request: WireRequest
    until: float | None = None
    begun: bool = False


@dataclass(slots=True)
class Sleep:
    """Wait this many seconds."""

    seconds: float


Steps: TypeAlias = Generator[Send | Sleep, WireResponse | None, Any]


@dataclass(slots=True)
class Call:
    """One logical call.

    Attributes:
        operation: What is called.
        request: Its request.
        arguments: The values of its parameters, by argument; the account is filled in.
        max_retries: How often each request may be repeated.
        until: The end of the whole call on the monotonic clock, or ``None``.
        price_limits: The highest price by argument; empty for none.
        offer: The item of the catalogue that is bought, where the caller gave one.
        build: Makes the request of another operation from its arguments.
        settle: Carries out `engine.settle` of this call, for ``PurchaseOutcomeUnknown.resolve``.
        interrupted: Keeps what is not known when a purchase is cancelled.
        on_drift: What is told where answers are not as described, or ``None``.
        attempts: How often the request itself was sent.
        status: The status of the last answer to it, or ``None``.
        answer: The last answer to any request of the call, or ``None``.
        unread: Why the thing that it is about could not be read, or ``None``.
        under_way: What was sent last.
    """

    operation: Operation[Any]
    request: WireRequest
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    max_retries: int = 2
    until: float | None = None
    price_limits: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    offer: Any = None
    build: Callable[[Operation[Any], Mapping[str, Any]], WireRequest] | None = None
    settle: Callable[[Call, PurchaseOutcomeUnknown], Any] | None = None
    interrupted: Callable[[PurchaseOutcomeUnknown], None] | None = None
    on_drift: OnDrift | None = None
    attempts: int = 0
    status: int | None = None
    answer: WireResponse | None = None
    unread: NumbersError | None = None
    under_way: Send | None = None

    @property
    def reserve(self) -> float | None:
        """The end for a request whose effect can be read back: some time is kept for that."""
        left = remaining(self.until)
        if left is None or self.operation.read_back is None:
            return self.until
        return time.monotonic() + left * _SHARE_OF_FIRST


def sent(call: Call) -> Steps:
    """Send the request of `call` once and read the answer.

    Raises:
        ConnectionFailed, APIError, ContractError: what came of it.
    """
    value = yield from exchanged(call, call.operation, call.request, call.reserve, call.on_drift)
    back = call.operation.read_back
    if value is not None and back is not None and call.answer is not None and not back.is_about(value, call.arguments):
        raise breach(call.operation, call.answer, "the answer is about another one than was asked for")
    return value


def exchanged(
    call: Call, operation: Operation[Any], request: WireRequest, until: float | None, on_drift: OnDrift | None
) -> Steps:
    """Send one request and read the answer.

    Raises:
        ConnectionFailed, APIError, ContractError: what came of it.
    """
    left = remaining(until)
    if left is not None and left <= 0:
        raise DeadlineExceeded(
            "the deadline was over before the request was sent", delivered=False, operation=operation.id
        )
    call.attempts += operation is call.operation
    call.under_way = step = Send(operation, request, until)
    begun = logs.sending(operation, request)
    try:
        response = yield step
        if response is not None and response.cut is not None:
            if operation.safe or operation.idempotent or not succeeded(response):
                raise response.cut
            call.answer, call.status = response, response.status
            raise breach(operation, response, response.cut.message) from response.cut
    except ConnectionFailed as failure:
        failure.operation, failure.attempts = operation.id, max(1, call.attempts)
        logs.lost(operation, failure, begun)
        raise
    if response is None:
        raise AssertionError  # whoever drives this gives an answer to each request
    call.answer = response
    if operation is call.operation:
        call.status = response.status
    logs.answered(operation, response, begun)
    return read(operation, response, on_drift)


def says(operation: Operation[Any], error: NumbersError, status: int) -> bool:
    """Whether `error` is `status` of the service itself, and not of something in front of it: its body is described."""
    if not isinstance(error, APIError) or error.status != status:
        return False
    type_ = next((found for name in names_of(status) if (found := operation.refusals.get(name))), None)
    if type_ is None:
        return as_object(error.body) is not None
    try:
        convert(error.body, type_)
    except JSONFault:
        return False
    return True


def outcome_unknown(error: NumbersError) -> bool:
    """Whether a request that ended with `error` may have been acted on."""
    if isinstance(error, ConnectionFailed):
        return error.delivered is not False
    if isinstance(error, APIError):
        return error.status >= _FIRST_SERVER_ERROR or error.status == _TIMED_OUT
    return isinstance(error, ContractError)


def worth_repeating(error: NumbersError) -> bool:
    """Whether the same request may well have another answer a little later."""
    if isinstance(error, APIError):
        return error.status in RETRIED_STATUSES
    return isinstance(error, ConnectionFailed)


def pause(call: Call, tried: int, error: NumbersError, least: float = 0.0) -> float | None:
    """Return the seconds to wait after the attempt number `tried`; ``None`` when there is no further one.

    It is `least` or more.

    ``Retry-After`` is kept as it is asked for, up to a minute; more than that, or more than the deadline leaves, is
    for the caller to wait.
    """
    if tried > call.max_retries:
        return None
    asked = error.retry_after if isinstance(error, APIError) else None
    if asked is not None and asked > LONGEST_RETRY_AFTER:
        return None
    seconds = max(least, backoff(tried) if asked is None else asked)
    left = remaining(call.until)
    return seconds if left is None or seconds < left else None
