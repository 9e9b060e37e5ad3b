"""JSON as the document prints it: strict parsing, strict equality, and the line of a place inside a printed value."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from document_reader.errors import DocumentError, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document_reader.facts import Json
    from document_reader.lines import Fence


Path: TypeAlias = tuple[str | int, ...]


def parse(text: str, line: int, what: str) -> Json:
    """Parse JSON text; a repeated key, NaN or any syntax error is a DocumentError at `line`."""
    try:
        value: Json = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except ValueError as error:
        at = line + error.lineno - 1 if isinstance(error, json.JSONDecodeError) else line
        raise DocumentError(at, f"{what} is no JSON ({error})", "it must be one JSON value (RFC 8259)") from None
    return value


def parse_fence(fence: Fence, what: str) -> Json:
    """Parse the JSON value of a fenced block."""
    return parse("\n".join(line.text for line in fence.lines), fence.number + 1, what)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"key {excerpt(key)} twice")
        found[key] = value
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not allowed")


def canonical(value: Json) -> str:
    """Write a value so that two are the same text only if they are the same JSON, types and key order included."""
    return json.dumps(value, ensure_ascii=False)


def first_difference(left: Json, right: Json) -> Path | None:
    """Return the path to the first place where two values differ, () for the whole, None if they are the same.

    A path consists of keys and indexes and exists in `left`, or its parent does.
    """
    if canonical(left) == canonical(right):
        return None
    for name, ours, theirs in _common_places(left, right):
        inner = first_difference(ours, theirs)
        if inner is not None:
            return (name, *inner)
    if isinstance(left, dict) and isinstance(right, dict):
        odd = next((ours for ours, theirs in zip_longest(left, right) if ours != theirs), None)
        return () if odd is None else (odd,)
    return ()


def _common_places(left: Json, right: Json) -> Iterator[tuple[str | int, Json, Json]]:
    """Yield the members of two objects with the same keys, or of two arrays of the same length."""
    if isinstance(left, dict) and isinstance(right, dict) and list(left) == list(right):
        yield from ((key, value, right[key]) for key, value in left.items())
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        yield from ((index, value, right[index]) for index, value in enumerate(left))


def pointer(path: Path) -> str:
    """Write a path as in a message: a JSON Pointer without escapes, / for the whole."""
    return "".join(f"/{step}" for step in path) or "/"


def printed_line(value: Json, path: Path) -> int:
    """Return how many lines below its first line a printed value shows the place `path`."""
    if not path:
        return 0
    offset = 1
    for key, child in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else []):
        if key == path[0]:
            return offset + printed_line(child, path[1:])
        offset += _height(child)
    return 0


def _height(value: Json) -> int:
    children = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return 2 + sum(_height(child) for child in children) if children else 1
