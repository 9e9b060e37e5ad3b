"""The facts file: `to_json` writes it as described in `document_reader.facts`, `from_json` reads it back."""

# ruff: noqa: ANN401 - records of every kind pass through here, told apart by their fields
from __future__ import annotations

import dataclasses
import json
import types
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin, get_type_hints

from document_reader.facts import Example, Facts, Json, Shape, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

_BARE = (Example, Value)  # written as the value that they hold


def to_json(facts: Facts) -> str:
    """Write facts as JSON: a record or list without further records inside stands on one line."""
    lines: dict[str, Json] = {}
    tree = _encode(facts, "", lines)
    document: Json = {"sha256": tree.pop("sha256"), "lines": tree.pop("line_count")}
    return _write({"document": document, **tree, "lines": lines}, 0) + "\n"


def from_json(text: str) -> Facts:
    """Read a facts file; ValueError, KeyError or TypeError if it has another layout."""
    tree: dict[str, Any] = json.loads(text)
    lines: dict[str, int] = tree.pop("lines")
    document: dict[str, Any] = tree.pop("document")
    tree |= {"sha256": document["sha256"], "line_count": document["lines"]}
    return cast("Facts", _decode(Facts, tree, "", lines))


def without_lines(facts: Facts) -> dict[str, Json]:
    """Return the facts as plain JSON values, without line numbers and without the document's hash and length."""
    tree = _encode(facts, "", {})
    del tree["sha256"], tree["line_count"]
    return tree


def _encode(record: Any, pointer: str, lines: dict[str, Json]) -> dict[str, Json]:
    """Turn a dataclass into an object; its line numbers go to `lines` under their JSON Pointers."""
    tree: dict[str, Json] = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if field.name == "line":
            lines[pointer] = value
        elif field.name.endswith("_line"):
            lines[f"{pointer}/{field.name.removesuffix('_line')}"] = value
        elif isinstance(value, Shape):
            tree |= _encode(value, pointer, lines)
        elif _is_default(field, value):
            continue
        else:
            tree[field.name] = _encode_value(value, f"{pointer}/{field.name}", lines)
    return tree


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    return field.default is not dataclasses.MISSING and type(value) is type(field.default) and value == field.default


def _encode_value(value: Any, pointer: str, lines: dict[str, Json]) -> Json:
    if isinstance(value, tuple):
        items = enumerate(cast("tuple[object, ...]", value))
        return [_encode_value(item, f"{pointer}/{index}", lines) for index, item in items]
    if isinstance(value, _BARE):
        lines[pointer] = value.line
        return value.value
    return _encode(value, pointer, lines) if dataclasses.is_dataclass(value) else cast("Json", value)


def _write(value: Json, depth: int) -> str:
    if not _is_record_of_records(value, depth):
        return json.dumps(value, ensure_ascii=False)
    indent = "  " * (depth + 1)
    if isinstance(value, dict):
        pairs = (f"{indent}{json.dumps(key)}: {_write(child, depth + 1)}" for key, child in value.items())
        return "{\n" + ",\n".join(pairs) + "\n" + "  " * depth + "}"
    items = (indent + _write(child, depth + 1) for child in cast("list[Json]", value))
    return "[\n" + ",\n".join(items) + "\n" + "  " * depth + "]"


def _is_record_of_records(value: Json, depth: int) -> bool:
    """Tell whether a value is spread over lines; the index of lines is, although it holds plain numbers only."""
    is_index = depth == 1 and isinstance(value, dict) and any(key.startswith("/") for key in value)
    return is_index or any(_has_parts(child) for child in _children(value))


def _has_parts(value: Json) -> bool:
    """Tell a record, or a list of records, from a plain value or a list of these."""
    return bool(value) and (isinstance(value, dict) or any(isinstance(item, dict | list) for item in _children(value)))


def _children(value: Json) -> Iterator[Json]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _decode(kind: type[Any], tree: dict[str, Any], pointer: str, lines: dict[str, int]) -> Any:
    """Turn an object back into the dataclass `kind`."""
    values: dict[str, Any] = {}
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        if field.name == "line":
            values[field.name] = lines[pointer]
        elif field.name.endswith("_line"):
            values[field.name] = lines[f"{pointer}/{field.name.removesuffix('_line')}"]
        elif _record_type(hint) is Shape:
            values[field.name] = _decode_shape(tree)
        elif field.name in tree or field.default is dataclasses.MISSING:
            values[field.name] = _decode_value(hint, tree[field.name], f"{pointer}/{field.name}", lines)
    return kind(**values)


def _decode_shape(tree: dict[str, Any]) -> Shape | None:
    found = {field.name: tree[field.name] for field in dataclasses.fields(Shape) if field.name in tree}
    return Shape(**found) if found else None


def _decode_value(hint: Any, value: Any, pointer: str, lines: dict[str, int]) -> Any:
    if get_origin(hint) is tuple:
        items = get_args(hint)[0]
        return tuple(_decode_value(items, item, f"{pointer}/{index}", lines) for index, item in enumerate(value))
    record = _record_type(hint)
    if record in _BARE:
        return record(line=lines[pointer], value=value)
    return _decode(record, value, pointer, lines) if record and value is not None else value


def _record_type(hint: Any) -> type[Any] | None:
    """Return the dataclass that `hint` names, alone or beside None."""
    options = get_args(hint) if get_origin(hint) is types.UnionType else (hint,)
    return next((option for option in options if dataclasses.is_dataclass(option) and isinstance(option, type)), None)
