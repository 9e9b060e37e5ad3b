"""Every fault can be seen by what its witness asks, and a sandbox without a fault has none of them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from gate_proof.faults.catalogue import catalogue
from gate_proof.faults.served import probe, served

if TYPE_CHECKING:
    from gate_proof.faults.catalogue import Fault

FAULTS = catalogue()
KINDS = ("bodies", "http", "inputs", "authorization", "state", "queries", "paging", "combinations")


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_can_be_seen(fault: Fault) -> None:
    """What the witness of a fault sees differs from what it sees without the fault."""
    with probe(None, guarded=fault.guarded) as correct:
        expected = fault.witness(correct)
    with probe(fault) as faulty:
        assert fault.witness(faulty) != expected


@pytest.mark.parametrize("fault", list(FAULTS.values())[::8], ids=list(FAULTS)[::8])
def test_a_witness_sees_no_fault_where_there_is_none(fault: Fault) -> None:
    """A witness sees the same at two sandboxes without a fault, so that what differs is the fault."""
    with probe(None, guarded=fault.guarded) as one, probe(None, guarded=fault.guarded) as other:
        assert fault.witness(one) == fault.witness(other)


def test_there_are_enough_faults_of_every_kind() -> None:
    """There are at least 120 faults, some of every kind, and no two say the same."""
    assert len(FAULTS) >= 120
    count = Counter(fault.kind for fault in FAULTS.values())
    assert set(count) == set(KINDS)
    assert min(count.values()) >= 10
    assert len({fault.says for fault in FAULTS.values()}) == len(FAULTS)


def test_faults_are_named_and_said_alike() -> None:
    """A name is in small letters and hyphens, what is said is a sentence, and a place in the description is named."""
    for fault in FAULTS.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", fault.name), fault.name
        assert re.fullmatch(r"[A-Z].*\.", fault.says), fault.name
        assert fault.breaks, fault.name
        assert (fault.front is None) != (fault.inside is None), fault.name


@pytest.mark.parametrize("name", ["body-search-without-meta", "none"])
def test_a_fault_is_served_on_a_port(name: str) -> None:
    """The command serves a fault, says where, and ends when it is told to."""
    command = [sys.executable, str(Path(__file__).with_name("__main__.py")), "serve", name, "--numbers", "200"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        answer = httpx.get(f"{url}/api/AvailableNumbers", timeout=20)
        process.terminate()
        process.stdout.read()
    assert ("meta" in answer.json()) == (name == "none")
    assert process.returncode == 0


def test_a_fault_is_served_in_the_process() -> None:
    """The same from Python, on a port of the loopback."""
    with served(FAULTS["body-search-without-meta"], numbers=200) as url:
        assert set(httpx.get(f"{url}/api/AvailableNumbers").json()) == {"items"}


def test_an_unknown_fault_is_named() -> None:
    """Asking for a fault that does not exist is refused in one line that names it."""
    command = [sys.executable, str(Path(__file__).with_name("__main__.py")), "serve", "no-such-fault"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 2
    told = "no-such-fault: there is no such fault; `python -m gate_proof.faults list` lists them"
    assert result.stderr == f"faults: {told}\n"
