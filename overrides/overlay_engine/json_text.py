"""JSON text and documents: the same objects as for YAML, so that the rest of the engine knows no difference."""

from __future__ import annotations

import json
from typing import NoReturn

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from overlay_engine.values import Node, kind, plain

_SPACE = " \t\n\r"


def parse_json(text: str) -> Node:
    """Read one JSON document (RFC 8259); objects are CommentedMap and arrays CommentedSeq.

    Raises:
        ValueError: not well formed, a repeated name, NaN, Infinity or half of a surrogate pair.
    """
    document = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    json.dumps(document, ensure_ascii=False).encode()
    return _commented(document)


def dump_json(document: Node) -> str:
    """The document as JSON, indented by two spaces, in its own order, with a line break at the end."""
    return json.dumps(plain(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def item_lines(text: str, name: str) -> list[int]:
    """The lines, from 1, on which the items of an array stand that is a member `name` of the (well formed) root."""
    decoder, at = json.JSONDecoder(), _skip(text, _skip(text, 0) + 1)
    while text[at] != "}":
        key, at = decoder.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if key == name and text[at] == "[":
            return [text.count("\n", 0, start) + 1 for start in _starts(decoder, text, at)]
        at = _next(text, decoder.raw_decode(text, at)[1])
    return []


def _starts(decoder: json.JSONDecoder, text: str, at: int) -> list[int]:
    starts: list[int] = []
    at = _skip(text, at + 1)
    while text[at] != "]":
        starts.append(at)
        at = _next(text, decoder.raw_decode(text, at)[1])
    return starts


def _next(text: str, at: int) -> int:
    at = _skip(text, at)
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    while text[at] in _SPACE:
        at += 1
    return at


def _object(pairs: list[tuple[str, Node]]) -> dict[str, Node]:
    members: dict[str, Node] = {}
    for name, value in pairs:
        if name in members:
            raise ValueError(f'found duplicate key "{name}"')
        members[name] = value
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _commented(value: Node) -> Node:
    if kind(value) == "object":
        return CommentedMap((name, _commented(item)) for name, item in value.items())
    return CommentedSeq([_commented(item) for item in value]) if kind(value) == "array" else value
