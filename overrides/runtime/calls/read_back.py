"""Finding out what became of a request whose answer is lost: by asking for the thing that it was about."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from ..errors import APIError, ConnectionFailed, ContractError, InvalidRequest
from ..json.codec import decode, plain
from ..json.models import mark_reconciled
from ..json.shapes import as_object
from ..operations import ReadBack
from ..transport import logs
from ..transport.responses import breach, names_of, read
from .attempts import Call, Sleep, Steps, exchanged, pause, says, worth_repeating

__all__ = ["Finding", "had_effect", "look", "resolved"]

ABSENCE = 2.0  # seconds between two readings of which both must say absent before that is believed: reads may lag


class Finding(enum.Enum):
    """What looking for a thing came to, when it was not found."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"


def look(call: Call, *, surely: bool = False) -> Steps:
    """Return the thing that `call` is about, marked reconciled, or a `Finding`.

    Args:
        call: The call whose outcome is unknown.
        surely: Take it as absent only when it is so twice in a row, `ABSENCE` seconds apart.
    """
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
    """Read the thing as far as it can be understood: that it is there counts, not whether all of it is as described."""
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
    """Return whether an idempotent `call` had its effect, and its result."""
    found = yield from look(call)
    back = call.operation.read_back
    effect = None if back is None else back.effect
    if effect == "absent":
        return found is Finding.ABSENT, None
    if isinstance(found, Finding):
        return False, None
    return effect == "present" or _is_as_sent(decode(call.request.content or b"{}", Any), plain(found)), found


def _is_as_sent(sent: Any, found: Any) -> bool:
    """Whether a merge patch (RFC 7396) that was `sent` would change nothing about what was `found`."""
    members, there = as_object(sent), as_object(found)
    if members is None:
        return bool(sent == found)
    held: Mapping[str, Any] = there or {}
    return all(_is_as_sent(value, held.get(name)) for name, value in members.items())


def resolved(call: Call) -> Steps:
    """Return the thing that `call` is about, or ``None`` when it is absent; a `Finding` when nobody can say."""
    found = yield from look(call)
    return None if found is Finding.ABSENT else found
