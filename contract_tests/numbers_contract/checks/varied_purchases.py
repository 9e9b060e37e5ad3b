"""An account with numbers that differ from each other, which later checks look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.diverse_sample import varied
from numbers_contract.description.json_pointer import MISSING, get
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.request_bodies import settings_of

from .purchase_bodies import bodies_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.diverse_sample import Trait
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__: list[str] = []

Json = dict[str, Any]
_HOLDINGS = 9


@check(proves=("created", "owned-is-listed", "sold-not-listed", "no-side-effects"), changes=True)
def varied_purchases(context: Context) -> None:
    """Buy numbers that differ from each other, configured in different ways, for both accounts."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None or lifecycle.resource.create is None:
        return
    lifecycle.offers = _varied(context, lifecycle)
    bodies = bodies_of(context, lifecycle.resource.create)
    for index in range(int(_HOLDINGS * max(0.5, context.state.effort))):
        account = context.accounts[index % 4 == 3 and len(context.accounts) > 1]
        with context.attempt("created", lifecycle.resource.create):
            key = lifecycle.acquire(account, bodies[index % len(bodies)])
            if key is None:
                break
            cause = lifecycle.model.origin[key]
            lifecycle.off_offer(key, cause)
            lifecycle.show(account, key)
            if lifecycle.resource.update is not None and lifecycle.resource.update.body is not None:
                lifecycle.configure(account, key, settings_of(context, lifecycle.resource.update).full(index))
                lifecycle.show(account, key, "configured")
            lifecycle.verify_state(cause, "owned-is-listed")


def _varied(context: Context, lifecycle: ResourceLifecycle) -> list[Json]:
    """What can be bought, so ordered that each brings values that those before it do not have."""
    pool = lifecycle.candidates()
    if lifecycle.resource.list is None:
        return pool
    among = 300 if context.session.endpoint.exclusive else 40  # where they cost money: of the cheapest
    places = [one.property for one in lifecycle.resource.list.extensions.filters]
    return varied(pool, lambda item: _values(item, places) | lifecycle.traits(item), _HOLDINGS, among)


def _values(item: Json, places: list[str]) -> set[Trait]:
    found = ((place, get(item, place)) for place in places)
    return {(place, str(value)) for place, value in found if value is not MISSING and value is not None}
