"""The section ``gate`` of ``make bench``: checked requests per second, the gate's and those of Schemathesis."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmark_results import Result, median_ratio
from command import GENERATED, ROOT, CommandError
from served_sandbox import ACCOUNTS, served_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark_results import Scale

__all__ = ["results"]

_TIMES_FASTER: Final = 5
_SECONDS: Final = 30.0  # of a whole run of the gate on two processors
_ROUNDS: Final = 3  # each takes about a minute
_DESCRIPTION: Final = GENERATED / "openapi.yaml"
_URL: Final = "the URL of the sandbox"  # where it belongs among the words of a command


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: how many requests the sandbox got, in how many seconds."""

    requests: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def results(scale: Scale) -> Iterator[Result]:
    """Measure.

    Raises:
        CommandError: one of the two did not run.
    """
    effort = "1.0" if scale.rounds > 1 else "0.2"
    pairs: list[tuple[_Run, _Run]] = []
    for _ in range(min(_ROUNDS, scale.rounds)):
        gate = _measured(_gate(effort))
        pairs.append((_measured(_schemathesis("100" if scale.rounds > 1 else "5")), gate))
    theirs, ours = pairs[0]
    yield Result(
        "checked requests per second: Schemathesis, to the gate",
        median_ratio((one.rate, other.rate) for one, other in pairs),
        1 / _TIMES_FASTER,
        note=f"{theirs.requests} at {theirs.rate:.0f}/s, {ours.requests} at {ours.rate:.0f}/s",
    )
    yield Result("a whole run of the gate on the sandbox", median(run.seconds for _, run in pairs), _SECONDS, "s")


def _gate(effort: str) -> list[str]:
    """What `make contract` does with a sandbox that is there already."""
    program = (
        f"import os, sys; os.chdir({str(ROOT)!r}); sys.path[:0] = sys.argv[3:]\n"
        "from endpoint_contract import check, leave, of_the_sandbox\n"
        "leave(check(of_the_sandbox({'EFFORT': sys.argv[2]}, sys.argv[1])).code)"
    )
    return [sys.executable, "-c", program, _URL, effort, str(ROOT / "tools"), str(ROOT / "contract_tests")]


def _schemathesis(examples: str) -> list[str]:
    """The command line with what it needs to know, and otherwise as it comes."""
    beside = Path(sys.executable).with_name("schemathesis")
    header = f"Authorization: Bearer {ACCOUNTS[0]['token']}"
    chosen = ["--max-examples", examples, "--seed", "1", "--header", header]
    return [str(beside), "run", str(_DESCRIPTION), *chosen, "--url", _URL]


def _measured(command: list[str]) -> _Run:
    """Run a command against a new sandbox; findings are no concern of this."""
    with served_sandbox() as url, tempfile.TemporaryDirectory() as folder:
        whole = [url if word == _URL else word for word in command]
        before, started = _received(url), time.perf_counter()
        done = subprocess.run(whole, cwd=folder, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - started
        requests = _received(url) - before
    if done.returncode not in (0, 1) or not requests:
        raise CommandError(f"{Path(command[0]).name} did not run: {(done.stderr or done.stdout).strip()[-300:]}")
    return _Run(requests, seconds)


def _received(url: str) -> int:
    """How many requests the sandbox has got so far."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}/_sandbox/requests?limit=1", timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)["requests"]
    return int(found[-1]["id"]) if found else 0
