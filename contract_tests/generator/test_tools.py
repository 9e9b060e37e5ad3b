"""The tools that shape the output are those of the lock, and run; the examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import importlib.metadata
import pkgutil
import subprocess
from typing import TYPE_CHECKING

import client_generator
import pytest
from client_generator.errors import GenerateError
from client_generator.tools import check_tools, format_package, try_package
from generator.generation import ROOT
from numbers_api import _runtime

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

LOCK = ROOT / "requirements.lock"
TOOLS = ("openapi-python-client", "ruff")


def test_the_installed_tools_are_those_of_the_lock() -> None:
    """What is installed here is what is pinned, and its versions go into the package."""
    assert check_tools(LOCK) == {name: importlib.metadata.version(name) for name in TOOLS}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_that_is_not_installed_is_named(tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing tool is an error that names the command which sets it up."""
    version = importlib.metadata.version

    def missing(name: str) -> str:
        if name == tool:
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(GenerateError, match=f"{tool}: is not installed; run make generate"):
        check_tools(LOCK)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_of_another_version_is_named(tool: str, tmp_path: Path) -> None:
    """Both versions are told apart: the one that is there and the one that is pinned."""
    lock, version = tmp_path / "lock", importlib.metadata.version(tool)
    lock.write_text(LOCK.read_text("utf-8").replace(f"{tool}=={version}", f"{tool}==99.0"), "utf-8")

    with pytest.raises(GenerateError, match=rf"{tool}: version {version} is installed, 99\.0 is pinned"):
        check_tools(lock)
    lock.write_text("", "utf-8")
    with pytest.raises(GenerateError, match=f"{TOOLS[0]}: version .* is installed, None is pinned"):
        check_tools(lock)


def test_a_lock_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Without the lock nothing says which tools are right."""
    with pytest.raises(GenerateError, match=r"lock: cannot be read \(No such file or directory\)"):
        check_tools(tmp_path / "lock")


@pytest.mark.parametrize(("code", "said"), [(0, "ruff 0.0.1\n"), (0, ""), (1, "Traceback\nNo module named ruff\n")])
def test_a_formatter_that_is_another_one_is_named(code: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Metadata of the right version help nothing when the program behind them is another, or none."""

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, code, said, "")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(
        GenerateError, match=r"ruff: (ruff 0\.0\.1|it ended with 0|No module named ruff); it does not run"
    ):
        check_tools(LOCK)


def test_formatting_depends_on_no_settings_of_others(tmp_path: Path) -> None:
    """A pyproject.toml above the package does not change what is written, and no cache is left."""
    written: list[bytes] = []
    for settings in ("", "[tool.ruff]\nline-length = 40\nformat.quote-style = 'single'\n"):
        package = tmp_path / "package"
        package.mkdir(exist_ok=True)
        (tmp_path / "pyproject.toml").write_text(settings, "utf-8")
        (package / "a.py").write_text(f"import sys\nimport os\nx = '{'a' * 60}'; print(x, os, sys)\n", "utf-8")
        format_package(package)
        written.append((package / "a.py").read_bytes())

    assert written[0] == written[1]
    assert written[0].startswith(b'import os\nimport sys\n\nx = "aaa')
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.py", "package", "pyproject.toml"]


def test_a_trial_leaves_nothing_behind(tmp_path: Path) -> None:
    """Importing the package on trial writes no compiled modules, and says which module does not work."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    try_package(package)
    (package / "broken.py").write_text("import no_such_module\n", "utf-8")

    with pytest.raises(GenerateError, match=r"package\.broken: ModuleNotFoundError: No module named 'no_such_module'"):
        try_package(package)
    assert sorted(path.name for path in package.iterdir()) == ["__init__.py", "broken.py"]


def _modules(package: ModuleType) -> list[str]:
    return [found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]


@pytest.mark.parametrize("name", [*_modules(client_generator), *_modules(_runtime)])
def test_the_examples_in_docstrings_are_true(name: str) -> None:
    """What a docstring shows as a result is the result."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_in_docstrings() -> None:
    """The test above finds some."""
    names = [
        "client_generator.model.names",
        "client_generator.model.patterns",
        "client_generator.errors",
        "runtime.masking",
    ]

    assert all(doctest.testmod(importlib.import_module(name)).attempted for name in names)
