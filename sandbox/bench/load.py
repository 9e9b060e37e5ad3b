"""Requests over kept connections, with as little between the clock and the socket as Python allows."""

from __future__ import annotations

import json
import socket
import threading
from time import perf_counter
from typing import TYPE_CHECKING, Any

from command import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from .servers import Server

__all__ = ["CONNECTIONS", "Connection", "cpu_microseconds", "together"]

CONNECTIONS = 8
_LONGEST_ANSWER = 120.0  # seconds


class Connection:
    """One connection to a server."""

    def __init__(self, server: Server) -> None:
        self._host = server.host
        self._socket = socket.create_connection(server.address, timeout=_LONGEST_ANSWER)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def request(self, target: str, method: str = "GET") -> bytes:
        """A request as it is sent."""
        length = "" if method == "GET" else "Content-Length: 0\r\n"
        return f"{method} {target} HTTP/1.1\r\nHost: {self._host}\r\nAccept: application/json\r\n{length}\r\n".encode()

    def answer(self, request: bytes) -> bytes:
        """The body of the answer.

        Raises:
            CommandError: the answer is not a 200.
        """
        self._socket.sendall(request)
        data = self._socket.recv(262144)
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise CommandError(f"the server answered {head[:100]!r} {body[:300]!r}")
        lowered = head.lower()
        if b"transfer-encoding: chunked" in lowered:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
            return body
        length = int(lowered.partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        return body

    def get(self, target: str) -> Any:  # noqa: ANN401  (JSON)
        """What is at a path, as JSON."""
        return json.loads(self.answer(self.request(target)))

    def seconds(self, request: bytes) -> float:
        """How long an answer takes."""
        start = perf_counter()
        self.answer(request)
        return perf_counter() - start

    def _more(self) -> bytes:
        part = self._socket.recv(262144)
        if not part:
            raise CommandError("the server closed the connection in the middle of an answer")
        return part


def together(works: list[Callable[[], None]]) -> None:
    """Do several things at once, each in a thread.

    Raises:
        CommandError: one of them raised it.
    """
    failures: list[CommandError] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except CommandError as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def cpu_microseconds(server: Server, target: str, count: int) -> float:
    """Processor time of the server for one request, in microseconds, under load on CONNECTIONS connections."""
    each = -(-count // CONNECTIONS)

    def work() -> None:
        with Connection(server) as connection:
            request = connection.request(target)
            for _ in range(each):
                connection.answer(request)

    before = server.cpu_seconds()
    together([work] * CONNECTIONS)
    return (server.cpu_seconds() - before) / (each * CONNECTIONS) * 1e6
