"""Which answers refuse a request, by the cause: the statuses that the operation documents for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.exchange import Exchange

__all__ = ["INVALID", "UNSUPPORTED", "accepted", "refused"]

INVALID = (400, 422)
"""What may be said of a value that the description does not allow."""
UNSUPPORTED = (415,)
"""What may be said of a media type that the description does not have."""


def documented(operation: Operation, statuses: tuple[int, ...]) -> set[int]:
    """Those of the statuses that the operation documents; every refusal if it documents none of them."""
    found = {status for status in statuses if str(status) in operation.responses}
    return found or {int(status) for status in operation.responses if status.isdecimal() and status.startswith("4")}


def refused(
    context: Context,
    exchange: Exchange,
    what: str,
    statuses: tuple[int, ...] = INVALID,
    *,
    rule: str = "rejects-invalid",
    pointer: str | None = None,
    also: tuple[int, ...] = (),
) -> bool:
    """See that a request that the description forbids was refused, with one of the statuses for that.

    Args:
        context: the run.
        exchange: the request and its answer.
        what: what is wrong with the request.
        statuses: what fits the cause, as far as it is documented.
        rule: the rule that is judged.
        pointer: the place in the description.
        also: what fits as well, documented or not.
    """
    operation = exchange.request.operation
    assert operation is not None
    allowed = documented(operation, statuses) | set(also)
    if exchange.status >= 500:
        return True
    wanted = " or ".join(map(str, sorted(allowed)))
    return context.check(
        exchange.status in allowed,
        rule,
        operation,
        f"{what} was answered {exchange.status}, not {wanted}",
        exchange,
        pointer=pointer,
        subject="" if pointer else what,
    )


def accepted(
    context: Context, exchange: Exchange, what: str, *, rule: str = "accepts-valid", pointer: str | None = None
) -> bool:
    """See that a request that the description allows was accepted."""
    operation = exchange.request.operation
    assert operation is not None
    return context.check(
        exchange.ok or exchange.status >= 500,
        rule,
        operation,
        f"{what} was answered {exchange.status}",
        exchange,
        pointer=pointer,
        subject="" if pointer else what,
    )
