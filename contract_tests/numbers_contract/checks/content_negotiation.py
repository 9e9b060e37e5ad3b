"""Negotiation: the header Accept, HEAD and conditional requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from numbers_contract.registry import check
from numbers_contract.resource.resource import resource_of

from .paths_and_methods import exists, small, standing

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.exchange import Exchange

__all__: list[str] = []

_NOT_MODIFIED = 304
_NOT_ALLOWED = 405
_NOT_ACCEPTABLE = 406


@check(proves=("accept-header",))
def content_negotiation(context: Context) -> None:
    """The header Accept, on every operation that changes nothing."""
    for operation in context.description.operations:
        if not operation.safe or not exists(context, operation):
            continue
        served = (
            "",
            "*/*",
            "application/*",
            "application/json",
            "Application/JSON",
            "text/html, application/json;q=0.5",
            "*/*;q=0.1",
        )
        for header in served:
            with context.attempt("accept-header", operation):
                exchange = _with_accept(context, operation, header)
                context.check(
                    exchange.status in operation.successes or exchange.status >= 500,
                    "accept-header",
                    operation,
                    f"Accept: {header or '(none)'} was answered {exchange.status}",
                    exchange,
                )
        if str(_NOT_ACCEPTABLE) not in operation.responses:
            continue
        excluding = ("text/html", "application/xml", "image/png, text/*", "application/json;q=0")
        for header, query in [*((one, None) for one in excluding), ("text/html", _nothing(operation))]:
            with context.attempt("accept-header", operation):
                exchange = _with_accept(context, operation, header, query)
                context.check(
                    exchange.status == _NOT_ACCEPTABLE or exchange.status >= 500,
                    "accept-header",
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
    for one in operation.extensions.filters:
        parameter = operation.parameter(one.parameter)
        if parameter is not None and one.compare == ("equal",) and parameter.compiled.allows("xNothingHasThis"):
            return [(parameter.name, "xNothingHasThis")]
    return None


@check(proves=("head-and-conditional",))
def head_and_conditional(context: Context) -> None:
    """HEAD and conditional requests are no part of the description; a server that answers them agrees with its GET."""
    for operation in context.description.operations:
        if operation.method != "GET" or not exists(context, operation):
            continue
        with context.attempt("head-and-conditional", operation):
            path, query = standing(context, operation), small(operation)
            got = context.call(operation, path=path, query=query)
            asked = context.call(operation, path=path, query=query, method="HEAD")
            refused = asked.status in (_NOT_ALLOWED, 501)
            context.check(
                refused or asked.status == got.status or asked.status >= 500,
                "head-and-conditional",
                operation,
                f"HEAD was answered {asked.status}, GET {got.status}",
                got,
                asked,
            )
            if got.ok and asked.status == got.status:
                _alike(context, got, asked)
            _of_another(context, got)
            _of_nothing(context, operation)
            etag = got.response.header("etag") if got.response else None
            if etag is not None:
                again = context.call(operation, path=path, query=query, headers=[("If-None-Match", etag)])
                context.check(
                    again.status in (got.status, 304),
                    "head-and-conditional",
                    operation,
                    f"If-None-Match with the ETag just sent was answered {again.status}",
                    got,
                    again,
                )


def _of_nothing(context: Context, operation: Operation) -> None:
    """HEAD of what is not there says so, as GET does."""
    resource, offers = resource_of(context), context.state.offers
    held: set[str] = context.state.held
    keys = (resource.key_of(item) for item in offers) if resource is not None else ()
    key = next((one for one in keys if one and one not in held), None)
    if key is None or operation.effect is None or not operation.effect.key:
        return
    path, _ = operation.addressed(key)
    got = context.call(operation, path=path, probe=True)
    asked = context.call(operation, path=path, method="HEAD", probe=True)
    context.check(
        got.ok or not asked.ok,
        "head-and-conditional",
        operation,
        f"HEAD of what the account does not hold was answered {asked.status}, GET {got.status}",
        got,
        asked,
        subject="absent",
    )


def _alike(context: Context, got: Exchange, asked: Exchange) -> None:
    """What HEAD says of the content is true of the answer to GET; it need not say anything (RFC 9110, 8.6, 9.3.2)."""
    one, other = got.response, asked.response
    assert one is not None
    assert other is not None
    context.check(
        other.media_type in (None, one.media_type),
        "head-and-conditional",
        got.request.operation,
        f"HEAD was answered with {other.media_type}, GET with {one.media_type}",
        got,
        asked,
        subject="content-type",
    )
    length, said = one.header("content-length"), other.header("content-length")
    context.check(
        None in (length, said) or length == said or _length(context.send(got.request)) != length,
        "head-and-conditional",
        got.request.operation,
        f"HEAD was answered with a Content-Length of {said}, GET with {length}",
        got,
        asked,
        subject="content-length",
    )


def _length(exchange: Exchange) -> str | None:
    return exchange.response.header("content-length") if exchange.response is not None else None


def _of_another(context: Context, got: Exchange) -> None:
    """Who has something else than what is there is not told that nothing has changed (RFC 9110, 13.1.2)."""
    request = got.request
    again = context.send(replace(request, headers=(*request.headers, ("If-None-Match", '"xNothingHasThis"'))))
    context.check(
        again.status != _NOT_MODIFIED,
        "head-and-conditional",
        request.operation,
        "If-None-Match with a tag that nothing has was answered 304",
        got,
        again,
        subject="if-none-match",
    )
