"""The retry contract of each operation."""

from __future__ import annotations

from collections.abc import Mapping

from ._runtime.contracts import RetryContract
from .api.active_numbers import (
    buy_active_number,
    configure_active_number,
    get_active_number,
    list_active_numbers,
    release_active_number,
)
from .api.available_numbers import search_available_numbers

__all__ = ["contracts"]

contracts: Mapping[str, RetryContract] = {
    "available_numbers.search": search_available_numbers.OPERATION.contract,
    "active_numbers.list": list_active_numbers.OPERATION.contract,
    "active_numbers.buy": buy_active_number.OPERATION.contract,
    "active_numbers.get": get_active_number.OPERATION.contract,
    "active_numbers.configure": configure_active_number.OPERATION.contract,
    "active_numbers.release": release_active_number.OPERATION.contract,
}
"""When each operation is sent again, by its place below a client, such as ``active_numbers.buy``."""
