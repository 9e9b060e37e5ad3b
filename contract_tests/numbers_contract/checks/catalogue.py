"""A first look: everything on offer, as far as it can be read in reasonable time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.registry import check
from numbers_contract.resource.lists import largest_size
from numbers_contract.resource.pages import Asked
from numbers_contract.resource.resource import market_of

if TYPE_CHECKING:
    from numbers_contract.context import Context

__all__ = []

Json = dict[str, Any]
_MOST_PAGES = 30


@check("catalogue", proves=("answered", "no-server-error", "status", "schema", "pages"))
def catalogue(context: Context) -> None:
    """Walk along all that is on offer, in the largest pages."""
    market = market_of(context)
    if market is None or market.offer is None:
        return
    walk = market.lists.walk(Asked(market.offer, None, (), largest_size(market.offer)), _MOST_PAGES)
    keys = [market.key_of(item) for item in walk.items]
    if walk.pages:
        repeated = len(keys) - len(set(keys))
        context.expect(
            not repeated or not context.session.endpoint.quiet,
            "pages",
            market.offer,
            f"a walk along all pages shows {repeated} items more than once",
            walk.last,
        )
    context.state.offers = walk.items
    context.state.complete = walk.complete
    if not walk.items:
        context.skip("filter", market.offer, "nothing is on offer")
