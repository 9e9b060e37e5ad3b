"""Runs of the client's tests against mutants of the client, several at once, and the table of what they found."""

from __future__ import annotations

import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

import yaml

from gate_proof.mutation.client_process import CannotRunError, workers
from gate_proof.mutation.sampling import PACKAGE, all_mutations, sample
from gate_proof.mutation.template_mutations import BELOW, client_with, template_mutations
from gate_proof.mutation.timings import Experience
from gate_proof.tables import Table

if TYPE_CHECKING:
    from gate_proof.mutation.ast_mutations import Mutation
    from gate_proof.mutation.client_process import Worker

__all__ = ["CannotRunError", "client_table", "explained", "table"]

KEPT: Final = Path(__file__).parents[1] / "client_survivors.yaml"
WANTED: Final = 0.95  # of the mutants that are not equivalent
NO_CHANGE: Final = "no change"  # of what runs: a template that writes the same client is no mutant of it
PASSED, NOTHING = 0, 5  # exit codes of pytest
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


def _files(mutant: Mutation) -> dict[str, str] | None:
    """What a mutant changes in the client: path to text; None where the generator refuses the template."""
    if mutant.module.startswith(BELOW):
        return client_with(mutant)
    text = mutant.applied((PACKAGE / mutant.module).read_text(encoding="utf-8"))
    return {f"generated/{PACKAGE.name}/{mutant.module}": text}


def _caught(worker: Worker, mutant: Mutation, files: dict[str, str], experience: Experience) -> Any:  # noqa: ANN401  (JSON)
    """Run the tests against a mutant; one that fails without any mutation, too, has caught nothing and is left out."""
    while True:
        found = worker.run(experience, files, experience.first(mutant.module))
        failed = found["failed"]
        if not failed or failed in experience.confirmed:
            return found
        alone = worker.run(experience, first=[failed], only=True)
        if alone["code"] in (PASSED, NOTHING):
            experience.confirmed.add(failed)
            return found
        experience.broken.add(failed)


def _tried(worker: Worker, mutant: Mutation, experience: Experience) -> dict[str, Any]:
    files = _files(mutant)
    if files is None:
        return _row(mutant, "caught", "make generate", 0.0)
    if not files:
        return _row(mutant, NO_CHANGE, "", 0.0)
    found = _caught(worker, mutant, files, experience)
    experience.learn(mutant.module, found["failed"], found["spent"])
    how = {0: "survived", 124: "caught: no end"}.get(found["code"], "caught")
    return _row(mutant, how, found["failed"], found["seconds"])


def _row(mutant: Mutation, result: str, failed: str, seconds: float) -> dict[str, Any]:
    return {
        "key": mutant.key,
        "module": mutant.module,
        "place": mutant.place,
        "line": mutant.line,
        "operator": mutant.operator,
        "change": f"{mutant.before} → {mutant.after}",
        "result": result,
        "failed": failed,
        "by": failed.removeprefix("contract_tests/client/"),
        "seconds": seconds,
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
    rows = [row for row in rows if row["result"] != NO_CHANGE]
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


def client_table(jobs: int, seed: int, count: int, match: str = "") -> Table:
    """Draw mutants, run the tests against those whose key has `match` in it, and make the table."""
    drawn = sample([*all_mutations(), *template_mutations()], count, seed)
    return table(explained(results([mutant for mutant in drawn if match in mutant.key], jobs)))
