"""Overlays applied to a base document, one after the other, action by action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruamel.yaml.comments import CommentedMap

from overlay_engine.actions import perform
from overlay_engine.document import Document
from overlay_engine.errors import ActionError, OverlayError
from overlay_engine.files import read
from overlay_engine.overlay import Action, Overlay, read_overlay
from overlay_engine.report import Change, Delta, with_renames

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from overlay_engine.values import Node


def apply_overlays(base: Path, overlays: Sequence[Path]) -> CommentedMap:
    """Apply Overlay 1.0 and 1.1 documents to a YAML or JSON document; every key of the result is a string.

    Raises:
        OverlayError: a file is unreadable or wrong, or an action selects nothing, changes nothing or mixes kinds.
    """
    return applied(base, overlays)[0]


def changes(base: Path, overlays: Sequence[Path]) -> list[Change]:
    """What `apply_overlays` would change: one entry for each action, in order.

    Raises:
        OverlayError: as `apply_overlays` does.
    """
    return applied(base, overlays)[1]


def applied(base: Path, paths: Sequence[Path]) -> tuple[CommentedMap, list[Change]]:
    """What `apply_overlays` and `changes` return, for who needs both: reading the files is most of the work.

    Raises:
        OverlayError: as `apply_overlays` does.
    """
    root, _ = read(base)
    if not isinstance(root, CommentedMap):
        raise OverlayError(f"{base}: is not an object at the top; name an OpenAPI, Arazzo or AsyncAPI document")
    overlays = _read_all(paths)
    document = Document(root)
    return root, [change for overlay in overlays for change in _apply(document, overlay)]


def _read_all(paths: Sequence[Path]) -> list[Overlay]:
    overlays: list[Overlay] = []
    faults: list[str] = []
    for path in paths:
        try:
            overlays.append(read_overlay(path))
        except OverlayError as error:
            faults += error.messages
    if faults:
        raise OverlayError(*faults)
    return overlays


def _apply(document: Document, overlay: Overlay) -> list[Change]:
    edits: list[tuple[Delta, ...]] = []
    for action in overlay.actions:
        try:
            edits.append(perform(document, action, overlay.minor))
        except ActionError as fault:
            raise OverlayError(f"{overlay.address(action)}: {fault}") from None
    return [_change(overlay, action, done) for action, done in zip(overlay.actions, with_renames(edits), strict=True)]


def _change(overlay: Overlay, action: Action, edits: tuple[Delta, ...]) -> Change:
    said: Node = action.extensions
    return Change(
        file=overlay.path,
        layer=overlay.layer,
        title=overlay.title,
        index=action.index,
        line=action.line,
        description=action.description,
        reason=str(said.get("x-reason", "")),
        resolves=tuple(str(finding) for finding in said.get("x-resolves") or ()),
        adds=said.get("x-adds") is True,
        verb=action.verb,
        target=action.target,
        edits=edits,
    )
