"""Where answers leave the description: told to ``on_drift=``, and read as far as they can be understood."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import inspect

from .json_patterns import columns_of
from .json_shapes import (
    ADDITIONAL,
    as_list,
    as_object,
    escaped,
    fitting_of,
    members_of,
    prepared,
    shape_of,
    type_of,
)
from .json_values import JSONFault, built, convert, decode, decoder_of
from .masking import mask_numbers
from .operations import Operation
from .settings import OnDrift
from .values import OpenIntEnum, OpenStrEnum

__all__ = ["DriftEvent", "DriftKind", "Watch"]

DriftKind: TypeAlias = Literal["unknown_field", "unknown_enum_value", "undocumented_status", "wrong_type"]
_LONGEST_VALUE = 80
_KINDS: dict[type[Any], str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    dict: "object",
    list: "array",
}


@dataclass(frozen=True, slots=True)
class DriftEvent:
    """One place where an answer is not what the description says.

    Attributes:
        kind: ``unknown_field``, ``unknown_enum_value``, ``undocumented_status`` or ``wrong_type``.
        operation: The operationId of the call.
        status: The HTTP status of the answer.
        path: The place in the body, a JSON Pointer (RFC 6901); empty for the whole.
        found: What stands there: the JSON type of a field, a value of an enumeration with phone numbers masked,
            or the status.
        expected: The rule that it breaks; empty for an unknown field, which breaks none.
    """

    kind: DriftKind
    operation: str
    status: int
    path: str
    found: str
    expected: str = ""

    def __str__(self) -> str:
        place = f" at {self.path}" if self.path else ""
        return f"{self.operation}: {self.kind}{place}: {self.found}{f' ({self.expected})' if self.expected else ''}"


Report: TypeAlias = Callable[[DriftKind, str, str, str], None]


class Watch:
    def __init__(self, on_drift: OnDrift, operation: Operation[Any], status: int) -> None:
        self._on_drift, self._operation, self._status = on_drift, operation, status

    def report(self, kind: DriftKind, path: str, found: str, expected: str) -> None:
        shown = [mask_numbers(text) for text in (path, found, expected)]
        try:
            self._on_drift(DriftEvent(kind, self._operation.id, self._status, *shown))
        except Exception as error:
            logging.getLogger("numbers_api").warning("on_drift failed with %s", type(error).__name__)

    def read(self, text: bytes, type_: Any) -> Any:
        try:
            value = decoder_of(type_).decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return self._understood(decode(text, Any), type_)
        return value if columns_of(type_, watchful=True).hold_one(value) else self._understood(decode(text, Any), type_)

    def look(self, text: bytes, type_: Any) -> None:
        with contextlib.suppress(JSONFault):
            self.read(text, type_)

    def _understood(self, raw: Any, type_: Any) -> Any:
        try:
            mended = _mended(raw, shape_of(type_), "", self.report)
            value = _WRONG if mended is _WRONG else built(mended, type_)
        except (msgspec.ValidationError, RecursionError):
            value = _WRONG
        paging = self._operation.paging
        if paging is not None and any(_is_set_aside(value, names) for names in ((paging.items,), paging.next_url)):
            value = _WRONG
        return convert(raw, type_) if value is _WRONG else value


def _is_set_aside(value: Any, names: Sequence[str]) -> bool:
    for name in names:
        fields: Sequence[str] = getattr(value, "__struct_fields__", ())
        wire_names: Sequence[str] = getattr(value, "__struct_encode_fields__", ())
        beside: Mapping[str, Any] = getattr(value, "additional_properties", {})
        if name in fields and wire_names[fields.index(name)] in beside:
            return True
        value = getattr(value, name, None)
    return False


_WRONG: Any = object()


def _mended(raw: Any, shape: inspect.Type, path: str, report: Report) -> Any:
    fitting, members, items = fitting_of(raw, shape), as_object(raw), as_list(raw)
    if members is not None and isinstance(fitting, inspect.StructType):
        return _mended_struct(members, fitting, path, report)
    if members is not None and isinstance(fitting, inspect.DictType):
        found = {key: _mended(item, fitting.value_type, _at(path, key), report) for key, item in members.items()}
        return _WRONG if any(item is _WRONG for item in found.values()) else found
    if items is not None and isinstance(fitting, inspect.ListType):
        listed = [_mended(item, fitting.item_type, _at(path, place), report) for place, item in enumerate(items)]
        return _WRONG if any(item is _WRONG for item in listed) else listed
    return _mended_leaf(raw, shape, path, report)


def _mended_struct(raw: dict[str, Any], shape: inspect.StructType, path: str, report: Report) -> Any:
    known, is_open = members_of(shape), any(field.encode_name == ADDITIONAL for field in shape.fields)
    named, beside, missing = dict[str, Any](), dict[str, Any](), _required(shape) - raw.keys()
    for name in sorted(missing):
        report("wrong_type", path, "object", f"Object missing required field `{name}`")
    for key, item in raw.items():
        if key not in known:
            report("unknown_field", _at(path, key), _kind(item), "")
        value = _mended(item, known[key], _at(path, key), report) if key in known else _WRONG
        (beside if value is _WRONG else named)[key] = item if value is _WRONG else value
    if missing or _required(shape) & beside.keys() or (beside.keys() & known.keys() and not is_open):
        return _WRONG
    return {**named, ADDITIONAL: beside} if beside and is_open else named


def _mended_leaf(raw: Any, shape: inspect.Type, path: str, report: Report) -> Any:
    try:
        value = convert(raw, type_of(shape))
    except JSONFault as fault:
        report("wrong_type", path, _kind(raw), fault.rule)
        return _WRONG
    if isinstance(value, (OpenStrEnum, OpenIntEnum)) and not value.is_known:
        report("unknown_enum_value", path, repr(raw)[:_LONGEST_VALUE], f"one of {', '.join(map(str, type(value)))}")
    return prepared(raw, shape)


def _required(shape: inspect.StructType) -> set[str]:
    return {field.encode_name for field in shape.fields if field.required}


def _at(path: str, key: str | int) -> str:
    return f"{path}/{escaped(str(key))}"


def _kind(raw: Any) -> str:
    return _KINDS[next((kind for kind in _KINDS if isinstance(raw, kind)), list)]
