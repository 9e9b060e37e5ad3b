"""How messages travel: compressed answers, long bodies and bodies in chunks (RFC 9110, 8.4; RFC 9112, 7.1)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import get, placed
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.lists import largest_size
from numbers_contract.resource.request_bodies import settings_of

from .paths_and_methods import exists, small, standing

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__: list[str] = []

_CODINGS = ("gzip", "gzip, deflate", "x-none;q=1.0, gzip;q=0.5")  # only what can be read without a library
_TOO_LONG = 413
_LONG = 6000  # characters: as long as URLs and names are in the wild, far below any limit of a body


@check(proves=("content-coding",))
def content_coding(context: Context) -> None:
    """An answer to a request that accepts gzip is the same, compressed or not."""
    for operation in context.description.operations:
        if not operation.safe or not exists(context, operation):
            continue
        for accepted in _CODINGS:
            with context.attempt("content-coding", operation):
                _coded(context, operation, accepted, small(operation))
        paging, largest = operation.extensions.paging, largest_size(operation)
        if paging is not None and paging.size[0] and largest:
            with context.attempt("content-coding", operation):
                _coded(context, operation, _CODINGS[0], [(paging.size[0], str(largest))])


def _coded(context: Context, operation: Operation, accepted: str, query: list[tuple[str, str]]) -> None:
    path, headers = standing(context, operation), [("Accept-Encoding", accepted)]
    exchange = context.call(operation, path=path, headers=headers, query=query)
    context.check(
        exchange.ok or exchange.status >= 500,
        "content-coding",
        operation,
        f"Accept-Encoding: {accepted} was answered {exchange.status}",
        exchange,
    )
    plain = context.call(operation, path=path, query=query)
    place = operation.extensions.paging.items if operation.extensions.paging is not None else ""
    if exchange.ok and plain.ok and get(exchange.value, place) != get(plain.value, place):
        again = context.send(exchange.request)  # else it was changed meanwhile
        context.check(
            get(again.value, place) != get(exchange.value, place),
            "content-coding",
            operation,
            "an answer to who accepts gzip holds something else than one to who does not",
            plain,
            again,
            subject="other",
        )


@check(proves=("accepts-valid", "configured"), changes=True)
def long_bodies(context: Context) -> None:
    """Texts without a limit may be long, and a body may come in chunks."""
    lifecycle = lifecycle_of(context)
    operation = lifecycle.resource.update if lifecycle else None
    if lifecycle is None or operation is None or operation.body is None:
        return
    account = context.accounts[0]
    key = next(iter(lifecycle.model.of(account)), None)
    if key is None:
        context.skip("configured", operation, "there is no number to try it on")
        return
    settings = settings_of(context, operation)
    for pointer in settings.leaves:
        text = _stretched(settings.value(pointer, 0))
        if text is not None and settings.allows(placed(pointer, text)):
            with context.attempt("accepts-valid", operation):
                lifecycle.configure(account, key, placed(pointer, text), also=(_TOO_LONG,))
                lifecycle.show(account, key, "configured")
    with context.attempt("configured", operation):
        _in_chunks(lifecycle, operation, key, settings.full(3))
    lifecycle.configure(account, key, settings.full(0))


def _stretched(value: Any) -> str | None:
    """A long text of the same kind; None where the value is no text."""
    return f"{value}{'x' * _LONG}" if isinstance(value, str) else None


def _in_chunks(lifecycle: ResourceLifecycle, operation: Operation, key: str, patch: dict[str, Any]) -> None:
    """A body in chunks does what the same body does in one piece; a server may refuse it, but not ignore it."""
    account = lifecycle.context.accounts[0]
    headers = [("Transfer-Encoding", "chunked"), ("Connection", "close")]
    exchange = lifecycle.resource.on_one(operation, account, key, body=json.dumps(patch).encode(), headers=headers)
    if exchange.ok:
        lifecycle.model.patched(account, key, patch, exchange)
        lifecycle.show(account, key, "configured")
