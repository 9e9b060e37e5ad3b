"""What a fault makes of an answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import msgspec

from numbers_sandbox.http.answers import Reply, Sent, encoded, html_page
from numbers_sandbox.http.errors import TooManyRequests

if TYPE_CHECKING:
    from numbers_sandbox.http.connections import Cut
    from numbers_sandbox.http.description import Operation

    from .fault_rules import FaultRule

__all__ = ["Outcome", "outcome"]

_PROMISED = 512  # bytes that a truncated answer promises when there is no answer to take the length of
_STRANGERS: tuple[object, ...] = (-1, [], "?", {}, None)
_UNDOCUMENTED = 202


@dataclass(slots=True)
class Outcome:
    """What goes over the wire: a whole answer, the first bytes of one, or nothing and how the connection ends."""

    answer: Sent | None = None
    sent: int | None = None
    cut: Cut | None = None


def outcome(rule: FaultRule, operation: Operation, answer: Sent | None, now: float) -> Outcome:
    """What a rule makes of an answer.

    Args:
        rule: the fault.
        operation: the operation of the request.
        answer: what would be sent without the fault; None when the operation was not carried out.
        now: the time, in seconds since 1970-01-01 UTC.
    """
    match rule.action:
        case "close" | "reset":
            return Outcome(cut=rule.action)
        case "rate-limit":
            return Outcome(_rate_limit(rule, now))
        case "error":
            return Outcome(_error(rule))
        case "truncate":
            return _truncated(answer)
        case "malformed":
            return Outcome(_malformed(answer))
        case _:
            return Outcome(_contract_breach(operation, answer))


def _rate_limit(rule: FaultRule, now: float) -> Sent:
    seconds = 1 if rule.retry_after is None else rule.retry_after
    value = str(seconds)
    if rule.retry_after_as == "date":  # a date has no fractions: round up, so that waiting until it is enough
        value = formatdate(math.ceil(now) + seconds, usegmt=True)
    problem = TooManyRequests(headers=(("Retry-After", value),))
    return encoded(Reply.of(problem))


def _error(rule: FaultRule) -> Sent:
    status = rule.status or 503
    if rule.body == "html":
        return html_page(status)
    message = "The service failed on demand; see the faults of the sandbox."
    return encoded(Reply(status, {"code": status * 100, "message": message, "status": status}))


def _truncated(answer: Sent | None) -> Outcome:
    if answer is None or len(answer.body) < len(b"{}"):
        headers = [(b"content-length", b"%d" % _PROMISED), (b"content-type", b"application/json")]
        return Outcome(Sent(200, headers, b'{"'.ljust(_PROMISED)), sent=2)
    return Outcome(answer, sent=len(answer.body) // 2)


def _malformed(answer: Sent | None) -> Sent:
    body = answer.body[:-1] if answer is not None and answer.body else b"{"
    status = answer.status if answer is not None else 200
    return Sent(status, [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")], body)


def _contract_breach(operation: Operation, answer: Sent | None) -> Sent:
    """JSON that the description does not allow, or, where it allows every body, a status that it does not have."""
    status = answer.status if answer is not None else 200
    documented = operation.answer(status)
    value: Any = msgspec.json.decode(answer.body) if answer is not None and answer.body else {}
    rule = documented.open if documented is not None else None
    if rule is None:
        return encoded(Reply(_UNDOCUMENTED, None))
    if not rule.allows({}) and not value:
        return encoded(Reply(status, {}))
    for name in value:
        for stranger in _STRANGERS:
            changed = {**value, name: stranger}
            if not rule.allows(changed):
                return encoded(Reply(status, changed))
    return encoded(Reply(status, [value]))
