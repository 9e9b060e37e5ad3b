"""Whether a request is sent again."""

from __future__ import annotations

from typing import Any

from ..errors import APIError, ConnectionFailed, ContractError, NumbersError
from ..operations import Operation
from ..transport import logs
from .attempts import Call, Sleep, Steps, outcome_unknown, pause, says, sent, worth_repeating
from .read_back import had_effect

__all__ = ["repeated"]

_NOT_FOUND = 404


def repeated(call: Call) -> Steps:
    """Carry out a call that may be repeated.

    Raises:
        ConnectionFailed, APIError, ContractError: what came of the last attempt.
    """
    unknown = False
    while True:
        try:
            return (yield from sent(call))
        except (ConnectionFailed, APIError, ContractError) as error:
            if unknown and _already_so(call.operation, error):
                return None
            unknown = unknown or outcome_unknown(error)
            wait = pause(call, call.attempts, error) if worth_repeating(error) else None
            failure = error
        if wait is None:
            return (yield from _given_up(call, failure, unknown=unknown))
        logs.repeating(call.operation, wait, failure)
        yield Sleep(wait)


def _given_up(call: Call, failure: NumbersError, *, unknown: bool) -> Steps:
    """Find out whether the call had its effect all the same; else raise `failure`."""
    if unknown and call.operation.read_back is not None:
        done, value = yield from had_effect(call)
        if done:
            return value
    raise failure


def _already_so(operation: Operation[Any], error: NumbersError) -> bool:
    """Whether `error` says that what was to go is gone."""
    back = operation.read_back
    goes = operation.method == "DELETE" if back is None else back.effect == "absent"
    return goes and says(operation, error, _NOT_FOUND if back is None else back.absent)
