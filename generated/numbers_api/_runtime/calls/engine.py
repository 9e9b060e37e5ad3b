"""One logical call, written once for both colours.

A call is a generator. It yields what it wants done, `Send` or `Sleep`, and is sent what came of it; ``clients``
drives it, blocking or not. This module decides what is done; ``attempts`` repeats what may be repeated, ``purchases``
what costs money.
"""

from __future__ import annotations

from .attempts import Call, Send, Sleep, Steps
from .prices import check_prices
from .purchases import Purchase
from .read_back import resolved
from .retries import repeated
from .tracing import api, asking, traced

__all__ = ["Call", "Send", "Sleep", "Steps", "interrupted", "run", "settle"]


def run(call: Call) -> Steps:
    """Carry out `call`.

    A safe or idempotent operation is repeated after a lost answer and after 408, 429, 500, 502, 503 and 504.
    Any other is repeated only when it surely was not acted on: never delivered, refused with 429 and
    ``Retry-After``, or sent and found to have had no effect.

    Raises:
        APIError, ContractError: as `responses.read`.
        ConnectionFailed: no answer after all attempts.
        PriceExceeded, InvalidRequest: the price is above what the caller allows, or unknown.
        PurchaseOutcomeUnknown: a billed call was sent and nobody knows what became of it.
    """
    opentelemetry = api()
    return _carried_out(call) if opentelemetry is None else traced(call, _carried_out(call), opentelemetry)


def interrupted(steps: Steps, stop: BaseException) -> None:
    """Let `steps` note what is in doubt when `stop`, such as Ctrl-C, comes while they wait for their driver.

    Raises:
        BaseException: `stop`, once it is noted.
    """
    if getattr(steps, "gi_frame", None) is not None:  # else they have ended
        steps.throw(stop)


def _carried_out(call: Call) -> Steps:
    operation = call.operation
    if operation.safe or operation.idempotent:
        return repeated(call)
    return _bought(call) if call.price_limits else Purchase(call).steps()


def _bought(call: Call) -> Steps:
    yield from check_prices(call)
    return (yield from Purchase(call).steps())


def settle(call: Call) -> Steps:
    """Ask again what became of `call`: the thing itself, marked reconciled, or ``None`` when it is not there.

    When that cannot be told, it is ``Finding.UNREADABLE``, and ``call.unread`` says why.
    """
    opentelemetry = api()
    return resolved(call) if opentelemetry is None else asking(call, resolved(call), opentelemetry)
