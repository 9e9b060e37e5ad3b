"""The section ``client`` of ``make bench``: every ratio beside its target, and the chart that the README shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmark_results import Result

from .chart import Panel, drawn
from .environments import HOME, ROOT, environment
from .measures import calls, imports, pages
from .peers import OURS, PEERS, RAW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmark_results import Scale

    from .peers import Peer

__all__ = ["CHART", "results"]

CHART = ROOT / "contract_tests" / "bench" / "client" / "comparison.svg"

_IMPORT, _MODELS, _CALL, _READ, _MEMORY = 1.1, 1 / 3, 1.10, 0.45, 2.6
_FULL_ROUNDS = 9  # of the scale: fewer than that and the chart in the README stays as it is


def results(scale: Scale) -> Iterator[Result]:
    """Measure.

    Raises:
        CommandError: an environment cannot be made.
    """
    HOME.mkdir(parents=True, exist_ok=True)
    for peer in PEERS:
        environment(peer)
    imported, called = imports(scale.rounds), calls(scale.rounds * 5)
    read, memory = pages(scale.rounds * 2)
    yield from _of_imports(imported)
    yield from _of_calls(called)
    yield from _of_pages(read, memory)
    if scale.rounds >= _FULL_ROUNDS:
        CHART.write_text(drawn(_panels(imported, called, read)), "utf-8")


def _of_imports(found: dict[str, float]) -> Iterator[Result]:
    base = "to `import httpx`"
    yield Result(f"import both clients, {base}", found[OURS.name], _IMPORT)
    yield Result(f"import the models, {base}", found["models"], _MODELS, note="each is loaded when it is first used")
    yield Result(f"import the models and use one, {base}", found["one model"], note="most of it is msgspec")
    made = found["NumbersClient()"] / found["httpx.Client()"]
    yield Result("import and make a client, to the same with httpx", made)
    yield from (Result(f"import {peer.name}, {base}", found[peer.name], note=peer.kind) for peer in _others())


def _of_calls(found: dict[str, float]) -> Iterator[Result]:
    base = "to httpx and json.loads"
    yield Result(f"a call, {base}", found["ours"], _CALL)
    yield Result(f"a call on asyncio, {base}", found["ours async"], _CALL)
    for peer in _others():
        yield from (Result(f"a call of {worker}, {base}", found[worker], note=peer.kind) for worker in peer.calls)


def _of_pages(read: dict[str, float], memory: dict[str, float]) -> Iterator[Result]:
    base = "to json.loads of the same bytes"
    yield Result(f"read 1,000 numbers, {base}", read["ours"], _READ)
    yield Result("memory of a number that was read", memory["ours"] / 1000, _MEMORY, "kB")
    for peer in _others():
        if peer.reading:
            note = f"{memory[peer.reading] / 1000:.1f} kB each"
            yield Result(f"read 1,000 numbers with {peer.name}, {base}", read[peer.reading], note=note)


def _others() -> list[Peer]:
    return [peer for peer in PEERS if peer not in {RAW, OURS}]


def _panels(imported: dict[str, float], called: dict[str, float], read: dict[str, float]) -> list[Panel]:
    imports_ = {peer.name: imported[peer.name] for peer in PEERS if peer is not RAW}
    calls_ = {peer.name: called[peer.calls[0]] for peer in PEERS if peer is not RAW}
    reading = {peer.name: read[peer.reading] for peer in PEERS if peer.reading and peer is not RAW}
    return [
        Panel("Import", "processor time, import httpx = 1", imports_),
        Panel("One call", "processor time, httpx and json.loads = 1", calls_),
        Panel("1,000 numbers, bytes to objects", "processor time, json.loads = 1", reading),
    ]
