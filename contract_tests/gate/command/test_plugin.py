"""The checks in a project's own pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numbers_contract
import pytest
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.testing import open_endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def url() -> Iterator[str]:
    """A sandbox."""
    endpoint = open_endpoint(numbers=500)
    with ThreadedServer(endpoint) as server:
        yield server.url
    endpoint.store.close()


def suite(folder: Path, *options: str) -> tuple[int, str]:
    """A project with one test of its own: how its pytest ends, and what it prints."""
    (folder / "test_own.py").write_text("def test_own(): pass\n")
    root = Path(numbers_contract.__file__).parents[1]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "NUMBERS_CONTRACT_EFFORT": "0.1"}
    command = [sys.executable, "-m", "pytest", "-p", "numbers_contract.pytest_plugin", "-p", "no:cacheprovider", "-v"]
    ended = subprocess.run(
        [*command, *options], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_without_the_option_nothing_is_added(tmp_path: Path) -> None:
    """A project that does not ask for it runs its own tests and imports nothing of the gate."""
    code, output = suite(tmp_path)

    assert code == 0
    assert "1 passed" in output


def test_seeds_are_divided_among_workers(url: str, tmp_path: Path) -> None:
    """Each seed is a test of its own, so that pytest-xdist divides them; they do not disturb each other."""
    options = ["--numbers-base-url", url, "--numbers-set", "ACCOUNT_ID=AC1", "--numbers-set", "SEEDS=4", "-n", "2"]
    code, output = suite(tmp_path, *options)

    assert code == 0, output
    assert "5 passed" in output
    assert {worker for worker in ("gw0", "gw1") if f"[{worker}]" in output} == {"gw0", "gw1"}


def test_what_is_broken_is_told_without_a_traceback(tmp_path: Path) -> None:
    """A failing seed shows the verdict and the findings, not the inside of the gate."""
    code, output = suite(tmp_path, "--numbers-base-url", "http://127.0.0.1:9", "--numbers-set", "ACCOUNT_ID=AC1")

    assert code == 1
    assert "The contract could not be checked: no answer from http://127.0.0.1:9" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("pair", ["ACCOUNT_ID", "NOBODY=1", "SEEDS=0"])
def test_a_setting_that_is_wrong(tmp_path: Path, pair: str) -> None:
    """A setting that is none, or has no such value, is a usage error that names it."""
    options = ["--numbers-base-url", "http://127.0.0.1:9", "--numbers-set", "ACCOUNT_ID=AC1", "--numbers-set", pair]
    code, output = suite(tmp_path, *options)

    assert code == 4
    assert pair.partition("=")[0] in output
