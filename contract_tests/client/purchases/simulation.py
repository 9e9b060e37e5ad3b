"""A sandbox, the buyers before it, and what else happens while they buy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import httpx
from numbers_api import AsyncNumbersClient, NumbersClient, NumbersError, PurchaseOutcomeUnknown
from numbers_sandbox.testing import NumberNotFound, Sandbox, open_endpoint
from numbers_sandbox.transport import SandboxTransport

from .fault_injecting_transport import CALL, Clock, Errand, NotedStore, Wire
from .fault_schedules import Plan
from .outcomes import Told, judge, judge_told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numbers_sandbox.app import Endpoint
    from starlette.types import Receive, Scope, Send

__all__ = ["MAGIC", "MINE", "THEIRS", "World"]

MINE, THEIRS = "AC1", "AC2"
# A number of each outcome that the sandbox acts out by itself; see its magic.py.
MAGIC = tuple(f"+120255501{digit}0" for digit in range(1, 10))
_PLAIN: Any = {
    "regulatory_address_requirements": "none",
    "lifecycle": "generally-available",
    "geography_iso_country": "US",
}
_SIZE = 150  # numbers in the catalogue; a restart reads them all


class World:
    """Everything of one schedule. Two accounts want the same few numbers; time passes only as somebody waits."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.url = f"sqlite:///{folder / 'sandbox.db'}"
        self._clock = clock
        self.endpoint = self._started()
        self.transport = SandboxTransport(self._app)
        self.wire = Wire(self.transport, clock)
        self.wire.meanwhile = self._meanwhile
        self.wire.charges = lambda: len(self.ledger())
        self.told: list[Told] = []
        self.under_way: list[Told] = []
        with self._client(Plan(), MINE) as client:
            CALL.set(Errand(Plan(), MINE))
            found: Any = client.available_numbers.search(**_PLAIN)
            self.numbers: tuple[str, ...] = tuple(item.phone_number for item in found.first_page().items[:6])

    def _started(self) -> Endpoint:
        return open_endpoint(self.url, numbers=_SIZE, wrap_store=NotedStore, clock=self._clock)

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.endpoint(scope, receive, send)

    def begin(self) -> None:
        """Forget all that happened."""
        self.wire.clock.now = 1000.0
        self.wire.on_the_way.clear()
        self.told.clear()
        self.under_way.clear()
        Sandbox(self.endpoint).reset()

    def restart(self) -> None:
        """Stop the sandbox and start it again on the same file."""
        self.endpoint.close()
        self.endpoint = self._started()

    def close(self) -> None:
        """Stop everything."""
        self.transport.shut_down()
        self.endpoint.close()

    def ledger(self) -> list[dict[str, Any]]:
        """All charges."""
        return self.endpoint.store.ledger()

    def held(self, account: str, number: str) -> dict[str, Any] | None:
        """The number as the account has it; ``None`` when it has not."""
        try:
            return self.endpoint.store.get(account, number)
        except NumberNotFound:
            return None

    def buy(self, number: str, account: str, plan: Plan) -> Told:
        """Buy a number as the plan says; what the buyer is told must be so, now and later."""
        told = Told(number, Errand(plan, account))
        self.under_way.append(told)
        self.call(told, lambda client: client.active_numbers.buy(number))
        self.under_way.pop()
        self.told.append(told)
        judge_told(told, self.held(account, number))
        return told

    def call(self, told: Told, ask: Callable[[Any], Any]) -> None:
        """Make one call with the colour of its plan, and note what came of it."""
        token = CALL.set(told.errand)
        plan = told.errand.plan
        try:
            if plan.colour == "blocking":
                self._blocking(told, ask)
            else:
                anyio.run(self._asynchronous, told, ask, backend=plan.colour)
        finally:
            CALL.reset(token)

    def _settings(self, plan: Plan, account: str) -> dict[str, Any]:
        settings: dict[str, Any] = {"base_url": "http://sandbox", "account_id": account, "timeout": 5.0}
        return {**settings, "max_retries": plan.max_retries, "deadline": plan.deadline}

    def _client(self, plan: Plan, account: str) -> NumbersClient:
        return NumbersClient(http_client=httpx.Client(transport=self.wire), **self._settings(plan, account))

    def _blocking(self, told: Told, ask: Callable[[Any], Any]) -> None:
        client = self._client(told.errand.plan, told.errand.account)
        try:
            told.finished(ask(client))
        except (NumbersError, KeyboardInterrupt) as error:
            told.failed(error, client.purchases_in_doubt)

    async def _asynchronous(self, told: Told, ask: Callable[[Any], Any]) -> None:
        connection = httpx.AsyncClient(transport=self.wire)
        client = AsyncNumbersClient(http_client=connection, **self._settings(told.errand.plan, told.errand.account))
        with anyio.CancelScope() as scope:
            told.errand.give_up = scope.cancel
            try:
                told.finished(await ask(client))
            except NumbersError as error:
                told.failed(error, client.purchases_in_doubt)
        if not told.ended:
            told.failed(None, client.purchases_in_doubt)

    def _meanwhile(self, errand: Errand, turn: int, when: str) -> None:
        for intrusion in errand.plan.intrusions:
            if (intrusion.request, intrusion.when) != (turn, when):
                continue
            if intrusion.what == "restart":
                self.restart()
            elif intrusion.what == "arrivals":
                self.wire.arrivals()
            else:
                self._intrude(errand, same=intrusion.what == "same account")

    def _intrude(self, errand: Errand, *, same: bool) -> None:
        """Let another buyer have a go at the number that the errand is about."""
        number = next((told.number for told in self.under_way if told.errand is errand), None)
        if number is not None:
            other = THEIRS if errand.account == MINE else MINE
            self.buy(number, errand.account if same else other, Plan())

    def resolve(self, told: Told) -> None:
        """Ask again about a purchase in doubt, on a network that works: what is said then must be so."""
        doubt = told.doubt
        if doubt is None:
            return
        self.wire.arrivals()
        CALL.set(Errand(Plan(), told.errand.account))
        found: Any = _asked(doubt, told.errand.plan.colour)
        assert (found is None) is (self.held(told.errand.account, told.number) is None), "resolve() tells what is so"
        if found is not None:
            assert found.phone_number == told.number
            assert doubt.charged == "yes"

    def judge(self) -> None:
        """Hold everything that anybody was told against the ledger."""
        judge(self.told, self.ledger())


def _asked(doubt: PurchaseOutcomeUnknown, colour: str) -> Any:  # noqa: ANN401 -- a number, or None
    if colour == "blocking":
        return doubt.resolve()

    async def ask() -> Any:  # noqa: ANN401 -- the same
        return await doubt.resolve()

    return anyio.run(ask, backend=colour)
