"""The result of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .coverage import Coverage
    from .findings import Finding, Skipped


__all__ = ["Result"]


@dataclass(slots=True)
class Result:
    """What came of a run."""

    findings: list[Finding]
    skipped: list[Skipped]
    coverage: Coverage
    requests: int
    seconds: float
    seed: int
    first_finding: float | None = None
    timings: dict[str, float] = field(default_factory=dict)
    cut: str = ""  # why it ended early; "" when every check had its turn
    not_before: float = 0.0  # by time.monotonic: when the endpoint wants to be asked again

    @property
    def failed(self) -> bool:
        """Whether the contract is broken: warnings do not count."""
        return any(not finding.warning for finding in self.findings)
