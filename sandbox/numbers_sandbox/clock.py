"""The time of an endpoint, in one object, so that a test can hand over time that passes without waiting."""

from __future__ import annotations

import time

import anyio

__all__ = ["Clock"]


class Clock:
    """The real time. Override all three methods for simulated time."""

    def time(self) -> float:
        """Seconds since 1970-01-01 UTC: of charges, quarantines, the request log and Retry-After dates."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since an arbitrary moment: of durations and latencies."""
        return time.perf_counter()

    async def sleep(self, seconds: float) -> None:
        """Return after a number of seconds: for the fault `latency`."""
        await anyio.sleep(seconds)
