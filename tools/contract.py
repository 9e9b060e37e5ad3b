"""Hold the client and the description to the contract: `make contract`.

Looks whether generated/ is fresh, runs the contract tests, and writes build/contract/junit.xml for machines and
build/contract/index.html for people.

Exit codes: 0 the contract holds; 1 it is broken; 2 it could not be checked. (make itself ends with 2 for both of the
latter; the last line printed tells them apart.)
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

import contract_page
import junit
from command import ROOT, CommandError, Exit, exit_with, require_fresh

_TESTS = ("contract_tests/client", "contract_tests/overrides", "contract_tests/document/test_description.py")
_REPORT = ROOT / "build" / "contract"
_RESULTS = _REPORT / "junit.xml"
_PAGE = _REPORT / "index.html"
_PYTEST_BROKEN = 1  # pytest's codes: 0 all passed, 1 some failed, anything else means that it could not run them


def main() -> Exit:
    """Check, report, and say the verdict in the last line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--jobs", default="auto", help="how many processes the tests are spread over (default: one per core)"
    )
    arguments = parser.parse_args()
    if os.environ.get("BASE_URL"):
        raise CommandError(
            "BASE_URL is given, but this version cannot check a running endpoint yet: "
            "run `make contract` alone to hold the client to the description"
        )
    started = time.monotonic()
    for old in (_RESULTS, _PAGE):
        old.unlink(missing_ok=True)
    verdict = _verdict(arguments.jobs)
    verdict.seconds = time.monotonic() - started
    _REPORT.mkdir(parents=True, exist_ok=True)
    _PAGE.write_text(contract_page.render(verdict), encoding="utf-8")
    print(f"contract: {verdict.summary}; report: {_PAGE.relative_to(ROOT)}")
    return verdict.code


def _verdict(jobs: str) -> contract_page.Verdict:
    try:
        require_fresh()
        return _tested(jobs)
    except CommandError as error:
        return contract_page.Verdict(error.code, reason=str(error))


def _tested(jobs: str) -> contract_page.Verdict:
    """Run the contract tests and judge what they left."""
    for path in _TESTS:
        if not (ROOT / path).exists():  # spread over processes, pytest does not say which path it misses
            return contract_page.Verdict(Exit.UNABLE, f"{path} is missing: restore the contract tests")
    options = ["--numprocesses", jobs, "--dist", "worksteal", "--quiet", f"--junit-xml={_RESULTS}"]
    pytest = [sys.executable, "-m", "pytest", *options, *_TESTS]
    code = subprocess.run(pytest, cwd=ROOT, check=False, stdin=subprocess.DEVNULL).returncode
    cases = junit.read(_RESULTS)
    if code not in {0, _PYTEST_BROKEN}:
        reason = f"pytest could not run the contract tests (it ended with {code}): mend what it names"
        return contract_page.Verdict(Exit.UNABLE, reason, cases)
    if all(case.outcome == junit.SKIPPED for case in cases):
        return contract_page.Verdict(Exit.UNABLE, "no contract test was carried out: see why each was skipped", cases)
    return contract_page.Verdict(Exit.REFUSED if code else Exit.DONE, cases=cases)


if __name__ == "__main__":
    exit_with("contract", main)
