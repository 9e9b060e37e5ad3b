"""Helpers of the tests of the store: whole lists, the oracle of filters, plain numbers to buy."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from numbers_sandbox.store.paging import PageRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numbers_sandbox.store.paging import Page
    from numbers_sandbox.store.store import Store

Item = dict[str, Any]

PLAIN = {"regulatory.address_requirements": "none", "lifecycle": "generally-available", "geography.iso_country": "SE"}
"""Filters that leave numbers which anybody can buy."""


def every(read: Callable[[PageRequest], Page], size: int = 1000) -> list[Item]:
    """All items of a list, page by page by key."""
    items: list[Item] = []
    key: str | None = None
    while True:
        page = read(PageRequest(page_size=size, key=key))
        items += page.items
        if page.next_key is None:
            return items
        key = page.next_key


def catalogue(store: Store, filters: Mapping[str, object] | None = None) -> list[Item]:
    """All numbers on offer that fit."""
    return every(lambda page: store.search(filters or {}, page))


def holdings(store: Store, account: str, filters: Mapping[str, object] | None = None) -> list[Item]:
    """All numbers that an account holds and that fit."""
    return every(lambda page: store.owned(account, filters or {}, page))


def numbers_of(items: list[Item]) -> list[str]:
    """The phone numbers of items."""
    return [item["phone_number"] for item in items]


def plain_numbers(store: Store, count: int) -> list[str]:
    """Numbers that anybody can buy."""
    return numbers_of(store.search(PLAIN, PageRequest(page_size=count)).items)


def value_at(item: Item, path: str) -> object:
    """The value of a property by its path; None if an object on the way is null."""
    value: Any = item
    for name in path.split("."):
        value = None if value is None else value.get(name)
    return value


def fits(item: Item, filters: Mapping[str, object]) -> bool:
    """Whether an item has all the values: what filters mean, said in the plainest way."""
    return all(_equal(path, value_at(item, path), wanted) for path, wanted in filters.items())


def _equal(path: str, value: object, wanted: object) -> bool:
    if value is None:
        return False
    if path in {"base_setup_price", "base_recurring_price"}:
        return Decimal(str(value)) == Decimal(str(wanted))
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


def merge_patch(target: object, patch: object) -> object:
    """What RFC 7396, section 2, says, step by step."""
    if isinstance(patch, dict):
        members: dict[str, object] = dict(cast("Item", target)) if isinstance(target, dict) else {}
        for name, value in cast("Item", patch).items():
            if value is None:
                members.pop(name, None)
            else:
                members[name] = merge_patch(members.get(name), value)
        return members
    return patch
