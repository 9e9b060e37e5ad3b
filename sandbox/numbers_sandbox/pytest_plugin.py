"""Fixtures for pytest: the sandbox on a port, and in the process of the test.

Nothing of the sandbox is imported before a test asks for it, since every run of pytest loads this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .app import Endpoint
    from .in_process import Fake
    from .testing import LiveSandbox
    from .transport import SandboxTransport

__all__ = ["numbers_fake", "numbers_sandbox", "numbers_sandbox_transport", "pytest_addoption"]

_MEMORY = "sqlite://"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a project choose the store of its tests."""
    parser.addini(
        "numbers_sandbox_database", "SQLAlchemy URL of the sandbox's store (default: in memory)", default=_MEMORY
    )
    parser.addini("numbers_sandbox_numbers", "size of the sandbox's catalogue (default: 10000)", default="10000")


@pytest.fixture(scope="session")
def _numbers_sandbox_endpoint(pytestconfig: pytest.Config) -> Iterator[Endpoint]:
    from .store.errors import StoreError  # noqa: PLC0415  (see above)
    from .testing import open_endpoint  # noqa: PLC0415

    size = str(pytestconfig.getini("numbers_sandbox_numbers"))
    if not size.isdecimal():
        raise pytest.UsageError(f"numbers_sandbox_numbers is {size!r}, which is no number")
    try:
        endpoint = open_endpoint(str(pytestconfig.getini("numbers_sandbox_database")), numbers=int(size))
    except (ValueError, StoreError) as error:
        raise pytest.UsageError(f"numbers_sandbox_database, numbers_sandbox_numbers: {error}") from None
    yield endpoint
    endpoint.store.close()


@pytest.fixture(scope="session")
def _numbers_sandbox_url(_numbers_sandbox_endpoint: Endpoint) -> Iterator[str]:
    from .server import ThreadedServer  # noqa: PLC0415

    with ThreadedServer(_numbers_sandbox_endpoint) as server:
        yield server.url


@pytest.fixture
def numbers_sandbox(
    _numbers_sandbox_endpoint: Endpoint, _numbers_sandbox_url: str, pytestconfig: pytest.Config
) -> Iterator[LiveSandbox]:
    """The sandbox on a port of the loopback; each test finds it empty and has an account of its own."""
    from .testing import LiveSandbox  # noqa: PLC0415

    sandbox = LiveSandbox(_numbers_sandbox_endpoint, _numbers_sandbox_url, shared=_is_shared(pytestconfig))
    sandbox.reset()
    yield sandbox
    sandbox.reset()


@pytest.fixture
def numbers_sandbox_transport(
    _numbers_sandbox_endpoint: Endpoint, pytestconfig: pytest.Config
) -> Iterator[SandboxTransport]:
    """The same sandbox without a socket: a transport for httpx.Client and httpx.AsyncClient."""
    from .testing import Sandbox  # noqa: PLC0415

    try:
        from .transport import SandboxTransport  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise pytest.UsageError(f"numbers_sandbox_transport: {error}; install numbers-api-sandbox[httpx]") from None

    sandbox = Sandbox(_numbers_sandbox_endpoint, shared=_is_shared(pytestconfig))
    sandbox.reset()
    transport = SandboxTransport(_numbers_sandbox_endpoint, sandbox)
    yield transport
    transport.shut_down()
    sandbox.reset()


@pytest.fixture
def numbers_fake(_numbers_sandbox_endpoint: Endpoint, pytestconfig: pytest.Config) -> Iterator[Fake]:
    """The same sandbox with the generated client before it, and no server: ``numbers_fake.client()``."""
    from .in_process import Fake  # noqa: PLC0415

    service = Fake(_numbers_sandbox_endpoint, shared=_is_shared(pytestconfig))
    service.reset()
    yield service
    service.shut_down()
    service.reset()


def _is_shared(config: pytest.Config) -> bool:
    """Whether other workers may be on the same store, so that a reset has to leave their accounts alone."""
    return str(config.getini("numbers_sandbox_database")) != _MEMORY
