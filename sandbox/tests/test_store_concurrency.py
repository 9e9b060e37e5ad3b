"""Many buyers at once: threads of one store, and processes on one database."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from buyer_support import Buyer, audit
from conftest_data import NUMBERS, SOLD
from numbers_sandbox.store.errors import NoNumberFound
from numbers_sandbox.store.paging import PageRequest
from numbers_sandbox.store.store import Store
from store_support import PLAIN, catalogue, numbers_of, plain_numbers

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def shared_url(backend: str, new_url: Callable[[], str]) -> str:
    """A database that several processes can open, with a catalogue."""
    if backend == "memory":
        pytest.skip("a database in memory belongs to one process")
    url = new_url()
    Store.open(url, numbers=NUMBERS).close()
    return url


def test_one_of_many_threads_wins(store: Store) -> None:
    """Of threads that buy the same number at the same time one gets it, and there is one charge."""
    number = plain_numbers(store, 1)[0]
    together = threading.Barrier(8)
    outcomes: Counter[str] = Counter()

    def attempt(account: str) -> None:
        together.wait()
        try:
            outcomes[str(store.buy(account, number)["accountSid"])] += 1
        except NoNumberFound:
            outcomes["refused"] += 1

    threads = [threading.Thread(target=attempt, args=(f"AC{index}",)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = outcomes.pop("refused")
    (winner,) = outcomes

    assert refused == 7
    assert [(row["account"], row["phone_number"]) for row in store.ledger()] == [(winner, number)]


def test_one_of_many_processes_wins(shared_url: str) -> None:
    """Of processes that all want the same numbers each number has one winner, and one charge."""
    store = Store.open(shared_url)
    numbers = plain_numbers(store, 60)
    buyers = [Buyer(shared_url, f"AC{index}", numbers, threads=2) for index in range(4)]
    for buyer in buyers:
        buyer.await_ready()
    for buyer in buyers:
        buyer.start()
    acknowledged = [number for buyer in buyers for number in buyer.end()]

    assert sorted(acknowledged) == sorted(numbers)
    audit(store, acknowledged, in_flight=0)
    store.close()


def test_processes_may_open_a_new_database_at_once(backend: str, new_url: Callable[[], str]) -> None:
    """Whoever comes first fills the database; the others wait and find the same catalogue."""
    if backend == "memory":
        pytest.skip("a database in memory belongs to one process")
    url = new_url()
    buyers = [Buyer(url, f"AC{index}", ["+12025550100"]) for index in range(3)]
    for buyer in buyers:
        buyer.await_ready()
        buyer.start()
    acknowledged = [number for buyer in buyers for number in buyer.end()]
    store = Store.open(url)

    assert acknowledged == ["+12025550100"]
    assert len(catalogue(store)) == 10_000 + SOLD - 1
    store.close()


def test_a_purchase_is_seen_by_other_processes(shared_url: str) -> None:
    """What one store buys or releases, another one on the same database sees at once."""
    one, other = Store.open(shared_url, quarantine=0), Store.open(shared_url)
    number = plain_numbers(one, 1)[0]
    one.buy("A", number)

    assert other.get("A", number)["phone_number"] == number
    assert number not in numbers_of(other.search(PLAIN, PageRequest()).items)
    one.release("A", number)
    assert number in numbers_of(other.search(PLAIN, PageRequest()).items)
    one.close()
    other.close()


def test_another_catalogue_is_noticed(shared_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another process makes a new catalogue, searches find its numbers, soon and without a restart."""
    monkeypatch.setattr("numbers_sandbox.store.store._STALE_AFTER", 0.0)
    one, other = Store.open(shared_url), Store.open(shared_url)
    before = numbers_of(catalogue(other))
    one.seed(7, 500)
    after = numbers_of(catalogue(other))

    assert len(before) == NUMBERS + SOLD
    assert after == numbers_of(catalogue(one))
    assert len(after) == 500 + SOLD
    one.close()
    other.close()
