"""Who hears what happens in a run, while it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from numbers_contract.http.exchange import Exchange

    from .findings import Finding, Skipped

__all__ = ["Listener", "Silent"]


class Listener(Protocol):
    """Hears what happens in a run, while it happens."""

    def started(self, check: str) -> None:
        """A check begins."""

    def ended(self, check: str, seconds: float) -> None:
        """A check is over."""

    def found(self, finding: Finding) -> None:
        """Something is wrong that was not seen before."""

    def skipped(self, notice: Skipped) -> None:
        """Something could not be checked."""

    def exchanged(self, exchange: Exchange) -> None:
        """A request was answered, or not."""


class Silent:
    """A listener that ignores everything; a base for others."""

    def started(self, check: str) -> None:
        """Ignore it."""

    def ended(self, check: str, seconds: float) -> None:
        """Ignore it."""

    def found(self, finding: Finding) -> None:
        """Ignore it."""

    def skipped(self, notice: Skipped) -> None:
        """Ignore it."""

    def exchanged(self, exchange: Exchange) -> None:
        """Ignore it."""
