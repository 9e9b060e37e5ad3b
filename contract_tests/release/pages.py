"""What the pages for readers show: their blocks of code, and how the commands in these are run."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
from typing import TYPE_CHECKING

from command import ROOT

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

_SHELL = ["bash", "-e", "-o", "pipefail", "-c"]


def page_text(page: str) -> str:
    """A page of the repository."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The blocks of code of a page that are in one language."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", page_text(page), flags=re.MULTILINE | re.DOTALL)
    return [code for written, code in found if written == language]


def run_block(
    script: str, folder: Path, environment: Mapping[str, str], *, user: tuple[int, int] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a block of commands as a reader would, but stop at the first that fails; `user` has a uid and a gid."""
    uid, gid = user or (None, None)
    return subprocess.run(
        [*_SHELL, script],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        user=uid,
        group=gid,
    )


@contextlib.contextmanager
def served_block(script: str, folder: Path, environment: Mapping[str, str]) -> Generator[str]:
    """Run a block that serves until it is stopped, give the last word of its first line, and stop it as Ctrl-C does."""
    with subprocess.Popen(
        [*_SHELL, script], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().split()[-1]
        finally:
            os.killpg(server.pid, signal.SIGINT)


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port: int = unused.getsockname()[1]
        return port
