"""Answers, and the check that each of them passes before it leaves."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import msgspec

from .errors import BrokenAnswer, Problem
from .masking import masked

if TYPE_CHECKING:
    from .description import Answer, Description, Operation
    from .schemas import Rule

__all__ = ["Checker", "Reply", "Sent", "encoded", "html_page"]

_log = logging.getLogger("numbers_sandbox")
_encode = msgspec.json.Encoder().encode
_JSON = (b"content-type", b"application/json")
_REMEMBERED = 8192  # items that are known to be right; with about a kilobyte each, some megabytes
_BEGINNING = 64  # bytes
_NO_OPERATION = {400, 404, 405, 500, 503}  # what can be said before it is known which operation is meant


class _Breach(Exception):  # noqa: N818  (what an answer does to the description)
    """How an answer breaks the description."""


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
    """Holds every answer to the description: its status, headers, and a body in the closed world of its schema.

    The items of a list are checked one by one, as the bytes that are sent. Bytes that were checked are remembered, so
    that a number which is shown again costs no more than a look at them.
    """

    def __init__(self, description: Description) -> None:
        self._error: Rule = description.error
        self._right: dict[Rule, dict[bytes, bytes]] = {}

    def sent(self, operation: Operation | None, reply: Reply) -> Sent:
        """The answer as bytes; one that breaks the description becomes a 500 that names the place, loudly."""
        try:
            return self._checked(operation, reply)
        except _Breach as breach:
            name = operation.id if operation else "no operation"
            _log.error("The answer %d to %s breaks the description: %s", reply.status, name, masked(str(breach)))
            message = f"The answer {reply.status} to {name} breaks the description: {breach}"
            return encoded(Reply.of(BrokenAnswer(message)))

    def _checked(self, operation: Operation | None, reply: Reply) -> Sent:
        if operation is None:
            if reply.status not in _NO_OPERATION:
                raise _Breach(f"the status {reply.status} belongs to no request without an operation")
            _hold(self._error, reply.value)
            return encoded(reply)
        answer = operation.answer(reply.status)
        if answer is None:
            raise _Breach(f"the status {reply.status} is not documented")
        if answer.headers:
            _hold_headers(answer, reply)
        if answer.rule is None:
            if reply.value is not None:
                raise _Breach("there is a body, and none is documented")
        elif answer.item is not None and _is_list(reply.value):
            return self._listed(answer.rule, answer.item, reply)
        else:
            _hold(answer.rule, reply.value)
        return encoded(reply)

    def _listed(self, rule: Rule, item_rule: Rule, reply: Reply) -> Sent:
        """The same for a list: what is around the items, and each of them."""
        value, parts, right = reply.value, list[bytes](), self._right.setdefault(item_rule, {})
        for index, item in enumerate(value["items"]):
            part = _encode(item)
            beginning = part[:_BEGINNING]  # enough to find it again; hashing it whole would cost as much as checking it
            if right.get(beginning) != part:
                _hold(item_rule, item, f"/items/{index}")
                if len(right) >= _REMEMBERED:
                    right.clear()
                right[beginning] = part
            parts.append(part)
        _hold(rule, {**value, "items": []})
        return encoded(
            Reply(reply.status, {**value, "items": msgspec.Raw(b"[" + b",".join(parts) + b"]")}, reply.headers)
        )


def _is_list(value: Any) -> bool:  # noqa: ANN401  (any JSON value)
    return isinstance(value, dict) and isinstance(cast("dict[str, object]", value).get("items"), list)


def _hold_headers(answer: Answer, reply: Reply) -> None:
    for name, required, rule in answer.headers:
        value = next((value for key, value in reply.headers if key.lower() == name), None)
        if value is None and required:
            raise _Breach(f"the header {name} is missing")
        if value is not None and not rule.allows(value):
            raise _Breach(f"the header {name}: {rule.breach(value)[1]}")


def _hold(rule: Rule, value: Any, place: str = "") -> None:  # noqa: ANN401  (any JSON value)
    if not rule.allows(value):
        pointer, reason = rule.breach(value)
        raise _Breach(f"{place + pointer or 'the root'}: {reason}")


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
