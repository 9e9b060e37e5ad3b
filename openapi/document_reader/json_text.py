"""JSON as the document prints it: strict parsing, strict equality, and the line of a place inside a printed value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from document_reader.errors import DocumentError, excerpt

if TYPE_CHECKING:
    from document_reader.facts import Json
    from document_reader.lines import Fence


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


def first_difference(left: Json, right: Json, pointer: str = "") -> str | None:
    """Return the JSON Pointer of the first place where two values differ, None if they are the same."""
    if isinstance(left, dict) and isinstance(right, dict) and list(left) == list(right):
        places = ((key, left[key], right[key]) for key in left)
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        places = ((str(index), *pair) for index, pair in enumerate(zip(left, right, strict=True)))
    else:
        return None if canonical(left) == canonical(right) else pointer or "/"
    found = (first_difference(ours, theirs, f"{pointer}/{name}") for name, ours, theirs in places)
    return next((place for place in found if place is not None), None)


def printed_line(value: Json, path: tuple[str | int, ...]) -> int:
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
