"""The endpoint on a port: in the foreground for the command, in a thread for tests."""

from __future__ import annotations

import gc
import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from .http.protocol import Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from types import TracebackType
    from typing import Self

    from starlette.types import ASGIApp

__all__ = ["ThreadedServer", "address", "bind", "serve"]

_BACKLOG = 2048
_GRACE = 5  # seconds that requests under way have to end when the server stops
_TEST_GRACE = 1  # the same in tests, where nobody waits for an answer that is late on purpose


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Args:
        host: an address or a name of this machine.
        port: 0 for any that is free.

    Raises:
        OSError: the address is taken, unknown or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    dual = host == "::" and socket.has_dualstack_ipv6()  # everywhere means by IPv4 as well
    listening = socket.create_server((host, port), family=family, backlog=_BACKLOG, dualstack_ipv6=dual)
    listening.setblocking(False)  # noqa: FBT003  (the name of the method says what the value means)
    return listening


def address(listening: socket.socket) -> str:
    """The URL of a listening socket; one that listens everywhere is reached by the loopback."""
    host: str = listening.getsockname()[0]
    port: int = listening.getsockname()[1]
    shown: str = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (compared, not bound)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


class _Server(uvicorn.Server):
    """uvicorn, telling when it is up."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = started

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop on SIGINT and SIGTERM; uvicorn would raise them once more at the end and turn a stop into a failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()


def _server(app: ASGIApp, started: Callable[[], None], grace: int) -> _Server:
    config = uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=grace,
        backlog=_BACKLOG,
    )
    return _Server(config, started)


def serve(app: ASGIApp, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are answered first."""
    gc.collect()
    gc.freeze()  # the catalogue and the description stay: looking through them for garbage would be the largest cost
    _server(app, started, _GRACE).run(sockets=[listening])


class ThreadedServer:
    """The endpoint in a thread of this process, on a free port of the loopback."""

    def __init__(self, app: ASGIApp) -> None:
        self._listening = bind("127.0.0.1", 0)
        self.url = address(self._listening)
        self._up = threading.Event()
        self._server = _server(app, self._up.set, _TEST_GRACE)
        self._thread = threading.Thread(target=self._run, name="numbers-sandbox", daemon=True)

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._listening])
        finally:
            self._up.set()

    def __enter__(self) -> Self:
        """Start, and wait until the server accepts connections."""
        self._thread.start()
        self._up.wait()
        if not self._server.started:
            raise RuntimeError("the server of the sandbox did not start; its log says why")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, whatever is under way."""
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()
