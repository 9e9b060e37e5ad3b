"""The endpoint: one ASGI application that answers as the description says, and fails as it is told.

A request passes, in this order: the path (404), the method (405), the credentials (401, 403), the Accept header (406),
the type and the size of its body (415, 413), its parameters and its body (400), then the faults that are switched on,
and the rules of the business (400, 404, 409). Every answer that no fault made passes the Checker.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import anyio.to_thread

from .clock import Clock
from .control.fault_outcomes import Outcome, outcome
from .control.faults import FaultError, Faults, Fired
from .control.magic_faults import magic_fault
from .http.answers import Checker, Reply
from .http.auth import Guard
from .http.bodies import Disconnected
from .http.connections import end_connection, send_answer, send_part
from .http.description import description
from .http.errors import InvalidFault, Problem, Unexpected
from .http.exchange import Exchange, Reader
from .http.journal import Journal
from .http.operations import Call, Operations

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from .http.answers import Sent
    from .http.description import Description
    from .store.store import Store

__all__ = ["BODY_LIMIT", "CONTROL_PREFIX", "Endpoint"]

BODY_LIMIT = 1024 * 1024  # bytes, the default of nginx; the longest body that makes sense has a few thousand
CONTROL_PREFIX = b"/_sandbox"
_log = logging.getLogger("numbers_sandbox")


class Endpoint:
    """The sandbox as an ASGI application; `control` answers below /_sandbox."""

    def __init__(
        self,
        store: Store,
        *,
        require_auth: bool = False,
        body_limit: int = BODY_LIMIT,
        compiled: Description | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Serve a store.

        Args:
            store: what is remembered.
            require_auth: let in known accounts only.
            body_limit: the longest body that is read, in bytes.
            compiled: another description than that of this installation.
            clock: another time than the real one; the store has its own.
        """
        compiled = compiled or description()
        self.store = store
        self.control: ASGIApp | None = None
        self.faults = Faults(operation.id for operation in compiled.operations)
        self._clock = clock or Clock()
        self.journal = Journal(self._clock)
        self._quick = not store.blocking
        self._reader = Reader(compiled, Guard(store, required=require_auth), body_limit)
        self._operations = Operations(compiled, store)
        self._checker = Checker(compiled)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await _lifespan(scope, receive, send)
            return
        exchange = Exchange(scope, receive)
        if self.control is not None and exchange.raw_path.startswith(CONTROL_PREFIX):
            await self.control(scope, receive, send)
            return
        started = self._clock.monotonic()
        try:
            result = await self._result(exchange)
        except Disconnected:  # the caller left in the middle of its request: there is nobody to answer
            self.journal.add(exchange, self._clock.monotonic() - started)
            return
        except _Forgotten:
            await end_connection(scope, receive, "close")
            return
        exchange.status = result.answer.status if result.answer is not None else None
        self.journal.add(exchange, self._clock.monotonic() - started)  # first: who has the answer may ask what arrived
        await _deliver(exchange, result, send)

    def at_once(self, scope: Scope) -> Sent | None:
        """The answer to a request without a body, if nothing has to be waited for; None where it has to be called.

        A task of the event loop and its messages would cost a third of what such an answer costs. Nothing is done and
        nothing noted before it is known that there is an answer.
        """
        exchange = Exchange(scope, _no_body)
        if not self._quick or self.faults.are_on or b"x-sandbox-fault" in exchange.headers:
            return None
        if self.control is not None and exchange.raw_path.startswith(CONTROL_PREFIX):
            return None
        started = self._clock.monotonic()
        try:
            operation = self._reader.find(exchange)
            if operation.body is not None:
                return None
            call = self._reader.call(operation, exchange)
            if magic_fault(operation.id, call.phone_number) is not None:
                return None
        except Problem as problem:
            answer = self._checker.sent(exchange.operation, Reply.of(problem))
        else:
            answer = self._answer(call)
        exchange.status = answer.status
        self.journal.add(exchange, self._clock.monotonic() - started)
        return answer

    def close(self) -> None:
        """Close the store; one in memory is lost."""
        self.store.close()

    async def _result(self, exchange: Exchange) -> Outcome:
        """What goes back: an answer, or what a fault makes of it."""
        try:
            operation = self._reader.find(exchange)
            if operation.body is not None:
                exchange.body = await self._reader.body(exchange)
            call = self._reader.call(operation, exchange)
            fired = self._fired(exchange, call)
        except Problem as problem:
            return Outcome(self._checker.sent(exchange.operation, Reply.of(problem)))
        if fired is not None:
            exchange.fault = fired.label
            return await self._faulty(call, fired, exchange.account)
        return Outcome(await self._carried_out(call))

    def _fired(self, exchange: Exchange, call: Call) -> Fired | None:
        header = exchange.header(b"x-sandbox-fault")
        operation, number = call.operation.id, call.phone_number
        try:
            return self.faults.draw(header, operation, exchange.account, number) or magic_fault(operation, number)
        except FaultError as error:
            raise InvalidFault(f"The header X-Sandbox-Fault cannot be read: {error}.") from None

    async def _faulty(self, call: Call, fired: Fired, account: str | None) -> Outcome:
        rule = fired.rule
        await self._delay(fired.before, account)
        answer = None
        if rule is None or rule.phase == "after":
            answer = await self._carried_out(call)
        await self._delay(fired.after, account)
        return Outcome(answer) if rule is None else outcome(rule, call.operation, answer, self._clock.time())

    async def _delay(self, seconds: float, account: str | None) -> None:
        """Wait at least as long by the clock of the journal; the timers of event loops may be a millisecond early.

        Raises:
            _Forgotten: a reset came meanwhile, after which nothing of what was under way may happen.
        """
        resets, end = self.faults.resets(account), self._clock.monotonic() + seconds
        while seconds > 0:
            await self._clock.sleep(seconds)
            seconds = end - self._clock.monotonic()
        if self.faults.resets(account) != resets:
            raise _Forgotten

    async def _carried_out(self, call: Call) -> Sent:
        return self._answer(call) if self._quick else await anyio.to_thread.run_sync(self._answer, call)

    def _answer(self, call: Call) -> Sent:
        """The answer of the operation, checked."""
        try:
            reply = self._operations.carry_out(call)
        except Problem as problem:
            reply = Reply.of(problem)
        except Exception:  # noqa: BLE001  (whatever it is, the caller gets an answer and the log a traceback)
            _log.exception("The sandbox failed at %s", call.operation.id)
            reply = Reply.of(Unexpected())
        return self._checker.sent(call.operation, reply)


class _Forgotten(Exception):  # noqa: N818  (nothing is wrong here)
    """The request belongs to a state that was reset while it waited."""


async def _no_body() -> Message:
    """What is received when nothing is to be."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def _deliver(exchange: Exchange, result: Outcome, send: Send) -> None:
    answer = result.answer
    if answer is None:
        await end_connection(exchange.scope, exchange.receive, result.cut or "close")
    elif result.sent is None:
        await send_answer(send, answer)
    else:
        await send_part(exchange.scope, exchange.receive, send, answer, result.sent)


async def _lifespan(scope: Scope, receive: Receive, send: Send) -> None:
    """Start and stop as the server says; there is nothing to do for it. Web sockets are refused by closing them."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1003})
        return
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
