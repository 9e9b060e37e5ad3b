"""What earlier runs of the client's tests teach the next one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Self

from gate_proof.mutation.workspaces import ROOT

DURATIONS: Final = ROOT / "build" / "mutants" / "client-durations.json"
LONGEST: Final = 900.0
FIRST: Final = 8  # tests that killed mutants of the same module are tried first


@dataclass(slots=True)
class Experience:
    """What earlier runs teach the next one: how long each test takes, and which ones caught mutants of which module."""

    durations: dict[str, float] = field(default_factory=dict[str, float])
    killers: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])
    confirmed: set[str] = field(default_factory=set[str])
    broken: set[str] = field(default_factory=set[str])

    @classmethod
    def kept(cls) -> Self:
        """What is kept of earlier runs of this command."""
        return cls(json.loads(DURATIONS.read_text(encoding="utf-8"))) if DURATIONS.is_file() else cls()

    def keep(self) -> None:
        """Keep it for later runs."""
        DURATIONS.parent.mkdir(parents=True, exist_ok=True)
        DURATIONS.write_text(json.dumps(self.durations, indent=1, sort_keys=True), encoding="utf-8")

    def first(self, module: str) -> list[str]:
        """The tests to begin with."""
        return [name for name, _ in self.killers.get(module, Counter()).most_common(FIRST)]

    @property
    def limit(self) -> float:
        """Seconds after which a mutant does not end."""
        return min(LONGEST, 120.0 + 3 * sum(self.durations.values())) if self.durations else LONGEST

    def learn(self, module: str, failed: str, spent: dict[str, float]) -> None:
        """Take a run into account; a test that failed may have ended early."""
        self.durations.update({name: seconds for name, seconds in spent.items() if name != failed})
        if "::" in failed:
            self.killers.setdefault(module, Counter())[failed] += 1
