"""Searching a large catalogue over HTTP, each combination of filters beside a get by primary key, and deep pages."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from benchmark_results import Result, median_ratio

from .catalogues import ACCOUNT, opened, with_purchases
from .filters import Combination, combinations_of_filters
from .load import Connection
from .servers import running, sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark_results import Scale

__all__ = ["results"]

_BOUGHT = 500  # so that there is something to leave out
_TO_GET = 10
_TO_FIRST_PAGE = 1.25  # as fast, as far as a machine with other work can tell
_PATH = "/api/AvailableNumbers"
_BETWEEN = 10  # searches between two gets
_MOST_WATCHED = 300
_WATCHED = 40  # of the slowest, at least, are measured again and again: a pause of the machine may have hit them
_LONGER = 5
_SIZE = 50
_DEEPEST = 4  # quarters of the way to the last page
_NARROW = {"geography.iso_country": "US", "capabilities.SMS.ucs2": "false"}


def results(scale: Scale) -> Iterator[Result]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'search.db'}"
        number = with_purchases(url, scale.numbers, _BOUGHT)
        with opened(url, scale.numbers) as store:
            listed = combinations_of_filters(store)
        with running(sandbox(url)) as server, Connection(server) as connection:
            get = connection.request(f"/Accounts/{ACCOUNT}/ActiveNumbers/PN{number}")
            yield from _every_combination(connection, get, listed, scale)
            yield from _deep_pages(connection, scale)


def _every_combination(connection: Connection, get: bytes, listed: list[Combination], scale: Scale) -> Iterator[Result]:
    requests = [connection.request(_target(one.filters)) for one in listed]
    times: list[list[float]] = [[] for _ in requests]
    gets: list[float] = []

    def measure(chosen: list[int], rounds: int) -> None:
        for _ in range(rounds):
            for turn, index in enumerate(chosen):
                if turn % _BETWEEN == 0:
                    gets.append(connection.seconds(get))
                times[index].append(connection.seconds(requests[index]))

    measure(list(range(len(listed))), scale.rounds)
    for _ in range(scale.rounds - 1):
        slowest = sorted(range(len(listed)), key=lambda index: -median(times[index]))
        slow = sum(median(one) > _TO_GET * median(gets) for one in times)
        measure(slowest[: min(max(slow, _WATCHED), _MOST_WATCHED)], scale.rounds)
    base = median(gets)
    ratios = [median(one) / base for one in times]
    yield from _by_kind(listed, ratios)
    worst = max(range(len(listed)), key=ratios.__getitem__)
    note = f"{len(listed)} combinations, p50 of a get {base * 1e6:.0f} µs; the slowest: {_told(listed[worst])}"
    yield Result("the slowest search of all, to a get", ratios[worst], _TO_GET, note=note)


def _by_kind(listed: list[Combination], ratios: list[float]) -> Iterator[Result]:
    worst: dict[str, float] = {}
    for one, ratio in zip(listed, ratios, strict=True):
        worst[one.kind] = max(ratio, worst.get(one.kind, 0))
    counts = Counter(one.kind for one in listed)
    for kind, ratio in worst.items():
        yield Result(f"the slowest search for {kind}, to a get", ratio, _TO_GET, note=f"{counts[kind]} combinations")


def _told(one: Combination) -> str:
    return " ".join(f"{name}={value}" for name, value in list(one.filters.items())[:4]) or "no filter"


def _target(filters: dict[str, str], **paging: object) -> str:
    return f"{_PATH}?{urlencode({**filters, **paging})}" if filters or paging else _PATH


def _deep_pages(connection: Connection, scale: Scale) -> Iterator[Result]:
    for name, filters in (("no filter", {}), ("two filters", _NARROW)):
        numbers = _deep(connection, filters)
        first = connection.request(_target(filters, page_size=_SIZE))
        by_number = [_target(filters, page_size=_SIZE, page=number) for number in numbers]
        by_key = [_own_link(connection.get(target)) for target in by_number]
        for how, targets in (("key", by_key), ("page number", by_number)):
            pairs = [
                (connection.seconds(connection.request(target)), connection.seconds(first))
                for _ in range(scale.rounds * _LONGER)
                for target in targets
            ]
            note = f"{median(one for one, _ in pairs) * 1e6:.0f} µs; pages {', '.join(f'{one:,}' for one in numbers)}"
            what = f"a deep page by {how}, {name}, to the first page"
            yield Result(what, median_ratio(pairs), _TO_FIRST_PAGE, note=note)


def _deep(connection: Connection, filters: dict[str, str]) -> list[int]:
    """Numbers of pages down to the last but one, which is full."""
    low, high = 0, 1
    while _items(connection, filters, high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _items(connection, filters, middle) else (low, middle)
    return [max(1, low * depth // _DEEPEST - 1) for depth in range(1, _DEEPEST + 1)]


def _items(connection: Connection, filters: dict[str, str], page: int) -> bool:
    return bool(connection.get(_target(filters, page_size=_SIZE, page=page))["items"])


def _own_link(page: Any) -> str:  # noqa: ANN401  (JSON)
    """The link by which a page leads to itself, which has its key."""
    url: str = page["meta"]["url"]
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"
