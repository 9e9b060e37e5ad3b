"""Buyers who want the same numbers at the same time, in threads and in tasks, while the service dies under them.

Each buyer writes its name into what it asks for, so that a number tells whose request bought it.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import anyio
import anyio.to_thread
from numbers_api import AsyncNumbersClient, NumbersClient, NumbersError, PurchaseOutcomeUnknown

if TYPE_CHECKING:
    from .sandbox_process import Served

__all__ = ["Crowd", "Schedule", "schedule"]

MINE, THEIRS = "AC1", "AC2"
_TIMEOUT, _HELD_UP, _PATIENCE = 0.5, 0.7, 60.0  # seconds
_ARRIVED = 1.0  # seconds after which what was held up, and given up by its sender, has arrived
_FAULTS = [
    *(f"error; status={status}; when={when}" for status in (500, 503) for when in ("before", "after")),
    *(f"{action}; when={when}" for action in ("close", "reset") for when in ("before", "after")),
    *(f"latency; seconds={seconds}; when={when}" for seconds in (0.05, _HELD_UP) for when in ("before", "after")),
    "truncate; when=after",
    "malformed; when=after",
    "contract; when=after",
    "rate-limit; retry_after=0",
]


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody who wants a number. `patience` is when it cancels its task, in seconds."""

    name: str
    account: str
    number: str
    threaded: bool
    patience: float | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """What happens at the same time: buyers, and `kills`, each so many seconds after the last."""

    seed: int
    buyers: list[Buyer]
    kills: list[float]
    backend: Literal["asyncio", "trio"]
    max_retries: int


@dataclass
class Told:
    """What a buyer was told."""

    buyer: Buyer
    value: Any = None
    error: BaseException | None = None
    doubt: PurchaseOutcomeUnknown | None = None
    found: Any = None

    @property
    def charged(self) -> str:
        """What it was told of money."""
        if self.value is not None:
            return "yes"
        return self.error.charged if isinstance(self.error, NumbersError) else "unknown" if self.doubt else "no"

    def failed(self, error: BaseException) -> None:
        """Note what ended the call: a cancellation has what is in doubt as its cause."""
        self.error = error
        doubt = error if isinstance(error, NumbersError) else error.__cause__
        self.doubt = doubt if isinstance(doubt, PurchaseOutcomeUnknown) else None


def schedule(seed: int, numbers: list[str], *, deadly: bool) -> Schedule:
    """Draw a schedule; in a `deadly` one the service is killed once or twice."""
    drawn = random.Random(seed)  # noqa: S311 -- a schedule, not a secret
    buyers = [
        Buyer(
            name=f"buyer-{index}",
            account=drawn.choice([MINE, MINE, THEIRS]),
            number=drawn.choice(numbers),
            threaded=index % 2 == 0,
            patience=drawn.choice([None, None, drawn.uniform(0, 0.3)]) if index % 2 else None,
        )
        for index in range(10)
    ]
    kills = [drawn.uniform(0, 0.25) for _ in range(drawn.choice([1, 1, 2]))] if deadly else []
    return Schedule(seed, buyers, kills, drawn.choice(["asyncio", "trio"]), drawn.choice([0, 2, 20]))


class Crowd:
    """Lets a schedule happen. The buyers of an account share a client, as its connections and tasks do."""

    def __init__(self, served: Served, plan: Schedule) -> None:
        self.served, self.plan = served, plan
        self._drawn, self._lock = random.Random(plan.seed), threading.Lock()  # noqa: S311 -- as above
        self._calm, self._done = threading.Event(), threading.Semaphore(0)

    def happen(self) -> list[Told]:
        """Carry it out, ask about all that stays in doubt, and return what everybody was told."""
        threaded = [buyer for buyer in self.plan.buyers if buyer.threaded]
        tasks = [buyer for buyer in self.plan.buyers if not buyer.threaded]
        with ThreadPoolExecutor(len(threaded) + 1) as pool, ExitStack() as stack:
            clients = {each: stack.enter_context(NumbersClient(**self._settings(each))) for each in (MINE, THEIRS)}
            stack.callback(self._calm.set)  # whatever happens, nobody waits for ever
            blocking = [pool.submit(self._in_thread, buyer, clients[buyer.account]) for buyer in threaded]
            running = pool.submit(lambda: anyio.run(self._in_tasks, tasks, backend=self.plan.backend))
            for delay in self.plan.kills:
                time.sleep(delay)
                self.served.kill()
                self.served.start()
            for _ in self.plan.buyers:
                assert self._done.acquire(timeout=_PATIENCE), "a buyer is not told anything"
            time.sleep(_ARRIVED)
            self._calm.set()
            return [*(future.result() for future in blocking), *running.result()]

    def _settings(self, account: str) -> dict[str, Any]:
        return {
            "base_url": self.served.url,
            "account_id": account,
            "timeout": _TIMEOUT,
            "deadline": 20.0,
            "max_retries": self.plan.max_retries,
            "headers": self._faults,
        }

    def _faults(self, operation: str) -> dict[str, str]:
        with self._lock:
            share = 0.0 if self._calm.is_set() else 0.6 if operation == "buyActiveNumber" else 0.2
            return {"X-Sandbox-Fault": self._drawn.choice(_FAULTS)} if self._drawn.random() < share else {}

    def _in_thread(self, buyer: Buyer, client: NumbersClient) -> Told:
        told = Told(buyer)
        try:
            told.value = client.active_numbers.buy(buyer.number, status_callback_url=_signature(buyer))
        except NumbersError as error:
            told.failed(error)
        finally:
            self._done.release()
        self._calm.wait(_PATIENCE)
        if told.doubt is not None:
            told.found = told.doubt.resolve()
        return told

    async def _in_tasks(self, buyers: list[Buyer]) -> list[Told]:
        all_told = [Told(buyer) for buyer in buyers]
        async with AsyncExitStack() as stack:
            made = {each: AsyncNumbersClient(**self._settings(each)) for each in (MINE, THEIRS)}
            clients = {each: await stack.enter_async_context(client) for each, client in made.items()}
            async with anyio.create_task_group() as group:
                for told in all_told:
                    group.start_soon(self._in_task, told, clients[told.buyer.account])
            await anyio.to_thread.run_sync(self._calm.wait, _PATIENCE)
            for told in all_told:
                if told.doubt is not None:
                    told.found = await told.doubt.resolve()
        return all_told

    async def _in_task(self, told: Told, client: AsyncNumbersClient) -> None:
        buyer = told.buyer
        try:
            with anyio.move_on_after(buyer.patience):
                try:
                    told.value = await client.active_numbers.buy(buyer.number, status_callback_url=_signature(buyer))
                except anyio.get_cancelled_exc_class() as stop:
                    told.failed(stop)
                    assert told.doubt is None or told.doubt in client.purchases_in_doubt
                    raise
                except NumbersError as error:
                    told.failed(error)
        finally:
            self._done.release()

    def judge(self, all_told: list[Told]) -> None:
        """Hold all that anybody was told against the ledger."""
        bought = {(row["account"], row["phone_number"]) for row in self.served.ledger()}
        for number, charges in Counter(row["phone_number"] for row in self.served.ledger()).items():
            assert charges == 1, f"a number was charged {charges} times: {number}"
        for told in all_told:
            buyer = told.buyer
            held = self.served.held(buyer.account, buyer.number)
            mine = held is not None and held["configuration"]["status_callback_url"] == _signature(buyer)
            assert ((buyer.account, buyer.number) in bought) is (held is not None)
            assert not (mine and told.charged == "no"), f"charged is no, and it was charged: {told}"
            assert held is not None or told.charged != "yes", f"success is told, and nothing was bought: {told}"
            if told.value is not None and not told.value.reconciled:
                assert mine, f"an answer is given that is no purchase of this call: {told}"
            if told.doubt is not None:
                assert (told.found is not None) is (held is not None), f"resolve() tells what is not so: {told}"


def _signature(buyer: Buyer) -> str:
    return f"https://callback.test/{buyer.name}"
