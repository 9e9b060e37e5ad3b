"""Processor time per request: the sandbox with everything on, beside the floor and beside Prism."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from numbers_sandbox.description import PLACES as DESCRIPTIONS
from numbers_sandbox.store import Store

from .load import ROOT, Server, cpu_microseconds, python, running, warmed

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Costs", "measure"]

ROUNDS = 4
NUMBERS = 100_000
ACCOUNT = "AC0123456789abcdef0123456789abcdef"


@dataclass
class Costs:
    """The least of several rounds, in microseconds of processor time per request."""

    name: str
    get: float
    listed: float
    search: float


def prepared(directory: Path) -> tuple[str, str]:
    """A database with an account that holds 60 numbers, and one of these."""
    url = f"sqlite:///{directory / 'bench.db'}"
    store = Store.open(url, numbers=NUMBERS)
    number = ""
    filters = {
        "regulatory.address_requirements": "none",
        "lifecycle": "generally-available",
        "geography.iso_country": "US",
    }
    from numbers_sandbox.paging import PageRequest  # noqa: PLC0415

    for item in store.search(filters, PageRequest(page_size=60)).items:
        number = str(item["phone_number"])
        store.buy(ACCOUNT, number, {"voice": {"url": "https://example.com/"}})
    store.close()
    return url, number


def targets(number: str) -> dict[str, str]:
    """The three requests: one number, a list of 50, and a search for 50."""
    return {
        "get": f"/Accounts/{ACCOUNT}/ActiveNumbers/PN{number}",
        "listed": f"/Accounts/{ACCOUNT}/ActiveNumbers/?page_size=50",
        "search": "/api/AvailableNumbers?geography.iso_country=US&type=local&page_size=50",
    }


def measure(directory: Path, *, prism: str | None) -> list[Costs]:
    """Costs of the floor, of the sandbox and, if its command is given, of Prism; rounds alternate between them."""
    url, number = prepared(directory)
    commands = {
        "bare Starlette": python("-m", "bench.bare_server", url),
        "sandbox": python("-m", "numbers_sandbox", "serve", "--port", "0", "--database", url),
    }
    found = {name: {kind: float("inf") for kind in targets(number)} for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            with running(command) as server:
                _round(server, targets(number), found[name], 8000)
    if prism:
        found["Prism"] = {kind: float("inf") for kind in targets(number)}
        port = _free_port()
        command = [prism, "mock", "--port", str(port), str(_description())]
        with running(command, f"http://127.0.0.1:{port}") as server:
            for _ in range(3):
                _round(server, targets(number), found["Prism"], 400)
    return [Costs(name, **costs) for name, costs in found.items()]


def _round(server: Server, asked: dict[str, str], best: dict[str, float], count: int) -> None:
    for kind, target in asked.items():
        warmed(server, target)
        best[kind] = min(best[kind], cpu_microseconds(server, target, count if kind == "get" else count // 4))


def _description() -> Path:
    return next(place for place in DESCRIPTIONS if place.is_file())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def installed_prism(directory: Path) -> str | None:
    """Prism's command, installed with npm if that is there; the version is pinned in bench/package.json."""
    node = shutil.which("npm")
    if node is None:
        return None
    for name in ("package.json", "package-lock.json"):
        if (source := Path(__file__).with_name(name)).is_file():
            shutil.copy(source, directory)
    install = [
        node,
        "ci" if (directory / "package-lock.json").is_file() else "install",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    subprocess.run(install, cwd=directory, check=True, env=dict(os.environ))
    return str(directory / "node_modules" / ".bin" / "prism")


def ratios(costs: list[Costs]) -> Iterator[str]:
    """What the costs are of each other."""
    by_name = {one.name: one for one in costs}
    floor, own = by_name["bare Starlette"], by_name["sandbox"]
    for kind in ("get", "listed", "search"):
        yield f"{kind}: sandbox / bare = {getattr(own, kind) / getattr(floor, kind):.2f}"
    if "Prism" in by_name:
        yield f"get: sandbox / Prism = {own.get / by_name['Prism'].get:.3f}"


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        results = measure(Path(place), prism=None)
    for one in results:
        print(one)
    print("\n".join(ratios(results)), ROOT)
