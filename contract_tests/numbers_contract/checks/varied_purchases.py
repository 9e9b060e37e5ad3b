"""An account with numbers that differ from each other, which later checks look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.diverse_sample import varied
from numbers_contract.description.json_pointer import MISSING, get
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import life_of
from numbers_contract.resource.request_bodies import settings_of

from .purchase_bodies import bodies_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.diverse_sample import Trait
    from numbers_contract.resource.lifecycle import Life

__all__: list[str] = []

Json = dict[str, Any]
_HOLDINGS = 9


@check("portfolio", proves=("created", "held", "off-offer", "untouched"), changes=True)
def portfolio(context: Context) -> None:
    """Buy numbers that differ from each other, configured in different ways, for both accounts."""
    life = life_of(context)
    if life is None or life.market.create is None:
        return
    life.offers = _varied(context, life)
    bodies = bodies_of(context, life.market.create)
    for index in range(int(_HOLDINGS * max(0.5, context.state.effort))):
        account = context.accounts[index % 4 == 3 and len(context.accounts) > 1]
        with context.attempt("created", life.market.create):
            key = life.acquire(account, bodies[index % len(bodies)])
            if key is None:
                break
            cause = life.model.origin[key]
            life.off_offer(key, cause)
            life.show(account, key)
            if life.market.update is not None and life.market.update.body is not None:
                life.configure(account, key, settings_of(context, life.market.update).full(index))
                life.show(account, key, "configured")
            life.frames(cause, "held")


def _varied(context: Context, life: Life) -> list[Json]:
    """What can be bought, so ordered that each brings values that those before it do not have."""
    pool = life.candidates()
    if life.market.list is None:
        return pool
    among = 300 if context.session.endpoint.exclusive else 40  # where they cost money: of the cheapest
    places = [one.property for one in life.market.list.meaning.filters]
    return varied(pool, lambda item: _values(item, places) | life.traits(item), _HOLDINGS, among)


def _values(item: Json, places: list[str]) -> set[Trait]:
    found = ((place, get(item, place)) for place in places)
    return {(place, str(value)) for place, value in found if value is not MISSING and value is not None}
