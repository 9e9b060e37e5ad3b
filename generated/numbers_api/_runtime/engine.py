"""One logical call: sending, waiting and sending again, written once for both colours.

`call` is a generator. It yields what it wants done, and is sent what came of it; ``clients`` drives it.
"""

from __future__ import annotations

import random
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeAlias

from .errors import ConnectionFailed, DeadlineExceeded, PurchaseOutcomeUnknown
from .operations import Operation
from .requests import WireRequest
from .responses import WireResponse, read, retry_after

__all__ = ["Send", "Sleep", "Steps", "call"]

_RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_TOO_MANY = 429
_NOT_FOUND = 404
_FIRST_DELAY = 0.5
_LONGEST_DELAY = 8.0
_LONGEST_RETRY_AFTER = 60.0


@dataclass(frozen=True, slots=True)
class Send:
    """Send this request and give back the answer, or throw `ConnectionFailed`."""

    request: WireRequest


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait this many seconds."""

    seconds: float


Steps: TypeAlias = Generator[Send | Sleep, WireResponse | None, Any]


def call(operation: Operation[Any], request: WireRequest, max_retries: int, phone_number: str | None = None) -> Steps:
    """Carry out one call.

    A safe or idempotent operation is repeated after a lost answer and after 408, 429, 500, 502, 503 and 504.
    Any other is repeated only when it surely was not acted on: never delivered, or 429 with ``Retry-After``.

    Raises:
        APIError, ContractError: as `responses.read`.
        ConnectionFailed: no answer after all attempts.
        PurchaseOutcomeUnknown: a billed call was sent and its answer was lost.
    """
    repeatable = operation.safe or operation.idempotent
    answer_was_lost = False
    for attempt in range(max_retries + 1):
        last = attempt == max_retries
        response: WireResponse | None = None
        try:
            response = yield Send(request)
        except ConnectionFailed as failure:
            if last or (failure.delivered is not False and not repeatable):
                raise _lost(operation, failure, attempt + 1, phone_number) from failure.__cause__
            answer_was_lost = answer_was_lost or failure.delivered is not False
        if response is not None:
            if answer_was_lost and operation.method == "DELETE" and response.status == _NOT_FOUND:
                return None
            if last or not _worth_repeating(response, repeatable=repeatable):
                return read(operation, response)
            answer_was_lost = answer_was_lost or response.status != _TOO_MANY
        yield Sleep(_delay(attempt, response))
    raise AssertionError  # the last attempt returns or raises


def _worth_repeating(response: WireResponse, *, repeatable: bool) -> bool:
    if response.status not in _RETRIED_STATUSES:
        return False
    asked = retry_after(response.headers)
    if asked is not None and asked > _LONGEST_RETRY_AFTER:
        return False
    return repeatable or (response.status == _TOO_MANY and asked is not None)


def _delay(attempt: int, response: WireResponse | None) -> float:
    asked = retry_after(response.headers) if response is not None else None
    if asked is not None:
        return asked
    return random.uniform(0, min(_LONGEST_DELAY, _FIRST_DELAY * 2**attempt))  # noqa: S311 -- jitter, not a secret


def _lost(
    operation: Operation[Any], failure: ConnectionFailed, attempts: int, phone_number: str | None
) -> ConnectionFailed | PurchaseOutcomeUnknown:
    surely_not_sent = failure.delivered is False
    if operation.billed and not surely_not_sent:
        return PurchaseOutcomeUnknown(
            f"the answer was lost ({failure.message}); list or get the number before you buy again",
            phone_number=phone_number,
            attempts=attempts,
            operation=operation.id,
        )
    cls = DeadlineExceeded if isinstance(failure, DeadlineExceeded) else ConnectionFailed
    return cls(failure.message, delivered=failure.delivered, attempts=attempts, operation=operation.id)
