"""What a run finds: breaches of the contract, and what it could not check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numbers_contract.http.exchange import Exchange

__all__ = ["Finding", "Findings", "Skipped"]


@dataclass(slots=True)
class Finding:
    """One breach of the contract, with all that a reader needs to see it again.

    Args:
        rule: identifier of the rule.
        operation: identifier of the operation; "" for none in particular.
        message: what is wrong, in a sentence.
        pointer: the place in the description, as a JSON Pointer.
        line: the same as file:line.
        at: the place in the answer, as a JSON Pointer; None where it is the answer as a whole.
        exchanges: the requests and answers that show it, the decisive one last.
        seed: the seed of the run.
        warning: whether it only deserves a look, and does not break the contract.
        times: how often it was seen.
    """

    rule: str
    operation: str
    message: str
    pointer: str
    line: str
    at: str | None
    exchanges: tuple[Exchange, ...]
    seed: int
    warning: bool = False
    times: int = 1
    subject: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same breach as another: where a list's items differ only by their index, they are one."""
        at = re.sub(r"/[0-9]+(?=/|$)", "/*", self.at or "")
        return self.rule, self.operation, self.subject or self.pointer, at


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that could not be checked for an operation, and why; never to be shown as passed."""

    rule: str
    operation: str
    why: str


@dataclass(slots=True)
class Findings:
    """All findings, each once, in the order in which they were made."""

    found: dict[tuple[str, ...], Finding] = field(default_factory=dict[tuple[str, ...], Finding])

    def add(self, finding: Finding) -> bool:
        """Keep a finding; False when the same was there already. The shortest request is the one that is kept."""
        known = self.found.setdefault(finding.key, finding)
        if known is finding:
            return True
        known.times += 1
        return False

    def __len__(self) -> int:
        """How many there are."""
        return len(self.found)
