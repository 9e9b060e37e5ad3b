"""Hold the client, the description and an endpoint to the contract: `make contract`.

Looks whether generated/ is fresh, holds the sandbox to the description, and runs the contract tests of the client. With
BASE_URL it holds that endpoint to the description and does nothing else. build/contract/ has the reports: index.html
for people, junit.xml and report.json for machines, summary.md for a comment on a merge request.

Exit codes: 0 the contract holds; 1 it is broken; 2 it could not be checked. (make itself ends with 2 for both of the
latter; the last line printed tells them apart.)
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NoReturn

import contract_page
import junit
from command import ROOT, CommandError, Exit, exit_with, require_fresh

if TYPE_CHECKING:
    from numbers_contract.reports.outcome import Outcome

_TESTS = ("contract_tests/client", "contract_tests/overrides", "contract_tests/document/test_description.py")
_REPORT = ROOT / "build" / "contract"
_RESULTS = _REPORT / "junit.xml"
_PAGE = _REPORT / "index.html"
_FILES = ("junit.xml", "index.html", "report.json", "summary.md")
_PYTEST_BROKEN = 1  # pytest's codes: 0 all passed, 1 some failed, anything else means that it could not run them


def main() -> Exit:
    """Check, report, and say the verdict in the last line."""
    arguments = _parser().parse_args()
    if os.environ.get("BASE_URL"):
        arguments.only = "endpoint"
    started = time.monotonic()
    for name in _FILES:
        (_REPORT / name).unlink(missing_ok=True)
    verdict = _verdict(arguments)
    verdict.seconds = time.monotonic() - started
    _REPORT.mkdir(parents=True, exist_ok=True)
    _PAGE.write_text(contract_page.render(verdict), encoding="utf-8")
    print(f"contract: {verdict.summary}; report: {_PAGE.relative_to(ROOT)}")
    return verdict.code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--jobs", default="auto", help="how many processes the tests are spread over (default: one per core)")
    add("--only", choices=["client", "endpoint"], help="one half: the client and the description, or the endpoint")
    return parser


def _verdict(arguments: argparse.Namespace) -> contract_page.Verdict:
    try:
        require_fresh()
        return _halves(arguments)
    except CommandError as error:
        return contract_page.Verdict(error.code, reason=str(error))


def _halves(arguments: argparse.Namespace) -> contract_page.Verdict:
    """The endpoint first, which takes seconds, then the client; their verdicts as one."""
    if arguments.only == "client":
        return _tested(arguments.jobs)
    verdict = _endpoint()
    if arguments.only != "endpoint":
        tested = _tested(arguments.jobs)
        tested.endpoint, tested.section = verdict.endpoint, verdict.section
        tested.code = _worse(tested.code, verdict.code)
        return tested
    return verdict


def _worse(one: Exit, other: Exit) -> Exit:
    """Broken beats unchecked, and unchecked beats whole."""
    return next(code for code in (Exit.REFUSED, Exit.UNABLE, Exit.DONE) if code in (one, other))


def _endpoint() -> contract_page.Verdict:
    """Hold BASE_URL, or the sandbox, to the description."""
    import endpoint_contract  # noqa: PLC0415  (the tests of the client need nothing of it)

    outcome: Outcome = endpoint_contract.checked(os.environ)
    endpoint_contract.write_reports(outcome, _REPORT)
    return contract_page.Verdict(Exit(outcome.code), endpoint=outcome.line, section=endpoint_contract.fragment(outcome))


def _tested(jobs: str) -> contract_page.Verdict:
    """Run the contract tests and judge what they left."""
    for path in _TESTS:
        if not (ROOT / path).exists():  # spread over processes, pytest does not say which path it misses
            return contract_page.Verdict(Exit.UNABLE, f"{path} is missing: restore the contract tests")
    results = _REPORT / "client.xml"
    results.unlink(missing_ok=True)
    options = ["--numprocesses", jobs, "--dist", "worksteal", "--quiet", f"--junit-xml={results}"]
    pytest = [sys.executable, "-m", "pytest", *options, *_TESTS]
    code = subprocess.run(pytest, cwd=ROOT, check=False, stdin=subprocess.DEVNULL).returncode
    cases = junit.read(results)
    junit.join(_RESULTS, results)
    if code not in {0, _PYTEST_BROKEN}:
        reason = f"pytest could not run the contract tests (it ended with {code}): mend what it names"
        return contract_page.Verdict(Exit.UNABLE, reason, cases)
    if all(case.outcome == junit.SKIPPED for case in cases):
        return contract_page.Verdict(Exit.UNABLE, "no contract test was carried out: see why each was skipped", cases)
    return contract_page.Verdict(Exit.REFUSED if code else Exit.DONE, cases=cases)


def _leave(code: int) -> NoReturn:
    """End, and at once where an endpoint was checked, which fills the memory."""
    gate = sys.modules.get("endpoint_contract")
    if gate is not None:
        gate.leave(code)
    sys.exit(code)


if __name__ == "__main__":
    exit_with("contract", main, _leave)
