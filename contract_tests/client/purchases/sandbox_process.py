"""A sandbox in a process of its own, on a file, which can die at any moment and come back at the same address."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Served"]

_SANDBOX = Path(__file__).parents[3] / "sandbox"
_PLAIN = {"regulatory.address_requirements": "none", "lifecycle": "generally-available", "geography.iso_country": "US"}


class Served:
    """`numbers-sandbox serve`.

    Attributes:
        url: Where it answers, the same after each restart.
    """

    def __init__(self, folder: Path) -> None:
        self._database = f"sqlite:///{folder / 'served.db'}"
        self.url, self._port = "", 0
        # Its own requests are not those of the buyers, whose connections die with the process.
        self._control = httpx.Client(trust_env=False, timeout=30, limits=httpx.Limits(max_keepalive_connections=0))
        self.start()

    def start(self) -> None:
        """Start it; return when it answers."""
        self._process = _started("--port", str(self._port), "--database", self._database)
        line = (self._process.stdout.readline() if self._process.stdout else "").split()
        assert line, "the sandbox did not start"
        self.url = line[-1]
        self._port = urlsplit(self.url).port or 0

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def close(self) -> None:
        """End it for good."""
        self.kill()
        self._control.close()

    def reset(self) -> None:
        """Forget all that happened."""
        self._control.post(f"{self.url}/_sandbox/reset").raise_for_status()

    def plain_numbers(self, count: int) -> list[str]:
        """Return numbers that nothing stands in the way of buying."""
        found = self._read("/api/AvailableNumbers", {**_PLAIN, "page_size": str(count)})
        return [item["phone_number"] for item in found["items"]]

    def ledger(self) -> list[dict[str, Any]]:
        """Return all charges."""
        charges: list[dict[str, Any]] = self._read("/_sandbox/ledger")["ledger"]
        return charges

    def held(self, account: str, number: str) -> dict[str, Any] | None:
        """Return the number as the account has it; ``None`` when it has not."""
        response = self._control.get(f"{self.url}/Accounts/{account}/ActiveNumbers/PN{number}")
        found: dict[str, Any] = response.json()
        return found if response.is_success else None

    def _read(self, path: str, query: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 -- any JSON
        response = self._control.get(f"{self.url}{path}", params=dict(query or {}))
        return response.raise_for_status().json()


def _started(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "numbers_sandbox", "serve", *options, "--numbers", "150", "--quarantine", "0"],
        env={**os.environ, "PYTHONPATH": str(_SANDBOX)},
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
