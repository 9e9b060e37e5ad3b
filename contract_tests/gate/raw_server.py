"""A server of raw bytes on the loopback, for answers that no HTTP library would send."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

__all__ = ["answer", "raw_server"]


def answer(status: int, body: bytes, *, length: int | None = None) -> bytes:
    """An answer in JSON, with the length of its body unless another is given."""
    head = f"HTTP/1.1 {status} Any\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body) if length is None else length}\r\n\r\n".encode() + body


@contextmanager
def raw_server(pieces: Callable[[str], Iterable[bytes]]) -> Generator[str]:
    """The base URL of a server that sends pieces one by one, and keeps the connection open.

    Args:
        pieces: what to send for a request with this method.
    """

    class Handler(socketserver.StreamRequestHandler):
        disable_nagle_algorithm = True

        def handle(self) -> None:
            with suppress(ConnectionError):  # a caller that has seen enough
                while line := self.rfile.readline():
                    while self.rfile.readline() not in (b"\r\n", b""):
                        pass
                    for piece in pieces(line.decode().partition(" ")[0]):
                        self.wfile.write(piece)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
