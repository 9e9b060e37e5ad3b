"""Servers that are killed under load: what their callers were told over HTTP stays true."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from buyer_support import audit
from conftest_data import NUMBERS
from http_support import numbers
from numbers_sandbox.store.store import Store
from store_support import plain_numbers
from test_cli import served

if TYPE_CHECKING:
    from collections.abc import Callable

CALLERS = 3  # on each of the two servers


def call(url: str, account: str, wanted: list[str], told: list[str]) -> None:
    """Buy one number after the other until the server is gone, and write down each that it acknowledged."""
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        while wanted:
            number = wanted.pop()
            try:
                answer = client.post(numbers(account), params={"phoneNumber": number})
            except httpx.TransportError:
                return
            if answer.status_code == 200:
                told.append(number)
            else:
                assert (answer.status_code, answer.json()["code"]) == (400, 21452), answer.text


def kill_under_load(database: str, turns: int) -> None:
    """Start two servers on one database, kill them while callers of both want the same numbers, and compare."""
    dice = random.Random(turns)  # noqa: S311  (when to kill is no secret)
    store = Store.open(database, numbers=NUMBERS, quarantine=0)
    told: list[str] = []
    for turn in range(turns):
        wanted = plain_numbers(store, 1000)
        with served("--database", database) as (first, one), served("--database", database) as (second, two):
            callers = [
                threading.Thread(target=call, args=(url, f"AC{turn}-{index}-{url[-5:]}", list(wanted), told))
                for url in (one, two)
                for index in range(CALLERS)
            ]
            before = len(told)
            for caller in callers:
                caller.start()
            while len(told) < before + 5:
                time.sleep(0.01)
            time.sleep(dice.uniform(0, 0.2))
            for server in (first, second):
                server.kill()
            for caller in callers:
                caller.join()
        audit(store, list(told), in_flight=2 * CALLERS * (turn + 1))
    store.close()


@pytest.mark.parametrize("turns", [4, pytest.param(60, marks=pytest.mark.slow)])
def test_no_acknowledged_purchase_is_lost_or_doubled(backend: str, new_url: Callable[[], str], turns: int) -> None:
    """After kill -9 of two servers on one database the ledger, the holdings and what callers were told agree."""
    if backend == "memory":
        pytest.skip("a database in memory dies with its process")
    kill_under_load(new_url(), turns)
