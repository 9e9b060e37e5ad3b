"""A first look: everything on offer, as far as it can be read in reasonable time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.registry import check
from numbers_contract.resource.lists import largest_size
from numbers_contract.resource.pages import ListQuery
from numbers_contract.resource.resource import resource_of

if TYPE_CHECKING:
    from numbers_contract.context import Context

__all__ = []

Json = dict[str, Any]
_MOST_PAGES = 30


@check(proves=("complete-response", "no-server-error", "status", "schema", "pages"))
def catalogue(context: Context) -> None:
    """Walk along all that is on offer, in the largest pages."""
    resource = resource_of(context)
    if resource is None or resource.offer is None:
        return
    walk = resource.lists.walk(ListQuery(resource.offer, None, (), largest_size(resource.offer)), _MOST_PAGES)
    keys = [resource.key_of(item) for item in walk.items]
    if walk.pages:
        repeated = len(keys) - len(set(keys))
        context.check(
            not repeated or not context.session.endpoint.quiet,
            "pages",
            resource.offer,
            f"a walk along all pages shows {repeated} items more than once",
            walk.last,
        )
    context.state.offers = walk.items
    context.state.complete = walk.complete
    if not walk.items:
        context.skip("filters", resource.offer, "nothing is on offer")
