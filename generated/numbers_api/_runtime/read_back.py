from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from . import logs
from .attempts import Call, Sleep, Steps, exchanged, pause, worth_repeating
from .errors import APIError, ConnectionFailed, ContractError, InvalidRequest, NumbersError
from .json_shapes import as_object
from .json_values import decode, plain
from .models import mark_reconciled
from .operations import ReadBack

__all__ = ["Finding", "had_effect", "look", "resolved"]

_SURE = 2


class Finding(enum.Enum):
    ABSENT = "absent"
    UNREADABLE = "unreadable"


def look(call: Call, *, surely: bool = False) -> Steps:
    back = call.operation.read_back
    if back is None or call.build is None:
        return Finding.UNREADABLE
    tried = absences = 0
    while True:
        tried += 1
        try:
            found = yield from _asked(call, back)
        except (ConnectionFailed, APIError, ContractError, InvalidRequest) as error:
            absences = absences + 1 if _absent(back, error) else 0
            if absences >= (_SURE if surely else 1):
                return Finding.ABSENT
            if not absences and not worth_repeating(error):
                return Finding.UNREADABLE
            wait, failure = pause(call, tried, error), error
        else:
            logs.reconciled(call.operation)
            return mark_reconciled(found)
        if wait is None:
            return Finding.UNREADABLE
        logs.repeating(back.operation, wait, failure)
        yield Sleep(wait)


def _asked(call: Call, back: ReadBack) -> Steps:
    if call.build is None:
        raise AssertionError
    arguments = {theirs: call.arguments[ours] for theirs, ours in back.arguments.items()}
    return (yield from exchanged(call, back.operation, call.build(back.operation, arguments), call.until))


def _absent(back: ReadBack, error: NumbersError) -> bool:
    return isinstance(error, APIError) and error.status == back.absent


def had_effect(call: Call) -> Steps:
    found = yield from look(call)
    back = call.operation.read_back
    effect = None if back is None else back.effect
    if effect == "absent":
        return found is Finding.ABSENT, None
    if isinstance(found, Finding):
        return False, None
    return effect == "present" or _is_as_sent(decode(call.request.content or b"{}", Any), plain(found)), found


def _is_as_sent(sent: Any, found: Any) -> bool:
    members, there = as_object(sent), as_object(found)
    if members is None:
        return bool(sent == found)
    held: Mapping[str, Any] = there or {}
    return all(_is_as_sent(value, held.get(name)) for name, value in members.items())


def resolved(call: Call) -> Steps:
    found = yield from look(call)
    return None if found is Finding.ABSENT else found
