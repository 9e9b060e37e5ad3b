"""The distribution of the gate, installed where there is no repository: its command and its plugin."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest
from command import ROOT
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.testing import open_endpoint
from publish import build
from release.wheels import repack_with_dependencies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GATE = ROOT / "contract_tests"
DECLARED = tomllib.loads((GATE / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist."""
    return next(file for file in build(GATE, tmp_path_factory.mktemp("built")) if file.suffix == ".whl")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the wheel, what it needs, and pytest."""
    folder, fresh = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("fresh")
    needs = [re.split(r"[<>=; ]", need)[0] for need in DECLARED["dependencies"]]
    repack_with_dependencies([*needs, "pytest"], folder)
    shutil.copy(wheel, folder)
    subprocess.run([sys.executable, "-m", "venv", fresh], check=True)
    pip = [str(fresh / "bin" / "pip"), "install", "--quiet", "--no-compile", "--no-index", "--find-links", str(folder)]
    subprocess.run([*pip, "numbers-api-contract", "pytest"], check=True)
    return fresh / "bin"


@pytest.fixture
def url() -> Iterator[str]:
    """A sandbox."""
    endpoint = open_endpoint(numbers=500)
    with ThreadedServer(endpoint) as server:
        yield server.url
    endpoint.store.close()


def run(installed: Path, folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run an installed program as its user would."""
    environment = {"PATH": f"{installed}:{os.environ['PATH']}", **variables}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_is_complete(wheel: Path) -> None:
    """The wheel holds the description that it was built for, the templates of its reports and the marker of types."""
    with zipfile.ZipFile(wheel) as archive:
        names, described = set(archive.namelist()), archive.read("numbers_contract/openapi.yaml")

    assert described == (ROOT / "generated" / "openapi.yaml").read_bytes()
    assert {"numbers_contract/py.typed", "numbers_contract/reports/templates/page.html.jinja"} <= names


def test_the_command_checks_an_endpoint(installed: Path, tmp_path: Path, url: str) -> None:
    """The installed command holds an endpoint to the description that came with it, and writes its reports."""
    ended = run(installed, tmp_path, "numbers-contract", "check", BASE_URL=url, ACCOUNT_ID="AC1", EFFORT="0.1")

    assert ended.returncode == 0, ended.stderr
    assert sorted(path.name for path in (tmp_path / "build" / "contract").iterdir()) == [
        "index.html",
        "junit.xml",
        "report.json",
        "summary.md",
    ]


def test_the_plugin_is_found(installed: Path, tmp_path: Path, url: str) -> None:
    """Pytest has the options without being told of the plugin, and runs the checks beside a project's own tests."""
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    options = [f"--numbers-base-url={url}", "--numbers-set", "ACCOUNT_ID=AC1", "--numbers-set", "EFFORT=0.1"]
    ended = run(installed, tmp_path, "pytest", "-q", *options)

    assert ended.returncode == 0, ended.stdout
    assert "2 passed" in ended.stdout
