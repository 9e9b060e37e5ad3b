"""What a run shows while it goes on: the check that runs, and each finding the moment it is made."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

from .listener import Silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_contract.http.exchange import Exchange

    from .findings import Finding

__all__ = ["Progress"]

_EVERY = 0.2  # seconds between two updates of the line that changes


class Progress(Silent):
    """A listener that writes to a terminal, where one line changes, or to a log, where each check has its own."""

    def __init__(self, out: TextIO, *, total: int = 1, public: Callable[[str], str] = str) -> None:
        """Write to a stream.

        Args:
            out: the stream.
            total: the number of seeds.
            public: takes out of a text what is not to be shown.
        """
        self._out = out
        self._public = public
        self._live = out.isatty()
        self._total = total
        self._check, self._requests, self._shown = "", 0, 0.0
        self._began = time.monotonic()

    def seed(self, seed: int) -> None:
        """A seed begins."""
        if self._total > 1:
            self.say(f"seed {seed}")

    def say(self, text: str) -> None:
        """Write a line."""
        clear = "\r\x1b[K" if self._live else ""
        print(f"{clear}contract: {text}", file=self._out, flush=True)

    def started(self, check: str) -> None:
        """Name the check that begins."""
        self._check = check
        self._update(force=True)

    def ended(self, check: str, seconds: float) -> None:
        """Say how long it took, in a log."""
        if not self._live:
            self.say(f"{check}: {seconds:.1f} s, {self._requests} requests so far")

    def exchanged(self, exchange: Exchange) -> None:
        """Count."""
        del exchange
        self._requests += 1
        self._update()

    def found(self, finding: Finding) -> None:
        """Show a finding at once."""
        mark = "warning" if finding.warning else "BROKEN"
        self.say(f"{mark} {finding.rule}: {self._public(finding.message)} ({finding.line})")

    def _update(self, *, force: bool = False) -> None:
        now = time.monotonic()
        if not self._live or (not force and now - self._shown < _EVERY):
            return
        self._shown = now
        text = f"contract: {self._check}, {self._requests} requests, {now - self._began:.0f} s"
        print(f"\r\x1b[K{text}", end="", file=self._out, flush=True)
