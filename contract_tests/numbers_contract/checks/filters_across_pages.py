"""Every filter, one after the other, on a second page: the one that the link leads to, and the one with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbers_contract.description.near_misses import text_of_value
from numbers_contract.registry import check
from numbers_contract.resource.filter_probes import account_filtering, filtering_of
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.pages import ListQuery

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.resource.filter_probes import Filtering
    from numbers_contract.resource.pages import Page

__all__: list[str] = []

_SIZE = 2


@check(proves=("page-links", "page-numbers"))
def filters_across_pages(context: Context) -> None:
    """On the pages of what is on offer."""
    filtering = filtering_of(context)
    if filtering is not None:
        _kept(filtering)


@check(proves=("page-links", "page-numbers"), changes=True)
def account_filters_across_pages(context: Context) -> None:
    """On the pages of what an account holds."""
    lifecycle = lifecycle_of(context)
    filtering = account_filtering(lifecycle, context.accounts[0]) if lifecycle is not None else None
    if filtering is not None:
        _kept(filtering)


def _kept(filtering: Filtering) -> None:
    paging = filtering.operation.extensions.paging
    if paging is None:
        return
    for name in filtering.oracle.filters:
        text = _rarest(filtering, name)
        if text is None:
            continue
        lists = filtering.resource.lists
        size = min(_SIZE, len(filtering.oracle.possible(name, text)) - 1)
        asked = ListQuery(filtering.operation, filtering.account, ((name, text),), size)
        with filtering.context.attempt("page-links", filtering.operation):
            first = lists.page(asked)
            _judge(filtering, name, text, lists.follow(first, "next") if first is not None else None, "page-links")
        if paging.number[0] is not None:
            with filtering.context.attempt("page-numbers", filtering.operation):
                _judge(filtering, name, text, lists.page(asked, paging.first + 1), "page-numbers")


def _rarest(filtering: Filtering, name: str) -> str | None:
    """The value of a filter that leaves the fewest items, but enough for two pages; None where all fit or too few."""
    oracle = filtering.oracle
    if oracle.standing[name] != {"equal"}:
        return None
    counts = {
        text: len(oracle.possible(name, text))
        for value in oracle.values(name)
        if filtering.allows(name, text := text_of_value(value))
    }
    enough = [text for text, count in counts.items() if 2 <= count < len(oracle.items)]
    return min(enough, key=lambda text: (counts[text] <= _SIZE, counts[text]), default=None)


def _judge(filtering: Filtering, name: str, text: str, page: Page | None, rule: str) -> None:
    if page is None:
        return
    shown = {filtering.resource.key_of(item): item for item in page.items}
    verdict = filtering.oracle.judge(((name, text),), shown, complete=False, ignored=filtering.ignored())
    filtering.context.check(
        verdict.right,
        rule,
        filtering.operation,
        f"the second page of the list filtered by {name} has {len(verdict.extra)} items that do not fit",
        page.exchange,
        subject=name,
    )
