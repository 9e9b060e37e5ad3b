"""A PostgreSQL server of the tests' own: in a new folder, on a Unix socket, gone in the end."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Generator

_START = 30.0  # seconds
_ROOM = 2**30  # bytes
_SETTINGS = ("listen_addresses=", "max_connections=120")  # no TCP port
_FLEETING = ("fsync=off",)  # nobody cuts the power of a test


def find_binaries() -> Path | None:
    """The folder with initdb and postgres, on the path or where Debian keeps them; None if there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += [Path(name) for name in sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)]  # noqa: PTH207
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


def _unprivileged() -> dict[str, Any]:
    """Whom to run the server as: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _memory() -> str | None:
    """A folder in memory, where there is one with room: the files of some thirty databases are soon thrown away."""
    folder = "/dev/shm"  # noqa: S108  (a folder of an unpredictable name is made in it)
    roomy = os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > _ROOM
    return folder if roomy else None


@contextmanager
def running_server(binaries: Path, *, durable: bool = False) -> Generator[str]:
    """Starts a server and gives the SQLAlchemy URL of an empty database; a durable one is on disk, as in earnest."""
    identity = _unprivileged()
    with tempfile.TemporaryDirectory(
        prefix="pg-", dir=None if durable else _memory(), ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        data, environment = folder / "data", {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        options: dict[str, Any] = {"env": environment, "cwd": folder, **identity}
        initdb: list[str | Path] = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "numbers",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **options)
        chosen = (*_SETTINGS, *(() if durable else _FLEETING), f"unix_socket_directories={folder}")
        settings = [part for one in chosen for part in ("-c", one)]
        with (folder / "log").open("wb") as log:
            command = [str(binaries / "postgres"), "-D", str(data), *settings]
            server = subprocess.Popen(command, stderr=log, **options)
        try:
            _wait(server, folder)
            yield f"postgresql+psycopg://numbers@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nobody will open these databases again
            server.wait(_START)


def _wait(server: subprocess.Popen[Any], folder: Path) -> None:
    deadline = time.monotonic() + _START
    while True:
        try:
            psycopg.connect(f"host={folder} user=numbers dbname=postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "log").read_text(encoding="utf-8")) from None
            time.sleep(0.02)
        else:
            return


def new_database(url: str, name: str) -> str:
    """Makes another empty database on the same server and gives its URL."""
    folder = url.partition("host=")[2]
    with psycopg.connect(f"host={folder} user=numbers dbname=postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return url.replace("/postgres?", f"/{name}?")
