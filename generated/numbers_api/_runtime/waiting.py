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
    longest = min(_LONGEST_DELAY, _FIRST_DELAY * 2.0 ** min(attempt - 1, 8))
    return random.uniform(0, longest)


def remaining(until: float | None) -> float | None:
    return None if until is None else until - time.monotonic()


def retry_after(headers: Mapping[str, str]) -> float | None:
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
    import email.utils

    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


class Budget:
    __slots__ = ("_left", "_started")

    def __init__(self, seconds: float | None) -> None:
        self._left = seconds
        self._started = 0.0

    def start(self) -> float | None:
        self._started = time.monotonic()
        return None if self._left is None else self._started + self._left

    def stop(self) -> None:
        if self._left is not None:
            self._left -= time.monotonic() - self._started
