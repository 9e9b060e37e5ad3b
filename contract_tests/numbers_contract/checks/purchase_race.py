"""Several purchases of one number at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import life_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.resource.lifecycle import Life

__all__: list[str] = []

Json = dict[str, Any]
_BUYERS = 4  # at once; should a server sell it to each, each pays
_SHARE = 0.7  # of what may be spent, so that enough is left for the checks after this


@check("race", proves=("bought-once",), changes=True)
def race(context: Context) -> None:
    """Several purchases of one number at the same time: one of them succeeds."""
    life = life_of(context)
    create = life.market.create if life is not None else None
    if life is None or create is None:
        return
    for _ in range(3):
        item = life.next_offer()
        if item is None or not context.session.guard.affords(_BUYERS * life.market.price(item), share=_SHARE):
            return
        with context.attempt("bought-once", create):
            _at_once(context, life, create, item)


def _at_once(context: Context, life: Life, create: Operation, item: Json) -> None:
    key, buyers = life.market.key_of(item), (context.accounts[:2] * _BUYERS)[:_BUYERS]
    path, query = create.addressed(key)
    requests = [context.request(create, buyer, path=path, query=query) for buyer in buyers]
    exchanges = context.session.together(requests)
    bought = [exchange for exchange in exchanges if exchange.ok]
    for exchange in bought[:1]:
        if exchange.request.account is not None:
            life.model.created(exchange.request.account, item, MISSING, exchange)
    context.expect(
        len(bought) <= 1,
        "bought-once",
        create,
        f"of {len(exchanges)} purchases of one number at the same time {len(bought)} succeeded",
        *bought,
    )
    for exchange in exchanges:
        if not exchange.ok and exchange.status not in (401, 403, 429):
            life.judge(create, exchange, "taken", "bought-once", "the purchase of what was bought at the same time")
    life.frames(rule="bought-once")
