"""How long to wait: full jitter, what ``Retry-After`` asks, and the seconds that a call may take in all."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Mapping

__all__ = ["LONGEST_RETRY_AFTER", "Budget", "backoff", "remaining", "retry_after"]

LONGEST_RETRY_AFTER = 60.0
_FIRST_DELAY = 0.5
_LONGEST_DELAY = 8.0
_MILLISECONDS = 1000.0


def backoff(attempt: int) -> float:
    """Return the seconds to wait after attempt number `attempt`, counted from one: full jitter, eight at most."""
    longest = min(_LONGEST_DELAY, _FIRST_DELAY * 2.0 ** min(attempt - 1, 8))
    return random.uniform(0, longest)  # noqa: S311 -- jitter, not a secret


def remaining(until: float | None) -> float | None:
    """Return the seconds left until `until` on the monotonic clock; ``None`` when there is no end."""
    return None if until is None else until - time.monotonic()


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that an answer asks to wait.

    ``Retry-After`` is a number or a date (RFC 9110 section 10.2.3); ``retry-after-ms``, in milliseconds, goes first.
    """
    precise = _number(headers.get("retry-after-ms", ""))
    if precise is not None:
        return precise / _MILLISECONDS
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    return _number(text) if _is_number(text) else _date(text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _number(text: str) -> float | None:
    seconds = float(text) if _is_number(text) else math.nan
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _date(text: str) -> float | None:
    import email.utils  # noqa: PLC0415 -- a date is rare, and this takes as long to import as all the rest

    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


class Budget:
    """The seconds that one call, or all the pages of one list, may take.

    Only time between `start` and `stop` counts: what the caller does between two pages does not.
    """

    __slots__ = ("_left", "_started")

    def __init__(self, seconds: float | None) -> None:
        """Allow `seconds`, or any time with ``None``."""
        self._left = seconds
        self._started = 0.0

    def start(self) -> float | None:
        """Return the end on the monotonic clock, were the work not interrupted; ``None`` for none."""
        self._started = time.monotonic()
        return None if self._left is None else self._started + self._left

    def stop(self) -> None:
        """Count what was used since `start`."""
        if self._left is not None:
            self._left -= time.monotonic() - self._started
