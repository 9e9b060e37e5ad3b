"""The retry contract of each operation."""

from __future__ import annotations

from collections.abc import Mapping

from . import _operations
from ._runtime.retry_contract import RetryContract

__all__ = ["contracts"]

contracts: Mapping[str, RetryContract] = {
    "available_numbers.search": _operations.SEARCH_AVAILABLE_NUMBERS.contract,
    "active_numbers.list": _operations.LIST_ACTIVE_NUMBERS.contract,
    "active_numbers.buy": _operations.BUY_ACTIVE_NUMBER.contract,
    "active_numbers.get": _operations.GET_ACTIVE_NUMBER.contract,
    "active_numbers.configure": _operations.CONFIGURE_ACTIVE_NUMBER.contract,
    "active_numbers.release": _operations.RELEASE_ACTIVE_NUMBER.contract,
}
"""When each operation is sent again, by its place below a client, such as ``active_numbers.buy``."""
