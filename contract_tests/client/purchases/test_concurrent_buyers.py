"""Crowds of buyers before a service that dies: nobody is charged twice, and what each is told is so."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

import pytest
from client.purchases.broken_clients import Naive, absent
from client.purchases.concurrent_buyers import Crowd, schedule
from client.purchases.sandbox_process import Served
from numbers_api._runtime.calls import attempts, engine, purchases, read_back

if TYPE_CHECKING:
    from collections.abc import Iterator

# When trio cancels a request that is being sent, httpx leaves its generator of the body to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <async_generator object ByteStream.__aiter__:pytest.PytestUnraisableExceptionWarning"
)

# `make nightly` asks for more schedules, each time others; these take real time, so it gets one for twenty.
_ASKED = os.environ.get("MONEY_SCHEDULES")
SCHEDULES = 6 if _ASKED is None else max(6, int(_ASKED) // 20)
_KILLED = [False] if _ASKED is None else [False, True]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A sandbox in a process of its own."""
    process = Served(tmp_path_factory.mktemp("served"))
    yield process
    process.close()


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a fifth of a second at most between attempts, not eight; nothing is read late here."""

    def soon(attempt: int) -> float:
        del attempt
        return random.uniform(0, 0.2)  # noqa: S311 -- jitter

    monkeypatch.setattr(attempts, "backoff", soon)
    monkeypatch.setattr(read_back, "ABSENCE", 0.1)


def _run(served: Served, seed: int, *, deadly: bool) -> None:
    served.reset()
    crowd = Crowd(served, schedule(seed, served.plain_numbers(3), deadly=deadly))
    try:
        crowd.judge(crowd.happen())
    except AssertionError as error:
        error.add_note(f"in the schedule of seed {seed}, {deadly=}")
        raise


def _run_all(served: Served, seeds: range, *, deadly: bool) -> None:
    for seed in seeds:
        _run(served, seed, deadly=deadly)


@pytest.mark.parametrize("index", range(SCHEDULES))
@pytest.mark.parametrize("deadly", [False, True], ids=["crowd", "killed"])
def test_a_crowd_is_told_what_is_so(served: Served, index: int, *, deadly: bool) -> None:
    """Threads and tasks of two accounts want the same numbers, and the service may die: one charge, and no lie."""
    _run(served, index if _ASKED is None else time.time_ns() % 10**9, deadly=deadly)


@pytest.mark.parametrize("way", ["as others do", "without reading back"])
@pytest.mark.parametrize("deadly", _KILLED, ids=["crowd", "killed"][: len(_KILLED)])
def test_the_crowd_finds_a_client_that_guesses(
    served: Served, way: str, monkeypatch: pytest.MonkeyPatch, *, deadly: bool
) -> None:
    """The same schedules find the lie when purchases are just sent again, or are not looked up."""
    if way == "as others do":
        monkeypatch.setattr(engine, "Purchase", Naive)
        monkeypatch.setattr(read_back, "look", absent)
    else:
        monkeypatch.setattr(purchases, "look", absent)
    with pytest.raises(AssertionError, match=r"charged is|success is told|resolve\(\) tells"):
        _run_all(served, range(20), deadly=deadly)
