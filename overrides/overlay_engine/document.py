"""The target document while it is being changed: selecting in it, and reaching into it without touching aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsonpath_rfc9535 import JSONPathError, JSONPathQuery
from ruamel.yaml.mergevalue import merge_attrib

from overlay_engine.copies import fresh
from overlay_engine.errors import ActionError
from overlay_engine.values import children, kind

if TYPE_CHECKING:
    from ruamel.yaml.comments import CommentedMap

    from overlay_engine.values import Location, Node


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
            ActionError: the document is nested more deeply than a descendant segment can follow.
        """
        try:
            return list(dict.fromkeys(node.location for node in query.finditer(self.root)))
        except JSONPathError as error:
            raise ActionError(f"cannot be evaluated ({error}); name the place without '..'") from None

    def value(self, location: Location) -> Node:
        """The value at a location, for reading."""
        value: Node = self.root
        for part in location:
            value = value[part]
        return value

    def path(self, location: Location) -> tuple[str, ...]:
        """A location for people: an array item that is an object with a `name` goes by that."""
        said: list[str] = []
        value: Node = self.root
        for part in location:
            value = value[part]
            name: Node = value.get("name") if isinstance(part, int) and kind(value) == "object" else None
            said.append(str(name if isinstance(name, str) else part))
        return tuple(said)

    def own(self, location: Location) -> Node:
        """The value at a location, for changing: what is changed in it shows in no other place."""
        value: Node = _unmerged(self.root)
        for part in location:
            if id(value[part]) in self._shared:
                value[part] = fresh(value[part], flow=bool(value.fa.flow_style()), comments=True)
            value = _unmerged(value[part])
        return value


def _shared_containers(root: Node) -> dict[int, Node]:
    """The containers that stand in more than one place, by identity; holding them keeps the identities valid."""
    seen: set[int] = set()
    shared: dict[int, Node] = {}
    waiting: list[Node] = [root]
    while waiting:
        container = waiting.pop()
        if id(container) in seen:
            shared[id(container)] = container
            continue
        seen.add(id(container))
        inside = [*children(container), *getattr(container, merge_attrib, [])]
        waiting += [child for child in inside if kind(child) != "primitive"]
    return shared


def _unmerged(value: Node) -> Node:
    if getattr(value, merge_attrib, []):
        own: set[str] = {key for key, _ in value.non_merged_items()}
        for key, item in value.items():
            if key not in own:
                value[key] = fresh(item, comments=True)
        delattr(value, merge_attrib)
    return value
