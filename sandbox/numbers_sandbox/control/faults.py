"""The faults that are on: added through the control plane, the fixture or a header, and drawn for each request."""

from __future__ import annotations

import itertools
import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from .fault_rules import FaultError, FaultRule, checked_rule, parsed_header

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FaultError", "Faults", "Fired"]


@dataclass(slots=True)
class _Armed:
    id: int
    rule: FaultRule
    fired: int = 0
    random: random.Random = field(default_factory=random.Random)

    def spent(self) -> bool:
        return self.rule.times is not None and self.fired >= self.rule.times

    def draw(self) -> bool:
        chance = self.rule.probability
        return chance is None or self.random.random() < chance

    def as_json(self) -> dict[str, object]:
        rule: dict[str, object] = msgspec.to_builtins(self.rule)
        return {"id": self.id, **rule, "when": self.rule.phase, "fired": self.fired}


@dataclass(slots=True)
class Fired:
    """What happens to one request: delays, and at most one rule that decides its answer."""

    before: float = 0.0
    after: float = 0.0
    rule: FaultRule | None = None
    label: str | None = None

    def add(self, rule: FaultRule, dice: random.Random) -> None:
        """Let one more rule happen; delays add up, and of other rules the first decides."""
        if rule.action == "latency":
            seconds = rule.seconds or 0.0
            if rule.seconds_max is not None:
                seconds = dice.uniform(seconds, rule.seconds_max)
            if rule.phase == "before":
                self.before += seconds
            else:
                self.after += seconds
        else:
            self.rule = rule
        name = f"{rule.action} {rule.phase}"
        self.label = name if self.label is None else f"{self.label}, {name}"


class Faults:
    """All faults of one server. Rules are tried in the order in which they were added."""

    def __init__(self, operations: Iterable[str]) -> None:
        self.operations = frozenset(operations)
        self._armed: list[_Armed] = []
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._resets = Counter[str | None]()

    def add(self, value: object) -> dict[str, object]:
        """Switch a fault on.

        Raises:
            FaultError: the rule cannot be.
        """
        rule = value if isinstance(value, FaultRule) else checked_rule(value, self.operations)
        with self._lock:
            dice = random.Random(rule.seed or 0)  # noqa: S311  (to be repeated, not to be guessed)
            armed = _Armed(next(self._ids), rule, random=dice)
            self._armed = [*self._armed, armed]
        return armed.as_json()

    @property
    def are_on(self) -> bool:
        """Whether any rule waits for its request."""
        return bool(self._armed)

    def listed(self) -> list[dict[str, object]]:
        """The faults that are on."""
        return [armed.as_json() for armed in self._armed]

    def remove(self, fault_id: int) -> bool:
        """Switch one fault off; False when it is not on."""
        with self._lock:
            kept = [armed for armed in self._armed if armed.id != fault_id]
            found = len(kept) < len(self._armed)
            self._armed = kept
        return found

    def clear(self, account: str | None = None) -> None:
        """Switch all faults off, or those of one account."""
        with self._lock:
            self._armed = [] if account is None else [a for a in self._armed if a.rule.account != account]

    def reset(self, account: str | None = None) -> None:
        """The same, and let requests that a delay holds back end without an effect."""
        with self._lock:
            self._resets[account] += 1
        self.clear(account)

    def resets(self, account: str | None) -> int:
        """How many resets there were of an account, those of all included."""
        return self._resets[None] + (0 if account is None else self._resets[account])

    def draw(self, header: str | None, operation: str | None, account: str | None, number: str | None) -> Fired | None:
        """What happens to a request; None in the usual case that nothing does.

        Raises:
            FaultError: the header cannot be read.
        """
        if header is None and not self._armed:
            return None
        fired = Fired()
        if header is not None:
            rule = parsed_header(header, self.operations)
            dice = random.Random(rule.seed)  # noqa: S311  (as above)
            if rule.probability is None or dice.random() < rule.probability:
                fired.add(rule, dice)
        with self._lock:
            self._draw_armed(fired, operation, account, number)
            self._armed = [armed for armed in self._armed if not armed.spent()]
        return fired if fired.label is not None else None

    def _draw_armed(self, fired: Fired, operation: str | None, account: str | None, number: str | None) -> None:
        for armed in self._armed:
            if fired.rule is not None and armed.rule.action != "latency":
                continue
            if armed.rule.matches(operation, account, number) and armed.draw():
                armed.fired += 1
                fired.add(armed.rule, armed.random)
