"""Endpoints to run the gate against: correct ones, which it leaves alone, and faulty ones, which it finds."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from numbers_contract import Account, Endpoint
from postgres_server import find_binaries, running_server

from gate_proof.faults.catalogue import catalogue, named
from gate_proof.faults.probe import PASSWORDS, TOKENS
from gate_proof.faults.served import MEMORY, served
from gate_proof.second_server.choices import drawn
from gate_proof.second_server.server import SecondServer, login, token

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT: Final = Path(__file__).parents[2]
DESCRIPTION: Final = ROOT / "generated" / "openapi.yaml"


@dataclass(frozen=True, slots=True)
class Target:
    """One run of the gate.

    Attributes:
        kind: sandbox, postgresql (the sandbox on a PostgreSQL of its own), second-server or fault; with -by-url after
            it, the gate buys within a limit as it does with BASE_URL.
        name: Which fault, or which choices of the second server, and whether it asks for credentials.
        seed: The seed of the run.
        guarded: Whether the server asks for credentials.
    """

    kind: str
    name: str
    seed: int = 0
    guarded: bool = False

    @property
    def correct(self) -> bool:
        """Whether the gate has to find nothing."""
        return not self.kind.startswith("fault")

    @property
    def limited(self) -> bool:
        """Whether the gate may only buy within a limit, and change what it has bought."""
        return self.kind.endswith("-by-url")


def correct(seeds: int) -> list[Target]:
    """The correct servers, each with so many seeds; the second server makes other choices with each.

    The sandbox on PostgreSQL is left out where that is not installed. A fifth of the seeds is also tried as BASE_URL
    has it.
    """
    few = -(-seeds // 5)
    counts = {"sandbox": seeds, "sandbox-by-url": few, "postgresql": seeds if find_binaries() else 0}
    sandbox = [
        Target(kind, "guarded" if seed % 2 else "open", seed, bool(seed % 2))
        for kind, count in counts.items()
        for seed in range(count)
    ]
    second = [
        Target(kind, f"choices {seed}", seed, seed % 3 == 2)
        for kind, count in {"second-server": seeds, "second-server-by-url": few}.items()
        for seed in range(count)
    ]
    return sandbox + second


def faulty(seed: int, *, by_url: bool = False) -> list[Target]:
    """Every fault of the catalogue."""
    kind = "fault-by-url" if by_url else "fault"
    return [Target(kind, fault.name, seed, fault.guarded) for fault in catalogue().values()]


@contextmanager
def endpoint(target: Target) -> Generator[Endpoint]:
    """Serve a target for as long as it is used."""
    if target.kind.startswith("second-server"):
        with SecondServer(drawn(target.seed), require_auth=target.guarded) as server:
            accounts = tuple(
                Account(id=name, token=token(name), user=login(name)[0], password=login(name)[1])
                for name in server.accounts
            )
            asked = target.guarded and (server.choices.search == "guarded" or None)  # where not of all, it is not known
            yield Endpoint(server.url, accounts, auth=asked, exclusive=not target.limited)
        return
    fault = None if target.correct else named(target.name)
    accounts = tuple(Account(id=name, token=TOKENS[name], password=PASSWORDS[name]) for name in TOKENS)
    with ExitStack() as stack:
        binaries = find_binaries() if target.kind == "postgresql" else None
        database = stack.enter_context(running_server(binaries)) if binaries else MEMORY
        url = stack.enter_context(served(fault, guarded=target.guarded, database=database))
        yield Endpoint(url, accounts, auth=target.guarded, exclusive=not target.limited)
