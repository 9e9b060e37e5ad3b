"""The sandbox, changed or not, on a port of the loopback, held to the description."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numbers_contract import Account, Description, Endpoint, Options, run
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.testing import Sandbox, open_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_contract import Result

__all__ = ["described", "held_to"]

_FILE = Path(__file__).resolve().parents[2] / "generated" / "openapi.yaml"
_NUMBERS = 2500


@cache
def described() -> Description:
    """The description of this repository."""
    return Description.read(_FILE)


def held_to(  # noqa: PLR0913  (each is one switch of the server or the run)
    change: Callable[[Any], Any],
    *,
    only: frozenset[str],
    auth: bool = False,
    addresses: tuple[str, ...] = (),
    seed: int = 1,
    effort: float = 1.0,
    description: Description | None = None,
) -> Result:
    """Hold a sandbox to the description.

    Args:
        change: what to make of its application.
        only: the checks to run.
        auth: whether it asks for credentials.
        addresses: countries in which the accounts have an address, although the gate is told that they have none.
        seed: the seed of the run.
        effort: how thorough the run is.
        description: another than that of this repository.
    """
    with closing(open_endpoint(numbers=_NUMBERS, require_auth=auth)) as sandbox:
        accounts: list[Account] = []
        for name in ("one", "two"):
            token = f"secret-of-{name}" if auth else None
            Sandbox(sandbox).put_account(name, token=token, addresses=addresses, identity_documents=bool(addresses))
            accounts.append(Account(name, token=token, on_file=False))
        with ThreadedServer(change(sandbox)) as server:
            endpoint = Endpoint(server.url, tuple(accounts), auth=auth or None, exclusive=True)
            return run(description or described(), endpoint, seed, Options(only=only, effort=effort))
