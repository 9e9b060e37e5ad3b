"""The parameters of a request, typed and held to the description."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .decoding import decoded, decoded_form
from .errors import InvalidParameter, MalformedEncoding, MissingParameter, RepeatedParameter, UnknownParameter, clip

if TYPE_CHECKING:
    from .description import Operation, Parameter

__all__ = ["Value", "path_values", "query_values"]

Value = str | int | bool

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})")  # 31 digits are beyond every limit and cost nothing to compare
_BOOLEANS = {"true": True, "false": False}


def path_values(operation: Operation, texts: dict[str, str]) -> dict[str, Value]:
    """The values of the path.

    Raises:
        InvalidParameter: a value breaks the description; the message names the parameter.
    """
    return {name: _typed(operation.path[name], text) for name, text in texts.items()}


def query_values(operation: Operation, query: bytes) -> dict[str, Value]:
    """The values of the query, by name.

    Raises:
        MalformedEncoding: the query is not percent-encoded UTF-8.
        UnknownParameter: the operation has no such parameter.
        RepeatedParameter: a parameter is there twice.
        InvalidParameter: a value breaks the description.
        MissingParameter: a required parameter is not there.
    """
    values: dict[str, Value] = {}
    for pair in _text(query).split("&") if query else ():
        if not pair:
            continue
        raw_name, _, raw_value = pair.partition("=")
        parameter = operation.query.get(raw_name) or _named(operation, decoded_form(raw_name))
        if parameter.name in values:
            raise RepeatedParameter(f"The query parameter {parameter.name} is given more than once.")
        values[parameter.name] = _typed(parameter, _decoded(parameter, raw_value))
    for name in operation.required:
        if name not in values:
            raise MissingParameter(f"The query parameter {name} is required.")
    return values


def _text(query: bytes) -> str:
    try:
        return query.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedEncoding("The query has bytes that are no UTF-8.") from None


def _decoded(parameter: Parameter, raw: str) -> str:
    try:
        return decoded(raw) if parameter.literal_plus else decoded_form(raw)
    except MalformedEncoding:
        raise MalformedEncoding(f"{_place(parameter)} is {clip(raw)!r}, no percent-encoded UTF-8.") from None


def _named(operation: Operation, name: str) -> Parameter:
    try:
        return operation.query[name]
    except KeyError:
        raise UnknownParameter(f"The operation has no query parameter {clip(name)!r}.") from None


def _typed(parameter: Parameter, text: str) -> Value:
    value = _converted(parameter.kind, text)
    if value is None:
        raise InvalidParameter(f"{_place(parameter)} is {clip(text)!r}, which is no {parameter.kind}.")
    if not parameter.rule.allows(value):
        _, reason = parameter.rule.breach(value)
        raise InvalidParameter(f"{_place(parameter)} breaks the description: {clip(reason)}.")
    return value


def _converted(kind: str, text: str) -> Value | None:
    if kind == "string":
        return text
    if kind == "boolean":
        return _BOOLEANS.get(text)
    return int(text) if _INTEGER.fullmatch(text) else None


def _place(parameter: Parameter) -> str:
    return f"The {parameter.place} parameter {parameter.name}"
