"""What a purchase may cost: compared with the catalogue before anything is bought."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ..errors import InvalidRequest, PriceExceeded
from ..operations import Operation, PriceLookup
from ..values import UNSET
from .attempts import Call, Steps
from .retries import repeated

__all__ = ["PriceLimit", "check_prices", "limits_of", "named_offer"]

PriceLimit = Decimal | str | int


def limits_of(operation: Operation[Any], given: Mapping[str, Any] | None) -> dict[str, Decimal]:
    """Return the limits that are given, as exact numbers.

    Raises:
        InvalidRequest: a limit is not an exact number from 0 on, or nothing says what the call costs.
    """
    found = {name: _limit(operation, name, value) for name, value in (given or {}).items() if value is not UNSET}
    if found and operation.price_lookup is None:
        rule = "limits a price, and this call has none"
        raise InvalidRequest(field=next(iter(found)), rule=rule, operation=operation.id)
    return found


def _limit(operation: Operation[Any], name: str, value: Any) -> Decimal:
    limit = None
    if isinstance(value, Decimal | str | int) and not isinstance(value, bool):
        try:
            limit = Decimal(value)
        except InvalidOperation:
            limit = None
    if limit is None or not limit.is_finite() or limit < 0:
        rule = "must be a Decimal, a text or a whole number from 0 on; a float is not exact"
        raise InvalidRequest(field=name, rule=rule, operation=operation.id)
    return limit


def named_offer(operation: Operation[Any], arguments: dict[str, Any]) -> Any:
    """Return the item of the catalogue that stands in `arguments`, and put its name in its place; else ``None``."""
    lookup = operation.price_lookup
    if lookup is None:
        return None
    attribute, argument = lookup.key
    offer = arguments.get(argument)
    if offer is None or isinstance(offer, str) or not hasattr(offer, attribute):
        return None
    arguments[argument] = getattr(offer, attribute)
    return offer


def check_prices(call: Call) -> Steps:
    """Compare the limits of `call` with the prices in the catalogue; an item that the caller has may be out of date.

    Raises:
        PriceExceeded: a price is above its limit.
        InvalidRequest: a price is unknown.
        ConnectionFailed, APIError, ContractError: the catalogue cannot be asked.
    """
    lookup = call.operation.price_lookup
    if lookup is None:
        raise AssertionError  # `limits_of` has refused the limits
    _compare(call, lookup, call.offer, known=False)
    _compare(call, lookup, (yield from _looked_up(call, lookup)), known=True)


def _compare(call: Call, lookup: PriceLookup, offer: Any, *, known: bool) -> None:
    """Refuse an `offer` that costs too much, and with `known` one that does not say what it costs."""
    for name, limit in call.price_limits.items():
        price = getattr(offer, lookup.limits[name], UNSET)
        if not known and not isinstance(price, Decimal):
            continue
        if not isinstance(price, Decimal):
            rule = "cannot be kept: the catalogue does not say the price; nothing was bought"
            raise InvalidRequest(field=name, rule=rule, operation=call.operation.id)
        if price > limit:
            rule = f"allows {limit}, and the catalogue asks {price}; nothing was bought"
            raise PriceExceeded(field=name, rule=rule, price=price, limit=limit, operation=call.operation.id)


def _looked_up(call: Call, lookup: PriceLookup) -> Steps:
    if call.build is None:
        raise AssertionError
    arguments = {theirs: call.arguments[ours] for theirs, ours in lookup.arguments.items()}
    request = call.build(lookup.operation, arguments)
    page = yield from repeated(dataclasses.replace(call, operation=lookup.operation, request=request))
    attribute, argument = lookup.key
    items: Any = getattr(page, lookup.items, None) or ()
    for item in items:
        if getattr(item, attribute, None) == call.arguments[argument]:
            return item
    rule = "is not in the catalogue, so its price is unknown; nothing was bought"
    raise InvalidRequest(field=argument, rule=rule, operation=call.operation.id)
