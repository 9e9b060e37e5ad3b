"""Where answers leave the description: told to ``on_drift=``, and read as far as they can be understood."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import inspect

from ..masking import mask_numbers
from ..operations import Operation
from ..values import OpenIntEnum, OpenStrEnum
from .codec import JSONFault, built, convert, decode, decoder_of
from .drift_events import DriftEvent, DriftKind, OnDrift
from .patterns import columns_of
from .shapes import ADDITIONAL, as_list, as_object, escaped, fitting_of, members_of, prepared, shape_of, type_of

__all__ = ["Watch"]

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


Report: TypeAlias = Callable[[DriftKind, str, str, str], None]


class Watch:
    """Reads one answer, and tells a callback where it is not as described."""

    def __init__(self, on_drift: OnDrift, operation: Operation[Any], status: int) -> None:
        """Watch an answer of `status` to `operation`."""
        self._on_drift, self._operation, self._status = on_drift, operation, status

    def report(self, kind: DriftKind, path: str, found: str, expected: str) -> None:
        """Tell the callback; what it raises is logged, and the answer is delivered all the same."""
        shown = [mask_numbers(text) for text in (path, found, expected)]
        try:
            self._on_drift(DriftEvent(kind, self._operation.id, self._status, *shown))
        except Exception as error:  # noqa: BLE001 -- whatever it is: an answer that may have cost money comes first
            logging.getLogger("numbers_api").warning("on_drift failed with %s", type(error).__name__)

    def read(self, text: bytes, type_: Any) -> Any:
        """Decode JSON `text` into `type_`, and report what the description does not say.

        A member of a wrong type is left out, and its raw value kept with the members that the description does not
        name. A required one takes the object around it with it, a wrong item its list; of a page, neither its items
        nor its link are left out, for then numbers would be missing from a list without a word.

        Raises:
            JSONFault: not JSON, or what is wrong leaves nothing.
        """
        try:
            value = decoder_of(type_).decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return self._understood(decode(text, Any), type_)
        return value if columns_of(type_, watchful=True).hold_one(value) else self._understood(decode(text, Any), type_)

    def look(self, text: bytes, type_: Any) -> None:
        """Report as `read` does, and read nothing."""
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
    """Whether the attribute that `names` lead to, or one on the way, was left out for its type."""
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
    """Return `raw` in the form that msgspec takes, without what is wrong in it, or ``_WRONG``."""
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
    """Return the JSON type of `raw`."""
    return _KINDS[next((kind for kind in _KINDS if isinstance(raw, kind)), list)]
