"""Purchases, changes and releases with one thing wrong outside of their body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import is_object
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.request_bodies import settings_of

from .parameters import of_others, valid_texts
from .rejections import INVALID, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Exchange
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__: list[str] = []

Flaw = tuple[str, tuple[int, ...], dict[str, Any]]  # what is wrong, the statuses that are right, and arguments


@check(proves=("accept-header", "rejects-invalid", "rejected-unchanged"), changes=True)
def invalid_writes(context: Context) -> None:
    """Purchases, changes and releases that would succeed but for one thing outside of their body: nothing happens."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None:
        return
    account = context.accounts[0]
    for operation in (lifecycle.resource.create, lifecycle.resource.update, lifecycle.resource.delete):
        if operation is None:
            continue
        for what, statuses, more in _flaws(context, lifecycle, operation):
            with context.attempt("rejects-invalid", operation):
                exchange = _flawed(context, lifecycle, operation, account, more)
                if exchange is not None:
                    refused(
                        context,
                        exchange,
                        what,
                        statuses,
                        rule="accept-header" if 406 in statuses else "rejects-invalid",
                    )
    lifecycle.verify_state(rule="rejected-unchanged")


def _flaws(
    context: Context, lifecycle: ResourceLifecycle, operation: Operation
) -> Iterator[tuple[str, tuple[int, ...], dict[str, Any]]]:
    if "406" in operation.responses:
        for header in ("text/html", "application/xml;q=0.9, image/*"):
            yield f"Accept: {header}", (406,), {"headers": [("Accept", header)]}
    rules = context.description.requests
    if rules.get("unknown-query-parameters") == "refused":
        yield "an unknown query parameter", INVALID, {"query": [("xUnknownParameter", "x")]}
        known = of_others(context, [one.name for one in operation.of("query")])
        pagings = (one.extensions.paging for one in context.description.operations)
        paged = {name for one in pagings if one is not None for name in one.parameters}
        others = sorted(known.keys() - paged)
        some = context.random(f"of others in {operation.id}").sample(others, min(2, len(others)))
        for name in sorted(known.keys() & paged) + some:
            text = valid_texts(context, known[name])[0]
            yield f"the query parameter {name} of another operation", INVALID, {"query": [(name, text)]}
    key = operation.effect.key if operation.effect else None
    parameter = operation.parameter(key)
    offers = lifecycle.candidates()
    if rules.get("repeated-query-parameters") == "refused" and parameter and parameter.place == "query" and offers:
        for item in offers[:2]:
            yield f"{parameter.name} twice", INVALID, {"query": [(parameter.name, lifecycle.resource.key_of(item))]}


def _flawed(
    context: Context, lifecycle: ResourceLifecycle, operation: Operation, account: Account, more: dict[str, Any]
) -> Exchange | None:
    """Send a request with a flaw; what is done all the same is taken up, so that it is given back."""
    creates = operation is lifecycle.resource.create
    offers = lifecycle.candidates()
    key = lifecycle.resource.key_of(offers[0]) if creates and offers else next(iter(lifecycle.model.of(account)), None)
    parameter = operation.parameter(operation.effect.key if operation.effect else None)
    if key is None or parameter is None:
        return None
    extra = {name: value for name, value in more.items() if name != "query"}
    query = list(more.get("query", []))
    if operation.body is not None:
        extra["value"] = settings_of(context, operation).full(7)
    path, own = operation.addressed(key)
    exchange = context.call(operation, account, path=path, query=[*own, *query], probe=True, **extra)
    if exchange.ok and creates and is_object(exchange.value):
        offers.pop(0)
        lifecycle.model.of(account)[key] = exchange.value
    return exchange
