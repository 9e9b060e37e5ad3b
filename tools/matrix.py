"""See that every Python on the PATH, from 3.11 to 3.13, makes the same generated/, byte for byte: `make matrix`.

Each version gets an environment of its own, from the lock, in build/matrix/. PYTHONS="python3.12 python3.13" names the
interpreters to take instead.

Exit codes: 0 all of them agree; 1 one makes something else; 2 none was found, or an environment could not be made.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from command import ROOT, CommandError, Exit, exit_with

_VERSIONS = ("3.11", "3.12", "3.13")
_LOCK = ROOT / "requirements.lock"
_WORK = ROOT / "build" / "matrix"


def main() -> Exit:
    """Check generated/ with each interpreter, and say which versions that was."""
    found = interpreters(os.environ.get("PYTHONS", "").split() or [f"python{version}" for version in _VERSIONS])
    if not found:
        raise CommandError("no Python from 3.11 to 3.13 runs here: name some, PYTHONS='python3.12 python3.13'")
    for version, command in found.items():
        print(f"matrix: Python {version}", flush=True)
        python = _environment(version, command)
        outcome = subprocess.run([python, ROOT / "overrides" / "generate.py", "--check"], cwd=ROOT, check=False)
        if outcome.returncode:
            raise CommandError(f"Python {version} does not make what generated/ holds: see above", Exit.REFUSED)
    absent = ", ".join(version for version in _VERSIONS if version not in found)
    print(f"matrix: {', '.join(found)} make the same generated/" + (f"; not found here: {absent}" if absent else ""))
    return Exit.DONE


def interpreters(commands: list[str]) -> dict[str, str]:
    """The commands that start a Python that counts here, by its version; a shim that starts nothing is left out."""
    found: dict[str, str] = {}
    for command in commands:
        program = "import sys; print('%d.%d' % sys.version_info[:2])"
        try:
            outcome = subprocess.run([command, "-c", program], check=False, capture_output=True, text=True)
        except OSError:
            continue
        if outcome.stdout.strip() in _VERSIONS:
            found.setdefault(outcome.stdout.strip(), command)
    return dict(sorted(found.items()))


def _environment(version: str, command: str) -> Path:
    """An environment with everything from the lock; made again when the lock has changed."""
    folder = _WORK / version
    python, stamp = folder / "bin" / "python", folder / "lock.sha256"
    lock = hashlib.sha256(_LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == lock:
        return python
    install = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes")
    for step in ([command, "-m", "venv", "--clear", str(folder)], [str(python), *install, "--requirement", str(_LOCK)]):
        if subprocess.run(step, check=False).returncode:
            raise CommandError(f"no environment for Python {version}: see what {Path(step[0]).name} printed above")
    stamp.write_text(lock, encoding="ascii")
    return python


if __name__ == "__main__":
    exit_with("matrix", main)
