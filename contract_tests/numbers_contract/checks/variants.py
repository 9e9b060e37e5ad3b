"""One number of every kind there is, bought, configured, read and released: a fault may sit in one kind only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, placed
from numbers_contract.registry import check
from numbers_contract.resource.filter_probes import filtering_of
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.request_bodies import joined_bodies, settings_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.resource.filter_probes import Filtering
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__: list[str] = []

Json = dict[str, Any]
_KINDS = 40  # values up to which a property tells kinds of numbers apart
_MOST = 45  # purchases, at most
_SHARE = 0.5  # of what may be spent, so that enough is left for the checks after this


@check(proves=("created", "owned-is-listed", "configured", "released"), changes=True)
def variants(context: Context) -> None:
    """Numbers that together have every value of the properties that tell kinds apart, as far as that may cost."""
    lifecycle, filtering = lifecycle_of(context), filtering_of(context)
    guard = context.session.guard
    if lifecycle is None or lifecycle.resource.create is None or filtering is None or not guard.affords(0):
        return
    account = context.accounts[0]
    for index, item in enumerate(_of_every_kind(lifecycle, filtering)[: int(_MOST * context.state.effort)]):
        if not guard.affords(lifecycle.resource.price(item), share=_SHARE):
            continue
        with context.attempt("created", lifecycle.resource.create):
            lifecycle.offers = [item, *(one for one in lifecycle.offers if one is not item)]
            key = lifecycle.acquire(account, _purchase(context, lifecycle.resource.create, index))
            if key is None:
                return
            lifecycle.show(account, key)
            if lifecycle.resource.update is not None and lifecycle.resource.update.body is not None:
                lifecycle.configure(account, key, settings_of(context, lifecycle.resource.update).full(index))
                lifecycle.show(account, key, "configured")
            lifecycle.release(account, key)


def _of_every_kind(lifecycle: ResourceLifecycle, filtering: Filtering) -> list[Json]:
    """Of what can be bought, a number for each value, the rarest first, as few as can be, cheap ones where one pays."""
    oracle, found = filtering.oracle, dict[str, Json]()
    buyable = {lifecycle.resource.key_of(item): item for item in lifecycle.candidates()}
    columns = [oracle.column(name) for name in oracle.filters if name != filtering.by_key]
    wanted = [keys & buyable.keys() for column in columns if len(column) <= _KINDS for keys in column.values()]
    for keys in sorted(wanted, key=len):
        if keys and not keys & found.keys():
            if lifecycle.context.session.endpoint.exclusive:
                key = filtering.rng.choice(sorted(keys))
            else:
                key = min(keys, key=lambda one: (lifecycle.resource.price(buyable[one]), one))
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
