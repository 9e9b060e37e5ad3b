"""What numbers cost, as the catalogue says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import get

if TYPE_CHECKING:
    from numbers_contract.description.description import Description
    from numbers_contract.http.exchange import Exchange

__all__ = ["Prices"]

Json = dict[str, Any]


class Prices:
    """The prices of what was seen on offer."""

    def __init__(self, description: Description) -> None:
        self._resources = description.resources
        self._known: dict[str, Decimal] = {}
        self._unreadable: set[str] = set()

    def observe(self, exchange: Exchange) -> None:
        """Learn from what is on offer."""
        operation = exchange.request.operation
        if operation is None or operation.effect is None or operation.effect.action != "offer" or not exchange.ok:
            return
        described: Json = self._resources.get(operation.effect.resource, {})
        paging = operation.extensions.paging
        found: list[Any] | None = get(exchange.value, paging.items) if paging else None
        for item in found if isinstance(found, list) else []:
            key = get(item, described.get("key", ""))
            price = _price(item, described.get("prices", []))
            if isinstance(key, str) and price is not None:
                self._known[key] = price
            elif isinstance(key, str):
                self._unreadable.add(key)

    def of(self, key: str) -> Decimal | None:
        """The price of a number; None when it was not on offer, or cannot be read."""
        return self._known.get(key)

    def unreadable(self, key: str) -> bool:
        """Whether a number is on offer at a price that cannot be read."""
        return key in self._unreadable and key not in self._known

    @property
    def dearest(self) -> Decimal | None:
        """The highest price that was seen."""
        return max(self._known.values(), default=None)


def _price(item: Any, pointers: list[str]) -> Decimal | None:
    """The sum of all prices of an item; None where one is missing or no number, so that it is not bought."""
    total = Decimal(0)
    for pointer in pointers:
        try:
            price = Decimal(str(get(item, pointer)))
            if not price.is_finite() or price < 0:
                return None
            total += price
        except ArithmeticError:
            return None
    return total
