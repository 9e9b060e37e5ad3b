"""The sandbox inside of the process of its caller: transports for httpx, without a socket."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import anyio
import httpx

from .http.connections import EXTENSION

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

    from .http.connections import Cut
    from .testing import Sandbox

__all__ = ["SandboxTransport"]

_CLIENT = ("127.0.0.1", 0)
_TOO_LATE = "The read operation timed out"


class _Exchange:
    """One request to an ASGI application and what comes back."""

    def __init__(self, request: httpx.Request, body: bytes) -> None:
        self._request = request
        self._body = body
        self._sent = False
        self._cut: Cut | None = None
        self._status = 0
        self._headers: list[tuple[bytes, bytes]] = []
        self._parts: list[bytes] = []
        self._complete = False

    def scope(self) -> dict[str, Any]:
        url = self._request.url
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": self._request.method,
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "root_path": "",
            "server": (url.host, url.port),
            "client": _CLIENT,
            "extensions": {EXTENSION: self.cut},
        }

    async def cut(self, how: Cut) -> None:
        self._cut = how

    async def receive(self) -> Message:
        if self._sent:
            return {"type": "http.disconnect"}
        self._sent = True
        return {"type": "http.request", "body": self._body, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], list(message["headers"])
        else:
            self._parts.append(message.get("body", b""))
            self._complete = not message.get("more_body", False)

    def response(self) -> httpx.Response:
        """The answer, or the exception that httpx raises when a connection ends like this one."""
        request = self._request
        if self._cut == "reset":
            raise httpx.ReadError("[Errno 104] Connection reset by peer", request=request)
        if self._cut is not None and not self._status:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.", request=request)
        if not self._complete:
            raise httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body", request=request
            )
        return httpx.Response(self._status, headers=self._headers, content=b"".join(self._parts), request=request)


def _read_timeout(request: httpx.Request) -> float | None:
    seconds: float | None = request.extensions.get("timeout", {}).get("read")
    return seconds


class SandboxTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """For httpx.Client, and for httpx.AsyncClient under asyncio and trio.

    Closing a client leaves the transport as it is, so that one serves several clients; `shut_down` ends it.
    """

    def __init__(self, app: ASGIApp, sandbox: Sandbox | None = None) -> None:
        self._app = app
        self._sandbox = sandbox
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox behind the transport: its account, faults, ledger and requests.

        Raises:
            RuntimeError: the transport was made without one.
        """
        if self._sandbox is None:
            raise RuntimeError("this transport was made from an application alone")
        return self._sandbox

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request; a read timeout of the client counts, as it would on a socket.

        Raises:
            httpx.ReadTimeout: the answer takes longer.
        """
        exchange = _Exchange(request, await request.aread())
        try:
            with anyio.fail_after(_read_timeout(request)):
                await self._app(exchange.scope(), exchange.receive, exchange.send)
        except TimeoutError:
            raise httpx.ReadTimeout(_TOO_LATE, request=request) from None
        return exchange.response()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The same for callers that block; the application runs in an event loop of its own, in a thread.

        Raises:
            httpx.ReadTimeout: the answer takes longer.
        """
        exchange = _Exchange(request, request.read())
        future = asyncio.run_coroutine_threadsafe(self._run(exchange), self._running_loop())
        try:
            future.result(_read_timeout(request))
        except TimeoutError:
            future.cancel()
            raise httpx.ReadTimeout(_TOO_LATE, request=request) from None
        return exchange.response()

    async def _run(self, exchange: _Exchange) -> None:
        await self._app(exchange.scope(), exchange.receive, exchange.send)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="numbers-sandbox", daemon=True)
                self._thread.start()
            return self._loop

    def shut_down(self) -> None:
        """Stop the thread, if one was needed."""
        if self._loop is not None and self._thread is not None:
            asyncio.run_coroutine_threadsafe(_cancel_others(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()


async def _cancel_others() -> None:
    """End the requests under way, such as one whose caller gave up."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
