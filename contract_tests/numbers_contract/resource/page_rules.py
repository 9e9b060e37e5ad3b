"""What every page of every list says about itself, held to what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get

if TYPE_CHECKING:
    from numbers_contract.context import Context

    from .pages import Page

__all__ = ["judge_page"]


def judge_page(context: Context, page: Page, number: int | None, *, by: str) -> None:
    """Hold a page to what was asked.

    Args:
        context: the run.
        page: what came.
        number: the number that was asked for; None if there was none.
        by: how it was reached: asked, or the name of the link.
    """
    paging = page.query.operation.extensions.paging
    if paging is None:
        return
    _size(context, page)
    if number is None and by == "asked":
        number = paging.first
    said = get(page.exchange.value, paging.number[1]) if paging.number[1] else MISSING
    context.check(
        number is None or said in (MISSING, None) or said == number,
        "page-meta",
        page.query.operation,
        f"the answer says that this is page {said}; asked was page {number}",
        page.exchange,
        at=paging.number[1],
    )
    if page.link("previous") is not None or page.items:
        _previous(context, page, number, by=by)
    context.check(
        by != "next" or page.items,
        "page-links",
        page.query.operation,
        "the link to the next page leads to an empty page: on the last page it is null",
        page.exchange,
        at=paging.links.get("next"),
        subject="empty",
    )


def _size(context: Context, page: Page) -> None:
    paging = page.query.operation.extensions.paging
    assert paging is not None
    operation, asked = page.query.operation, page.query.size
    said: Any = get(page.exchange.value, paging.size[1]) if paging.size[1] else MISSING
    count = len(page.items)
    context.check(
        asked is None or count <= asked,
        "page-size",
        operation,
        f"asked were {asked} items at most, {count} came",
        page.exchange,
        at=paging.items,
        subject="too many",
    )
    context.check(
        asked is None or said in (MISSING, None) or said == asked,
        "page-meta",
        operation,
        f"the answer says that its pages hold {said} items; asked were {asked}",
        page.exchange,
        at=paging.size[1],
    )
    full = asked if asked is not None else said
    if type(full) is int:
        context.check(
            count <= full,
            "page-size",
            operation,
            f"a page of {full} items holds {count}",
            page.exchange,
            at=paging.items,
            subject="too many",
        )
        context.check(
            page.link("next") is None or count >= full,
            "page-size",
            operation,
            f"a page of {full} items holds {count}, although it is not the last",
            page.exchange,
            at=paging.items,
            subject="too few",
        )


def _previous(context: Context, page: Page, number: int | None, *, by: str) -> None:
    paging = page.query.operation.extensions.paging
    assert paging is not None
    if "previous" not in paging.links or (number is None and by not in ("first", "next")):
        return
    first = number == paging.first if number is not None else by == "first"
    has = page.link("previous") is not None
    context.check(
        has != first,
        "page-links",
        page.query.operation,
        "the first page has a link to a previous one" if first else "a later page has no link to the previous one",
        page.exchange,
        at=paging.links["previous"],
        subject="first" if first else "later",
    )
