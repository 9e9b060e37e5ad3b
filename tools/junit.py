"""The results of a pytest run, read from the junit.xml (family xunit1) that it wrote."""

from __future__ import annotations

import ast
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from command import ROOT, CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PASSED, SKIPPED, FAILED = "passed", "skipped", "failed"


@dataclass(frozen=True, slots=True)
class Case:
    """One test with one set of parameters.

    Args:
        file: the test's file, relative to the repository.
        name: the function's name, and the parameters in brackets.
        promise: the first paragraph of its docstring: what must hold.
        seconds: how long it took.
        outcome: PASSED, SKIPPED or FAILED (an error in a fixture is a failure too).
        message: why it failed or was skipped; a line or a few.
        detail: the traceback of a failure.
    """

    file: str
    name: str
    promise: str
    seconds: float
    outcome: str
    message: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A test function with all its cases."""

    name: str
    cases: tuple[Case, ...]

    @property
    def promise(self) -> str:
        """What must hold; the function's name where the docstring is missing."""
        return self.cases[0].promise or self.name.removeprefix("test_").replace("_", " ")

    @property
    def outcome(self) -> str:
        """The worst outcome of the cases: one failure fails the test, and it is skipped only if all of it is."""
        outcomes = {case.outcome for case in self.cases}
        return next(outcome for outcome in (FAILED, PASSED, SKIPPED) if outcome in outcomes)

    @property
    def seconds(self) -> float:
        """How long all cases took together."""
        return sum(case.seconds for case in self.cases)

    @property
    def remarkable(self) -> list[Case]:
        """The cases that did not pass."""
        return [case for case in self.cases if case.outcome != PASSED]


@dataclass(frozen=True, slots=True)
class File:
    """A file of tests."""

    path: str
    tests: tuple[Test, ...]

    @property
    def title(self) -> str:
        """The first line of the module's docstring, or its path."""
        try:
            docstring = ast.get_docstring(ast.parse((ROOT / self.path).read_text(encoding="utf-8")))
        except (OSError, SyntaxError):  # a file that could not even be collected
            docstring = None
        return (docstring or self.path).splitlines()[0].rstrip(".")

    def count(self, outcome: str) -> int:
        """How many cases ended so."""
        return sum(case.outcome == outcome for test in self.tests for case in test.cases)


def read(path: Path) -> list[Case]:
    """The cases of a run.

    Raises:
        CommandError: the file is missing or broken, as after a run that was killed.
    """
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - pytest wrote this file a moment ago
    except (OSError, ET.ParseError) as error:
        raise CommandError(f"the tests left no report ({error}): see what pytest printed above") from error
    return [_case(element) for element in root.iter("testcase")]


def join(into: Path, other: Path) -> None:
    """Add the suites of a second file to a first, which need not be there yet.

    Raises:
        CommandError: one of them is broken.
    """
    try:
        suites = ET.parse(into).getroot() if into.exists() else ET.Element("testsuites")  # noqa: S314 - written here
        suites.extend(ET.parse(other).getroot())  # noqa: S314 - the same
        ET.ElementTree(suites).write(into, encoding="utf-8", xml_declaration=True)
    except (OSError, ET.ParseError) as error:
        raise CommandError(f"{into.name} could not be put together ({error}): run again") from error
    other.unlink()


def files(cases: Sequence[Case]) -> list[File]:
    """The cases by file and by test, in the order of names."""
    ordered = sorted(cases, key=lambda case: (case.file, case.name))
    return [File(path, _tests(list(group))) for path, group in itertools.groupby(ordered, lambda case: case.file)]


def _tests(cases: list[Case]) -> tuple[Test, ...]:
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.name.partition("[")[0], []).append(case)
    return tuple(Test(name, tuple(group)) for name, group in groups.items())


def _case(element: ET.Element) -> Case:
    name = element.get("name", "")
    promise = element.find("properties/property[@name='promise']")
    verdict = next((child for child in element if child.tag in {"failure", "error", "skipped"}), None)
    outcome = PASSED if verdict is None else SKIPPED if verdict.tag == "skipped" else FAILED
    return Case(
        # Where a file cannot be collected, the only name there is is the module's.
        file=element.get("file") or f"{name.replace('.', '/')}.py",
        name=name,
        promise="" if promise is None else promise.get("value", ""),
        seconds=float(element.get("time", 0)),
        outcome=outcome,
        message="" if verdict is None else verdict.get("message", ""),
        detail="" if verdict is None or outcome == SKIPPED else (verdict.text or "").strip(),
    )
