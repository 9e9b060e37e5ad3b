"""JSON text to typed values and back: nothing lost, every fault with its place (RFC 8259, RFC 6901)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import inspect

from .values import FixedDecimal, fixed_decimal

__all__ = ["ADDITIONAL", "JSONFault", "convert", "decode", "encode", "plain"]

# The wire name of the field that holds the members which the description does not name. msgspec refuses
# control characters below U+0020 in names; DEL is one that no sane JSON member starts with.
ADDITIONAL = "\x7fadditional"


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
        return value if isinstance(value, FixedDecimal) else fixed_decimal(value)
    msg = f"no reader for {type_.__name__}"
    raise NotImplementedError(msg)


def _enc_hook(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    msg = f"{type(value).__name__} has no JSON form"
    raise NotImplementedError(msg)


@functools.cache
def _decoder(type_: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(type_, dec_hook=_dec_hook)


@functools.cache
def _shape(type_: Any) -> inspect.Type:
    return inspect.type_info(type_)


def decode(text: bytes, type_: Any) -> Any:
    """Decode JSON `text` into `type_`.

    The first attempt takes only members that the description names. Texts with others, or with ``1.0`` for an
    integer, which JSON Schema allows, take a second and slower way, which loses nothing either.

    Raises:
        JSONFault: not JSON, or not of this type.
    """
    try:
        return _decoder(type_).decode(text)
    except msgspec.ValidationError:
        pass
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise JSONFault(f"not JSON: {_first_line(error)}") from None
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise JSONFault(f"not JSON: {_first_line(error)}") from None
    return convert(raw, type_)


def convert(raw: Any, type_: Any) -> Any:
    """Convert decoded JSON into `type_`, as `decode` does.

    Raises:
        JSONFault: not of this type.
    """
    shape = _shape(type_)
    try:
        prepared = _prepared(raw, shape)
        return msgspec.convert(prepared, type_, dec_hook=_dec_hook)
    except msgspec.ValidationError as error:
        rule, _, place = str(error).partition(" - at `")
        raise JSONFault(rule, _pointer(place.removesuffix("`"), raw, shape)) from None
    except RecursionError:
        raise JSONFault("nested too deeply") from None


def plain(value: Any) -> Any:
    """Reduce `value` to what JSON has: members beside the named ones come back to their place.

    Raises:
        TypeError: `value` holds something that JSON cannot.
    """
    try:
        return _flattened(msgspec.to_builtins(value, builtin_types=(Decimal,), enc_hook=_enc_hook))
    except NotImplementedError as error:
        raise TypeError(str(error)) from None


def encode(value: Any) -> bytes:
    """Encode `value`, whatever `plain` takes, as compact JSON."""
    return msgspec.json.encode(plain(value), enc_hook=_enc_hook)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _flattened(value: Any) -> Any:
    if isinstance(value, dict):
        extra: dict[str, Any] = value.pop(ADDITIONAL, {})  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        named: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return {key: _flattened(member) for key, member in {**extra, **named}.items()}
    if isinstance(value, (list, tuple)):
        return [_flattened(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def _alternatives(shape: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(shape, inspect.Metadata):
        yield from _alternatives(shape.type)
    elif isinstance(shape, inspect.UnionType):
        for member in shape.types:
            yield from _alternatives(member)
    else:
        yield shape


def _fitting(raw: Any, shape: inspect.Type) -> inspect.Type:
    kinds: dict[type[Any], tuple[type[Any], ...]] = {
        dict: (inspect.StructType, inspect.DictType),
        list: (inspect.ListType, inspect.VarTupleType),
    }
    for candidate in _alternatives(shape):
        if isinstance(candidate, kinds.get(type(raw), ())):
            return candidate
    return shape


def _members(shape: inspect.StructType) -> dict[str, inspect.Type]:
    return {field.encode_name: field.type for field in shape.fields if field.encode_name != ADDITIONAL}


def _prepared(raw: Any, shape: inspect.Type) -> Any:
    fitting = _fitting(raw, shape)
    if isinstance(fitting, inspect.StructType):
        return _prepared_struct(raw, fitting)
    if isinstance(fitting, inspect.DictType):
        return {key: _prepared(value, fitting.value_type) for key, value in raw.items()}
    if isinstance(fitting, (inspect.ListType, inspect.VarTupleType)):
        return [_prepared(item, fitting.item_type) for item in raw]
    if type(raw) is float and raw.is_integer():
        kinds = {type(candidate) for candidate in _alternatives(shape)}
        if inspect.IntType in kinds and inspect.FloatType not in kinds:
            return int(raw)
    return raw


def _prepared_struct(raw: dict[str, Any], shape: inspect.StructType) -> dict[str, Any]:
    members = _members(shape)
    prepared: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for key, value in raw.items():
        if key in members:
            prepared[key] = _prepared(value, members[key])
        else:
            extra[key] = value
    opened = any(field.encode_name == ADDITIONAL for field in shape.fields)
    if extra:
        prepared.update({ADDITIONAL: extra} if opened else extra)
    return prepared


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _pointer(place: str, raw: Any, shape: inspect.Type) -> str:
    """Turn msgspec's ``$.items[1].x`` into ``/items/1/x``, by the shape: names may hold dots themselves."""
    rest, pointer = place.removeprefix("$"), ""
    while rest:
        fitting = _fitting(raw, shape)
        if isinstance(fitting, inspect.StructType) and rest.startswith("."):
            members = _members(fitting)
            names = [name for name in members if rest.startswith(f".{name}")]
            if not names or not isinstance(raw, dict):
                return pointer
            name = max(names, key=len)
            rest, raw, shape = rest[len(name) + 1 :], raw.get(name), members[name]  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
            pointer += f"/{_escaped(name)}"
        elif isinstance(fitting, inspect.DictType) and rest.startswith("[...]"):
            name = next((key for key, value in raw.items() if _faulty(value, fitting.value_type)), None)
            if name is None:
                return pointer
            rest, raw, shape = rest[len("[...]") :], raw[name], fitting.value_type
            pointer += f"/{_escaped(name)}"
        elif isinstance(fitting, (inspect.ListType, inspect.VarTupleType)) and rest.startswith("["):
            index, _, rest = rest[1:].partition("]")
            raw, shape = raw[int(index)], fitting.item_type
            pointer += f"/{index}"
        else:
            return pointer
    return pointer


def _faulty(raw: Any, shape: inspect.Type) -> bool:
    members = list(_alternatives(shape))
    struct = next((member for member in members if isinstance(member, inspect.StructType)), None)
    if struct is None or not isinstance(raw, dict):
        return True
    try:
        msgspec.convert(_prepared(raw, struct), struct.cls, dec_hook=_dec_hook)
    except msgspec.ValidationError:
        return True
    return False
