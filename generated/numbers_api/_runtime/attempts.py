from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from . import logs
from .contracts import RETRIED_STATUSES
from .errors import APIError, ConnectionFailed, ContractError, DeadlineExceeded, NumbersError, PurchaseOutcomeUnknown
from .json_shapes import as_object
from .json_values import JSONFault, convert
from .operations import Operation
from .requests import WireRequest
from .responses import WireResponse, breach, names_of, read, succeeded
from .settings import OnDrift
from .waiting import LONGEST_RETRY_AFTER, backoff, remaining

__all__ = ["Call", "Send", "Sleep", "Steps", "outcome_unknown", "pause", "repeated", "says", "sent", "worth_repeating"]

_NOT_FOUND = 404
_TIMED_OUT = 408
_FIRST_SERVER_ERROR = 500
_SHARE_OF_FIRST = 2 / 3


@dataclass(slots=True)
class Send:
    operation: Operation[Any]
    request: WireRequest
    until: float | None = None
    begun: bool = False


@dataclass(slots=True)
class Sleep:
    seconds: float


Steps: TypeAlias = Generator[Send | Sleep, WireResponse | None, Any]


@dataclass(slots=True)
class Call:
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
        left = remaining(self.until)
        if left is None or self.operation.read_back is None:
            return self.until
        return time.monotonic() + left * _SHARE_OF_FIRST


def sent(call: Call) -> Steps:
    value = yield from exchanged(call, call.operation, call.request, call.reserve, call.on_drift)
    back = call.operation.read_back
    if value is not None and back is not None and call.answer is not None and not back.is_about(value, call.arguments):
        raise breach(call.operation, call.answer, "the answer is about another one than was asked for")
    return value


def exchanged(
    call: Call, operation: Operation[Any], request: WireRequest, until: float | None, on_drift: OnDrift | None
) -> Steps:
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
        raise AssertionError
    call.answer = response
    if operation is call.operation:
        call.status = response.status
    logs.answered(operation, response, begun)
    return read(operation, response, on_drift)


def repeated(call: Call) -> Steps:
    unknown = False
    while True:
        try:
            return (yield from sent(call))
        except (ConnectionFailed, APIError, ContractError) as error:
            if unknown and _already_so(call.operation, error):
                return None
            unknown = unknown or outcome_unknown(error)
            wait = pause(call, call.attempts, error) if worth_repeating(error) else None
            failure = error
        if wait is None:
            return (yield from _given_up(call, failure, unknown=unknown))
        logs.repeating(call.operation, wait, failure)
        yield Sleep(wait)


def _given_up(call: Call, failure: NumbersError, *, unknown: bool) -> Steps:
    if unknown and call.operation.read_back is not None:
        from .read_back import had_effect

        done, value = yield from had_effect(call)
        if done:
            return value
    raise failure


def _already_so(operation: Operation[Any], error: NumbersError) -> bool:
    back = operation.read_back
    goes = operation.method == "DELETE" if back is None else back.effect == "absent"
    return goes and says(operation, error, _NOT_FOUND if back is None else back.absent)


def says(operation: Operation[Any], error: NumbersError, status: int) -> bool:
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
    if isinstance(error, ConnectionFailed):
        return error.delivered is not False
    if isinstance(error, APIError):
        return error.status >= _FIRST_SERVER_ERROR or error.status == _TIMED_OUT
    return isinstance(error, ContractError)


def worth_repeating(error: NumbersError) -> bool:
    if isinstance(error, APIError):
        return error.status in RETRIED_STATUSES
    return isinstance(error, ConnectionFailed)


def pause(call: Call, tried: int, error: NumbersError, least: float = 0.0) -> float | None:
    if tried > call.max_retries:
        return None
    asked = error.retry_after if isinstance(error, APIError) else None
    if asked is not None and asked > LONGEST_RETRY_AFTER:
        return None
    seconds = max(least, backoff(tried) if asked is None else asked)
    left = remaining(call.until)
    return seconds if left is None or seconds < left else None
