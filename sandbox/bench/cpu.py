"""Processor time for a request: the sandbox with everything on, beside a bare handler and beside Prism.

All servers run at once and are asked in turns, so that what else the machine does hits all of them alike.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmark_results import Result, median_ratio

from .catalogues import ACCOUNT, with_purchases
from .load import cpu_microseconds
from .prism import running_prism
from .servers import python, running, sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark_results import Scale

    from .servers import Server

__all__ = ["results"]

_MOST_NUMBERS = 100_000
_HELD = 60
_TO_BARE = 1.2  # at most this much more than a handler that validates nothing
_TO_PRISM = 0.2
_COSTLIER = 4  # a list costs as much as some four numbers, and so does a get of Prism: as many fewer make up a round

_TURNS = 4  # short ones, in turning order: what else the machine does changes within seconds

_NAMES = {
    "bare": "a bare Starlette handler",
    "Prism": "Prism as it comes",
    "silent Prism": "Prism with its log switched off",
}

_Costs = dict[str, dict[str, list[float]]]


def results(scale: Scale) -> Iterator[Result]:
    """Measure.

    Raises:
        CommandError: Prism is not installed, or a server does not start.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = f"sqlite:///{Path(folder) / 'cpu.db'}"
        number = with_purchases(url, min(scale.numbers, _MOST_NUMBERS), _HELD)
        servers = {
            "bare": stack.enter_context(running(python("-m", "bench.bare_server", url))),
            "sandbox": stack.enter_context(running(sandbox(url))),
            "Prism": stack.enter_context(running_prism()),
            "silent Prism": stack.enter_context(running_prism("--verboseLevel", "silent")),
        }
        costs = _measured(servers, _targets(number), scale)
    for kind in ("get", "list of 50", "search for 50"):
        yield _ratio(costs[kind], kind, "bare", _TO_BARE)
    yield _ratio(costs["get"], "get", "Prism", _TO_PRISM)
    yield _ratio(costs["get"], "get", "silent Prism", None)


def _targets(number: str) -> dict[str, str]:
    held = f"/Accounts/{ACCOUNT}/ActiveNumbers/"
    return {
        "get": f"{held}PN{number}",
        "list of 50": f"{held}?page_size=50",
        "search for 50": "/api/AvailableNumbers?geography.iso_country=US&type=local&page_size=50",
    }


def _measured(servers: dict[str, Server], targets: dict[str, str], scale: Scale) -> _Costs:
    costs: _Costs = {kind: {name: [] for name in servers} for kind in targets}
    for turn in range(-1, scale.rounds * _TURNS):
        for kind, target in targets.items():
            for name, server in list(servers.items())[:: -1 if turn % 2 else 1]:
                if "Prism" in name and kind != "get":
                    continue
                count = _count(scale.requests, kind, name) // (1 if turn < 0 else _TURNS)
                cost = cpu_microseconds(server, target, count)
                if turn >= 0:  # the first one fills caches, and lets Node.js compile
                    costs[kind][name].append(cost)
    return costs


def _count(requests: int, kind: str, name: str) -> int:
    return requests // (1 if kind == "get" and "Prism" not in name else _COSTLIER)


def _ratio(costs: dict[str, list[float]], kind: str, other: str, target: float | None) -> Result:
    own, others = costs["sandbox"], costs[other]
    name = _NAMES[other]
    note = f"{median(own):.0f} and {median(others):.0f} µs of processor time, {len(own)} turns"
    return Result(f"a {kind}, to {name}", median_ratio(zip(own, others, strict=True)), target, note=note)
