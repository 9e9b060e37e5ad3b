"""How long an endpoint wants to be left alone."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .exchange import Exchange

__all__ = ["retry_after"]


def retry_after(exchange: Exchange) -> float:
    """Seconds to wait; one second where the header is missing or cannot be read, which the observer reports."""
    text = (exchange.response.header("retry-after") if exchange.response else None) or "1"
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 1.0
