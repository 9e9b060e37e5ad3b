"""Comparing what a server shows with what it should show, where null and missing mean the same."""

from __future__ import annotations

import marshal
from typing import Any, Final

from .json_pointer import MISSING, get, is_object, joined, parts

__all__ = ["bare", "difference", "merged", "without"]

Json = dict[str, Any]
_PLAIN: Final = 2  # the last format of marshal that writes equal values as equal bytes


def bare(value: Any) -> Any:
    """A value without what says nothing: members that are null, and objects that are empty then."""
    if not is_object(value):
        return value
    kept = {name: bare(below) for name, below in value.items()}
    return {name: below for name, below in kept.items() if below is not None and below != {}}


def merged(target: Any, patch: Any) -> Any:
    """A JSON Merge Patch (RFC 7396, section 2)."""
    if not is_object(patch):
        return patch
    result: Json = dict(target) if is_object(target) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def difference(expected: Any, actual: Any) -> str | None:
    """The first place where two values differ; null, missing and an empty object are the same."""
    if marshal.dumps(expected, _PLAIN) == marshal.dumps(actual, _PLAIN):  # alike in every way, as nearly all are
        return None
    return _place(expected, actual)


def _place(expected: Any, actual: Any) -> str | None:
    if not is_object(expected) and not is_object(actual):
        same = expected == actual and (type(expected) is bool) == (type(actual) is bool)
        return None if same else ""
    if not all(value is None or is_object(value) for value in (expected, actual)):
        return ""
    one: Json = expected or {}
    other: Json = actual or {}
    for name in [*one, *(name for name in other if name not in one)]:
        found = _place(one.get(name), other.get(name))
        if found is not None:
            return joined(name) + found
    return None


def without(value: Any, pointers: list[str]) -> Any:
    """A copy that lacks what stands at the pointers."""
    for pointer in pointers:
        if get(value, pointer) is not MISSING:
            value = _removed(value, parts(pointer))
    return value


def _removed(value: Json, steps: tuple[str, ...]) -> Json:
    copy = dict(value)
    if len(steps) == 1:
        del copy[steps[0]]
    else:
        copy[steps[0]] = _removed(copy[steps[0]], steps[1:])
    return copy
