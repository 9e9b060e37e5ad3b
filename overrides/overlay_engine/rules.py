"""What the Overlay Specification asks of a document, and what this engine asks beyond it; faults as short sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import jsonpath_rfc9535
from jsonpath_rfc9535 import JSONPathError

from overlay_engine.values import Node, Verb, kind, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_VERSION = re.compile(r"1\.([01])\.\d+")
_TYPES = {"string": str, "array": list, "object": dict, "boolean": bool}


def minor_version(document: Node) -> int:
    """The minor version of the specification that a checked document names: 0 or 1."""
    return int(str(document["overlay"]).split(".")[1])


def verbs(action: Node) -> list[Verb]:
    """What an action asks for; `remove: false` is the default and asks for nothing."""
    present: list[Verb] = []
    if action.get("remove", False) is not False:
        present.append("remove")
    if "copy" in action:
        present.append("copy")
    if "update" in action:
        present.append("update")
    return present


def document_faults(document: Node) -> Iterator[str]:
    """Faults of an Overlay Object and its Info Object (Overlay 1.1.0, sections Overlay Object and Info Object)."""
    if kind(document) != "object" or "overlay" not in document:
        yield "is not an overlay: it has no field overlay at the top; name an Overlay document (overlay: 1.1.0)"
        return
    if not isinstance(document["overlay"], str) or not _VERSION.fullmatch(document["overlay"]):
        yield f"overlay is {document['overlay']!s}; only versions 1.0.x and 1.1.x are known: write overlay: 1.1.0"
        return
    yield from _fields(document, "", {"overlay": "string", "info": "object", "actions": "array"}, {"extends": "string"})
    if kind(document.get("info")) == "object":
        described = {"description": "string"} if minor_version(document) else {}
        yield from _fields(document["info"], "info.", {"title": "string", "version": "string"}, described)
    if document.get("actions") == []:
        yield "actions is empty; write at least one action"


def action_faults(action: Node, earlier: Sequence[Node], minor: int) -> Iterator[str]:
    """Faults of an Action Object (Overlay 1.1.0, section Action Object), given those before it in its document."""
    if kind(action) != "object":
        yield "is not an object; write a target and one of update, remove and copy"
        return
    optional = {"description": "string", "remove": "boolean", "update": "", **({"copy": "string"} if minor else {})}
    if "copy" in action and not minor:
        yield "copy belongs to Overlay 1.1; write overlay: 1.1.0 at the top"
        optional["copy"] = "string"
    yield from _fields(action, "", {"target": "string"}, optional)
    for name in ("target", "copy"):
        if isinstance(action.get(name), str):
            yield from _path_faults(name, str(action[name]))
    if len(verbs(action)) != 1:
        asked = " and ".join(verbs(action)) or "none of them"
        yield f"must have exactly one of update, remove and copy, and has {asked}; make each its own action"
    if any(plain(action) == plain(other) for other in earlier):
        yield "repeats an earlier action word for word; remove one of them"


def _fields(found: Node, prefix: str, required: dict[str, str], optional: dict[str, str]) -> Iterator[str]:
    for name, wanted in required.items():
        if name not in found:
            yield f"the field {prefix}{name} is missing; add it ({wanted})"
    known = {**required, **optional}
    for name, value in found.items():
        expected = known.get(name)
        if expected is None and not name.startswith("x-"):
            yield f"the field {prefix}{name} is unknown here; remove it, or begin its name with x-"
        elif expected and not isinstance(value, _TYPES[expected]):
            yield f"the field {prefix}{name} must be of type {expected}, not {_type_of(value)}; correct or quote it"


def _type_of(value: Node) -> str:
    names = [name for name, type_ in _TYPES.items() if isinstance(value, type_)]
    return names[0] if names else "null" if value is None else "number"


def _path_faults(name: str, path: str) -> Iterator[str]:
    try:
        jsonpath_rfc9535.compile(path)
    except JSONPathError as error:
        yield f"{name} {path} is no JSONPath of RFC 9535 ({error}); correct it"
