"""Serve the sandbox from this tree: `make sandbox [PORT=8081 DATABASE=memory NUMBERS=1000000 ...]`.

The arguments are the names of the variables that were given to make; their values are in the environment, where no
shell reads them. Each is an option of `numbers-sandbox serve`, in capitals and with underscores.

Exit codes: those of `numbers-sandbox`.
"""

from __future__ import annotations

import os
import sys

from command import ROOT, CommandError, Exit, exit_with

_DATABASE = ROOT / "build" / "sandbox.db"


def main() -> Exit:
    """Become the sandbox."""
    given = {name: os.environ.get(name, "") for name in sys.argv[1:]}
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "sandbox")}
    if "CONTROL_TOKEN" in given:  # a secret has no place among the arguments, which every user of the machine can read
        environment["NUMBERS_SANDBOX_CONTROL_TOKEN"] = given.pop("CONTROL_TOKEN")
    if "DATABASE" not in given:
        _DATABASE.parent.mkdir(exist_ok=True)
        given["DATABASE"] = str(_DATABASE)
    command = [sys.executable, "-m", "numbers_sandbox", "serve"]
    for name, value in given.items():
        command += _option(name, value)
    os.execve(sys.executable, command, environment)  # noqa: S606  (no shell, and signals reach the server itself)


def _option(name: str, value: str) -> list[str]:
    option = f"--{name.lower().replace('_', '-')}"
    if name == "REQUIRE_AUTH":
        if value not in {"0", "1"}:
            raise CommandError(f"REQUIRE_AUTH is {value!r}: write REQUIRE_AUTH=1 to ask for credentials")
        return [option] * int(value)
    if name == "ACCOUNT":
        return [part for account in value.split() for part in (option, account)]
    return [option, value]


if __name__ == "__main__":
    exit_with("sandbox", main)
