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
    from numbers_contract.resource.lifecycle import Life

__all__ = ["released"]


def released(context: Context, life: Life, account: Account, other: Account | None) -> None:
    """Given back: gone for every operation, for everybody; and bought again where it is on offer."""
    market = life.market
    if market.delete is None or market.create is None:
        return
    for buyer in (account, other or account):
        with context.attempt("released", market.delete):
            key = life.acquire(account, _settings(context, life))
            if key is None:
                return
            _not_by_mistake(context, life, account, key)
            _configured(context, life, account, key)
            item = life.model.of(account)[key]
            exchange = life.release(account, key)
            if exchange is None or not exchange.ok:
                return
            life.absent(account, key, "released", "what was released")
            unlisted(life, account, key, item, exchange)
            life.frames(exchange, "released")
            _again(context, life, buyer, key)


def _settings(context: Context, life: Life) -> Any:
    create = life.market.create
    return settings_of(context, create).full(6) if create is not None and create.body is not None else MISSING


def _configured(context: Context, life: Life, account: Account, key: str) -> None:
    """Set everything, so that whatever is left of it in the next life is seen."""
    update = life.market.update
    if update is not None and update.body is not None:
        life.configure(account, key, settings_of(context, update).full(7))


def _not_by_mistake(context: Context, life: Life, account: Account, key: str) -> None:
    """A release that the description forbids is refused, and the number stays."""
    if context.description.requests.get("unknown-query-parameters") != "refused" or life.market.delete is None:
        return
    path, query = life.market.delete.addressed(key)
    query.append(("xUnknown", "x"))
    exchange = context.call(life.market.delete, account, path=path, query=query, probe=True)
    if refused(context, exchange, "an unknown query parameter"):
        life.show(account, key, "refused-unchanged")


def _again(context: Context, life: Life, buyer: Account, key: str) -> None:
    """On offer again, it can be bought again, and has nothing left of its former life."""
    market = life.market
    assert market.create is not None
    offered = market.by_key(market.offer, key).items if market.offer is not None else []
    exchange = market.buy(buyer, key)
    if exchange.ok:
        life.model.created(buyer, offered[0] if offered else None, MISSING, exchange)
        _fresh(context, life, market.create, exchange, key)
        life.show(buyer, key, "again")
        life.frames(exchange, "again")
        return
    life.judge(market.create, exchange, "taken", "again", "the purchase of what was released")
    if offered and market.offer is not None and market.by_key(market.offer, key).items:
        accepted(context, exchange, "the purchase of what is on offer again", rule="again")


def _fresh(context: Context, life: Life, operation: Operation, exchange: Any, key: str) -> None:
    """What the owner decides is as on a number that was never configured."""
    update = life.market.update
    if update is None or update.body is None:
        return
    initial = life.market.described.get("initial", {})
    for pointer in settings_of(context, update).leaves:
        value, default = get(exchange.value, pointer), get(life.model.defaults, pointer)
        if pointer in initial or not life.model.defaults:
            continue
        same = value == default or (value in (MISSING, None) and default in (MISSING, None))
        context.expect(
            same,
            "again",
            operation,
            f"bought again, {pointer} is still {value!r}",
            life.model.origin[key],
            exchange,
            at=pointer,
            subject="former settings",
        )
