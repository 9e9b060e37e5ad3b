"""How the commands in this folder fail: one line that names the thing, the rule and the next step, and an exit code."""

from __future__ import annotations

import subprocess
import sys
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / "generated"


class Exit(IntEnum):
    """The exit codes of every command here."""

    DONE = 0
    REFUSED = 1  # it was looked at, and the answer is no
    UNABLE = 2  # it could not be looked at: wrong usage, or something is missing


class CommandError(Exception):
    """A failure to tell the user in one line.

    Args:
        message: what is wrong and what to do next, on one line.
        code: the exit code.
    """

    def __init__(self, message: str, code: Exit = Exit.UNABLE) -> None:
        super().__init__(message)
        self.code = code


def exit_with(name: str, command: Callable[[], Exit], leave: Callable[[int], NoReturn] = sys.exit) -> None:
    """Run a command and leave the process with its code; a `CommandError` becomes one line on standard error."""
    try:
        code = command()
    except CommandError as error:
        print(f"{name}: {error}", file=sys.stderr)
        code = error.code
    leave(code)


def require_fresh() -> None:
    """See that `generated/` is what `make generate` would write.

    Raises:
        CommandError: it is not (`REFUSED`), or that could not be found out (`UNABLE`).
    """
    generate = ROOT / "overrides" / "generate.py"
    command = [sys.executable, str(generate), "--check"]
    outcome = subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if outcome.returncode:
        told = (outcome.stderr.strip().splitlines() or [f"`{generate.name} --check` ended with {outcome.returncode}"])[
            -1
        ]
        raise CommandError(told, Exit.REFUSED if outcome.returncode == Exit.REFUSED else Exit.UNABLE)
