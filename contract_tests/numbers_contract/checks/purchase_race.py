"""Several purchases of one number at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__: list[str] = []

Json = dict[str, Any]
_BUYERS = 4  # at once; should a server sell it to each, each pays
_SHARE = 0.7  # of what may be spent, so that enough is left for the checks after this


@check(proves=("sold-once",), changes=True)
def purchase_race(context: Context) -> None:
    """Several purchases of one number at the same time: one of them succeeds."""
    lifecycle = lifecycle_of(context)
    create = lifecycle.resource.create if lifecycle is not None else None
    if lifecycle is None or create is None:
        return
    for _ in range(3):
        item = lifecycle.next_offer()
        if item is None or not context.session.guard.affords(_BUYERS * lifecycle.resource.price(item), share=_SHARE):
            return
        with context.attempt("sold-once", create):
            _at_once(context, lifecycle, create, item)


def _at_once(context: Context, lifecycle: ResourceLifecycle, create: Operation, item: Json) -> None:
    key, buyers = lifecycle.resource.key_of(item), (context.accounts[:2] * _BUYERS)[:_BUYERS]
    path, query = create.addressed(key)
    requests = [context.request(create, buyer, path=path, query=query) for buyer in buyers]
    exchanges = context.session.send_concurrently(requests)
    bought = [exchange for exchange in exchanges if exchange.ok]
    for exchange in bought[:1]:
        if exchange.request.account is not None:
            lifecycle.model.created(exchange.request.account, item, MISSING, exchange)
    context.check(
        len(bought) <= 1,
        "sold-once",
        create,
        f"of {len(exchanges)} purchases of one number at the same time {len(bought)} succeeded",
        *bought,
    )
    for exchange in exchanges:
        if not exchange.ok and exchange.status not in (401, 403, 429):
            lifecycle.judge(create, exchange, "taken", "sold-once", "the purchase of what was bought at the same time")
    lifecycle.verify_state(rule="sold-once")
