"""What all the seeds of a run came to, as reports and exit status need it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from .rules import RULES

if TYPE_CHECKING:
    from numbers_contract.description.description import Description
    from numbers_contract.http.endpoint import Endpoint
    from numbers_contract.http.exchange import Exchange
    from numbers_contract.reports.holdings import Released
    from numbers_contract.reports.result import Result

    from .findings import Finding, Skipped

__all__ = ["Cell", "Outcome", "State"]

State: TypeAlias = Literal["broken", "warning", "held", "partly", "not checked"]
_HOLDS, _BROKEN, _UNABLE = 0, 1, 2
_WORDS = {_HOLDS: "holds", _BROKEN: "is broken", _UNABLE: "could not be checked"}
_TURNED_AWAY = {0, 401, 403, 407, 429}
_NUMBER = re.compile(r"((?:\+|%2[Bb]))([1-9](?:[ .()-]{0,2}[0-9]){6,14})(?![0-9])")  # also as people write it


@dataclass(frozen=True, slots=True)
class Cell:
    """One rule for one operation: how often it held, and why not everywhere."""

    state: State
    held: int = 0
    failed: int = 0
    why: tuple[str, ...] = ()


@dataclass(slots=True)
class Outcome:
    """The results of all seeds together.

    Args:
        description: what the endpoint was held to.
        endpoint: which one.
        private: whether phone numbers are kept out of reports, as on an endpoint where they are somebody's.
        results: one for each seed.
    """

    description: Description
    endpoint: Endpoint
    private: bool = False
    results: list[Result] = field(default_factory=list["Result"])
    released: list[Released] = field(default_factory=list["Released"])
    _variables: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, result: Result, released: Released | None = None) -> None:
        """Add what one seed came to."""
        self.results.append(result)
        if released is not None:
            self.released.append(released)

    @property
    def findings(self) -> list[Finding]:
        """All breaches, each once, those that break the contract first."""
        found: dict[tuple[str, ...], Finding] = {}
        for result in self.results:
            for finding in result.findings:
                found.setdefault(finding.key, finding)
        return sorted(found.values(), key=lambda one: one.warning)

    @property
    def skipped(self) -> list[Skipped]:
        """What no seed could check, each once."""
        return list(dict.fromkeys(notice for result in self.results for notice in result.skipped))

    @property
    def left(self) -> int:
        """How many numbers could not be given back."""
        return sum(len(one.left) for one in self.released)

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return sum(result.requests for result in self.results)

    @property
    def seconds(self) -> float:
        """How long it took."""
        return sum(result.seconds for result in self.results)

    @property
    def statuses(self) -> Counter[int]:
        """How many answers had which status; 0 stands for none."""
        found: Counter[int] = Counter()
        for result in self.results:
            for (_, status), count in result.coverage.statuses.items():
                found[status] += count
        return found

    @property
    def unable(self) -> str:
        """Why the endpoint could not be checked; "" when it was."""
        statuses = self.statuses
        if not any(status for status in statuses):
            return f"no answer from {self.endpoint.base_url}: is it running, and is BASE_URL right?"
        if not any(200 <= status < 300 for status in statuses) and set(statuses) <= _TURNED_AWAY | {400, 404, 405}:
            most = statuses.most_common(1)[0][0]
            return f"no request succeeded, most were answered {most}: see BASE_URL, ACCOUNT_ID and TOKEN"
        return ""

    @property
    def code(self) -> int:
        """0 the contract holds; 1 it is broken; 2 it could not be checked, or not wholly for a reason of the moment."""
        if self.unable:
            return _UNABLE
        if any(result.failed for result in self.results):
            return _BROKEN
        return _UNABLE if self.left or any(result.cut for result in self.results) else _HOLDS

    @property
    def verdict(self) -> str:
        """In a word or a few."""
        return _WORDS[self.code]

    @property
    def line(self) -> str:
        """The verdict in one line."""
        if self.unable:
            return f"{self.verdict}: {self.unable}"
        broken = sum(not finding.warning for finding in self.findings)
        cells = [cell for row in self.matrix.values() for cell in row.values()]
        held = sum(cell.state in ("held", "partly") for cell in cells)
        missed = sum(cell.state == "not checked" for cell in cells)
        seeds = f", seeds {', '.join(str(one.seed) for one in self.results)}" if len(self.results) > 1 else ""
        numbers = f"{held} rules held, {broken} broken, {missed} not checked"
        left = f"; {self.left} numbers could not be given back: make contract-cleanup" if self.left else ""
        cut = "".join(f"; {one.cut}" for one in self.results[:1] if one.cut)
        return f"{self.verdict}: {numbers}; {self.requests} requests in {self.seconds:.0f} s{seeds}{left}{cut}"

    @property
    def matrix(self) -> dict[str, dict[str, Cell]]:
        """For each operation ("" for none in particular), each rule that was judged or could not be, in order."""
        judged: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for result in self.results:
            for place, (held, failed) in result.coverage.rules.items():
                judged[place][0] += held
                judged[place][1] += failed
        why: dict[tuple[str, str], list[str]] = defaultdict(list)
        for notice in self.skipped:
            why[notice.operation, notice.rule].append(notice.why)
        warned = {(one.operation, one.rule) for one in self.findings if one.warning}
        broken = {(one.operation, one.rule) for one in self.findings if not one.warning}
        rows: dict[str, dict[str, Cell]] = {}
        for name in [*(operation.id for operation in self.description.operations), ""]:
            row: dict[str, Cell] = {}
            for rule in RULES:
                place = (name, rule)
                if place in judged or place in why or place in broken:
                    held, failed = judged.get(place, (0, 0))
                    reasons = tuple(why.get(place, ()))
                    state: State = "held" if not reasons else "partly" if held else "not checked"
                    state = "broken" if place in broken else "warning" if place in warned else state
                    row[rule] = Cell(state, held, failed, reasons)
            rows[name] = row
        return rows

    def shown(self, exchange: Exchange) -> str:
        """An answer as a report shows it."""
        return self.public(exchange.shown())

    def curl(self, exchange: Exchange) -> str:
        """A request as a command that repeats it; secrets, and numbers where they are private, are variables."""
        command = exchange.curl
        if not self.private:
            return command
        return _NUMBER.sub(lambda found: f"{found[1]}${{{self._variable(found[2])}}}", command)

    def public(self, text: str) -> str:
        """A text without whole phone numbers where they are private."""
        if not self.private:
            return text
        return _NUMBER.sub(lambda found: f"{found[1]}{found[2][:3]}***{found[2][-2:]}", text)

    def _variable(self, digits: str) -> str:
        return self._variables.setdefault(digits, f"NUMBER_{len(self._variables) + 1}")
