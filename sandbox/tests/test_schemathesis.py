"""Schemathesis's own command line, all phases and checks on, finds nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from numbers_sandbox.http import description
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.testing import open_endpoint

HERE = Path(__file__).parent
OPERATIONS = description.description().operations
RUNS = [(1, 25), *(pytest.param(seed, 100, marks=pytest.mark.slow) for seed in range(1, 21))]


@pytest.mark.parametrize(("seed", "examples"), RUNS)
def test_schemathesis_finds_nothing(tmp_path: Path, seed: int, examples: int) -> None:
    """No check fails in any phase, every operation was reached with valid requests, and links were followed."""
    command = shutil.which("st", path=str(Path(sys.executable).parent))
    assert command, "schemathesis is not installed beside this Python"
    report = tmp_path / "report.json"
    endpoint = open_endpoint(numbers=2000)
    with ThreadedServer(endpoint) as server:
        arguments = [
            "--config-file",
            str(HERE.parents[1] / "schemathesis.toml"),
            "run",
            _description(),
            "--url",
            f"{server.url}/v1",
            "--seed",
            str(seed),
            "--max-examples",
            str(examples),
            "--report-json-path",
            str(report),
            "--no-color",
        ]
        environment = {**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "schemathesis_hooks.py")}
        result = subprocess.run(
            [command, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
    endpoint.store.close()
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
    assert unreached(json.loads(report.read_text())) == []


def _description() -> str:
    return str(next(place for place in description.PLACES if place.is_file()))


def unreached(report: dict[str, Any]) -> list[str]:
    """The operations that no valid request got through to, so that a run which tests nothing does not pass."""
    rates: dict[str, dict[str, dict[str, int]]] = report["valid_rates"]
    accepted = {name: sum(phase["accepted"] for phase in phases.values()) for name, phases in rates.items()}
    labels = [f"{operation.method} {operation.templates[0]}" for operation in OPERATIONS]
    return [label for label in labels if not accepted.get(label)]


def test_a_run_that_reaches_nothing_is_noticed() -> None:
    """The report of a run in which every request was refused does not pass for a good one."""
    phases = {"fuzzing": {"accepted": 0, "rejected": 100}}
    rates = {f"{operation.method} {operation.templates[0]}": phases for operation in OPERATIONS[1:]}
    assert len(unreached({"valid_rates": rates})) == len(OPERATIONS)
