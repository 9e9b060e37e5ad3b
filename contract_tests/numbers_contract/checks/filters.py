"""Every filter of every list against the items themselves: alone, with others, and with values that nothing has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.registry import check
from numbers_contract.resource.filter_combinations import try_contradictions, try_pairs
from numbers_contract.resource.filter_probes import account_filtering, filtering_of
from numbers_contract.resource.lifecycle import lifecycle_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__: list[str] = []


@check(proves=("filters", "filter-combinations"), changes=True)
def account_filters(context: Context) -> None:
    """The filters of what an account holds."""
    lifecycle = lifecycle_of(context)
    filtering = account_filtering(lifecycle, context.accounts[0]) if lifecycle is not None else None
    if lifecycle is None or filtering is None:
        return
    count = len(filtering.oracle.items)
    if count < 2:
        context.skip(
            "filters", lifecycle.resource.list, f"the account holds {count} numbers, too few to tell filters apart"
        )
        return
    filtering.others = [item for one in context.accounts[1:2] for item in lifecycle.model.of(one).values()]
    for name in filtering.oracle.filters:
        filtering.alone(name)
    try_pairs(filtering, 40)
    try_contradictions(filtering, 40)
    for other in context.accounts[1:2]:
        _briefly(lifecycle, other, list(filtering.oracle.items.values()))


def _briefly(lifecycle: ResourceLifecycle, account: Account, others: list[dict[str, Any]]) -> None:
    """The filters of another account: each with a value that something has, and with one that nothing has."""
    filtering = account_filtering(lifecycle, account)
    if filtering is None or not filtering.oracle.items:
        return
    filtering.others = others
    for name in filtering.oracle.filters:
        texts = list(filtering.texts(name))
        for fits in (True, False):
            text = next((one for one in texts if bool(filtering.oracle.possible(name, one)) is fits), None)
            if text is not None:
                filtering.try_out((name, text))


@check(proves=("filters", "filter-combinations"))
def filters(context: Context) -> None:
    """The filters of what is on offer."""
    filtering = filtering_of(context)
    if filtering is None:
        return
    for name in filtering.oracle.filters:
        filtering.alone(name)


@check(proves=("filter-combinations",))
def filter_combinations(context: Context) -> None:
    """Filters of what is on offer, two and three at once."""
    filtering = filtering_of(context)
    if filtering is not None:
        try_contradictions(filtering, int(400 * context.state.effort))
        try_pairs(filtering, int(130 * context.state.effort))
