"""The sandbox inside of the process of its caller: transports for httpx, without a socket."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import anyio
import httpx

from .wire import EXTENSION

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message

    from .wire import Cut

__all__ = ["AsyncSandboxTransport", "SandboxTransport"]

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
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body", request=request)
        return httpx.Response(self._status, headers=self._headers, content=b"".join(self._parts), request=request)


def _read_timeout(request: httpx.Request) -> float | None:
    seconds: float | None = request.extensions.get("timeout", {}).get("read")
    return seconds


class AsyncSandboxTransport(httpx.AsyncBaseTransport):
    """For httpx.AsyncClient, under asyncio and under trio."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request; a read timeout of the client counts, as it would on a socket.

        Raises:
            httpx.ReadTimeout: the answer takes longer.
        """
        body = b"".join([part async for part in _stream(request)])
        exchange = _Exchange(request, body)
        try:
            with anyio.fail_after(_read_timeout(request)):
                await self._app(exchange.scope(), exchange.receive, exchange.send)
        except TimeoutError:
            raise httpx.ReadTimeout(_TOO_LATE, request=request) from None
        return exchange.response()


async def _stream(request: httpx.Request) -> AsyncIterator[bytes]:
    if isinstance(request.stream, httpx.AsyncByteStream):
        async for part in request.stream:
            yield part


class SandboxTransport(httpx.BaseTransport):
    """For httpx.Client; the application runs in an event loop of its own, in a thread."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="numbers-sandbox-transport", daemon=True)
        self._thread.start()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request; a read timeout of the client counts, as it would on a socket.

        Raises:
            httpx.ReadTimeout: the answer takes longer.
        """
        body = b"".join(request.stream) if isinstance(request.stream, httpx.SyncByteStream) else b""
        exchange = _Exchange(request, body)
        future = asyncio.run_coroutine_threadsafe(self._run(exchange), self._loop)
        try:
            future.result(_read_timeout(request))
        except TimeoutError:
            future.cancel()
            raise httpx.ReadTimeout(_TOO_LATE, request=request) from None
        return exchange.response()

    async def _run(self, exchange: _Exchange) -> None:
        await self._app(exchange.scope(), exchange.receive, exchange.send)

    def close(self) -> None:
        """Stop the thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
