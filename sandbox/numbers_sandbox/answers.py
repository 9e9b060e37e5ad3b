"""Answers, and the check that each of them passes before it leaves."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from .errors import BrokenAnswer, Problem

if TYPE_CHECKING:
    from .description import Description, Operation
    from .schemas import Rule

__all__ = ["Checker", "Reply", "Sent", "encoded", "html_page"]

_log = logging.getLogger("numbers_sandbox")
_encode = msgspec.json.Encoder().encode
_JSON = (b"content-type", b"application/json")
_NO_OPERATION = {400, 404, 405, 500, 503}  # what can be said before it is known which operation is meant


@dataclass(slots=True)
class Reply:
    """An answer as a value: None for no body at all."""

    status: int
    value: Any
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, problem: Problem) -> Reply:
        """The answer that a problem is."""
        return cls(problem.status, problem.body(), problem.headers)


@dataclass(slots=True)
class Sent:
    """An answer as bytes."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Checker:
    """Holds every answer to the description: its status, headers, and a body in the closed world of its schema."""

    def __init__(self, description: Description) -> None:
        self._error: Rule = description.error

    def sent(self, operation: Operation | None, reply: Reply) -> Sent:
        """The answer as bytes; one that breaks the description becomes a 500 that names the place, loudly."""
        breach = self._breach(operation, reply)
        if breach is None:
            return encoded(reply)
        name = operation.id if operation else "no operation"
        _log.error("The answer %d to %s breaks the description: %s", reply.status, name, breach)
        return encoded(Reply.of(BrokenAnswer(f"The answer {reply.status} to {name} breaks the description: {breach}")))

    def _breach(self, operation: Operation | None, reply: Reply) -> str | None:
        if operation is None:
            if reply.status not in _NO_OPERATION:
                return f"the status {reply.status} belongs to no request without an operation"
            return _body_breach(self._error, reply.value)
        answer = operation.answer(reply.status)
        if answer is None:
            return f"the status {reply.status} is not documented"
        for name, required, rule in answer.headers:
            value = next((value for key, value in reply.headers if key.lower() == name), None)
            if value is None and required:
                return f"the header {name} is missing"
            if value is not None and not rule.allows(value):
                return f"the header {name}: {rule.breach(value)[1]}"
        if answer.rule is None:
            return None if reply.value is None else "there is a body, and none is documented"
        return _body_breach(answer.rule, reply.value)


def _body_breach(rule: Rule, value: Any) -> str | None:  # noqa: ANN401  (any JSON value)
    if rule.allows(value):
        return None
    pointer, reason = rule.breach(value)
    return f"{pointer or 'the root'}: {reason}"


def encoded(reply: Reply) -> Sent:
    """An answer as bytes, unchecked."""
    body = b"" if reply.value is None else _encode(reply.value)
    headers = [(b"content-length", b"%d" % len(body))]
    if body:
        headers.append(_JSON)
    for name, value in reply.headers:
        headers.append((name.lower().encode("ascii"), value.encode("latin-1")))
    return Sent(reply.status, headers, body)


def html_page(status: int) -> Sent:
    """The page of a gateway that stands before a service: an answer that no client of an API expects."""
    title = f"{status} {_phrase(status)}"
    text = f"<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center><hr></body></html>\n"
    body = text.encode("ascii")
    return Sent(status, [(b"content-length", b"%d" % len(body)), (b"content-type", b"text/html")], body)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
