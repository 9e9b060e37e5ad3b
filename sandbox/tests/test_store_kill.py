"""A process that is killed while it buys: what it was told stays true."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest
from buyer_support import Buyer, audit
from conftest_data import NUMBERS
from numbers_sandbox.store.store import Store
from store_support import plain_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS = 4


def _kill_often(url: str, times: int) -> None:
    store = Store.open(url, numbers=NUMBERS, quarantine=0)
    dice = random.Random(times)  # noqa: S311  (when to kill is no secret)
    acknowledged: list[str] = []
    in_flight = 0
    buyers = [Buyer(url, f"AC{index}", plain_numbers(store, 1000), threads=THREADS) for index in range(2)]
    for turn in range(times):
        for buyer in buyers:
            buyer.await_ready()
            buyer.start()
        time.sleep(dice.uniform(0, 0.15))
        reported = [buyer.end(kill=True) for buyer in buyers]
        following = [Buyer(url, f"AC{turn}-{index}", plain_numbers(store, 1000), threads=THREADS) for index in range(2)]
        acknowledged += [number for one in reported for number in one]
        in_flight += THREADS * len(buyers)
        audit(store, acknowledged, in_flight)
        buyers = following
    for buyer in buyers:
        buyer.end(kill=True)
    assert len(acknowledged) > times, "the processes bought something before they were killed"
    store.close()


def _url(backend: str, new_url: Callable[[], str]) -> str:
    if backend == "memory":
        pytest.skip("a database in memory dies with its process")
    return new_url()


def test_no_purchase_is_lost_or_doubled(backend: str, new_url: Callable[[], str]) -> None:
    """After kill -9 at random moments ledger, holdings and what the buyers were told agree."""
    _kill_often(_url(backend, new_url), 6)


@pytest.mark.slow
def test_no_purchase_is_lost_or_doubled_for_long(backend: str, new_url: Callable[[], str]) -> None:
    """The same, a hundred times."""
    _kill_often(_url(backend, new_url), 100)
