"""Reads parameters from the text that stands on the wire (OpenAPI 3.1.0, Parameter Object; RFC 6570)."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from client.described import Json, Value, alternatives, validator

__all__ = ["RefusedError", "decoded", "scalar_of", "values_of"]

# A value has its reserved characters percent-encoded unless allowReserved is set (RFC 6570 section 3.2.1).
_ENCODED = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})*")
_HEADER = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DEFAULT_STYLES = {"path": "simple", "header": "simple", "query": "form"}


class RefusedError(ValueError):
    """The description does not allow this request; the message says why."""


def decoded(text: str) -> str:
    """Percent-decode `text`, which must be encoded by the book, and be UTF-8 behind it."""
    if not _ENCODED.fullmatch(text):
        raise RefusedError(f"{text!r} has characters that have to be percent-encoded")
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"{text!r} is not UTF-8") from None


def values_of(parameter: Json, texts: list[str]) -> Value:
    """Read the value of `parameter`, given as one text a pair.

    Raises:
        RefusedError: not of the form or not of the schema that the parameter has.
    """
    place, name, schema = parameter["in"], parameter["name"], parameter["schema"]
    style = parameter.get("style", _DEFAULT_STYLES[place])
    if style != _DEFAULT_STYLES[place] or parameter.get("allowReserved"):
        raise RefusedError(f"{name} is written in a way that this judge cannot read; teach it first")
    lists = [part for part in alternatives(schema) if part.get("type") == "array"]
    if lists:
        explode = parameter.get("explode", style == "form")
        pieces = texts if explode and place == "query" else _only(name, texts).split(",")
        value: Value = [scalar_of(name, lists[0]["items"], _plain(place, piece)) for piece in pieces]
    else:
        value = scalar_of(name, schema, _plain(place, _only(name, texts)))
    for error in validator(schema).iter_errors(value):
        raise RefusedError(f"{name} breaks its schema: {error.message}")
    return value


def _only(name: str, texts: list[str]) -> str:
    if len(texts) != 1:
        raise RefusedError(f"{name} is there {len(texts)} times")
    return texts[0]


def _plain(place: str, text: str) -> str:
    if place == "header":
        if not _HEADER.fullmatch(text):
            raise RefusedError(f"{text!r} cannot stand in a header")
        return text
    return decoded(text)


def scalar_of(name: str, schema: Json, text: str) -> Value:
    """Read `text` as the first type of `schema` whose notation it has.

    Raises:
        RefusedError: it has none of them.
    """
    for part in alternatives(schema):
        kind = part.get("type", "string")
        if kind == "boolean" and text in {"true", "false"}:
            return text == "true"
        if kind == "integer" and _INTEGER.fullmatch(text):
            return int(text)
        if kind == "number" and _NUMBER.fullmatch(text):
            return float(text)
        if kind == "string":
            return text
    raise RefusedError(f"{name} is {text!r}, which has none of the notations of its schema")
