"""An Overlay document, read and checked against the specification before anything is applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import jsonpath_rfc9535
from jsonpath_rfc9535 import JSONPathQuery

from overlay_engine.errors import OverlayError
from overlay_engine.files import Lines, read
from overlay_engine.rules import action_faults, document_faults, minor_version, verbs
from overlay_engine.values import Node, Verb, plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Action:
    """One checked Action Object.

    Attributes:
        index: counted from 1.
        line: where it stands in the file, counted from 1.
        value: what `update` holds; None for the other verbs.
        source: what `copy` selects; None for the other verbs.
    """

    index: int
    line: int
    target: str
    query: JSONPathQuery
    verb: Verb
    value: Node
    source: JSONPathQuery | None
    description: str
    extensions: Mapping[str, Node]


@dataclass(frozen=True)
class Overlay:
    """One checked Overlay document.

    Attributes:
        minor: 0 for the feature set of Overlay 1.0, 1 for that of 1.1.
        layer: what `x-layer` says, at the top of the document or in its info; "" if neither does.
    """

    path: Path
    minor: int
    title: str
    layer: str
    actions: tuple[Action, ...]

    def address(self, action: Action) -> str:
        """Where an action stands and what it is, for the front of an error message."""
        described = f" ({action.description})" if action.description else ""
        return f"{self.path}:{action.line}: action {action.index}{described}, target {action.target}"


def read_overlay(path: Path) -> Overlay:
    """Read an Overlay 1.0 or 1.1 document in YAML or JSON.

    Raises:
        OverlayError: the file is unreadable or breaks the specification; one message per fault.
    """
    document, lines = read(path)
    faults = [f"{path}: {fault}" for fault in document_faults(document)]
    if not faults:
        faults = [
            f"{path}:{lines(index)}: action {index + 1}: {fault}"
            for index, action in enumerate(document["actions"])
            for fault in action_faults(action, document["actions"][:index], minor_version(document))
        ]
    if faults:
        raise OverlayError(*faults)
    actions = tuple(_action(action, index, lines) for index, action in enumerate(document["actions"]))
    info = document["info"]
    layer = document.get("x-layer", info.get("x-layer", ""))
    return Overlay(path, minor_version(document), str(info["title"]), str(layer), actions)


def _action(action: Node, index: int, lines: Lines) -> Action:
    (verb,) = verbs(action)
    source = jsonpath_rfc9535.compile(str(action["copy"])) if verb == "copy" else None
    return Action(
        index=index + 1,
        line=lines(index),
        target=str(action["target"]),
        query=jsonpath_rfc9535.compile(str(action["target"])),
        verb=verb,
        value=action["update"] if verb == "update" else None,
        source=source,
        description=str(action.get("description", "")),
        extensions=_extensions(action),
    )


def _extensions(fields: Node) -> dict[str, Node]:
    return {str(name): plain(value) for name, value in fields.items() if name.startswith("x-")}
