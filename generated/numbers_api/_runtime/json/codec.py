"""JSON text to typed values and back: nothing lost, every fault with its place (RFC 8259, RFC 6901)."""

from __future__ import annotations

import functools
import math
from decimal import Decimal
from typing import Any

import msgspec

from ..values import FixedDecimal, fixed_decimal
from .patterns import columns_of, misfit
from .shapes import ADDITIONAL, as_list, as_object, pointer, prepared, shape_of

__all__ = ["JSONFault", "built", "convert", "decode", "decoder_of", "encode", "plain"]


_BYTES = (bytes, bytearray, memoryview)


class JSONFault(ValueError):
    """A JSON text or value that is not what its type asks.

    Attributes:
        rule: What is asked.
        path: Where, a JSON Pointer.
    """

    def __init__(self, rule: str, path: str = "") -> None:
        super().__init__(f"{rule} (at {path or 'the whole'})")
        self.rule = rule
        self.path = path


def _dec_hook(type_: type[Any], value: Any) -> Any:
    if type_ is FixedDecimal:
        return value if type(value) is FixedDecimal else fixed_decimal(value)
    msg = f"no reader for {type_.__name__}"
    raise NotImplementedError(msg)


def _enc_hook(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    msg = f"{type(value).__name__} has no JSON form"
    raise NotImplementedError(msg)


@functools.cache
def decoder_of(type_: Any) -> msgspec.json.Decoder[Any]:
    """Return what reads JSON text into `type_`, made once for each type."""
    return msgspec.json.Decoder(type_, dec_hook=_dec_hook)


def decode(text: bytes | str, type_: Any) -> Any:
    """Decode JSON `text` into `type_`.

    The first attempt takes only members that the description names. Texts with others, or with ``1.0`` for an
    integer, which JSON Schema allows, take a second and slower way, which loses nothing either.

    Raises:
        JSONFault: not JSON, or not of this type.
    """
    try:
        value = decoder_of(type_).decode(text)
        if columns_of(type_).hold_one(value):
            return value
    except msgspec.ValidationError:
        pass
    except (msgspec.DecodeError, UnicodeError, RecursionError, TypeError) as error:
        raise JSONFault(f"not JSON: {_first_line(error)}") from None
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise JSONFault(f"not JSON: {_first_line(error)}") from None
    return _convert(raw, type_)


def convert(raw: Any, type_: Any) -> Any:
    """Convert decoded JSON into `type_`, as `decode` does.

    Raises:
        JSONFault: not of this type.
    """
    try:
        value = built(raw, type_)
        if columns_of(type_).hold_one(value):
            return value
    except (msgspec.ValidationError, UnicodeError, RecursionError):
        pass
    return _convert(raw, type_)


def built(raw: Any, type_: Any) -> Any:
    """Convert what has the form that msgspec takes; patterns are not looked at.

    Raises:
        msgspec.ValidationError: not of this type.
    """
    return msgspec.convert(raw, type_, dec_hook=_dec_hook)


def _convert(raw: Any, type_: Any) -> Any:
    """Take the second way, and find the place of a fault."""
    shape = shape_of(type_)
    try:
        value = built(prepared(raw, shape), type_)
        broken = None if columns_of(type_).hold_one(value) else misfit(raw, shape)
    except msgspec.ValidationError as error:
        rule, _, place = str(error).partition(" - at `")
        raise JSONFault(_as_described(rule), pointer(place.removesuffix("`"), raw, shape, _fits)) from None
    except RecursionError:
        raise JSONFault("nested too deeply") from None
    except UnicodeError:
        raise JSONFault("Expected Unicode text without surrogates") from None
    if broken is not None:
        path, rule = broken
        raise JSONFault(_as_described(rule), path)
    return value


def plain(value: Any) -> Any:
    """Reduce `value` to what JSON has: members beside the named ones come back to their place.

    Raises:
        TypeError: `value` holds something that JSON cannot, such as bytes.
        ValueError: `value` holds a number that JSON cannot, such as NaN.
    """
    try:
        return _flattened(msgspec.to_builtins(value, builtin_types=(Decimal, *_BYTES), enc_hook=_enc_hook))
    except NotImplementedError as error:
        raise TypeError(str(error)) from None


def encode(value: Any) -> bytes:
    """Encode `value`, whatever `plain` takes, as compact JSON."""
    return msgspec.json.encode(plain(value), enc_hook=_enc_hook)


def _fits(raw: Any, type_: Any) -> bool:
    try:
        convert(raw, type_)
    except JSONFault:
        return False
    return True


def _as_described(rule: str) -> str:
    """Give a pattern as the description has it, not as Python needs it."""
    return rule.replace("\\\\", "\\").replace("\\Z", "$")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _flattened(value: Any) -> Any:
    members = as_object(value)
    if members is not None:
        extra: dict[str, Any] = members.pop(ADDITIONAL, {})
        return {key: _flattened(member) for key, member in {**extra, **members}.items()}
    items = as_list(value)
    if items is not None:
        return [_flattened(item) for item in items]
    return _leaf(value)


def _leaf(value: Any) -> Any:
    """Refuse what msgspec would write in a form of its own: bytes as base64, NaN as null."""
    if isinstance(value, _BYTES):
        raise TypeError("bytes have no JSON form; decode them to str")
    if isinstance(value, (float, Decimal)) and not math.isfinite(value):
        raise ValueError(f"{value} is a number that JSON does not have")
    return f"{value:f}" if isinstance(value, Decimal) else value
