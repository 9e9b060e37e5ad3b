"""A process that buys: the subject of the tests of concurrency and of sudden death.

    python buyer.py URL ACCOUNT THREADS < phone numbers, one a line

Each thread tries every number, in an order of its own, and writes "bought NUMBER" once the store has said so. The
first line says "ready", and buying begins when a line has been read after the numbers.
"""

from __future__ import annotations

import random
import sys
import threading

from numbers_sandbox.store.errors import NoNumberFound
from numbers_sandbox.store.store import Store

_output = threading.Lock()


def _say(line: str) -> None:
    with _output:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _buy(store: Store, account: str, numbers: list[str]) -> None:
    random.shuffle(numbers)
    for number in numbers:
        try:
            store.buy(account, number)
        except NoNumberFound:
            continue
        _say(f"bought {number}")


def main(url: str, account: str, threads: str) -> None:
    """Buys until there is nothing left."""
    store = Store.open(url)
    numbers = list(iter(lambda: sys.stdin.readline().strip(), ""))
    _say("ready")
    sys.stdin.readline()
    buyers = [
        threading.Thread(target=_buy, args=(store, f"{account}-{index}", list(numbers)), daemon=True)
        for index in range(int(threads))
    ]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    _say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
