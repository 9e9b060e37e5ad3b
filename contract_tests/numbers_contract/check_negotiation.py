"""Negotiation: the header Accept, HEAD and conditional requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .check_http import exists, small, standing
from .checks import check

if TYPE_CHECKING:
    from .context import Context
    from .exchange import Exchange
    from .operation import Operation

__all__: list[str] = []

_NOT_ALLOWED = 405
_NOT_ACCEPTABLE = 406


@check("accept", order=22, proves=("accept",))
def accept(context: Context) -> None:
    """The header Accept, on every operation that changes nothing."""
    for operation in context.description.operations:
        if not operation.safe or not exists(context, operation):
            continue
        served = ("", "*/*", "application/*", "application/json", "text/html, application/json;q=0.5", "*/*;q=0.1")
        for header in served:
            with context.attempt("accept", operation):
                exchange = _with_accept(context, operation, header)
                context.expect(
                    exchange.status in operation.successes or exchange.status >= 500,
                    "accept",
                    operation,
                    f"Accept: {header or '(none)'} was answered {exchange.status}",
                    exchange,
                )
        if str(_NOT_ACCEPTABLE) not in operation.answers:
            continue
        excluding = ("text/html", "application/xml", "image/png, text/*", "application/json;q=0")
        for header, query in [*((one, None) for one in excluding), ("text/html", _nothing(operation))]:
            with context.attempt("accept", operation):
                exchange = _with_accept(context, operation, header, query)
                context.expect(
                    exchange.status == _NOT_ACCEPTABLE or exchange.status >= 500,
                    "accept",
                    operation,
                    f"Accept: {header} was answered {exchange.status}, not 406",
                    exchange,
                    pointer=f"{operation.pointer}/responses/406",
                    subject="406",
                )


def _with_accept(
    context: Context, operation: Operation, header: str, query: list[tuple[str, str]] | None = None
) -> Exchange:
    query = small(operation) if query is None else query
    return context.call(operation, path=standing(context, operation), headers=[("Accept", header)], query=query)


def _nothing(operation: Operation) -> list[tuple[str, str]] | None:
    """A query that finds nothing: the value of a filter that no example and no item has."""
    for one in operation.meaning.filters:
        parameter = operation.parameter(one.parameter)
        if parameter is not None and one.compare == ("equal",) and parameter.shape.allows("xNothingHasThis"):
            return [(parameter.name, "xNothingHasThis")]
    return None


@check("head", order=23, proves=("head",))
def head(context: Context) -> None:
    """HEAD and conditional requests are no part of the description; a server that answers them agrees with its GET."""
    for operation in context.description.operations:
        if operation.method != "GET" or not exists(context, operation):
            continue
        with context.attempt("head", operation):
            path, query = standing(context, operation), small(operation)
            got = context.call(operation, path=path, query=query)
            asked = context.call(operation, path=path, query=query, method="HEAD")
            refused = asked.status in (_NOT_ALLOWED, 501)
            context.expect(
                refused or asked.status == got.status or asked.status >= 500,
                "head",
                operation,
                f"HEAD was answered {asked.status}, GET {got.status}",
                got,
                asked,
            )
            etag = got.response.header("etag") if got.response else None
            if etag is not None:
                again = context.call(operation, path=path, query=query, headers=[("If-None-Match", etag)])
                context.expect(
                    again.status in (got.status, 304),
                    "head",
                    operation,
                    f"If-None-Match with the ETag just sent was answered {again.status}",
                    got,
                    again,
                )
