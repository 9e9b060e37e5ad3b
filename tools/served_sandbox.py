"""The sandbox as a server of its own, with two accounts that have to prove who they are, for `make contract`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

from command import ROOT, CommandError

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["ACCOUNTS", "served_sandbox"]

ACCOUNTS = (
    {"id": "ACcontract", "token": "token-of-the-first", "password": "password-of-the-first"},
    {"id": "ACother", "token": "token-of-the-second", "password": "password-of-the-second"},
)


@contextmanager
def served_sandbox(database: str = "memory") -> Generator[str]:
    """Start the sandbox on a free port of the loopback, and stop it in the end.

    Args:
        database: as its `--database`.

    Yields:
        Its URL.

    Raises:
        CommandError: it did not start.
    """
    command = [sys.executable, "-m", "numbers_sandbox", "serve", "--port", "0", "--database", database]
    path = os.pathsep.join(filter(None, [str(ROOT / "sandbox"), os.environ.get("PYTHONPATH")]))
    with subprocess.Popen(
        [*command, "--require-auth", "--quarantine", "0"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            line = (process.stdout.readline() if process.stdout else "").split()
            if not line:
                raise CommandError("the sandbox did not start: see what it printed above")
            for account in ACCOUNTS:
                _register(line[-1], account)
            yield line[-1]
        finally:
            process.terminate()


def _register(url: str, account: dict[str, str]) -> None:
    body = json.dumps(account).encode()
    request = urllib.request.Request(f"{url}/_sandbox/accounts", body)  # noqa: S310  (http, on this machine)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30):
        pass
