"""Runs of the client's tests against mutants of the client, several at once, and the table of what they found."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Final, cast

import yaml

from proof.sampling import PACKAGE, all_mutations, sample
from proof.tables import Table
from proof.workspaces import ROOT, workspace

if TYPE_CHECKING:
    from collections.abc import Generator

    from proof.mutations import Mutation

FOLDER: Final = ROOT / "build" / "mutants"
KEPT: Final = Path(__file__).with_name("client_survivors.yaml")
WANTED: Final = 0.95  # of the mutants that are not equivalent
STATIC: Final = ("test_types.py",)  # runs type checkers, for minutes, over what no mutation here changes
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
    """The tests of the client cannot be run, or fail without any mutation."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How long each test takes without a mutation, which are left out, and how long to wait for a mutant."""

    durations: dict[str, float]
    skipped: list[str]
    limit: float


class Worker:
    """A process that runs tests in a copy of the tree."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, str(Path(__file__).with_name("client_worker.py")), str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, file: str, text: str, baseline: Baseline, first: list[str], *, all_durations: bool = False) -> Any:  # noqa: ANN401
        """Run the tests with another text in a file, or, without a file, as they are."""
        task = {
            "file": file,
            "text": text,
            "first": first,
            "durations": baseline.durations,
            "skipped": baseline.skipped,
            "limit": baseline.limit,
            "wants_durations": all_durations,
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


def measured(worker: Worker) -> Baseline:
    """How the tests run without a mutation; measured once for the same tests and the same client.

    Raises:
        CannotRunError: they fail.
    """
    kept = FOLDER / f"client-baseline-{digest()}.json"
    if not kept.is_file():
        found = worker.run("", "", Baseline({}, [], 3000.0), [], all_durations=True)
        if found["code"]:
            where = found["failed"] or f"pytest ended with {found['code']}"
            raise CannotRunError(f"the tests of the client fail without any mutation ({where}): mend them first")
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(found["spent"], indent=1), encoding="utf-8")
    spent: dict[str, float] = json.loads(kept.read_text(encoding="utf-8"))
    skipped = [name for name in spent if any(file in name for file in STATIC)]
    total = sum(seconds for name, seconds in spent.items() if name not in skipped)
    return Baseline(spent, skipped, 60.0 + 4 * total)


def digest() -> str:
    """What the tests and the client are, in a few letters."""
    found = hashlib.sha256()
    for folder in (ROOT / "contract_tests" / "client", PACKAGE):
        for path in sorted(folder.rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def results(mutants: list[Mutation], jobs: int) -> list[dict[str, Any]]:
    """Run the tests against every mutant; a row for each, in their order."""
    queue: SimpleQueue[Mutation] = SimpleQueue()
    rows: dict[str, dict[str, Any]] = {}
    killers: dict[str, Counter[str]] = {}
    with workers(jobs) as running:
        baseline = measured(running[0])
        print(
            f"mutants: the client's tests take {sum(baseline.durations.values()):.0f} s without a mutation", flush=True
        )
        for mutant in mutants:
            queue.put(mutant)

        def work(worker: Worker) -> None:
            while True:
                try:
                    mutant = queue.get_nowait()
                except Empty:
                    return
                rows[mutant.key] = _tried(worker, mutant, baseline, killers)
                _report(len(rows), len(mutants), rows[mutant.key])

        threads = [threading.Thread(target=work, args=(worker,)) for worker in running]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return [rows[mutant.key] for mutant in mutants if mutant.key in rows]


def _tried(worker: Worker, mutant: Mutation, baseline: Baseline, killers: dict[str, Counter[str]]) -> dict[str, Any]:
    source = (PACKAGE / mutant.module).read_text(encoding="utf-8")
    known = killers.setdefault(mutant.module, Counter())
    file = f"generated/{PACKAGE.name}/{mutant.module}"
    found = worker.run(file, mutant.applied(source), baseline, [name for name, _ in known.most_common(FIRST)])
    if "::" in found["failed"]:
        known[found["failed"]] += 1
    how = {0: "survived", 124: "caught: no end"}.get(found["code"], "caught")
    return {
        "key": mutant.key,
        "module": mutant.module,
        "place": mutant.place,
        "line": mutant.line,
        "operator": mutant.operator,
        "change": f"{mutant.before} → {mutant.after}",
        "result": how,
        "by": found["failed"].rpartition("/")[2],
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
