"""Patterns of texts, held all at once: msgspec would call each of them anew for every text, as long as it reads two.

The types carry a pattern as ``Meta(extra={"pattern": ...})``, which msgspec keeps and leaves alone; beside it may stand
what people call the form, as ``"form"``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, TypeAlias

from msgspec import inspect

from .shapes import alternatives_of, as_list, as_object, escaped, fitting_of, members_of, shape_of

__all__ = ["Columns", "columns_of", "misfit", "pattern_of"]

_Members: TypeAlias = "list[tuple[Callable[[Any], Any], Columns]]"


class Columns:
    """What is tested in values of one shape, texts by their patterns first of all: each place is a column.

    Attributes:
        kind: The class of the values at this place that are tested.
        test: What each of them must satisfy.
        cls: The class of the struct at this place, if it can be one.
        members: A getter, and the columns below, for each field of that struct that leads to a test.
        inner: The columns of what is in the list or map at this place.
    """

    __slots__ = ("cls", "inner", "kind", "members", "test")

    def __init__(self) -> None:
        """Make the columns of a place where nothing is tested."""
        self.kind: type[Any] = str
        self.test: Callable[[Any], object] | None = None
        self.cls: type[Any] | None = None
        self.members: _Members = []
        self.inner: Columns | None = None

    def hold_one(self, value: Any) -> bool:
        """Return whether everything in `value` passes; for one value alone this is quicker than `hold`."""
        if self.test is not None and type(value) is self.kind and not self.test(value):
            return False
        if self.members and type(value) is self.cls:
            return all(below.hold_one(get(value)) for get, below in self.members)
        return self.inner is None or self.hold((value,))

    def hold(self, values: Sequence[Any]) -> bool:
        """Return whether everything below `values` passes the test of its place."""
        if self.test is not None and not all(map(self.test, {value for value in values if type(value) is self.kind})):
            return False
        if self.members:
            structs = [value for value in values if type(value) is self.cls]
            if structs and not all(below.hold(list(map(get, structs))) for get, below in self.members):
                return False
        if self.inner is None:
            return True
        within = list(chain.from_iterable(filter(None, map(_held, values))))
        return not within or self.inner.hold(within)


@functools.cache
def columns_of(type_: Any, *, watchful: bool = False) -> Columns:
    """Return the columns of `type_`, worked out once; fields that lead to no test are left out.

    Args:
        type_: A type that msgspec knows.
        watchful: Whether the values of open lists are tested too: that the description lists them.
    """
    begun: dict[type[Any], _Members] = {}
    whole = _columns(shape_of(type_), begun, watchful)
    for members in begun.values():
        members[:] = [(get, below) for get, below in members if _leads_to_a_test(below, set())]
    return whole


def pattern_of(shape: inspect.Type) -> str | None:
    """Return the pattern that texts of this shape must match."""
    return _beside(shape).get("pattern")


def _beside(shape: inspect.Type) -> dict[str, str]:
    """Return what the types carry for texts of this shape; of a union, one alternative is text at most."""
    for each in shape.types if isinstance(shape, inspect.UnionType) else (shape,):
        extra: dict[str, str] | None = getattr(each, "extra", None)
        if extra:
            return extra
    return {}


def _held(value: Any) -> Iterable[Any] | None:
    return as_list(value) or (as_object(value) or {}).values()


def _columns(shape: inspect.Type, begun: dict[type[Any], _Members], watchful: bool) -> Columns:  # noqa: FBT001 -- ours
    """Return the columns of `shape`; a struct that refers back to itself finds its own members in `begun`."""
    columns, pattern = Columns(), pattern_of(shape)
    columns.test = re.compile(pattern).search if pattern is not None else None
    for alternative in alternatives_of(shape):
        if isinstance(alternative, inspect.StructType):
            columns.cls, columns.members = alternative.cls, _members(alternative, begun, watchful)
        elif isinstance(alternative, inspect.ListType):
            columns.inner = _columns(alternative.item_type, begun, watchful)
        elif watchful and isinstance(alternative, inspect.EnumType) and hasattr(alternative.cls, "is_known"):
            columns.kind, columns.test = alternative.cls, attrgetter("is_known")
        elif isinstance(alternative, inspect.DictType):
            columns.inner = _columns(alternative.value_type, begun, watchful)
    return columns


def _members(shape: inspect.StructType, begun: dict[type[Any], _Members], watchful: bool) -> _Members:  # noqa: FBT001
    if shape.cls not in begun:
        begun[shape.cls] = []
        begun[shape.cls] += [(attrgetter(field.name), _columns(field.type, begun, watchful)) for field in shape.fields]
    return begun[shape.cls]


def _leads_to_a_test(columns: Columns, seen: set[int]) -> bool:
    if id(columns) in seen:
        return False
    seen.add(id(columns))
    further = [below for _, below in columns.members]
    if columns.inner is not None:
        further.append(columns.inner)
    return columns.test is not None or any(_leads_to_a_test(below, seen) for below in further)


def misfit(raw: Any, shape: inspect.Type) -> tuple[str, str] | None:
    """Find the first text of `raw`, decoded JSON, that breaks the pattern of its place.

    Returns:
        The place, a JSON Pointer, and the rule; ``None`` when there is none.
    """
    pattern = pattern_of(shape)
    if pattern is not None and isinstance(raw, str):
        form = _beside(shape).get("form")
        rule = f"Expected `str` matching regex '{pattern}'{f' ({form})' if form else ''}"
        return None if re.search(pattern, raw) else ("", rule)
    for key, value, below in _below(raw, fitting_of(raw, shape)):
        found = misfit(value, below)
        if found is not None:
            return f"/{escaped(key)}{found[0]}", found[1]
    return None


def _below(raw: Any, shape: inspect.Type) -> Iterator[tuple[str, Any, inspect.Type]]:
    members, items = as_object(raw) or {}, as_list(raw) or []
    if isinstance(shape, inspect.StructType):
        known = members_of(shape)
        yield from ((key, value, known[key]) for key, value in members.items() if key in known)
    elif isinstance(shape, inspect.DictType):
        yield from ((key, value, shape.value_type) for key, value in members.items())
    elif isinstance(shape, inspect.ListType):
        yield from ((str(place), item, shape.item_type) for place, item in enumerate(items))
