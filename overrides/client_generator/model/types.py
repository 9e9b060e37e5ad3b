"""Python types of schemas: one form that msgspec enforces, and a wider one for signatures."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from runtime.json.shapes import as_object

from .description import resolve
from .inline_schemas import Prepared
from .patterns import python_pattern

__all__ = ["TypeWriter"]

_SCHEMAS = "#/components/schemas/"
_INTEGERS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_FORMS = {"e164": "E.164, a plus sign and 15 digits at most"}  # what a person calls a format
_LENGTHS = {"minLength": "min_length", "maxLength": "max_length"}
_LIMITS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
}


@dataclass
class TypeWriter:
    """Writes the types of one module.

    Attributes:
        prepared: The description.
        classes: Class name and module of each schema that has a class.
        used: The classes written so far.
    """

    prepared: Prepared
    classes: dict[str, tuple[str, str]]
    used: set[str] = field(default_factory=set[str])

    def enforced(self, schema: dict[str, Any]) -> str:
        """Return the type that msgspec holds values to."""
        return self._write(schema, loose=False)

    def signature(self, schema: dict[str, Any]) -> str:
        """Return the type that a caller may pass."""
        return self._write(schema, loose=True)

    def _write(self, schema: dict[str, Any], *, loose: bool) -> str:
        if "$ref" in schema:
            return self._reference(schema["$ref"], loose=loose)
        members = schema.get("anyOf") or schema.get("oneOf")
        if members is None and isinstance(schema.get("type"), list):
            members = [{**schema, "type": name} for name in schema["type"]]
        if members is not None:
            written = dict.fromkeys(self._write(member, loose=loose) for member in members)
            return " | ".join(sorted(written, key=lambda code: code == "None"))
        if "const" in schema:
            return f"Literal[{schema['const']!r}]"
        return self._plain(schema, loose=loose)

    def _reference(self, reference: str, *, loose: bool) -> str:
        name = reference.removeprefix(_SCHEMAS)
        target = resolve(self.prepared.document, {"$ref": reference})
        if name not in self.classes:
            return self._write(target, loose=loose)
        self.used.add(name)
        class_ = self.classes[name][0]
        if not loose or "enum" not in target:
            return class_
        if name in self.prepared.open_lists:
            return f"{class_} | {'int' if isinstance(target['enum'][0], int) else 'str'}"
        return f"{class_} | Literal[{', '.join(repr(value) for value in target['enum'])}]"

    def _plain(self, schema: dict[str, Any], *, loose: bool) -> str:
        kind = schema.get("type")
        if kind == "string":
            return self._string(schema, loose=loose)
        if kind in {"integer", "number"}:
            return self._number(schema, loose=loose)
        if kind == "array":
            item = self._write(schema.get("items", {}), loose=loose)
            lengths = {"minItems": "min_length", "maxItems": "max_length"}
            limits = {ours: schema[theirs] for theirs, ours in lengths.items() if theirs in schema}
            return f"Sequence[{item}]" if loose else _annotated(f"list[{item}]", limits)
        if kind == "object":
            values = schema.get("additionalProperties")
            return f"dict[str, {self._write(as_object(values) or {}, loose=loose)}]"
        known = {"boolean": "bool", "null": "None", None: "Any"}
        return known[kind]

    def _string(self, schema: dict[str, Any], *, loose: bool) -> str:
        format_ = schema.get("format")
        if format_ == "decimal":
            return "Decimal" if loose else "FixedDecimal"
        if format_ in {"date-time", "date"}:
            name = {"date-time": "datetime", "date": "date"}[format_]
            return name if loose or name == "date" else "Annotated[datetime, msgspec.Meta(tz=True)]"
        limits: dict[str, Any] = {}
        if "pattern" in schema:
            form = {"form": _FORMS[format_]} if format_ in _FORMS else {}
            limits["extra"] = {"pattern": python_pattern(schema["pattern"]), **form}
        limits |= {ours: schema[theirs] for theirs, ours in _LENGTHS.items() if theirs in schema}
        return "str" if loose else _annotated("str", limits)

    def _number(self, schema: dict[str, Any], *, loose: bool) -> str:
        limits = {ours: schema[theirs] for theirs, ours in _LIMITS.items() if theirs in schema}
        low, high = _INTEGERS.get(schema.get("format", ""), (None, None))
        if low is not None and high is not None and schema["type"] == "integer":
            limits = {"ge": max(low, limits.pop("ge", low)), "le": min(high, limits.pop("le", high)), **limits}
        name = "int" if schema["type"] == "integer" else "float"
        return name if loose else _annotated(name, limits)


def _annotated(name: str, limits: dict[str, Any]) -> str:
    if not limits:
        return name
    written = ", ".join(
        f"{key}={json.dumps(value) if isinstance(value, (str, dict)) else value}" for key, value in limits.items()
    )
    return f"Annotated[{name}, msgspec.Meta({written})]"
