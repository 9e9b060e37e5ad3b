"""What is measured, and how: processor time, all candidates in turn in each round.

The least of all rounds counts, for other work of the machine only ever adds to it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from client.described import description, example_of

from .environments import HOME, python
from .peers import OURS, PEERS, RAW

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["calls", "imports", "pages"]

_HERE = Path(__file__).parent
_NUMBERS = 1_000


def imports(rounds: int) -> dict[str, float]:
    """Measure imports in fresh processes, everything compiled before."""
    programs = {peer.name: (peer, peer.statement) for peer in PEERS}
    programs |= {
        "python": (RAW, "pass"),
        "models": (OURS, "import numbers_api.models"),
        "httpx.Client()": (RAW, "import httpx; httpx.Client()"),
        "NumbersClient()": (OURS, "from numbers_api import NumbersClient; NumbersClient(account_id='AC1')"),
        "one model": (OURS, "from numbers_api.models import ActiveNumber"),
    }
    least = dict.fromkeys(programs, float("inf"))
    for attempt in range(rounds + 1):
        for name, (peer, statement) in programs.items():
            taken = _child_time(str(python(peer)), "-c", statement)
            if attempt:  # the first one compiles
                least[name] = min(least[name], taken)
    start = least.pop("python")
    return {name: (taken - start) / (least[RAW.name] - start) for name, taken in least.items()}


def _child_time(*command: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=_environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _environment() -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "NUMBERS_API"))}
    return {**kept, "NO_PROXY": "127.0.0.1"}


@contextmanager
def _talking(*command: str) -> Generator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_environment()
    ) as process:
        try:
            yield process
        finally:
            if process.stdin is not None:
                process.stdin.close()
            process.wait(10)


def _line(process: subprocess.Popen[str], question: str = "") -> str:
    if process.stdin is None or process.stdout is None:
        raise AssertionError
    process.stdin.write(question)
    process.stdin.flush()
    return process.stdout.readline()


def calls(rounds: int, times: int = 25) -> dict[str, float]:
    """Measure a call that reads one number over the loopback."""
    number = HOME / "number.json"
    number.write_bytes(json.dumps(_example()).encode())
    with ExitStack() as stack:
        server = stack.enter_context(_talking(sys.executable, str(_HERE / "canned.py"), str(number)))
        address = f"http://127.0.0.1:{_line(server).strip()}"
        workers = {
            name: stack.enter_context(_talking(str(python(peer)), str(_HERE / "worker.py"), "call", name, address))
            for peer in PEERS
            for name in peer.calls
        }
        for worker in workers.values():
            _line(worker)
            _line(worker, f"{times}\n")  # connections, caches
        found = [{name: float(_line(worker, f"{times}\n")) for name, worker in workers.items()} for _ in range(rounds)]
    base = {name: "httpx async" if name.endswith("async") else "httpx" for name in workers}
    return {name: _least(found, name) / _least(found, base[name]) for name in workers}


def pages(rounds: int) -> tuple[dict[str, float], dict[str, float]]:
    """Measure reading a page of 1,000 numbers, and the memory that one number of it takes."""
    with ExitStack() as stack:
        workers = {
            peer.reading: stack.enter_context(
                _talking(str(python(peer)), str(_HERE / "worker.py"), "read", peer.reading, str(_page(peer.reading)))
            )
            for peer in PEERS
            if peer.reading
        }
        memory = {name: int(_line(worker)) / _NUMBERS for name, worker in workers.items()}
        found = [{name: _pair(_line(worker, "2\n")) for name, worker in workers.items()} for _ in range(rounds)]
    least = {name: [min(column) for column in zip(*(taken[name] for taken in found), strict=True)] for name in workers}
    return {name: taken / base for name, (taken, base) in least.items()}, memory


def _least(found: list[dict[str, float]], name: str) -> float:
    return min(taken[name] for taken in found)


def _pair(line: str) -> tuple[float, float]:
    taken, base = map(float, line.split())
    return taken, base


def _example() -> dict[str, object]:
    found: dict[str, object] = example_of(description()["components"]["schemas"]["ActiveNumber"])
    return found


def _page(name: str) -> Path:
    """Write 1,000 numbers, no two alike, as the API of `name` has them; prices take a few values, as prices do."""
    from .canned import SINCH, TWILIO  # noqa: PLC0415

    shape = {"twilio": TWILIO, "sinch": SINCH}.get(name) or _example()
    key = "phoneNumber" if name == "sinch" else "phone_number"
    items = [{**shape, key: f"+1415555{place:04}"} for place in range(_NUMBERS)]
    for place, item in enumerate(items):
        if "base_setup_price" in item:
            item["base_setup_price"], item["base_recurring_price"] = f"{place % 7}.0", f"{place % 5}.50"
            item["friendlyName"] = f"Line {place}"
    file = HOME / f"page-{key if name == 'sinch' else 'twilio' if name == 'twilio' else 'numbers'}.json"
    file.write_bytes(json.dumps({"items": items, "meta": {}}).encode())
    return file
