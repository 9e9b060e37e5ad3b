"""A sandbox with one fault, or with none: in the process or on a port."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, cast

import httpx
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.testing import open_endpoint
from numbers_sandbox.transport import SandboxTransport

from gate_proof.faults.probe import PASSWORDS, TOKENS, Probe

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.types import ASGIApp

    from gate_proof.faults.catalogue import Fault

NUMBERS = 2000
MEMORY = "sqlite://"


@contextmanager
def application(
    fault: Fault | None, *, guarded: bool = False, numbers: int = NUMBERS, database: str = MEMORY
) -> Generator[ASGIApp]:
    """The sandbox as an application, with the fault.

    Args:
        fault: what is wrong with it; None for nothing.
        guarded: whether it asks for credentials; a fault that needs that says so itself.
        numbers: size of the catalogue.
        database: the URL of an empty database.
    """
    auth = guarded or (fault is not None and fault.guarded)
    wrap = None if fault is None else fault.inside
    with closing(open_endpoint(database, numbers=numbers, require_auth=auth, wrap_store=wrap)) as endpoint:
        for account, token in TOKENS.items():
            endpoint.store.put_account(account, token=token, password=PASSWORDS[account])
        app = cast("ASGIApp", endpoint)
        yield app if fault is None or fault.front is None else fault.front(app)


@contextmanager
def probe(fault: Fault | None, *, guarded: bool = False) -> Generator[Probe]:
    """A caller of the sandbox with the fault, in this process."""
    with application(fault, guarded=guarded) as app:
        transport = SandboxTransport(app)
        client: Any = httpx.Client(transport=transport, base_url="http://service.example/v1/")
        try:
            with client:
                yield Probe(client)
        finally:
            transport.shut_down()


@contextmanager
def served(
    fault: Fault | None, *, guarded: bool = False, numbers: int = NUMBERS, database: str = MEMORY
) -> Generator[str]:
    """The base URL of the sandbox with the fault, on a free port of the loopback."""
    with (
        application(fault, guarded=guarded, numbers=numbers, database=database) as app,
        ThreadedServer(app) as server,
    ):
        yield f"{server.url}/v1"
