"""Measure, print and write down what things cost, as ratios to others measured in the same run.

Exit codes: 0 every target is met; 1 one is missed; 2 something could not be measured, or there is no such section.
The results go to build/bench/: results.json for programs, results.md for people.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from benchmark_results import Scale, as_json, table
from command import ROOT, CommandError, Exit, exit_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmark_results import Result

SECTIONS = {
    "client": "bench.client.section",
    "gate": "bench.gate.section",
    "sandbox-creation": "bench.creation",
    "sandbox-cpu": "bench.cpu",
    "sandbox-search": "bench.searching",
    "sandbox-purchases": "bench.purchases",
}
"""The modules that measure, by the names of their sections; `ONLY=sandbox` means all that begin so."""

PATHS = ("sandbox", "sandbox/tests", "generated", "tools", "contract_tests")
_FULL = Scale(rounds=9, requests=2000, numbers=1_000_000)
_TINY = Scale(rounds=1, requests=80, numbers=2000)


class Section(Protocol):
    """What a module that measures has."""

    def results(self, scale: Scale) -> Iterator[Result]:
        """Measure.

        Raises:
            CommandError: something that is needed is missing.
        """
        ...


def main(arguments: Sequence[str] | None = None) -> Exit:
    """Run the sections that are asked for."""
    options = _options(arguments)
    chosen = {name: module for name, module in SECTIONS.items() if name.startswith(options.only)}
    if not chosen:
        raise CommandError(f"no section begins with {options.only!r}: there are {', '.join(SECTIONS)}")
    sys.path[:0] = [str(ROOT / path) for path in PATHS]
    found: dict[str, list[Result]] = {}
    for name, module in chosen.items():
        print(f"bench: {name}", file=sys.stderr, flush=True)
        section = cast("Section", importlib.import_module(module))
        found[name] = list(section.results(_TINY if options.tiny else _FULL))
    return _report(found, Path(options.output))


def _report(found: dict[str, list[Result]], folder: Path) -> Exit:
    machine = (
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )
    text = f"{table(found)}\nMeasured on {machine}.\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.md").write_text(text, encoding="utf-8")
    values = {"machine": machine, "sections": as_json(found)}
    (folder / "results.json").write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(text, end="")
    missed = [one.name for results in found.values() for one in results if not one.met]
    for name in missed:
        print(f"bench: missed: {name}", file=sys.stderr)
    return Exit.REFUSED if missed else Exit.DONE


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure what things cost, as ratios.")
    parser.add_argument("--only", default="", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; a beginning will do")
    parser.add_argument("--tiny", action="store_true", help="measure little, to see that the measuring works")
    parser.add_argument("--output", default=str(ROOT / "build" / "bench"), metavar="FOLDER", help="where to write")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    exit_with("bench", main)
