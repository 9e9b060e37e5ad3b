"""The tools that shape the output: their versions, the formatter, and the trial of what came out."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

from .errors import GenerateError
from .reading import text_of_file

__all__ = ["check_tools", "format_package", "try_package"]

_PINNED = ("openapi-python-client", "ruff")
_STYLE = ("--isolated", "--no-cache", "--target-version", "py311", "--line-length", "120")
_PASSES = (("check", "--fix-only", "--select", "I,UP"), ("format",))
_TRIAL = Path(__file__).with_name("import_check.py")


def check_tools(pins: Path) -> dict[str, str]:
    """Return the versions of the tools, which must be installed as `pins`, a lock file, has them.

    Raises:
        GenerateError: one is missing, of another version, or does not run.
    """
    pinned = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text_of_file(pins), re.MULTILINE))
    versions: dict[str, str] = {}
    for name in _PINNED:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            raise GenerateError(name, "is not installed; run make generate, which sets it up") from None
        if versions[name] != pinned.get(name):
            what = f"version {versions[name]} is installed, {pinned.get(name)} is pinned; make generate sets it up"
            raise GenerateError(name, what)
    done = _run("-m", "ruff", "--version")
    if done.returncode or done.stdout.split()[-1:] != [versions["ruff"]]:
        raise GenerateError("ruff", f"{_last_line(done)}; it does not run: make generate sets it up")
    return versions


def format_package(package: Path) -> None:
    """Format the modules of `package`.

    Raises:
        GenerateError: one of them is no Python.
    """
    for arguments in _PASSES:
        done = _run("-m", "ruff", *arguments, *_STYLE, package.name, folder=package.parent)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().partition("\n")[0]
            raise GenerateError("ruff", f"{said}; correct the template or runtime module that this file comes from")


def try_package(package: Path) -> None:
    """Import every module of `package`, and prepare every type for reading.

    Raises:
        GenerateError: that is not possible.
    """
    done = _run("-P", "-B", str(_TRIAL), package.name, folder=package.parent)
    if done.returncode:
        what = f"{_last_line(done)}; say it otherwise in the description, or correct the template or runtime module"
        raise GenerateError("the generated package does not work", what)


def _run(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=folder)


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if lines else f"it ended with {done.returncode}"
