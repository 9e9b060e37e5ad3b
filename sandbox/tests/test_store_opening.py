"""Opening and filling databases: what is kept, what is shared, what is refused and how."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from conftest_data import SOLD
from numbers_sandbox.store.catalogue import largest
from numbers_sandbox.store.errors import CatalogueTooLarge, NumberNotFound, StoreUnavailable
from numbers_sandbox.store.store import Store
from store_support import catalogue, holdings, numbers_of, plain_numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_filled_database_stays_as_it_is(backend: str, new_url: Callable[[], str]) -> None:
    """What was bought is there after closing and opening; seed and size then mean nothing."""
    if backend == "memory":
        pytest.skip("a database in memory is gone when it is closed")
    url = new_url()
    first = Store.open(url, seed=3, numbers=500)
    number = plain_numbers(first, 1)[0]
    bought = first.buy("A", number)
    offered = catalogue(first)
    first.close()
    second = Store.open(url, seed=4, numbers=700)

    assert second.get("A", number) == bought
    assert catalogue(second) == offered
    second.close()


def test_stores_in_memory_are_apart() -> None:
    """Two stores in memory have the same catalogue and nothing else in common."""
    one, other = Store.open(numbers=500), Store.open(numbers=500)
    number = plain_numbers(one, 1)[0]
    one.buy("A", number)

    assert plain_numbers(other, 1) == [number]
    with pytest.raises(NumberNotFound):
        other.get("A", number)
    one.close()
    other.close()


def test_a_new_catalogue(new_url: Callable[[], str]) -> None:
    """Seeding replaces the numbers and forgets purchases; registered accounts stay; progress is told to the end."""
    store, told = Store.open(new_url(), numbers=500), list[tuple[int, int]]()
    before = numbers_of(catalogue(store))
    store.put_account("A", token="t")
    store.buy("A", plain_numbers(store, 1)[0])
    store.seed(9, 41_000, lambda done, total: told.append((done, total)))

    assert len(catalogue(store)) == 41_000 + SOLD
    assert not set(before) <= set(numbers_of(catalogue(store)))
    assert (store.ledger(), holdings(store, "A")) == ([], [])
    assert store.account_of_token("t") == "A"
    assert told == [(20_000, 41_000), (40_000, 41_000), (41_000, 41_000)]
    store.close()


@pytest.mark.parametrize("numbers", [0, 1, 7, 99])
def test_small_catalogues(new_url: Callable[[], str], numbers: int) -> None:
    """A catalogue may be as small as one likes: the magic numbers are there all the same."""
    store = Store.open(new_url(), numbers=numbers)

    assert len(catalogue(store)) == numbers + SOLD
    store.close()


def test_a_catalogue_that_is_too_large(new_url: Callable[[], str]) -> None:
    """More numbers than there are is refused with the limit, and leaves a filled store as it was."""
    with pytest.raises(CatalogueTooLarge, match=f"at most {largest()}"):
        Store.open(new_url(), numbers=largest() + 1)
    store = Store.open(new_url(), numbers=50)
    before = catalogue(store)
    with pytest.raises(CatalogueTooLarge):
        store.seed(1, largest() + 1)

    assert largest() >= 1_000_000
    assert catalogue(store) == before
    store.close()


@pytest.mark.parametrize("numbers", [-1, -(10**9)])
def test_a_catalogue_of_less_than_nothing(new_url: Callable[[], str], numbers: int) -> None:
    """A negative size is refused."""
    with pytest.raises(ValueError, match="0 or more"):
        Store.open(new_url(), numbers=numbers)


@pytest.mark.parametrize(
    ("url", "reason"),
    [("numbers.db", "not given as a URL"), ("mysql://host/x", "mysql; use sqlite"), ("", "not given as a URL")],
)
def test_what_is_no_database(url: str, reason: str) -> None:
    """A URL that is none, or of another kind, is refused with one that works."""
    with pytest.raises(ValueError, match=reason):
        Store.open(url)


def test_a_url_is_not_repeated() -> None:
    """A URL may hold a password, so no message shows it."""
    with pytest.raises(ValueError, match="not given as a URL") as refused:
        Store.open("numbers:geheim@host")

    assert "geheim" not in str(refused.value)


def test_databases_that_cannot_be_used(tmp_path: Path) -> None:
    """No folder, no database in the file, nobody at the address: one line that says so."""
    (tmp_path / "text.db").write_text("this is no database, however long one looks at it\n" * 50)
    urls = [
        f"sqlite:///{tmp_path / 'missing' / 'numbers.db'}",
        f"sqlite:///{tmp_path / 'text.db'}",
        f"postgresql+psycopg://numbers@/numbers?host={tmp_path}",
    ]
    for url in urls:
        with pytest.raises(StoreUnavailable, match=r"the database does not answer: \S+") as refused:
            Store.open(url)
        assert "\n" not in str(refused.value)


def test_a_database_of_another_version(tmp_path: Path) -> None:
    """Tables in another format are left alone, and the message says what to do."""
    url = f"sqlite:///{tmp_path / 'numbers.db'}"
    Store.open(url, numbers=10).close()
    with sqlite3.connect(tmp_path / "numbers.db") as connection:
        connection.execute("UPDATE sandbox_properties SET value = '0' WHERE name = 'format'")
    connection.close()

    with pytest.raises(StoreUnavailable, match="another version of the sandbox; use a new one"):
        Store.open(url)


def test_a_database_that_is_locked_for_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A purchase gives up when somebody else keeps the file locked, and has done nothing."""
    monkeypatch.setattr("numbers_sandbox.store.database._LOCK_TIMEOUT", 0.05)
    store = Store.open(f"sqlite:///{tmp_path / 'numbers.db'}", numbers=10)
    other = sqlite3.connect(tmp_path / "numbers.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        store.buy("A", "+12025550100")
    other.execute("ROLLBACK")
    other.close()

    assert store.ledger() == []
    assert store.buy("A", "+12025550100")
    store.close()


def test_whether_calls_block(backend: str, shared_store: Store) -> None:
    """Calls to PostgreSQL are for a thread, those to SQLite take less time than changing threads would."""
    assert shared_store.blocking == (backend == "postgresql")
