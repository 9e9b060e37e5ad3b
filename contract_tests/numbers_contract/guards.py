"""Who decides whether a request that may change something is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .exchange import Exchange, Request

__all__ = ["Guard", "NotPermitted", "OpenGuard", "ReadOnlyGuard"]


class NotPermitted(Exception):  # noqa: N818
    """The guard does not let a request out, for example because it would cost money; the text says why."""


class Guard(Protocol):
    """Decides about every request that may change something, before it is sent, and hears what became of it."""

    def permit(self, request: Request) -> None:
        """Let a request pass, or raise NotPermitted."""

    def settled(self, exchange: Exchange) -> None:
        """Hear how a request that was let pass ended, with an answer or without."""


class OpenGuard:
    """Lets everything pass: for a sandbox."""

    def permit(self, request: Request) -> None:
        """Let it pass."""

    def settled(self, exchange: Exchange) -> None:
        """Nothing to remember."""


class ReadOnlyGuard:
    """Lets nothing pass that could change something, broken requests to such operations included."""

    def permit(self, request: Request) -> None:
        """Refuse."""
        raise NotPermitted(f"{request.method} could change something, and the run is read-only")

    def settled(self, exchange: Exchange) -> None:
        """Never called."""
