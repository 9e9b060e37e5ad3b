"""A real package index on the loopback: pypiserver in a process of its own, on a port that the system chooses."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

USERNAME, PASSWORD = "publisher", "only-for-this-test-7f3a"


@dataclass(frozen=True, slots=True)
class Index:
    """A running index.

    Args:
        url: its root, without credentials.
        folder: where it keeps the files.
    """

    url: str
    folder: Path

    def holds(self) -> dict[str, bytes]:
        """Every file, name to content."""
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@contextlib.contextmanager
def running_index(folder: Path) -> Generator[Index]:
    """Start an index that keeps its files in a folder, and stop it afterwards."""
    folder.mkdir()
    script = str(Path(__file__).with_name("serve_index.py"))
    command = [sys.executable, "-W", "ignore", script, str(folder), USERNAME, PASSWORD]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield Index(f"http://127.0.0.1:{int(server.stdout.readline())}/", folder)
        finally:
            server.terminate()


def credentials(username: str = USERNAME, password: str = PASSWORD) -> dict[str, str]:
    """The environment of somebody who may publish (or not), free of their own settings for pip and uv."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "NUMBERS_"))}
    return kept | {"NUMBERS_INDEX_USERNAME": username, "NUMBERS_INDEX_PASSWORD": password}
