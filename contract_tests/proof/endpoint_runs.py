"""Runs of the gate against many endpoints, several at once."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from proof.targets import DESCRIPTION, Target, endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

LIMIT: Final = 240  # seconds for one run; no run of the gate takes a quarter of it
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
        findings: How many there were.
    """

    target: Target
    result: str
    rule: str = ""
    message: str = ""
    seconds: float = 0.0
    requests: int = 0
    findings: int = 0

    @property
    def good(self) -> bool:
        """Whether the gate was right."""
        return self.result == ("silent" if self.target.correct else "found")

    def row(self) -> dict[str, Any]:
        """The same for JSON."""
        return {**asdict(self.target), **{k: v for k, v in asdict(self).items() if k != "target"}, "good": self.good}


def judged(target: Target) -> Verdict:
    """Run the gate against a target, to the end where it is correct and to the first finding where it is not."""
    signal.signal(signal.SIGALRM, _overdue)
    signal.alarm(LIMIT)
    started = time.perf_counter()
    try:
        return _judged(target)
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


def _judged(target: Target) -> Verdict:
    from numbers_contract import Description, Options, run  # noqa: PLC0415  (imported where the work is done)

    with endpoint(target) as served:
        result = run(Description.read(DESCRIPTION), served, target.seed, Options(stop_at_first=not target.correct))
    broken = [finding for finding in result.findings if not finding.warning]
    if broken:
        first = broken[0]
        seconds = result.first_finding if result.first_finding is not None else result.seconds
        what = f"{first.operation}: {first.message}" if first.operation else first.message
        return Verdict(target, "found", first.rule, what, seconds, result.requests, len(broken))
    outcome = "unfinished" if result.cut else "silent"
    return Verdict(target, outcome, "", result.cut, result.seconds, result.requests)


def all_judged(targets: Iterable[Target], jobs: int, report: Callable[[int, int, Verdict], None]) -> list[Verdict]:
    """Run the gate against all targets, `jobs` at once, and report each as it ends; in the order of the targets."""
    wanted = list(targets)
    found: dict[Target, Verdict] = {}
    for at in range(0, len(wanted), jobs * RENEWED_AFTER):
        for verdict in _some_judged(wanted[at : at + jobs * RENEWED_AFTER], jobs):
            found[verdict.target] = verdict
            report(len(found), len(wanted), verdict)
    return [found[target] for target in wanted]


def _some_judged(targets: list[Target], jobs: int) -> Iterator[Verdict]:
    """The same with new processes, which end with these targets: what a run leaves behind does not add up."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_prepared, initargs=(sys.path,)) as pool:
        futures = {pool.submit(judged, target): target for target in targets}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool as error:
                yield Verdict(futures[future], "crashed", message=f"the process is gone: {error}")


def _prepared(path: list[str]) -> None:
    """What a new process needs: where the modules are, and that an interruption ends it without a traceback."""
    sys.path[:] = path
    signal.signal(signal.SIGINT, signal.SIG_DFL)
