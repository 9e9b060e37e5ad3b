"""A first look: everything on offer, as far as it can be read in reasonable time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .checks import check
from .lists import Asked
from .market import market_of

if TYPE_CHECKING:
    from .context import Context
    from .operation import Operation

__all__ = ["largest_size"]

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


def largest_size(operation: Operation) -> int | None:
    """The largest page that may be asked for."""
    paging = operation.meaning.paging
    parameter = operation.parameter(paging.size[0]) if paging else None
    largest = parameter.schema.get("maximum") if parameter else None
    return min(int(largest), 1000) if largest is not None else None
