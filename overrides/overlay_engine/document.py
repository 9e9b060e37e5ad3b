"""The target document while it is being changed: selecting in it, and reaching into it without touching aliases."""

from __future__ import annotations

from typing import Any

from jsonpath_rfc9535 import JSONPathError, JSONPathQuery
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.mergevalue import merge_attrib

from overlay_engine.errors import ActionFault
from overlay_engine.values import Location, fresh


class Document:
    """A loaded document; `root` is its outermost mapping.

    YAML aliases and merge keys make one container stand in several places. Such a container is never changed: the
    place that is to change gets a copy of its own first.
    """

    def __init__(self, root: CommentedMap) -> None:
        self.root = root
        self._shared = _shared_containers(root)

    def select(self, query: JSONPathQuery) -> list[Location]:
        """The locations that a query selects, each once, in the order of RFC 9535.

        Raises:
            ActionFault: the document is nested more deeply than a descendant segment can follow.
        """
        try:
            return list(dict.fromkeys(node.location for node in query.finditer(self.root)))
        except JSONPathError as error:
            raise ActionFault(f"cannot be evaluated ({error}); name the place without '..'") from None

    def value(self, location: Location) -> Any:
        """The value at a location, for reading."""
        value: Any = self.root
        for part in location:
            value = value[part]
        return value

    def own(self, location: Location) -> Any:
        """The value at a location, for changing: what is changed in it shows in no other place."""
        value: Any = _unmerged(self.root)
        for part in location:
            if id(value[part]) in self._shared:
                value[part] = fresh(value[part], flow=bool(value.fa.flow_style()), comments=True)
            value = _unmerged(value[part])
        return value


def _shared_containers(root: Any) -> dict[int, Any]:
    """The containers that stand in more than one place, by identity; holding them keeps the identities valid."""
    seen: set[int] = set()
    shared: dict[int, Any] = {}
    waiting = [root]
    while waiting:
        container = waiting.pop()
        if id(container) in seen:
            shared[id(container)] = container
            continue
        seen.add(id(container))
        children = list(container.values()) if isinstance(container, CommentedMap) else list(container)
        children += getattr(container, merge_attrib, [])
        waiting += [child for child in children if isinstance(child, (CommentedMap, CommentedSeq))]
    return shared


def _unmerged(value: Any) -> Any:
    if isinstance(value, CommentedMap) and getattr(value, merge_attrib, []):
        own = {key for key, _ in value.non_merged_items()}
        for key, item in value.items():
            if key not in own:
                value[key] = fresh(item, comments=True)
        delattr(value, merge_attrib)
    return value
