"""The links of a page: absolute, on the host that was asked, with the filters and the size of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numbers_sandbox.store.paging import Page

    from .queries import Value

__all__ = ["page_links"]

_PAGING = frozenset({"page", "page_size", "key"})


def page_links(url: str, query: Mapping[str, Value], page: Page) -> dict[str, object]:
    """The member `meta` of a page.

    Args:
        url: scheme, host and path that were asked.
        query: what was asked, by name.
        page: what was found.
    """
    kept = "".join(f"{quote(name)}={_text(value)}&" for name, value in query.items() if name not in _PAGING)
    sized = f"{url}?{kept}page_size={page.page_size}&page="
    return {
        "page": page.page,
        "page_size": page.page_size,
        "first_page_url": f"{sized}0",
        "previous_page_url": _keyed(sized, page.page - 1, page.previous_key),
        "url": f"{sized}{page.page}" if page.key is None else _keyed(sized, page.page, page.key),
        "next_page_url": _keyed(sized, page.page + 1, page.next_key),
        "key": page.key,
    }


def _keyed(sized: str, number: int, key: str | None) -> str | None:
    """A link to a page by its key; its number only says how it is to be counted."""
    return None if key is None else f"{sized}{max(number, 0)}&key={key}"


def _text(value: Value) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    return quote(str(value), safe="")
