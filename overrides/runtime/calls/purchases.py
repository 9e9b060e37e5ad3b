"""A request that must not have its effect twice: it is sent again only when it surely had none."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..errors import APIError, ConnectionFailed, ContractError, NumbersError, PurchaseOutcomeUnknown
from ..transport import logs
from ..transport.messages import WireResponse
from ..transport.responses import names_of
from .attempts import Call, Send, Sleep, Steps, outcome_unknown, pause, sent, worth_repeating
from .read_back import Finding, look

__all__ = ["Purchase", "outcome_of"]

_TOO_MANY = 429


def outcome_of(call: Call, last: BaseException | None) -> PurchaseOutcomeUnknown:
    """Return the error that says that nobody knows what became of `call`."""
    named = next((call.arguments.get(ours) for ours in _names(call)), None)
    times = "once" if call.attempts == 1 else f"{call.attempts} times"
    why = last.message if isinstance(last, NumbersError) else "the call was interrupted"
    error = PurchaseOutcomeUnknown(
        f"sent {times}, and nobody knows what became of it ({why}); do not buy again, ask resolve()",
        phone_number=named if isinstance(named, str) else None,
        attempts=call.attempts,
        operation=call.operation.id,
        request_id=getattr(last, "request_id", None),
    )
    settle = call.settle
    if settle is not None:
        error.bind(lambda doubt: settle(call, doubt))
    return error


def _names(call: Call) -> list[str]:
    """Arguments that name what is bought: those that the read-back needs, the account excepted."""
    back = call.operation.read_back
    ours = list(back.arguments.values()) if back else list(call.arguments)
    return [name for name in ours if name != "account_id"]


@dataclass(slots=True)
class _Done:
    """What the call came to."""

    value: Any


_Next: TypeAlias = Generator[Send | Sleep, WireResponse | None, Sleep | _Done]


class Purchase:
    """One call that is not idempotent, attempt after attempt.

    That the thing is absent after a lost attempt does not end that attempt: its request may still be on its way. It
    is sent again all the same, since a thing can be bought once: whichever request comes second is refused, and what
    is then found in the account is ours.
    """

    def __init__(self, call: Call) -> None:
        self.call = call
        self.in_doubt = False

    def steps(self) -> Steps:
        """Carry out the call.

        Raises:
            NumbersError: as `engine.run` says.
        """
        try:
            while True:
                following = yield from self._attempt()
                if isinstance(following, _Done):
                    return following.value
                yield following
        except PurchaseOutcomeUnknown as error:
            logs.in_doubt(error)
            raise
        except NumbersError:
            raise
        except BaseException as stop:
            self._interrupted(stop)
            raise

    def _attempt(self) -> _Next:
        """Send once. Return a `Sleep` before the next attempt, or the `_Done`."""
        call = self.call
        try:
            value = yield from self._sent()
        except NumbersError as error:
            failure = error
        else:
            return _Done(value)
        if outcome_unknown(failure):
            return (yield from self._unknown(failure))
        wait = pause(call, call.attempts, failure) if _not_acted_on(failure) else None
        if wait is not None:
            logs.repeating(call.operation, wait, failure)
            return Sleep(wait)
        if not self.in_doubt:
            raise failure
        return (yield from self._refused(failure))

    def _sent(self) -> Steps:
        """Send once; what interrupts it leaves it in doubt."""
        before, self.in_doubt = self.in_doubt, True
        try:
            value = yield from sent(self.call)
        except NumbersError as error:
            self.in_doubt = before or outcome_unknown(error)
            raise
        except BaseException:
            step = self.call.under_way
            self.in_doubt = before or (step is not None and step.begun)
            raise
        return value

    def _unknown(self, failure: NumbersError) -> _Next:
        """The service may have acted: look, and send again when it surely has not."""
        call = self.call
        charged = isinstance(failure, ContractError) and failure.charged == "yes"
        wait = pause(call, call.attempts, failure) if worth_repeating(failure) else None
        due = time.monotonic() + (wait or 0.0)
        found = yield from look(call, surely=wait is not None)
        if not isinstance(found, Finding):
            return _Done(found)
        if charged or not call.operation.billed:
            raise failure
        if found is Finding.ABSENT and wait is not None:
            wait = max(0.0, due - time.monotonic())  # looking took of it, so that it ends when it would have ended
            logs.repeating(call.operation, wait, failure)
            return Sleep(wait)
        raise outcome_of(call, failure) from failure

    def _refused(self, failure: NumbersError) -> _Next:
        """Refused, after an attempt in doubt: that attempt may be the very reason.

        Only a refusal that the description has for this operation says something about the thing itself.
        """
        call = self.call
        found = yield from look(call, surely=True)
        if not isinstance(found, Finding):
            return _Done(found)
        final = isinstance(failure, APIError) and any(
            (name, failure.code) in call.operation.errors for name in names_of(failure.status)
        )
        if not call.operation.billed or (final and found is Finding.ABSENT):
            raise failure
        raise outcome_of(call, failure) from failure

    def _interrupted(self, stop: BaseException) -> None:
        """A cancelled task, Ctrl-C: the purchase stays in doubt, and can be asked for."""
        if not (self.in_doubt and self.call.operation.billed):
            return
        doubt = outcome_of(self.call, None)
        logs.in_doubt(doubt)
        if self.call.interrupted is not None:
            self.call.interrupted(doubt)
        if stop.__cause__ is None and not isinstance(stop, GeneratorExit):
            stop.__cause__ = doubt
            stop.add_note(str(doubt))


def _not_acted_on(error: NumbersError) -> bool:
    """Whether the request surely had no effect, and may have one when it is sent again."""
    if isinstance(error, ConnectionFailed):
        return error.delivered is False
    return isinstance(error, APIError) and error.status == _TOO_MANY and error.retry_after is not None
