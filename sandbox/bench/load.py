"""Load on a server and what it costs: requests over kept connections, processor time of the server's processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

__all__ = ["ROOT", "Server", "cpu_microseconds", "python", "running", "warmed"]

ROOT = Path(__file__).resolve().parents[1]
_TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """A server in processes of its own."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url

    def cpu_seconds(self) -> float:
        """Processor time of the server and all of its children so far (proc(5), fields 14 to 17)."""
        total = 0
        for process in _family(self.process.pid):
            fields = (
                Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            )
            total += int(fields[11]) + int(fields[12])
        return total / _TICK


def _family(parent: int) -> list[int]:
    found = [parent]
    for task in Path(f"/proc/{parent}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            found += _family(int(child))
    return found


@contextmanager
def running(command: Sequence[str], url: str | None = None) -> Generator[Server]:
    """A server that is started and stopped; its first line ends with its URL unless that is known before."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        list(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    output = process.stdout
    if output is None:
        raise RuntimeError("the server has no output to read")
    try:
        if url is None:
            url = str(output.readline().split()[-1])
        else:
            threading.Thread(target=output.read, daemon=True).start()
            _wait(url)
        yield Server(process, url)
    finally:
        process.terminate()
        process.wait(timeout=30)
        output.close()


def _wait(url: str, seconds: float = 60) -> None:
    parts = urlsplit(url)
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def cpu_microseconds(server: Server, target: str, count: int, connections: int = 8) -> float:
    """Processor time of the server for one request, in microseconds, over kept connections."""
    before = server.cpu_seconds()
    threads = [
        threading.Thread(target=_requests, args=(server.url, target, count // connections)) for _ in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (server.cpu_seconds() - before) / (count // connections * connections) * 1e6


def warmed(server: Server, target: str) -> None:
    """A few requests, so that caches and imports are not measured."""
    _requests(server.url, target, 50)


def _requests(url: str, target: str, count: int) -> None:
    parts = urlsplit(url)
    raw = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: application/json\r\n\r\n".encode()
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(count):
            connection.sendall(raw)
            _read_answer(connection)


def _read_answer(connection: socket.socket) -> None:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    lowered = head.lower()
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"the server answered {head[:200]!r} {body[:300]!r}")
    if b"transfer-encoding: chunked" in lowered:
        while not body.endswith(b"0\r\n\r\n"):
            body += _received(connection)
        return
    length = int(lowered.partition(b"content-length:")[2].split(b"\r\n")[0])
    received = len(body)
    while received < length:
        received += len(_received(connection))


def _received(connection: socket.socket) -> bytes:
    part = connection.recv(262144)
    if not part:
        raise RuntimeError("the server closed the connection")
    return part


def python(*arguments: str) -> list[str]:
    """A command of this Python."""
    return [sys.executable, *arguments]
