"""The benchmarks measure what they say: their arithmetic, their verdicts, and the whole of them at a small size."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from bench.creation import bar_error
from bench.filters import combinations_of_filters, search_operation
from benchmark_results import Result, median_ratio, share_of, table
from benchmarks import SECTIONS
from command import ROOT, CommandError
from hypothesis import given
from hypothesis import strategies as st
from numbers_sandbox.store.store import Store
from postgres_server import find_binaries

if TYPE_CHECKING:
    from pathlib import Path

_ABOVE_ZERO = st.floats(0.001, 1000)
_PRISM = ROOT / "sandbox" / "bench" / "prism"
_PEERS = ROOT / "build" / "bench" / "client"


@given(ratio=_ABOVE_ZERO, below=st.lists(_ABOVE_ZERO, min_size=1, max_size=9))
def test_a_ratio_that_is_always_the_same_is_the_ratio(ratio: float, below: list[float]) -> None:
    """However fast the machine is from one pair to the next, what is r times as slow each time is r times as slow."""
    assert median_ratio((ratio * one, one) for one in below) == pytest.approx(ratio)


def test_one_pause_of_the_machine_changes_no_ratio() -> None:
    """The median of ratios passes over a pair that a pause has hit."""
    assert median_ratio([(2, 1), (2, 1), (200, 1)]) == 2
    assert median_ratio([(2, 1), (20, 10), (2, 100)]) == 2


@pytest.mark.parametrize("pairs", [[], [(1.0, 0.0)], [(1.0, 1.0), (1.0, -1.0)]])
def test_a_ratio_to_nothing_is_refused(pairs: list[tuple[float, float]]) -> None:
    """Nothing measured, or something measured as nothing, is no ratio."""
    with pytest.raises(ValueError, match="above zero"):
        median_ratio(pairs)


@given(values=st.lists(_ABOVE_ZERO, min_size=1), part=st.floats(0, 1))
def test_a_share_is_one_of_the_values(values: list[float], part: float) -> None:
    """At least the part of the values that is asked for lies at or below it."""
    found = share_of(values, part)

    assert found in values
    assert sum(one <= found for one in values) >= int(part * len(values))


def test_a_target_is_met_up_to_its_value() -> None:
    """At most means at most; without a target nothing is missed; the table says which."""
    results = [Result("a", 1.2, 1.2), Result("b", 1.21, 1.2), Result("c", 99.0)]

    assert [one.met for one in results] == [True, False, True]
    assert [line.split("|")[4].strip() for line in table({"s": results}).splitlines()[3:]] == ["met", "MISSED", ""]


def test_a_bar_is_held_against_the_work() -> None:
    """An even bar is right; one that is full at half of the work is wrong by a half; one that goes back is refused."""
    assert bar_error([(1.0, 10), (2.0, 20), (3.0, 30)], 3.0) == 0
    assert bar_error([(0.0, 0), (1.0, 10)], 2.0) == pytest.approx(0.5)
    with pytest.raises(CommandError, match="forwards"):
        bar_error([(1.0, 10), (2.0, 9)], 3.0)


def test_the_list_of_combinations_has_every_filter() -> None:
    """Each filter stands alone, in a pair with every other one, and with all the others; nothing stands twice."""
    store = Store.open(numbers=3000)
    listed = combinations_of_filters(store)
    store.close()
    names = set(search_operation().filters)

    assert len(names) == 37
    assert {name for one in listed if one.kind == "the commonest value" for name in one.filters} == names
    assert any(set(one.filters) == names for one in listed)
    pairs = {frozenset(one.filters) for one in listed if len(one.filters) == 2}
    assert len(pairs) == 37 * 36 // 2
    assert len({tuple(sorted(one.filters.items())) for one in listed}) == len(listed)


def _bench(output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / "benchmarks.py"), "--output", str(output), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.parametrize(
    "section", [pytest.param(name, marks=pytest.mark.slow if name == "client" else ()) for name in SECTIONS]
)
def test_a_section_measures(section: str, tmp_path: Path) -> None:
    """Each section runs from one end to the other at a small size; whether its targets are met there is no matter."""
    if section == "sandbox-cpu" and not (_PRISM / "node_modules").is_dir():
        pytest.skip("Prism is not installed: `make bench` installs it")
    if section == "client" and not any(_PEERS.glob("*/made-of")):
        pytest.skip("the clients to compare with are not installed: `make bench` installs them")
    if section == "sandbox-purchases" and find_binaries() is None:
        pytest.skip("PostgreSQL is not installed: there is no initdb on the path")

    outcome = _bench(tmp_path, "--only", section, "--tiny")

    assert outcome.returncode in {0, 1}, outcome.stderr
    found = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["sections"]
    assert list(found) == [section]
    assert all(one["value"] > 0 for one in found[section])
    missed = [f"bench: missed: {one['name']}" for one in found[section] if not one["met"]]
    assert [line for line in outcome.stderr.splitlines() if "missed" in line] == missed
    assert outcome.returncode == bool(missed)
    assert (tmp_path / "results.md").read_text(encoding="utf-8") == outcome.stdout


def test_a_section_that_is_not_there_is_told(tmp_path: Path) -> None:
    """One line with the sections that there are, and exit code 2."""
    outcome = _bench(tmp_path, "--only", "nothing")

    assert outcome.returncode == 2
    assert outcome.stderr.splitlines() == [f"bench: no section begins with 'nothing': there are {', '.join(SECTIONS)}"]


def test_the_lock_of_prism_names_no_address() -> None:
    """Every package has a hash, and where it comes from is the affair of the machine."""
    packages = json.loads((_PRISM / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert "://" not in json.dumps(packages)
    assert all(name == "" or package["integrity"].startswith("sha512-") for name, package in packages.items())
