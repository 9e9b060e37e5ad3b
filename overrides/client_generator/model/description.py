"""Reading the normalised description: its references, and what they point at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from runtime.json.shapes import as_list, as_object

from client_generator.errors import GenerateError, pointer

__all__ = ["METHODS", "check_references", "resolve"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def _walk(node: Any, place: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], dict[str, Any]]]:
    """Yield every object at and below `node`, with its place."""
    members = as_object(node)
    if members is not None:
        yield place, members
    children = members.items() if members is not None else enumerate(as_list(node) or ())
    for key, value in children:
        yield from _walk(value, (*place, key))


def _is_literal(place: tuple[object, ...]) -> bool:
    """Whether `place` lies in an example or the like, where ``$ref`` is only a word."""
    return any(part in {"example", "examples", "default", "enum", "const"} for part in place)


def resolve(document: dict[str, Any], node: Any) -> Any:
    """Follow ``$ref`` until there is none.

    Raises:
        LookupError: it leads nowhere, out of the document, or back to itself; `check_references` finds that first.
    """
    for _ in range(32):
        members = as_object(node)
        if members is None or "$ref" not in members:
            return node
        node = _target(document, members["$ref"])
    raise LookupError("leads back to itself; write the schema out once")


def _target(document: dict[str, Any], reference: str) -> Any:
    if not reference.startswith("#/"):
        raise LookupError("leaves the document; copy what it names into it")
    node: Any = document
    for part in reference[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        items = as_list(node)
        node = node[key] if items is None else items[int(key)]
    return node


def check_references(document: dict[str, Any], where: str) -> None:
    """Check that every ``$ref`` points at something.

    Raises:
        GenerateError: one does not; the message gives its JSON Pointer.
    """
    for place, node in _walk(document):
        if not isinstance(node.get("$ref"), str) or _is_literal(place):
            continue
        try:
            resolve(document, node)
        except (KeyError, IndexError, ValueError, TypeError):
            what = f"reference '{node['$ref']}' points at nothing; add what it names, or correct it"
            raise GenerateError(f"{where}#{pointer(*place)}", what) from None
        except LookupError as error:
            raise GenerateError(f"{where}#{pointer(*place)}", f"reference '{node['$ref']}' {error}") from None
