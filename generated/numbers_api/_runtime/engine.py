from __future__ import annotations

from .attempts import Call, Send, Sleep, Steps, repeated
from .prices import check_prices
from .purchases import Purchase
from .read_back import resolved
from .tracing import api, asking, traced

__all__ = ["Call", "Send", "Sleep", "Steps", "interrupted", "run", "settle"]


def run(call: Call) -> Steps:
    opentelemetry = api()
    return _carried_out(call) if opentelemetry is None else traced(call, _carried_out(call), opentelemetry)


def interrupted(steps: Steps, stop: BaseException) -> None:
    if getattr(steps, "gi_frame", None) is not None:
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
    opentelemetry = api()
    return resolved(call) if opentelemetry is None else asking(call, resolved(call), opentelemetry)
