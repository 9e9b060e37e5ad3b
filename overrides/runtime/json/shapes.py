"""Walks a JSON value and the type that it should have side by side."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Iterable, Iterator
from types import GenericAlias
from typing import Annotated, Any, Literal, TypeAlias, cast

import msgspec
from msgspec import inspect

__all__ = [
    "ADDITIONAL",
    "alternatives_of",
    "as_list",
    "as_object",
    "escaped",
    "fitting_of",
    "members_of",
    "pointer",
    "prepared",
    "shape_of",
    "type_of",
]

# The wire name of the field that holds the members which the description does not name. It is made anew in each
# process, so that no member of an answer can have it.
ADDITIONAL = f"\x7f{os.urandom(16).hex()}"

_CONSTRAINTS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern", "tz")
_PLAIN: dict[type[inspect.Type], Any] = {
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.StrType: str,
    inspect.BoolType: bool,
    inspect.NoneType: None,
    inspect.DateTimeType: dt.datetime,
    inspect.DateType: dt.date,
}

Fits: TypeAlias = Callable[[Any, Any], bool]


def as_object(value: Any) -> dict[str, Any] | None:
    """Return `value` if it is a JSON object."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def as_list(value: Any) -> list[Any] | None:
    """Return `value` if it is a JSON array."""
    return list(cast("Iterable[Any]", value)) if isinstance(value, (list, tuple)) else None


@functools.cache
def shape_of(type_: Any) -> inspect.Type:
    """Return what msgspec knows of `type_`."""
    return inspect.type_info(type_)


def alternatives_of(shape: inspect.Type) -> Iterator[inspect.Type]:
    """Yield the members of a union, without what is said beside them; anything else is its only alternative."""
    if isinstance(shape, inspect.Metadata):
        yield from alternatives_of(shape.type)
    elif isinstance(shape, inspect.UnionType):
        for member in shape.types:
            yield from alternatives_of(member)
    else:
        yield shape


def fitting_of(raw: Any, shape: inspect.Type) -> inspect.Type:
    """Return the alternative of `shape` that has the JSON kind of `raw`; there is at most one."""
    for candidate in alternatives_of(shape):
        if isinstance(raw, dict) and isinstance(candidate, (inspect.StructType, inspect.DictType)):
            return candidate
        if isinstance(raw, list) and isinstance(candidate, inspect.ListType):
            return candidate
    return shape


def members_of(shape: inspect.StructType) -> dict[str, inspect.Type]:
    """Return the shape of each named member, by wire name."""
    return {field.encode_name: field.type for field in shape.fields if field.encode_name != ADDITIONAL}


def prepared(raw: Any, shape: inspect.Type) -> Any:
    """Copy `raw` for msgspec: unnamed members in a field of their own, ``1.0`` as ``1`` where an integer is due."""
    fitting, members, items = fitting_of(raw, shape), as_object(raw), as_list(raw)
    if members is not None and isinstance(fitting, inspect.StructType):
        return _prepared_struct(members, fitting)
    if members is not None and isinstance(fitting, inspect.DictType):
        return {key: prepared(value, fitting.value_type) for key, value in members.items()}
    if items is not None and isinstance(fitting, inspect.ListType):
        return [prepared(item, fitting.item_type) for item in items]
    if isinstance(raw, float) and raw.is_integer():
        kinds = {type(candidate) for candidate in alternatives_of(shape)}
        integral = inspect.IntType in kinds or _has_whole_numbers(shape)
        return int(raw) if integral and inspect.FloatType not in kinds else raw
    return raw


def _has_whole_numbers(shape: inspect.Type) -> bool:
    return any(
        isinstance(candidate, inspect.EnumType) and issubclass(candidate.cls, int)
        for candidate in alternatives_of(shape)
    )


def _prepared_struct(raw: dict[str, Any], shape: inspect.StructType) -> dict[str, Any]:
    members = members_of(shape)
    named = {key: prepared(value, members[key]) for key, value in raw.items() if key in members}
    extra = {key: value for key, value in raw.items() if key not in members}
    is_open = any(field.encode_name == ADDITIONAL for field in shape.fields)
    return {**named, ADDITIONAL: extra} if extra and is_open else {**named, **extra}


def pointer(place: str, raw: Any, shape: inspect.Type, fits: Fits) -> str:
    """Turn msgspec's ``$.items[1].x`` into the JSON Pointer ``/items/1/x``, by the shape: names may hold dots."""
    rest, written = place.removeprefix("$"), ""
    while rest:
        step = _step(rest, raw, fitting_of(raw, shape), fits)
        if step is None:
            return written
        key, used, raw, shape = step
        rest = rest[used:]
        written += f"/{escaped(key)}"
    return written


def escaped(key: str) -> str:
    """Return `key` as a token of a JSON Pointer (RFC 6901 section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


def _step(rest: str, raw: Any, shape: inspect.Type, fits: Fits) -> tuple[str, int, Any, inspect.Type] | None:
    """Return the next key, how much of `rest` it takes, and the value and shape below it."""
    members, items = as_object(raw), as_list(raw)
    if members is not None and isinstance(shape, inspect.StructType):
        known = members_of(shape)
        names = sorted(
            (name for name in known if name in members and rest.startswith(f".{name}")), key=len, reverse=True
        )
        name = next((name for name in names if not fits(members[name], type_of(known[name]))), None)
        return None if name is None else (name, len(name) + 1, members[name], known[name])
    if members is not None and isinstance(shape, inspect.DictType) and rest.startswith("[...]"):
        type_ = type_of(shape.value_type)
        key = next((key for key, value in members.items() if not fits(value, type_)), None)
        return None if key is None else (key, len("[...]"), members[key], shape.value_type)
    if items is not None and isinstance(shape, inspect.ListType) and rest.startswith("["):
        index = rest[1:].partition("]")[0]
        return index, len(index) + 2, items[int(index)], shape.item_type
    return None


def type_of(shape: inspect.Type) -> Any:
    """Return the type that has this shape, its constraints included."""
    if id(shape) not in _TYPES:
        _TYPES[id(shape)] = shape, _written(shape)
    return _TYPES[id(shape)][1]


_TYPES: dict[int, tuple[inspect.Type, Any]] = {}  # a shape is kept with its type, so that no other gets its id


def _written(shape: inspect.Type) -> Any:
    if isinstance(shape, inspect.UnionType):
        return functools.reduce(lambda one, other: one | other, map(_written, shape.types))
    if isinstance(shape, inspect.Metadata):
        extra: dict[str, Any] | None = getattr(shape, "extra", None)
        return Annotated[_written(shape.type), msgspec.Meta(extra=extra)]
    return _annotated(shape)


def _annotated(shape: inspect.Type) -> Any:
    limits: dict[str, Any] = {
        name: getattr(shape, name) for name in _CONSTRAINTS if getattr(shape, name, None) is not None
    }
    return Annotated[_bare(shape), msgspec.Meta(**limits)] if limits else _bare(shape)


def _bare(shape: inspect.Type) -> Any:
    cls: Any = getattr(shape, "cls", None)
    if isinstance(shape, inspect.ListType):
        return GenericAlias(list, (type_of(shape.item_type),))
    if isinstance(shape, inspect.DictType):
        return GenericAlias(dict, (str, type_of(shape.value_type)))
    if isinstance(shape, inspect.LiteralType):
        literal: Any = Literal
        return literal[shape.values]
    return _PLAIN.get(type(shape), Any) if cls is None else cls
