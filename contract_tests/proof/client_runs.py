"""Runs of the client's tests against mutants of the client, several at once, and the table of what they found."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Final, Self, cast

import yaml

from proof.sampling import PACKAGE, all_mutations, sample
from proof.tables import Table
from proof.workspaces import ROOT, workspace

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from proof.mutations import Mutation

FOLDER: Final = ROOT / "build" / "mutants"
DURATIONS: Final = FOLDER / "client-durations.json"
LONGEST: Final = 900.0
KEPT: Final = Path(__file__).with_name("client_survivors.yaml")
WANTED: Final = 0.95  # of the mutants that are not equivalent
STATIC: Final = ("test_types.py",)  # runs type checkers, for minutes, over what no mutation here changes
PASSED, NOTHING = 0, 5  # exit codes of pytest
FIRST: Final = 8  # tests that killed mutants of the same module are tried first
COLUMNS: Final = {
    "module": "Module",
    "place": "Where",
    "operator": "Operator",
    "change": "Change",
    "result": "Result",
    "by": "Caught by",
    "seconds": "Seconds",
    "why": "Why it survives",
}


class CannotRunError(Exception):
    """The tests of the client cannot be run."""


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


class Worker:
    """A process that runs tests in a copy of the tree."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, str(Path(__file__).with_name("client_worker.py")), str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(
        self, experience: Experience, file: str = "", text: str = "", first: Sequence[str] = (), *, only: bool = False
    ) -> Any:  # noqa: ANN401
        """Run the tests with another text in a file, or, without a file, as they are; `only` those to begin with."""
        task = {
            "file": file,
            "text": text,
            "first": list(first),
            "only": only,
            "durations": experience.durations,
            "skipped": STATIC,
            "broken": sorted(experience.broken),
            "limit": experience.limit,
        }
        pipe, answers = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        pipe.write(f"{json.dumps(task)}\n")
        pipe.flush()
        line = answers.readline()
        if not line:
            raise CannotRunError("the process that runs the tests of the client is gone; see above")
        return json.loads(line)

    def close(self) -> None:
        """End the process."""
        cast("IO[str]", self._process.stdin).close()
        self._process.wait(30)
        cast("IO[str]", self._process.stdout).close()


@contextmanager
def workers(count: int) -> Generator[list[Worker]]:
    """So many workers, each with a copy of the tree."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mutants-")))
        found = [Worker(workspace(folder / str(number))) for number in range(count)]
        for worker in found:
            stack.callback(worker.close)
        yield found


def results(mutants: list[Mutation], jobs: int) -> list[dict[str, Any]]:
    """Run the tests against every mutant; a row for each, in their order.

    Raises:
        CannotRunError: a process went away.
    """
    queue: SimpleQueue[Mutation] = SimpleQueue()
    rows: dict[str, dict[str, Any]] = {}
    experience = Experience.kept()
    for mutant in mutants:
        queue.put(mutant)

    def work(worker: Worker) -> None:
        while True:
            try:
                mutant = queue.get_nowait()
            except Empty:
                return
            rows[mutant.key] = _tried(worker, mutant, experience)
            _report(len(rows), len(mutants), rows[mutant.key])

    with workers(jobs) as running:
        if not experience.durations:
            _learn(running[0], experience)
        threads = [threading.Thread(target=work, args=(worker,)) for worker in running]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        experience.keep()
        for name in sorted(experience.broken):
            print(f"mutants: left out, since it fails without any mutation: {name}", flush=True)
        if len(rows) < len(mutants):
            raise CannotRunError("a process that runs the tests of the client went away; run again with fewer JOBS")
    return [rows[mutant.key] for mutant in mutants if mutant.key in rows]


def _learn(worker: Worker, experience: Experience) -> None:
    """Run everything once without a mutation: how long it takes tells from when on a mutant does not end."""
    print("mutants: the tests of the client once without a mutation, to see how long each takes", flush=True)
    while True:
        found = worker.run(experience)
        experience.durations.update(found["spent"])
        if found["code"] in (PASSED, NOTHING) or not found["failed"]:
            break
        experience.broken.add(found["failed"])
    if found["code"] not in (PASSED, NOTHING):
        raise CannotRunError("the tests of the client do not end without a mutation")
    experience.keep()


def _caught(worker: Worker, mutant: Mutation, experience: Experience) -> Any:  # noqa: ANN401  (JSON)
    """Run the tests against a mutant; one that fails without any mutation, too, has caught nothing and is left out."""
    text = mutant.applied((PACKAGE / mutant.module).read_text(encoding="utf-8"))
    file = f"generated/{PACKAGE.name}/{mutant.module}"
    while True:
        found = worker.run(experience, file, text, experience.first(mutant.module))
        failed = found["failed"]
        if not failed or failed in experience.confirmed:
            return found
        alone = worker.run(experience, first=[failed], only=True)
        if alone["code"] in (PASSED, NOTHING):
            experience.confirmed.add(failed)
            return found
        experience.broken.add(failed)


def _tried(worker: Worker, mutant: Mutation, experience: Experience) -> dict[str, Any]:
    found = _caught(worker, mutant, experience)
    experience.learn(mutant.module, found["failed"], found["spent"])
    how = {0: "survived", 124: "caught: no end"}.get(found["code"], "caught")
    return {
        "key": mutant.key,
        "module": mutant.module,
        "place": mutant.place,
        "line": mutant.line,
        "operator": mutant.operator,
        "change": f"{mutant.before} → {mutant.after}",
        "result": how,
        "failed": found["failed"],
        "by": found["failed"].removeprefix("contract_tests/client/"),
        "seconds": found["seconds"],
        "why": "",
    }


def _report(done: int, of: int, row: dict[str, Any]) -> None:
    print(f"{done:4}/{of} {row['result']:9} {row['seconds']:6.1f} s  {row['key'][:120]}  {row['by'][:70]}", flush=True)


def explained(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with what is known of those that survive: `equivalent: …` or `open: …`."""
    known: dict[str, str] = yaml.safe_load(KEPT.read_text(encoding="utf-8")) or {} if KEPT.is_file() else {}
    for row in rows:
        row["why"] = known.get(row["key"], "") if row["result"] == "survived" else ""
        row["good"] = row["result"] != "survived" or bool(row["why"])
    return rows


def table(rows: list[dict[str, Any]]) -> Table:
    """The table of the client's mutants."""
    survived = [row for row in rows if row["result"] == "survived"]
    equivalent = sum(row["why"].startswith("equivalent") for row in survived)
    unexplained = sum(not row["why"] for row in survived)
    caught, able = len(rows) - len(survived), len(rows) - equivalent
    share = caught / able if able else 1.0
    text = (
        f"{caught} of {len(rows)} client mutants are caught, {share:.1%} of those that are not equivalent; "
        f"{len(survived)} survive: {equivalent} equivalent, {len(survived) - equivalent - unexplained} open, "
        f"{unexplained} not explained."
    )
    good = share >= WANTED and not unexplained
    facts = {"caught": caught, "of": len(rows), "equivalent": equivalent, "share": share}
    return Table("client", "Mutants of the client", text, good, COLUMNS, rows, facts)


def client_table(jobs: int, seed: int, count: int) -> Table:
    """Draw mutants, run the tests against them, and make the table."""
    return table(explained(results(sample(all_mutations(), count, seed), jobs)))
