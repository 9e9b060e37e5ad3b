"""When an operation is sent again: its retry contract, as data and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["RETRIED_STATUSES", "Effect", "RetryContract"]

Effect: TypeAlias = Literal["present", "absent", "sent"]

RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class RetryContract:
    """What the client does when an answer is lost. ``str(contract)`` says it in words.

    Attributes:
        operation: The operationId.
        safe: Repeating it changes nothing (RFC 9110 section 9.2.1).
        idempotent: Repeating it changes nothing more (RFC 9110 section 9.2.2); so is everything that is safe.
        billed: A success costs money.
        read_back: The operationId that tells what became of a lost call, or ``None``.
        effect: What it then finds after a success: the thing ``present``, ``absent``, or as ``sent``.
    """

    operation: str
    safe: bool
    idempotent: bool
    billed: bool
    read_back: str | None = None
    effect: Effect | None = None

    @property
    def retried_statuses(self) -> frozenset[int]:
        """The statuses after which the call is sent again, as it stands."""
        return RETRIED_STATUSES if self.idempotent else frozenset({429})

    def __str__(self) -> str:
        return " ".join((self._when(), *self._then()))

    def _when(self) -> str:
        if self.idempotent:
            *others, last = sorted(self.retried_statuses)
            kind = "safe" if self.safe else "idempotent"
            statuses = f"{', '.join(map(str, others))} and {last}"
            return f"Retries: {kind}, so it is sent again when its answer is lost, and after {statuses}."
        kind = "billed" if self.billed else "not idempotent"
        return (
            f"Retries: {kind}, so it is sent again only when it surely was not acted on: never delivered, or refused "
            "with 429 and Retry-After."
        )

    def _then(self) -> list[str]:
        if self.read_back is None:
            return ["When the outcome is unknown, an error says so."] if not self.idempotent else []
        if self.effect == "absent":
            return [f"What is gone after a lost answer was a success; in the end {self.read_back} tells."]
        if self.effect == "sent":
            return [f"When its answer stays lost, {self.read_back} tells whether the change was made."]
        unknown = "When the outcome is unknown (a timeout, a reset, 5XX, an answer that cannot be read)"
        return [
            f"{unknown}, {self.read_back} tells within the deadline:",
            "what is there is returned, marked reconciled;",
            "when it surely is not there, the call may be sent again;",
            "else PurchaseOutcomeUnknown is raised.",
        ]
