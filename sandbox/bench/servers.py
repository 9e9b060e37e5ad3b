"""Servers in processes of their own, and the processor time that they have used."""

from __future__ import annotations

import ctypes
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

from command import CommandError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

__all__ = ["ENVIRONMENT", "Server", "cpu_seconds", "free_port", "python", "running", "sandbox"]

_FOLDER = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(_FOLDER)}
_LONGEST_START = 120.0  # seconds; Prism needs two on a machine that does nothing else


class Server:
    """A running server."""

    def __init__(self, pid: int, url: str) -> None:
        self.pid = pid
        parts = urlsplit(url)
        self.address = (parts.hostname or "", parts.port or 0)
        self.host = parts.netloc

    def cpu_seconds(self) -> float:
        """Processor time of the server and of the processes that it has started and that still run."""
        return sum(cpu_seconds(pid) for pid in _family(self.pid))


def cpu_seconds(pid: int) -> float:
    """Processor time of all threads of a process so far, in nanoseconds' resolution (clock_getcpuclockid(3))."""
    clock = ctypes.c_int()
    if ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise CommandError("this system does not tell the processor time of other processes: measure on Linux")
    return time.clock_gettime(clock.value)


def _family(parent: int) -> list[int]:
    found = [parent]
    for task in Path(f"/proc/{parent}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            found += _family(int(child))
    return found


def python(*arguments: str) -> list[str]:
    """A command of this Python."""
    return [sys.executable, "-P", *arguments]


def sandbox(database: str, *arguments: str) -> list[str]:
    """The command that serves a database on a free port, as a user would."""
    return python("-m", "numbers_sandbox", "serve", "--port", "0", "--database", database, *arguments)


@contextmanager
def running(command: Sequence[str], port: int | None = None) -> Generator[Server]:
    """A server that is started and stopped; its first line ends with its URL, unless its port was chosen before.

    Raises:
        CommandError: it does not start.
    """
    with subprocess.Popen(
        list(command),
        text=True,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None  # noqa: S101  (that is what PIPE means)
        try:
            url = _told_url(process) if port is None else f"http://127.0.0.1:{port}"
            threading.Thread(target=process.stdout.read, daemon=True).start()  # what else it says, lest it wait for us
            if port is not None:
                _wait(port, process)
            yield Server(process.pid, url)
        finally:
            process.terminate()


def _told_url(process: subprocess.Popen[str]) -> str:
    """The URL at the end of its first line."""
    assert process.stdout is not None  # noqa: S101  (that is what PIPE means)
    first = process.stdout.readline()
    if "http://" not in first:
        raise CommandError(f"a server does not start: {' '.join((first + process.stdout.read()).split())[-500:]}")
    return first.split()[-1]


def _wait(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + _LONGEST_START
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CommandError(f"nothing answers on port {port}")


def free_port() -> int:
    """A port that nobody listens on, for a server that cannot choose one itself."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
