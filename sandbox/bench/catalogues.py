"""Catalogues that the benchmarks run on, and numbers in them that anybody can buy."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from numbers_sandbox.store import magic_numbers
from numbers_sandbox.store.paging import PageRequest
from numbers_sandbox.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["ACCOUNT", "opened", "purchasable", "with_purchases"]

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
_CONFIGURATION: dict[str, object] = {"voice": {"url": "https://example.com/voice", "method": "POST"}}
_MOST_ON_A_PAGE = 1000
_ANYBODY = {"regulatory.address_requirements": "none", "lifecycle": "generally-available"}


@contextmanager
def opened(url: str, numbers: int) -> Generator[Store]:
    """A store, filled if it is new."""
    store = Store.open(url, numbers=numbers)
    try:
        yield store
    finally:
        store.close()


def purchasable(store: Store, count: int, **filters: str) -> list[str]:
    """As many numbers as anybody can buy."""
    found: list[str] = []
    key: str | None = None
    while len(found) < count:
        size = min(count - len(found), _MOST_ON_A_PAGE)
        page = store.search({**_ANYBODY, **filters}, PageRequest(page_size=size, key=key))
        offered = (str(item["phone_number"]) for item in page.items)
        found += [number for number in offered if magic_numbers.outcome_of(number) is None]
        if (key := page.next_key) is None:
            break
    return found


def with_purchases(url: str, numbers: int, bought: int) -> str:
    """Fills a database, lets the account buy, and gives the first number that it holds."""
    with opened(url, numbers) as store:
        held = purchasable(store, bought)
        for number in held:
            store.buy(ACCOUNT, number, _CONFIGURATION)
    return held[0]
