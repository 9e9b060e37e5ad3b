"""What the tests of the store share: one suite for three databases, and a clock that a test moves."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from numbers_sandbox.store import magic_numbers
from numbers_sandbox.store.store import Store
from postgres_server import find_binaries, new_database, running_server

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

NUMBERS = 3_000  # in the catalogue of the suite: every offer and nearly every range has some
SOLD = 10 * sum(
    one.outcome == magic_numbers.AVAILABLE for one in magic_numbers.magic_ranges()
)  # magic numbers that searches find
BACKENDS = ("memory", "file", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option for the tests that take minutes."""
    parser.addoption("--slow", action="store_true", help="run the long versions of the tests of the store as well")


def pytest_configure(config: pytest.Config) -> None:
    """Declares the marker of such tests."""
    config.addinivalue_line("markers", "slow: takes minutes; run with --slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips them without the option."""
    if not config.getoption("--slow"):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="takes minutes; run with --slow"))


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        """The time, in seconds since 1970-01-01 UTC."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Lets time pass."""
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    """The clock of `store`."""
    return Clock()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of an empty database on a server of the tests' own."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: there is no initdb on the path")
    with running_server(binaries) as url:
        yield url


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each of the databases in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def new_url(
    backend: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Makes URLs of new, empty databases."""
    if backend == "postgresql":
        server = request.getfixturevalue("postgresql_url")
        return lambda: new_database(server, f"numbers_{uuid.uuid4().hex}")
    if backend == "file":
        return lambda: f"sqlite:///{tmp_path_factory.mktemp('store') / 'numbers.db'}"
    return lambda: "sqlite://"


@pytest.fixture(scope="session")
def shared_store(new_url: Callable[[], str]) -> Generator[Store]:
    """A store on each of the databases, for all tests that leave it as they find it."""
    store = Store.open(new_url(), numbers=NUMBERS)
    yield store
    store.close()


@pytest.fixture
def store(shared_store: Store, clock: Clock) -> Store:
    """A store in its first state, with a clock to move and a quarantine of a minute."""
    shared_store.reset(forget_accounts=True)
    shared_store.clock = clock
    shared_store.quarantine = 60.0
    return shared_store
