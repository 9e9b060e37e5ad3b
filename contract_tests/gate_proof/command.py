"""`make mutants`: run the gate against what is correct and against what is not, and write the tables.

Exit codes: 0 the gate was right about everything; 1 it accused something correct or missed something; 2 it could not be
run.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Final

from gate_proof import targets
from gate_proof.endpoint_runs import Verdict, all_judged
from gate_proof.faults.catalogue import named
from gate_proof.tables import Table, write
from gate_proof.targets import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER: Final = targets.ROOT / "build" / "mutants"
PARTS: Final = ("correct", "faults", "client")
QUICK: Final = 10.0  # seconds, in which the first finding of nine faults in ten is to be shown
COLUMNS: Final = {
    "kind": "Target",
    "name": "Which",
    "seed": "Seed",
    "result": "Result",
    "rule": "Rule",
    "message": "First finding",
    "seconds": "Seconds",
    "requests": "Requests",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts that are asked for."""
    given = _parser().parse_args(arguments)
    wanted = given.only.split(",") if given.only else list(PARTS)
    if unknown := [part for part in wanted if part not in PARTS]:
        print(f"mutants: {unknown[0]}: there is no such part; ONLY takes {', '.join(PARTS)}", file=sys.stderr)
        return 2
    tables: list[Table] = []
    if "correct" in wanted:
        tables.append(_correct(all_judged(targets.correct(given.seeds), given.jobs, _report)))
    if "faults" in wanted:
        every = targets.faulty(given.seed, by_url=given.by_url)
        chosen = [target for target in every if given.match in target.name][:: given.every]
        tables.append(_faults(*_controlled(chosen, given)))
    if "client" in wanted:
        from gate_proof.mutation.client_mutation_runs import CannotRunError, client_table  # noqa: PLC0415  (only where it is wanted)

        try:
            tables.append(client_table(given.jobs, given.seed, given.count, given.match))
        except CannotRunError as error:
            print(f"mutants: {error}", file=sys.stderr)
            return 2
    return _written(tables)


def _controlled(chosen: list[Target], given: argparse.Namespace) -> tuple[list[Verdict], list[Verdict]]:
    """The verdicts on faults, and those on the same server without a fault: what is said there finds none of them."""
    kind = "sandbox-by-url" if given.by_url else "sandbox"
    correct = [Target(kind, "control", given.seed, guarded) for guarded in (False, True)]
    controls = all_judged(correct, given.jobs, _report)
    excused = frozenset(said for control in controls for said in control.findings)
    return all_judged(chosen, given.jobs, _report, excused), controls


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mutants", description="Prove that the gate works.")
    parser.add_argument("--only", default="", help=f"parts, by commas: {', '.join(PARTS)} (default: all)")
    parser.add_argument("--seeds", type=int, default=50, help="seeds for each correct server (default: 50)")
    parser.add_argument("--seed", type=int, default=1, help="the seed for faults and for the choice of client mutants")
    parser.add_argument("--count", type=int, default=200, help="how many client mutants (default: 200)")
    parser.add_argument("--match", default="", help="faults and client mutants whose name has this in it")
    parser.add_argument("--by-url", action="store_true", help="with a limit to what is bought, as BASE_URL has it")
    parser.add_argument("--every", type=int, default=1, help="of those faults, the first of each so many")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="how many at once")
    return parser


def _report(done: int, of: int, verdict: Verdict) -> None:
    mark = "ok " if verdict.good else "NOT"
    what = f"{verdict.rule} {verdict.message}".strip()[:110]
    name = f"{verdict.target.kind} {verdict.target.name}"
    print(f"{done:4}/{of} {mark} {verdict.seconds:6.1f} s  {name:52} {verdict.result:8} {what}", flush=True)


def _correct(verdicts: list[Verdict]) -> Table:
    accused = sum(verdict.result == "found" for verdict in verdicts)
    other = sum(verdict.result not in ("found", "silent") for verdict in verdicts)
    seconds = max((verdict.seconds for verdict in verdicts), default=0.0)
    text = f"{accused} of {len(verdicts)} runs against correct servers accuse them"
    text += f", {other} did not end" if other else ""
    rows = [verdict.row() for verdict in verdicts]
    verdict = f"{text}; the longest took {seconds:.1f} s."
    return Table("correct", "Correct servers", verdict, accused + other == 0, COLUMNS, rows)


def _faults(verdicts: list[Verdict], controls: list[Verdict]) -> Table:
    found = [verdict for verdict in verdicts if verdict.result == "found"]
    quick = sum(verdict.seconds < QUICK for verdict in found)
    kinds = Counter(_kind(verdict) for verdict in verdicts)
    caught = Counter(_kind(verdict) for verdict in found)
    by_kind = ", ".join(f"{kind} {caught[kind]}/{kinds[kind]}" for kind in kinds)
    text = f"{len(found)} of {len(verdicts)} faults are found ({by_kind}), "
    text += f"{quick} of them in under {QUICK:.0f} s."
    accused = sum(len(control.findings) for control in controls)
    text += f" The gate says {accused} things of the correct server as well, which do not count." if accused else ""
    rows = [{**verdict.row(), **_described(verdict)} for verdict in verdicts]
    columns = {"name": "Fault", "says": "What a caller sees", "breaks": "What it breaks", **COLUMNS}
    del columns["kind"], columns["seed"]
    facts = {
        "found": len(found),
        "of": len(verdicts),
        "quick": quick,
        "by_kind": {k: [caught[k], kinds[k]] for k in kinds},
    }
    return Table(
        "faults", "Faults of the endpoint", text, len(found) == len(verdicts) and not accused, columns, rows, facts
    )


def _kind(verdict: Verdict) -> str:
    return named(verdict.target.name).kind


def _described(verdict: Verdict) -> dict[str, str]:
    fault = named(verdict.target.name)
    return {"class": fault.kind, "says": fault.says, "breaks": fault.breaks}


def _written(tables: list[Table]) -> int:
    for table in tables:
        page = write(table, FOLDER)
        print(f"mutants: {table.verdict} Table: {page.relative_to(targets.ROOT)}")
    return 0 if all(table.good for table in tables) else 1


def timed(arguments: Sequence[str] | None = None) -> int:
    """Run, and say how long it took."""
    started = time.monotonic()
    code = main(arguments)
    print(f"mutants: {time.monotonic() - started:.0f} s")
    return code
