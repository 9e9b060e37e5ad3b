"""From arguments to the request on the wire, refusing what the description forbids before anything is sent."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ..errors import InvalidRequest
from ..json.codec import JSONFault, convert, encode, plain
from ..json.shapes import as_list
from ..operations import Operation, Parameter
from ..values import UNSET
from .messages import WireRequest

__all__ = ["build"]

_DOT_SEGMENT = re.compile(r"/\.\.?(?:/|$)")
_UNSAFE_SEGMENT = re.compile(r"[\x00-\x1f\x7f]")


def build(
    operation: Operation[Any],
    base_url: str,
    arguments: Mapping[str, Any],
    body: Any = UNSET,
    more: Mapping[str, Any] | None = None,
) -> WireRequest:
    """Build the request of `operation`.

    Args:
        operation: What to call.
        base_url: Scheme, host and path prefix, without a slash at its end.
        arguments: Value by Python name; ``UNSET`` for what is left out.
        body: A mapping of the body's arguments by Python name, a whole body, or ``UNSET``.
        more: Query parameters beside those of the operation.

    Raises:
        InvalidRequest: the description forbids a value; the message names the argument and the rule.
    """
    values = _checked(operation, arguments)
    path, query, headers, cookies = operation.path, list[str](), dict[str, str](), list[str]()
    for parameter in operation.parameters:
        if parameter.argument not in values:
            continue
        value = values[parameter.argument]
        texts = [value] if type(value) is str else _texts(value)
        if parameter.place == "path":
            path = path.replace(
                f"{{{parameter.name}}}", _segment(operation, parameter, operation.path, ",".join(texts))
            )
        elif parameter.place == "query":
            query += _pairs(parameter, texts)
        elif parameter.place == "header":
            headers[parameter.name] = _header(operation, parameter, ",".join(texts))
        else:
            cookies.append(f"{parameter.name}={quote(','.join(texts), safe='')}")
    for name, value in (more or {}).items():
        _check_foreign(operation, name)
        query += [f"{quote(name, safe='')}={quote(text, safe='')}" for text in _texts(value)]
    if cookies:
        headers["Cookie"] = "; ".join(cookies)
    if _DOT_SEGMENT.search(path):  # made by two parameters together
        rule = "must not make a dot segment, in a path"
        raise InvalidRequest(field="the path", rule=rule, operation=operation.id)
    content = _content(operation, body)
    if content is not None and operation.body is not None:
        headers["Content-Type"] = operation.body.content_type
    url = base_url + path + ("?" + "&".join(query) if query else "")
    return WireRequest(operation.method, url, headers, content, foreign=bool(more))


def _check_foreign(operation: Operation[Any], name: str) -> None:
    """Refuse a second value for a parameter of the operation: nobody knows which of them the service takes."""
    for known, argument in operation.query.items():
        if known.casefold() == name.casefold():
            rule = f"is a parameter of the operation; give it as the argument {argument}"
            raise InvalidRequest(field=f"query/{name}", rule=rule, operation=operation.id)


def _checked(operation: Operation[Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Validate the arguments against the struct of the operation; return them as plain JSON values."""
    given: dict[str, Any] = {}
    for name, value in arguments.items():
        if value is UNSET:
            continue
        if value is None:
            rule = "null is not a value here; leave the argument out instead"
            raise InvalidRequest(field=name, rule=rule, operation=operation.id)
        given[name] = value if type(value) is str and value.isascii() else _plain(operation, name, value)
    try:
        convert(given, operation.arguments)
    except JSONFault as fault:
        name, _, deeper = fault.path.removeprefix("/").partition("/")
        missing = re.match(r"Object missing required field `(\w+)`", fault.rule)
        if missing and not name:
            raise InvalidRequest(field=missing[1], rule="is required", operation=operation.id) from None
        field_ = f"{name}/{deeper}" if deeper else name
        raise InvalidRequest(field=field_, rule=fault.rule, operation=operation.id) from None
    return given


def _plain(operation: Operation[Any], name: str, value: Any) -> Any:
    if type(value) is str and value.isascii():
        return value
    try:
        reduced = plain(value)
        encode(reduced)
    except UnicodeEncodeError:
        raise InvalidRequest(
            field=name, rule="must be Unicode text without surrogates", operation=operation.id
        ) from None
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidRequest(field=name, rule=str(error), operation=operation.id) from None
    return reduced


def _texts(value: Any) -> list[str]:
    """Write one value, or each item of a list, as the wire has it (OpenAPI style ``form`` and ``simple``)."""
    items = as_list(value)
    return [_text(value)] if items is None else [_text(item) for item in items]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # an integer in JSON Schema, and the wire has no other notation for one
    return str(value)


def _pairs(parameter: Parameter, texts: list[str]) -> list[str]:
    name = _quoted(parameter.name)
    encoded = [_quoted(text) for text in texts]
    return [f"{name}={text}" for text in encoded] if parameter.explode else [f"{name}={','.join(encoded)}"]


def _segment(operation: Operation[Any], parameter: Parameter, path: str, text: str) -> str:
    """Quote one path value; refuse what would make the path another one (RFC 3986 section 5.2.4)."""
    before, after = _around(path, f"{{{parameter.name}}}")
    if not text or before + text + after in {".", ".."} or _UNSAFE_SEGMENT.search(text):
        rule = "must not be empty, a dot segment, or hold control characters, in a path"
        raise InvalidRequest(field=parameter.argument, rule=rule, operation=operation.id)
    return _quoted(text)


@functools.lru_cache(maxsize=256)
def _around(path: str, placeholder: str) -> tuple[str, str]:
    """Return what stands before and behind `placeholder` in its segment of `path`."""
    segment = next(part for part in path.split("/") if placeholder in part)
    before, _, after = segment.partition(placeholder)
    return before, after


@functools.lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    return quote(text, safe="")


def _header(operation: Operation[Any], parameter: Parameter, text: str) -> str:
    if not text.isascii() or _UNSAFE_SEGMENT.search(text):
        rule = "must be printable ASCII, in a header"
        raise InvalidRequest(field=parameter.argument, rule=rule, operation=operation.id)
    return text


def _content(operation: Operation[Any], body: Any) -> bytes | None:
    wanted = operation.body
    if wanted is None or body is UNSET:
        return None
    if wanted.names:
        members = {wanted.names[name]: value for name, value in body.items() if value is not UNSET}
        if not members and not wanted.required:
            return None
        value: Any = {name: _plain(operation, _argument(operation, name), member) for name, member in members.items()}
    else:
        value = _plain(operation, "body", body)
    try:
        convert(value, wanted.model)
    except JSONFault as fault:
        name, _, deeper = fault.path.removeprefix("/").partition("/")
        place = f"{_argument(operation, name)}/{deeper}" if deeper else _argument(operation, name)
        raise InvalidRequest(field=place, rule=fault.rule, operation=operation.id) from None
    return encode(value)


def _argument(operation: Operation[Any], wire_name: str) -> str:
    if operation.body is not None:
        for argument, name in operation.body.names.items():
            if name == wire_name:
                return argument
    return wire_name or "body"
