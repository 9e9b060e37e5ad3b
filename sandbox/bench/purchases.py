"""Buying over HTTP with 8 clients at once, on SQLite and on PostgreSQL: how many in a second, and the worst wait.

The yardstick is how many gets the same server answers for the same clients. Afterwards the ledger has to hold exactly
what the clients were told; a benchmark that loses a purchase measures nothing.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmark_results import Result
from command import CommandError
from postgres_server import find_binaries, running_server

from .catalogues import ACCOUNT, opened, purchasable
from .load import CONNECTIONS, Connection, together
from .servers import Server, running, sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmark_results import Scale

__all__ = ["results"]

_MOST_NUMBERS = 100_000
_PLACES = f"/Accounts/{ACCOUNT}/ActiveNumbers/"


@dataclass(frozen=True, slots=True)
class _Load:
    """What came of a load: answers in a second, and how long each one took, in seconds."""

    rate: float
    waits: list[float]


def results(scale: Scale) -> Iterator[Result]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured("SQLite", f"sqlite:///{Path(folder) / 'purchases.db'}", scale, processes=1)
    binaries = find_binaries()
    if binaries is None:
        raise CommandError("PostgreSQL is not installed: there is no initdb on the path or below /usr/lib/postgresql")
    for processes in (1, 2):
        with running_server(binaries, durable=True) as url:
            name = f"PostgreSQL, server processes: {processes}"
            yield from _measured(name, url, scale, processes=processes)


def _measured(name: str, url: str, scale: Scale, *, processes: int) -> Iterator[Result]:
    with opened(url, min(scale.numbers, _MOST_NUMBERS)) as store:
        numbers = purchasable(store, scale.requests)
        with ExitStack() as stack:
            servers = [stack.enter_context(running(sandbox(url))) for _ in range(processes)]
            bought = _load(servers, [(_bought(number), "POST") for number in numbers])
            got = _load(servers, [(f"{_PLACES}PN{quote(number)}", "GET") for number in numbers])
        _audited(Counter(numbers), Counter(str(row["phone_number"]) for row in store.ledger()))
    note = f"{bought.rate:,.0f} a second with {CONNECTIONS} clients; p50 {median(bought.waits) * 1e3:.1f} ms"
    yield Result(f"purchases on {name}, to gets there", bought.rate / got.rate, note=note)
    worst, usual = max(bought.waits), median(bought.waits)
    yield Result(
        f"the worst wait of a purchase on {name}, to the usual one", worst / usual, note=f"{worst * 1e3:.0f} ms"
    )


def _bought(number: str) -> str:
    return f"{_PLACES}?phoneNumber={quote(number)}"


def _load(servers: list[Server], requests: list[tuple[str, str]]) -> _Load:
    """All requests, spread over the clients, and the clients over the servers."""
    waits: list[float] = []
    start = perf_counter()
    together([_client(servers[at % len(servers)], requests[at::CONNECTIONS], waits) for at in range(CONNECTIONS)])
    return _Load(len(requests) / (perf_counter() - start), waits)


def _client(server: Server, requests: list[tuple[str, str]], waits: list[float]) -> Callable[[], None]:
    def work() -> None:
        with Connection(server) as connection:
            waits.extend([connection.seconds(connection.request(target, method)) for target, method in requests])

    return work


def _audited(told: Counter[str], charged: Counter[str]) -> None:
    if told != charged:
        differing = len((told - charged) + (charged - told))
        raise CommandError(f"{differing} purchases that clients were told of are not in the ledger once: see the store")
