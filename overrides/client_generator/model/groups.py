"""Operations in groups: by tag, and each after those that it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter

from client_generator.errors import GenerateError

from .names import python_name
from .operations import OperationView

__all__ = ["by_tag", "in_class", "ordered"]


def by_tag(views: Iterable[OperationView]) -> dict[str, tuple[str, list[OperationView]]]:
    """Return title and operations of each tag, by the tag's name in Python."""
    found: dict[str, tuple[str, list[OperationView]]] = {}
    for view in views:
        found.setdefault(python_name(view.tag), (view.tag, []))[1].append(view)
    return found


def ordered(views: Iterable[OperationView]) -> list[OperationView]:
    """Return the operations, each after those that it refers to.

    Raises:
        GenerateError: some refer to each other in a circle.
    """
    known = {view.id: view for view in views}
    references = {
        name: [other.operation for other in (view.read_back, view.price_lookup) if other is not None]
        for name, view in known.items()
    }
    try:
        return [known[name] for name in TopologicalSorter(references).static_order()]
    except CycleError as error:
        what = "refer to each other by x-read-back or x-price-lookup, in a circle; correct one of them"
        raise GenerateError(", ".join(sorted(set(error.args[1]))), what) from None


def in_class(code: str, views: Sequence[OperationView]) -> str:
    """Return a type for use in a class with the methods `views`, of which one may be called ``list``."""
    hidden = any(view.method == "list" for view in views)
    return re.sub(r"(?<![\w.])list\[", "builtins.list[", code) if hidden else code
