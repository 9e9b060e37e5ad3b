from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from . import logs
from .attempts import Call, Sleep, Steps, exchanged, pause, says, worth_repeating
from .errors import APIError, ConnectionFailed, ContractError, InvalidRequest
from .json_shapes import as_object
from .json_values import decode, plain
from .models import mark_reconciled
from .operations import ReadBack
from .responses import breach, names_of, read

__all__ = ["Finding", "had_effect", "look", "resolved"]

ABSENCE = 2.0


class Finding(enum.Enum):
    ABSENT = "absent"
    UNREADABLE = "unreadable"


def look(call: Call, *, surely: bool = False) -> Steps:
    back = call.operation.read_back
    if back is None or call.build is None:
        return Finding.UNREADABLE
    tried, was_absent = 0, not surely
    while True:
        tried += 1
        try:
            found = yield from _asked(call, back)
        except (ConnectionFailed, APIError, ContractError, InvalidRequest) as error:
            absent = says(back.operation, error, back.absent)
            if absent and was_absent:
                return Finding.ABSENT
            call.unread, was_absent = error, absent or not surely
            if not absent and not worth_repeating(error):
                return Finding.UNREADABLE
            wait, failure = pause(call, tried, error, ABSENCE if absent else 0.0), error
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
    request = call.build(back.operation, arguments)
    try:
        found = yield from exchanged(call, back.operation, request, call.until, call.on_drift)
    except ContractError:
        if call.answer is None or not back.operation.responses.keys() & set(names_of(call.answer.status)):
            raise
        found = read(back.operation, call.answer, _overlooked)
    if call.answer is not None and not back.is_about(found, call.arguments):
        raise breach(back.operation, call.answer, "the answer is about another one than was asked for")
    return found


def _overlooked(_: object) -> None:
    pass


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
