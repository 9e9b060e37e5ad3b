"""Runs of the gate against many endpoints, several at once."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from numbers_contract import Description, Options, Silent, run
from numbers_contract.purchases.journal import Journal
from numbers_contract.purchases.spending_guard import SpendingGuard

from gate_proof.targets import DESCRIPTION, Target, endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

    from numbers_contract import Exchange, Finding

LIMIT: Final = 600  # seconds for one run; no run of the gate takes a tenth of it
SPENT: Final = Decimal(1000)  # at most, where the gate buys within a limit
RENEWED_AFTER: Final = 40  # runs, after which a process gives way to a new one


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate said of a target.

    Attributes:
        target: What was run.
        result: found, silent, unfinished (it could not check everything, and found nothing) or crashed.
        rule: The rule that the first finding breaks.
        message: What the first finding says, or why the run did not end.
        seconds: Until the first finding, or, without one, of the whole run.
        requests: How many were sent.
        findings: All that it said, in words.
    """

    target: Target
    result: str
    rule: str = ""
    message: str = ""
    seconds: float = 0.0
    requests: int = 0
    findings: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the gate was right."""
        return self.result == ("silent" if self.target.correct else "found")

    def row(self) -> dict[str, Any]:
        """The same for JSON."""
        return {**asdict(self.target), **{k: v for k, v in asdict(self).items() if k != "target"}, "good": self.good}


def judged(target: Target, excused: frozenset[str] = frozenset()) -> Verdict:
    """Run the gate against a target, to the end where it is correct and to the first finding where it is not.

    Args:
        target: what to run it against.
        excused: what the gate says of the correct server as well, so that saying it of a fault finds nothing.
    """
    signal.signal(signal.SIGALRM, _overdue)
    signal.alarm(LIMIT)
    started = time.perf_counter()
    try:
        return _judged(target, excused)
    except Exception as error:  # noqa: BLE001  (a gate that crashes is a result)
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        seconds = time.perf_counter() - started
        return Verdict(target, "crashed", message=f"{type(error).__name__}: {error} ({where})", seconds=seconds)
    finally:
        signal.alarm(0)


def _overdue(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise TimeoutError(f"no end after {LIMIT} s")


class _Enough(BaseException):
    """The first finding is there; no check of the gate may take this for an error of its own."""

    def __init__(self, finding: Finding, seconds: float) -> None:
        super().__init__()
        self.finding, self.seconds = finding, seconds


class _First(Silent):
    """Ends a run with the first finding that is not excused."""

    def __init__(self, excused: frozenset[str]) -> None:
        self._excused = excused
        self._started = time.perf_counter()
        self.requests = 0

    def exchanged(self, exchange: Exchange) -> None:
        """Count the requests."""
        del exchange
        self.requests += 1

    def found(self, finding: Finding) -> None:
        """End the run, unless the correct server is accused of the same."""
        if not finding.warning and _what(finding) not in self._excused:
            raise _Enough(finding, time.perf_counter() - self._started)


def _what(finding: Finding) -> str:
    """A finding in words."""
    return f"{finding.rule} {finding.operation}: {finding.message}"


def _judged(target: Target, excused: frozenset[str]) -> Verdict:
    description = Description.read(DESCRIPTION)
    with endpoint(target) as served, TemporaryDirectory() as folder, ExitStack() as stack:
        options = Options()
        if target.limited:
            journal = stack.enter_context(closing(Journal(Path(folder), served.base_url)))
            options.guard = SpendingGuard(description, journal, served.base_url, SPENT)
        listener = Silent() if target.correct else _First(excused)
        try:
            result = run(description, served, target.seed, options, listener)
        except _Enough as enough:
            requests = listener.requests if isinstance(listener, _First) else 0
            return _accusation(target, [enough.finding], enough.seconds, requests)
    broken = [finding for finding in result.findings if not finding.warning]
    if broken and target.correct:
        return _accusation(target, broken, result.first_finding or result.seconds, result.requests)
    outcome = "unfinished" if result.cut else "silent"
    return Verdict(target, outcome, "", result.cut, result.seconds, result.requests)


def _accusation(target: Target, findings: list[Finding], seconds: float, requests: int) -> Verdict:
    said = tuple(_what(finding) for finding in findings)
    message = said[0].partition(" ")[2]
    return Verdict(target, "found", findings[0].rule, message, seconds, requests, said)


def all_judged(
    targets: Iterable[Target],
    jobs: int,
    report: Callable[[int, int, Verdict], None],
    excused: frozenset[str] = frozenset(),
) -> list[Verdict]:
    """Run the gate against all targets, `jobs` at once, and report each as it ends; in the order of the targets."""
    wanted = list(targets)
    found: dict[Target, Verdict] = {}
    for at in range(0, len(wanted), jobs * RENEWED_AFTER):
        for verdict in _some_judged(wanted[at : at + jobs * RENEWED_AFTER], jobs, excused):
            found[verdict.target] = verdict
            report(len(found), len(wanted), verdict)
    return [found[target] for target in wanted]


def _some_judged(targets: list[Target], jobs: int, excused: frozenset[str]) -> Iterator[Verdict]:
    """The same with new processes, which end with these targets: what a run leaves behind does not add up."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_prepared, initargs=(sys.path,)) as pool:
        futures = {pool.submit(judged, target, excused): target for target in targets}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool as error:
                yield Verdict(futures[future], "crashed", message=f"the process is gone: {error}")


def _prepared(path: list[str]) -> None:
    """What a new process needs: where the modules are, and that an interruption ends it without a traceback."""
    sys.path[:] = path
    signal.signal(signal.SIGINT, signal.SIG_DFL)
