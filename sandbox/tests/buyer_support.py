"""Starting, killing and auditing the processes of buyer.py."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from store_support import holdings

if TYPE_CHECKING:
    from numbers_sandbox.store.store import Store

_HERE = Path(__file__).parent


class Buyer:
    """A process that buys from a database."""

    def __init__(self, url: str, account: str, numbers: list[str], *, threads: int = 4) -> None:
        command = [sys.executable, "-P", str(_HERE / "buyer.py"), url, account, str(threads)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(_HERE.parent), "PYTHONWARNINGS": "error"},
        )
        self._input, self._output = cast("IO[str]", self.process.stdin), cast("IO[str]", self.process.stdout)
        self._input.write("".join(f"{number}\n" for number in [*numbers, ""]))
        self._input.flush()

    def await_ready(self) -> None:
        """Waits until the process has opened its store."""
        assert self._output.readline() == "ready\n", "the buyer did not start"

    def start(self) -> None:
        """Lets it buy."""
        self._input.write("\n")
        self._input.flush()

    def end(self, *, kill: bool = False) -> list[str]:
        """Waits for its end, or kills it, and gives the purchases that it has reported."""
        if kill:
            self.process.kill()
        lines = self._output.read().splitlines()
        self.process.wait(60)
        self._input.close()
        self._output.close()
        return [line.removeprefix("bought ") for line in lines if line.startswith("bought ")]


def audit(store: Store, acknowledged: list[str], in_flight: int) -> None:
    """Compares what buyers were told with what the store holds and has charged: nothing lost, nothing doubled."""
    ledger = store.ledger()
    charged = Counter((row["account"], row["phone_number"]) for row in ledger)
    held = Counter(
        (item["accountSid"], item["phone_number"])
        for account in store.accounts()
        for item in holdings(store, str(account["id"]))
    )
    owners = Counter(number for _, number in held)
    assert charged == held, "every number that is held has one charge, and every charge a number"
    assert max(owners.values(), default=1) == 1, "no number has two owners"
    assert len(acknowledged) == len(set(acknowledged)), "no purchase was acknowledged twice"
    assert set(acknowledged) <= set(owners), "no acknowledged purchase is lost"
    assert len(set(owners) - set(acknowledged)) <= in_flight, "only purchases that were under way are unacknowledged"
