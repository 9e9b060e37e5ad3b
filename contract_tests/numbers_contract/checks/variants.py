"""One number of every kind there is, bought, configured, read and released: a fault may sit in one kind only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, placed
from numbers_contract.registry import check
from numbers_contract.resource.filter_probes import filtering_of
from numbers_contract.resource.lifecycle import life_of
from numbers_contract.resource.request_bodies import joined_bodies, settings_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.resource.filter_probes import Filtering
    from numbers_contract.resource.lifecycle import Life

__all__: list[str] = []

Json = dict[str, Any]
_KINDS = 40  # values up to which a property tells kinds of numbers apart
_MOST = 45  # purchases, at most
_SHARE = 0.5  # of what may be spent, so that enough is left for the checks after this


@check("kinds", proves=("created", "held", "configured", "released"), changes=True)
def kinds(context: Context) -> None:
    """Numbers that together have every value of the properties that tell kinds apart, as far as that may cost."""
    life, filtering = life_of(context), filtering_of(context)
    guard = context.session.guard
    if life is None or life.market.create is None or filtering is None or not guard.affords(0):
        return
    account = context.accounts[0]
    for index, item in enumerate(_of_every_kind(life, filtering)[: int(_MOST * context.state.effort)]):
        if not guard.affords(life.market.price(item), share=_SHARE):
            continue
        with context.attempt("created", life.market.create):
            life.offers = [item, *(one for one in life.offers if one is not item)]
            key = life.acquire(account, _purchase(context, life.market.create, index))
            if key is None:
                return
            life.show(account, key)
            if life.market.update is not None and life.market.update.body is not None:
                life.configure(account, key, settings_of(context, life.market.update).full(index))
                life.show(account, key, "configured")
            life.release(account, key)


def _of_every_kind(life: Life, filtering: Filtering) -> list[Json]:
    """Of what can be bought, a number for each value, the rarest first, as few as can be, cheap ones where one pays."""
    oracle, found = filtering.oracle, dict[str, Json]()
    buyable = {life.market.key_of(item): item for item in life.candidates()}
    columns = [oracle.column(name) for name in oracle.filters if name != filtering.by_key]
    wanted = [keys & buyable.keys() for column in columns if len(column) <= _KINDS for keys in column.values()]
    for keys in sorted(wanted, key=len):
        if keys and not keys & found.keys():
            if life.context.session.endpoint.exclusive:
                key = filtering.rng.choice(sorted(keys))
            else:
                key = min(keys, key=lambda one: (life.market.price(buyable[one]), one))
            found[key] = buyable[key]
    return list(found.values())


def _purchase(context: Context, operation: Operation, index: int) -> Any:
    """Everything that a purchase can set, one of it, another each time, left null."""
    if operation.body is None:
        return MISSING
    settings = settings_of(context, operation)
    nullable = [pointer for pointer in settings.leaves if settings.nullable(pointer)]
    body = settings.full(index)
    return joined_bodies(body, placed(nullable[index % len(nullable)], None)) if nullable else body
