"""A number given back: gone for everybody, on offer again, and bought again without its former settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get
from numbers_contract.resource.filter_consistency import unlisted
from numbers_contract.resource.request_bodies import settings_of

from .rejections import accepted, refused

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__ = ["released"]


def released(context: Context, lifecycle: ResourceLifecycle, account: Account, other: Account | None) -> None:
    """Given back: gone for every operation, for everybody; and bought again where it is on offer."""
    resource = lifecycle.resource
    if resource.delete is None or resource.create is None:
        return
    for buyer in (account, other or account):
        with context.attempt("released", resource.delete):
            key = lifecycle.acquire(account, _settings(context, lifecycle))
            if key is None:
                return
            _not_by_mistake(context, lifecycle, account, key)
            _configured(context, lifecycle, account, key)
            item = lifecycle.model.of(account)[key]
            exchange = lifecycle.release(account, key)
            if exchange is None or not exchange.ok:
                return
            lifecycle.absent(account, key, "released", "what was released")
            unlisted(lifecycle, account, key, item, exchange)
            lifecycle.verify_state(exchange, "released")
            _again(context, lifecycle, buyer, key)


def _settings(context: Context, lifecycle: ResourceLifecycle) -> Any:
    create = lifecycle.resource.create
    return settings_of(context, create).full(6) if create is not None and create.body is not None else MISSING


def _configured(context: Context, lifecycle: ResourceLifecycle, account: Account, key: str) -> None:
    """Set everything, so that whatever is left of it in the next lifecycle is seen."""
    update = lifecycle.resource.update
    if update is not None and update.body is not None:
        lifecycle.configure(account, key, settings_of(context, update).full(7))


def _not_by_mistake(context: Context, lifecycle: ResourceLifecycle, account: Account, key: str) -> None:
    """A release that the description forbids is refused, and the number stays."""
    if context.description.requests.get("unknown-query-parameters") != "refused" or lifecycle.resource.delete is None:
        return
    path, query = lifecycle.resource.delete.addressed(key)
    query.append(("xUnknown", "x"))
    exchange = context.call(lifecycle.resource.delete, account, path=path, query=query, probe=True)
    if refused(context, exchange, "an unknown query parameter"):
        lifecycle.show(account, key, "rejected-unchanged")


def _again(context: Context, lifecycle: ResourceLifecycle, buyer: Account, key: str) -> None:
    """On offer again, it can be bought again, and has nothing left of its former lifecycle."""
    resource = lifecycle.resource
    assert resource.create is not None
    offered = resource.by_key(resource.offer, key).items if resource.offer is not None else []
    exchange = resource.buy(buyer, key)
    if exchange.ok:
        lifecycle.model.created(buyer, offered[0] if offered else None, MISSING, exchange)
        _fresh(context, lifecycle, resource.create, exchange, key)
        lifecycle.show(buyer, key, "clean-resale")
        lifecycle.verify_state(exchange, "clean-resale")
        return
    lifecycle.judge(resource.create, exchange, "taken", "clean-resale", "the purchase of what was released")
    if offered and resource.offer is not None and resource.by_key(resource.offer, key).items:
        accepted(context, exchange, "the purchase of what is on offer again", rule="clean-resale")


def _fresh(context: Context, lifecycle: ResourceLifecycle, operation: Operation, exchange: Any, key: str) -> None:
    """What the owner decides is as on a number that was never configured."""
    update = lifecycle.resource.update
    if update is None or update.body is None:
        return
    initial = lifecycle.resource.described.get("initial", {})
    for pointer in settings_of(context, update).leaves:
        value, default = get(exchange.value, pointer), get(lifecycle.model.defaults, pointer)
        if pointer in initial or not lifecycle.model.defaults:
            continue
        same = value == default or (value in (MISSING, None) and default in (MISSING, None))
        context.check(
            same,
            "clean-resale",
            operation,
            f"bought again, {pointer} is still {value!r}",
            lifecycle.model.origin[key],
            exchange,
            at=pointer,
            subject="former settings",
        )
