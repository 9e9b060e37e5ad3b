"""Who decides whether a request that may change something is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .exchange import Exchange, Request

__all__ = ["Guard", "NotPermitted", "OpenGuard", "ReadOnlyGuard"]


SessionT_contra = TypeVar("SessionT_contra", contravariant=True)


class NotPermitted(Exception):  # noqa: N818
    """The guard does not let a request out, for example because it would cost money; the text says why."""


class Guard(Protocol[SessionT_contra]):
    """Decides about every request that may change something, before it is sent, and hears what became of it.

    Its parameter is the session whose requests are guarded, which knows guards in its turn.
    """

    def begin(self, session: SessionT_contra) -> None:
        """Hear whose requests they are, and who can be asked what became of them."""

    def held_before(self, account: str, keys: Iterable[str], *, complete: bool) -> None:
        """Hear what an account held when the run began; `complete` says whether that is all of it."""

    def affords(self, cost: float, *, share: float = 1.0) -> bool:
        """Whether purchases for so much are possible, within a share of all that may be spent."""
        ...

    def permit(self, request: Request) -> None:
        """Let a request pass, or raise NotPermitted."""

    def settled(self, exchange: Exchange) -> None:
        """Hear how a request that was let pass ended, with an answer or without."""


class OpenGuard:
    """Lets everything pass: for a sandbox."""

    def begin(self, session: object) -> None:
        """Nothing to prepare."""

    def held_before(self, account: str, keys: Iterable[str], *, complete: bool) -> None:
        """Nothing to protect."""

    def affords(self, cost: float, *, share: float = 1.0) -> bool:
        """Nobody pays."""
        del cost, share
        return True

    def permit(self, request: Request) -> None:
        """Let it pass."""

    def settled(self, exchange: Exchange) -> None:
        """Nothing to remember."""


class ReadOnlyGuard:
    """Lets nothing pass that could change something, broken requests to such operations included."""

    def begin(self, session: object) -> None:
        """Nothing to prepare."""

    def held_before(self, account: str, keys: Iterable[str], *, complete: bool) -> None:
        """All of it is protected."""

    def affords(self, cost: float, *, share: float = 1.0) -> bool:
        """Nothing may be bought."""
        del cost, share
        return False

    def permit(self, request: Request) -> None:
        """Refuse."""
        raise NotPermitted(f"{request.method} could change something, and the run is read-only")

    def settled(self, exchange: Exchange) -> None:
        """Never called."""
