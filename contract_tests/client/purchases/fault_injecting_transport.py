"""The way from a client to the sandbox: it loses, holds up and doubles back whatever the plan of a call says.

Nothing here waits: a request that takes longer than its sender waits ends at once, and time is a number.
"""

from __future__ import annotations

import contextlib
import contextvars
from typing import TYPE_CHECKING, Any

import anyio.lowlevel
import httpx
from numbers_sandbox import testing as sandbox
from numbers_sandbox.testing import StoreWrapper

from .fault_schedules import BENIGN, Fault, Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_sandbox.transport import SandboxTransport

__all__ = ["CALL", "Clock", "Errand", "NotedStore", "Wire"]


class Clock(sandbox.Clock):
    """Time, which passes when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """The time in seconds."""
        return self.now

    def time(self) -> float:
        """The same, since 1970."""
        return 1.8e9 + self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass, unless that is longer than the sender of the request waits."""
        patience = _PATIENCE.get()
        if patience.seconds is not None and seconds > patience.seconds:
            raise HeldUp(done=patience.acted)
        self.pass_by(seconds)

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.now += max(0.0, seconds)


class HeldUp(Exception):  # noqa: N818 -- not an error: a request that is on its way
    """The service would take longer than the sender waits."""

    def __init__(self, *, done: bool) -> None:
        super().__init__()
        self.done = done


class _Patience:
    """How long the sender of a request waits, and whether the service has acted meanwhile."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds, self.acted = seconds, False


class NotedStore(StoreWrapper):
    """The sandbox's store, which notes for the sender of a request that the sandbox has acted."""

    def buy(self, *arguments: Any) -> Any:  # noqa: ANN401 -- those of the store
        """Buy a number."""
        return self._acted(self.store.buy, *arguments)

    def configure(self, *arguments: Any) -> Any:  # noqa: ANN401 -- those of the store
        """Configure a number."""
        return self._acted(self.store.configure, *arguments)

    def release(self, *arguments: Any) -> Any:  # noqa: ANN401 -- those of the store
        """Release a number."""
        return self._acted(self.store.release, *arguments)

    @staticmethod
    def _acted(function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 -- whatever it is
        _PATIENCE.get().acted = True
        return function(*arguments)


class Errand:
    """One call of a client, while it is under way."""

    def __init__(self, plan: Plan, account: str) -> None:
        self.plan, self.account = plan, account
        self.requests = 0
        self.sent: list[str] = []
        self.charges = 0
        self.faulted_reads = False
        self._writes, self._reads = iter(plan.writes), iter(plan.reads)
        self.give_up: Callable[[], None] = self._interrupt

    def next_fault(self, method: str) -> Fault:
        """What happens to the next request."""
        self.requests += 1
        self.sent.append(method)
        fault = next(self._reads if method == "GET" else self._writes, BENIGN)
        self.faulted_reads = self.faulted_reads or (method == "GET" and fault is not BENIGN)
        return fault

    @staticmethod
    def _interrupt() -> None:
        raise KeyboardInterrupt


CALL: contextvars.ContextVar[Errand] = contextvars.ContextVar("CALL")
_PATIENCE: contextvars.ContextVar[_Patience] = contextvars.ContextVar("_PATIENCE")


class Wire(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """The transport of every client. `meanwhile` lets happen what else the plan has for a moment of an errand."""

    def __init__(self, sandbox: SandboxTransport, clock: Clock) -> None:
        self.sandbox, self.clock = sandbox, clock
        self.up = True
        self.on_the_way: list[tuple[httpx.Request, Errand]] = []
        self.charges: Callable[[], int] = lambda: 0
        self.meanwhile: Callable[[Errand, int, str], None] = _nothing

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request of the blocking client."""
        errand = CALL.get()
        fault = errand.next_fault(request.method)
        turn = errand.requests
        self._moment(errand, turn, "before")
        try:
            return self._carried(request, errand, fault)
        finally:
            self._moment(errand, turn, "after")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request of the asynchronous client; it may be cancelled on either side."""
        errand = CALL.get()
        fault = errand.next_fault(request.method)
        turn = errand.requests
        await request.aread()
        self._moment(errand, turn, "before")
        await anyio.lowlevel.checkpoint()
        try:
            return self._carried(request, errand, fault)
        finally:
            self._moment(errand, turn, "after")
            await anyio.lowlevel.checkpoint()

    def _moment(self, errand: Errand, turn: int, when: str) -> None:
        self.meanwhile(errand, turn, when)
        if errand.plan.cancelled == (turn, when):
            errand.give_up()

    def _carried(self, request: httpx.Request, errand: Errand, fault: Fault) -> httpx.Response:
        self._refused(request, fault)
        if fault.network == "unsent":
            raise httpx.WriteError("broken pipe", request=request)
        if fault.network == "broken":
            raise httpx.ReadError("connection reset", request=request)
        if fault.network in {"late", "write-timeout"}:
            self.on_the_way.append((request, errand))
            self._wait(request)
            raise (httpx.ReadTimeout if fault.network == "late" else httpx.WriteTimeout)("too late", request=request)
        if fault.sandbox is not None:
            request.headers["X-Sandbox-Fault"] = fault.sandbox
        try:
            response = self._delivered(request, errand)
        except HeldUp as held:
            if not held.done:
                self.on_the_way.append((request, errand))
            self._wait(request)
            raise httpx.ReadTimeout("too late", request=request) from None
        if fault.network == "lost":
            self._wait(request)
            raise httpx.ReadTimeout("too late", request=request)
        return response

    def _refused(self, request: httpx.Request, fault: Fault) -> None:
        if not self.up or fault.network == "refused":
            raise httpx.ConnectError("connection refused", request=request)
        if fault.network == "connect-timeout":
            self.clock.pass_by(float(_timeouts(request).get("connect") or 0))
            raise httpx.ConnectTimeout("no connection", request=request)
        if fault.network == "pool-timeout":
            self.clock.pass_by(float(_timeouts(request).get("pool") or 0))
            raise httpx.PoolTimeout("no connection is free", request=request)

    def _wait(self, request: httpx.Request) -> None:
        self.clock.pass_by(float(_timeouts(request).get("read") or 0))

    def _delivered(self, request: httpx.Request, errand: Errand) -> httpx.Response:
        """Let the sandbox carry the request out, and note what it charged for it."""
        before = self.charges()
        _PATIENCE.set(_Patience(_timeouts(request).get("read")))
        extensions, request.extensions = request.extensions, {}  # no real time counts, however slow the machine is
        try:
            return self.sandbox.handle_request(request)
        finally:
            request.extensions = extensions
            errand.charges += self.charges() - before

    def arrivals(self) -> None:
        """Let arrive what was held up; nobody waits for the answers any more."""
        held, self.on_the_way = self.on_the_way, []
        for request, errand in held:
            request.headers.pop("X-Sandbox-Fault", None)
            request.extensions = {}
            with contextlib.suppress(httpx.TransportError):
                self._delivered(request, errand)


def _nothing(errand: Errand, turn: int, when: str) -> None:
    del errand, turn, when


def _timeouts(request: httpx.Request) -> dict[str, Any]:
    found: dict[str, Any] = request.extensions.get("timeout", {})
    return found
