"""The facts of the schemas of an OpenAPI 3.1 description, and the examples that it composes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from document.parts import DescriptionError, Part
from document_reader.facts import Example, Property, Schema, Shape, Value

if TYPE_CHECKING:
    from document_reader.facts import Json

LINE = 0  # a description's facts stand on no line of the document
SCHEMA = ("type", "format", "enum", "examples", "$ref", "anyOf", "items", "readOnly", "writeOnly")
REFERENCE = "#/components/schemas/"
NULL = "null"
TYPES = ("string", "number", "integer", "boolean", "object", "array")


def read_shape(part: Part) -> Shape:
    """Read the type of a value: plain, nullable, a reference, a nullable reference, an array of one of these."""
    if "anyOf" in part:
        return _nullable_reference(part)
    if "$ref" in part:
        _only(part, "$ref")
        return Shape(reference=_reference(part))
    kinds = part.values("type") if isinstance(part.value("type"), list) else [part.text("type")]
    named = [str(kind) for kind in kinds if kind != NULL]
    if len(named) != 1 or named[0] not in TYPES or len(set(map(str, kinds))) != len(kinds):
        raise part.error(f"type must be one of {', '.join(TYPES)}, perhaps beside null")
    nullable = len(kinds) > 1
    if named[0] != "array":
        form = part.text("format") if "format" in part else None
        return Shape(type=named[0], format=form, nullable=nullable)
    _only(part, "type", "items")
    items = read_shape(part.part("items", *SCHEMA))
    if items.array or items.nullable:
        raise part.error("items must not be an array or nullable: the format cannot print that")
    return Shape(type=items.type, reference=items.reference, array=True, nullable=nullable)


def _nullable_reference(part: Part) -> Shape:
    _only(part, "anyOf")
    options = part.parts("anyOf", "$ref", "type")
    if len(options) != len(("reference", NULL)) or options[1].names() != ["type"] or options[1].text("type") != NULL:
        raise part.error("anyOf must be a reference and null, in this order")
    return Shape(reference=_reference(options[0]), nullable=True)


def _reference(part: Part) -> str:
    target = part.text("$ref")
    if not target.startswith(REFERENCE):
        raise part.error(f"$ref must start with {REFERENCE}")
    return target.removeprefix(REFERENCE)


def _only(part: Part, *names: str) -> None:
    for name in part.names():
        if name not in (*names, "description", "readOnly", "writeOnly"):
            raise part.error(f"{name} must not stand beside {names[0]}")


def read_enum(part: Part) -> tuple[Value, ...]:
    """Read the enumerated values of a schema."""
    return tuple(Value(line=LINE, value=value) for value in part.values("enum"))


def read_example(part: Part) -> Json:
    """Return the one example of a schema."""
    examples = part.values("examples")
    if len(examples) != 1:
        raise part.error("examples must hold exactly one")
    return examples[0]


class Schemas:
    """The named schemas of a description."""

    def __init__(self, parts: Part) -> None:
        self._parts = dict(parts.members("type", "properties", "required"))

    def read(self) -> tuple[Schema, ...]:
        """Return the facts of all schemas."""
        return tuple(self._read(name, part) for name, part in self._parts.items())

    def _read(self, name: str, part: Part) -> Schema:
        if part.value("type") != "object":
            raise part.error("type must be object")
        needed = part.values("required")
        rows = [_read_property(key, item, key in needed) for key, item in _properties(part)]
        for key in needed:
            if key not in [row.name for row in rows]:
                raise part.error(f"required names {key}, which is no property")
        example = Example(line=LINE, value=self.example(Shape(reference=name), part))
        return Schema(line=LINE, name=name, example=example, properties=tuple(rows))

    def example(self, shape: Shape, owner: Part, hidden: str = "") -> Json:
        """Compose the example of a reference or an array of it, without `hidden` (readOnly, writeOnly) properties."""
        part = self._parts.get(shape.reference or "")
        if part is None:
            raise owner.error(f"there is no schema {shape.reference}")
        value: dict[str, Json] = {}
        for key, item in _properties(part):
            if not hidden or not item.flag(hidden):
                inner = read_shape(item)
                value[key] = self.example(inner, item, hidden) if inner.reference else _plain(inner, item)
        return [value] if shape.array else value


def _plain(shape: Shape, part: Part) -> Json:
    """Return the example of a value without a reference; that of an array stands at its items."""
    return [read_example(part.part("items", *SCHEMA))] if shape.array else read_example(part)


def _properties(part: Part) -> list[tuple[str, Part]]:
    return list(part.map("properties").members(*SCHEMA))


def _read_property(name: str, part: Part, required: bool) -> Property:  # noqa: FBT001 - one word of many in a row
    restrictions = [word for flag, word in (("readOnly", "read-only"), ("writeOnly", "write-only")) if part.flag(flag)]
    if len(restrictions) > 1:
        raise DescriptionError(f"{part.place}: cannot be readOnly and writeOnly")
    return Property(
        line=LINE,
        name=name,
        depth=0,
        shape=read_shape(part),
        required=required,
        restrictions=restrictions[0] if restrictions else None,
        enum=read_enum(part),
    )
