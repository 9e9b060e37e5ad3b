"""Servers on the loopback that speak HTTP badly: slowly, in parts, or not at all."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["answer_of", "drip", "dripping_head", "server", "silent"]


@contextmanager
def server(serve: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """A server that lets `serve` have each connection; gives its URL. The event says that the test is over."""
    over = threading.Event()
    threads: list[threading.Thread] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threads.append(threading.Thread(target=one, args=(connection,)))
                threads[-1].start()

    def one(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            serve(connection, over)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threads.append(threading.Thread(target=accept))
        threads[-1].start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join(10)


def answer_of(body: bytes, status: str = "200 OK") -> bytes:
    """An answer as it stands on the wire."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _dripped(connection: socket.socket, over: threading.Event, text: bytes) -> None:
    for place in range(len(text)):
        connection.sendall(text[place : place + 1])
        if over.wait(0.05):
            return


def drip(connection: socket.socket, over: threading.Event) -> None:
    """Answer at once, with a body that comes byte by byte."""
    connection.recv(65_536)
    whole = answer_of(b'{"phone_number":"+14155550123"' + b" " * 1_000 + b"}")
    head, _, body = whole.partition(b"\r\n\r\n")
    connection.sendall(head + b"\r\n\r\n")
    _dripped(connection, over, body)


def dripping_head(connection: socket.socket, over: threading.Event) -> None:
    """Answer with headers that come byte by byte."""
    connection.recv(65_536)
    _dripped(connection, over, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1_000)


def silent(connection: socket.socket, over: threading.Event) -> None:
    """Take the request and say nothing."""
    connection.recv(65_536)
    over.wait(60)
