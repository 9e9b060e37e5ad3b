"""Requests as they come off the wire: path, query, body and headers, read strictly."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes

from gate_proof.second_server.description import BrokenRuleError, Operation

if TYPE_CHECKING:
    from gate_proof.second_server.choices import Choices

LONGEST_BODY: Final = 100_000
DEEPEST_BODY: Final = 50
BROKEN: Final = re.compile("%(?![0-9A-Fa-f]{2})")
SURROGATE: Final = re.compile("[\ud800-\udfff]")


def segments(path: str) -> tuple[str, ...]:
    """The decoded segments of a path."""
    return tuple(_decoded(part) for part in path.split("/"))


def pairs(query: str, choices: Choices) -> tuple[tuple[str, str], ...]:
    """The names and values of a query, as in a form."""
    errors = "replace" if choices.broken_text == "replaced" else "strict"
    found: list[tuple[str, str]] = []
    for part in query.split("&"):
        if part:
            name, _, value = part.replace("+", " ").partition("=")
            found.append((_decoded(name, errors), _decoded(value, errors)))
    return tuple(found)


def _decoded(text: str, errors: str = "strict") -> str:
    try:
        return unquote_to_bytes(text).decode(errors=errors)
    except UnicodeDecodeError as error:
        raise BrokenRuleError("the address holds bytes that are not UTF-8") from error


def arguments(operation: Operation, given: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """The values of the query, each checked by its schema."""
    known = operation.query()
    texts: dict[str, str] = {}
    for name, text in given:
        if name not in known:
            raise BrokenRuleError(f"there is no parameter {name[:40]!r}")
        if name in texts:
            raise BrokenRuleError(f"{name} is given twice")
        texts[name] = text
    for parameter in known.values():
        if parameter.required and parameter.name not in texts:
            raise BrokenRuleError(f"{parameter.name} is missing")
    return {name: known[name].read(text) for name, text in texts.items() if name in known}


def accepts_json(accept: str | None) -> bool:
    """Whether an Accept header leaves room for JSON: the most exact range decides (RFC 9110, section 12.5.1)."""
    if accept is None or not accept.strip():
        return True
    best = (-1, 0.0)
    for entry in accept.split(","):
        media, *parameters = [part.strip().lower() for part in entry.split(";")]
        exactness = {"*/*": 0, "application/*": 1, "application/json": 2}.get(media)
        weights = [part[2:] for part in parameters if part.startswith("q=")]
        if exactness is not None:
            best = max(best, (exactness, _weight(weights[0]) if weights else 1.0))
    return best[1] > 0


def _weight(text: str) -> float:
    return float(text) if re.fullmatch(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", text) else 1.0


def is_json(content_type: str | None) -> bool:
    """Whether a body is called JSON in an encoding that JSON has."""
    media, *parameters = [part.strip().lower() for part in (content_type or "").split(";")]
    charsets = [part[8:].strip('"') for part in parameters if part.startswith("charset=")]
    return media == "application/json" and all(charset in ("utf-8", "utf8", "us-ascii") for charset in charsets)


def body(operation: Operation, raw: bytes, choices: Choices, *, present: bool) -> Any:  # noqa: ANN401  (any JSON value)
    """The body, read and checked; None when there is none."""
    if not present or (not raw and choices.empty_body == "none" and not operation.body_required):
        if operation.body_required:
            raise BrokenRuleError("the body is missing")
        return None
    value = _json(raw)
    if operation.body and not operation.body.is_valid(value):
        raise BrokenRuleError("the body does not fit its schema")
    return value


def _json(raw: bytes) -> Any:  # noqa: ANN401  (any JSON value)
    try:
        text = raw.decode()
        if max((text.count(opening) for opening in "[{"), default=0) > DEEPEST_BODY * 20:
            raise BrokenRuleError("the body is too deep")
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BrokenRuleError("the body is not JSON in UTF-8") from error
    if SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise BrokenRuleError("the body holds half a character")
    return value


def _no_constant(name: str) -> float:
    raise BrokenRuleError(f"{name} is not JSON")


def presented(authorization: str | None) -> tuple[str, str] | None:
    """The scheme and the secret of an Authorization header: a token, or name and password with a colon."""
    scheme, _, secret = (authorization or "").strip().partition(" ")
    if scheme.lower() == "bearer" and secret.strip():
        return "bearer", secret.strip()
    if scheme.lower() == "basic":
        try:
            return "basic", b64decode(secret.strip(), validate=True).decode()
        except ValueError:
            return None
    return None
