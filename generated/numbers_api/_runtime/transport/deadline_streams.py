"""Connections that keep the end of a call at every read and write, and notice when the other side is gone.

A timeout of httpx holds for one read: a body that comes a byte a second never meets it. The streams here take as the
timeout of each step what the call has left. Imported with the first client, since it imports httpcore.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any, cast

import httpcore

__all__ = ["UNTIL", "keep_deadlines"]

UNTIL: ContextVar[float | None] = ContextVar("numbers_api_until", default=None)
"""The end of the call of this thread or task on the monotonic clock."""

# Probe an idle connection after a minute, each half minute, five times; some systems lack some of these.
_KEEP_ALIVE = [
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), value)
        for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 30), ("TCP_KEEPCNT", 5))
        if hasattr(socket, name)
    ),
]


def keep_deadlines(client: Any) -> bool:
    """Let the connections that an httpx client will make keep `UNTIL`; return whether all of them do.

    httpx offers no public way to the network backend of its pools. Where it is not found, nothing is changed.
    """
    held: dict[str, Any] = vars(cast("object", client))
    mounted: dict[Any, Any] = held.get("_mounts", {})
    transports: list[Any] = [held.get("_transport"), *(item for item in mounted.values() if item is not None)]
    pools = [getattr(transport, "_pool", None) for transport in transports]
    if not all(hasattr(pool, "_network_backend") for pool in pools):
        return False
    for pool in pools:
        inner = vars(pool)["_network_backend"]
        asynchronous = isinstance(inner, httpcore.AsyncNetworkBackend)
        vars(pool)["_network_backend"] = _AsyncBackend(inner) if asynchronous else _Backend(inner)
    return True


def _left(timeout: float | None, too_late: type[Exception]) -> float | None:
    until = UNTIL.get()
    if until is None:
        return timeout
    left = until - time.monotonic()
    if left <= 0:
        raise too_late("the deadline is over")
    return left if timeout is None else min(left, timeout)


def _addresses(host: str, port: int, timeout: float | None) -> list[str]:
    """Look `host` up in a thread: the system's resolver knows no timeout."""
    found: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found.put([str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except Exception as error:  # noqa: BLE001 -- an unknown host, or a name that is none
            found.put(error)

    try:
        threading.Thread(target=look_up, daemon=True).start()
    except RuntimeError:  # there are no more threads, or the interpreter is about to end
        look_up()
    try:
        answer = found.get(timeout=timeout)
    except queue.Empty:
        raise httpcore.ConnectTimeout("looking the host up took too long") from None
    if isinstance(answer, Exception):
        raise httpcore.ConnectError(str(answer)) from answer
    return answer


def _is_address(host: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        with contextlib.suppress(OSError, ValueError):
            return bool(socket.inet_pton(family, host))
    return False


def _options(given: Iterable[Any] | None) -> list[Any]:
    return [*_KEEP_ALIVE, *(given or ())]


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _Stream:
        left = _left(timeout, httpcore.ConnectTimeout)
        failure: Exception = httpcore.ConnectError("the host has no address")
        for address in [host] if _is_address(host) else _addresses(host, port, left):
            left = _left(timeout, httpcore.ConnectTimeout)  # each takes of what is left
            try:
                return _Stream(self._backend.connect_tcp(address, port, left, local_address, _options(socket_options)))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> _Stream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._backend.connect_unix_socket(path, left, socket_options))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _AsyncStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, _left(timeout, httpcore.WriteTimeout))

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> _AsyncStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _AsyncStream(await self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _AsyncBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _AsyncStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _AsyncStream(await self._backend.connect_tcp(host, port, left, local_address, _options(socket_options)))

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> _AsyncStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _AsyncStream(await self._backend.connect_unix_socket(path, left, socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)
