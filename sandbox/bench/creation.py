"""Making a catalogue from nothing: how long until the command answers, how much memory it takes, what the bar shows.

Ten thousand numbers have two seconds, from the start of the command to the line that it is ready. Other work of the
machine only ever adds to that, so that the quickest of several starts is what the command itself takes.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmark_results import Result
from command import CommandError

from .servers import ENVIRONMENT, cpu_seconds, sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark_results import Scale

__all__ = ["bar_error", "results"]

_SMALL = 10_000
_SECONDS = 2.0
_LEAST_STEPS = 2
_MEMORY = 2.0  # times what the small catalogue takes: the large one is in the file, not in the process
_BAR_ERROR = 0.15  # of the whole: how far the bar may be from the time that has passed
_STEP = re.compile(r"([0-9,]+) of ([0-9,]+) numbers")


@dataclass(frozen=True, slots=True)
class _Start:
    """One start of the command: seconds until it was ready, of the clock and of a processor; its memory; its bar.

    `memory` is the most that it had at once, in MiB. `bar` is what it had used of a processor at each step, in seconds,
    and how many numbers it told.
    """

    seconds: float
    cpu: float
    memory: float
    bar: list[tuple[float, int]]


def results(scale: Scale) -> Iterator[Result]:
    """Measure."""
    starts = [_started(_SMALL)]
    enough = (scale.rounds + 1) // 2
    while len(starts) < enough or (len(starts) < 3 * enough and min(one.seconds for one in starts) > _SECONDS):
        starts.append(_started(_SMALL))
    small = min(starts, key=lambda start: start.seconds)
    note = f"{small.cpu:.2f} s of processor time, the quickest of {len(starts)} starts"
    yield Result(f"{_SMALL:,} numbers from nothing, until ready", small.seconds, _SECONDS, "seconds", note)
    large = _started(max(scale.numbers, 100_000))
    note = f"{large.seconds:.1f} s, {large.cpu:.1f} s of processor time"
    yield Result(f"{large.bar[-1][1]:,} numbers, to {_SMALL:,}", large.seconds / small.seconds, note=note)
    note = f"{large.memory:.0f} MiB and {small.memory:.0f} MiB at most"
    yield Result("memory for the large one, to the small one", large.memory / small.memory, _MEMORY, note=note)
    note = f"{len(large.bar)} steps on a terminal"
    yield Result("the bar, off the work done by", bar_error(large.bar, large.cpu), _BAR_ERROR, "of the whole", note)


def bar_error(bar: list[tuple[float, int]], end: float) -> float:
    """How far a bar was ever from the work done between its first step and the end, both as parts of the whole.

    Raises:
        CommandError: it went backwards, or has not two steps.
    """
    if len(bar) < _LEAST_STEPS or any(after <= before for (_, before), (_, after) in pairwise(bar)):
        raise CommandError("the progress bar has no two steps, or does not always go forwards")
    (begun, first), (_, total) = bar[0], bar[-1]
    return max(abs((told - first) / (total - first) - (when - begun) / (end - begun)) for when, told in bar)


def _started(numbers: int) -> _Start:
    """Starts the command on a terminal, waits until it is ready, and stops it."""
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "new.db")
        terminal, side = pty.openpty()
        begun = perf_counter()
        process = subprocess.Popen(
            sandbox(database, "--numbers", str(numbers)), env=ENVIRONMENT, stdin=side, stdout=side, stderr=side
        )
        os.close(side)
        try:
            bar = _watched(terminal, process.pid)
            ready = perf_counter() - begun
            return _Start(ready, cpu_seconds(process.pid), _most_memory(process.pid), bar)
        finally:
            process.terminate()
            process.wait()
            os.close(terminal)


def _watched(terminal: int, pid: int) -> list[tuple[float, int]]:
    """Waits until the command says that it is ready, and gives the steps of its bar."""
    bar: list[tuple[float, int]] = []
    text = ""
    while "ready at" not in text:
        try:
            text += os.read(terminal, 65536).decode("utf-8", "replace")
        except OSError:  # the other side is closed
            raise CommandError(f"the sandbox does not start: {' '.join(text.split())[-300:]}") from None
        steps = _STEP.findall(text)[len(bar) :]
        bar += [(cpu_seconds(pid), int(done.replace(",", ""))) for done, _ in steps]
    return bar


def _most_memory(pid: int) -> float:
    """In MiB (proc(5), VmHWM)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
