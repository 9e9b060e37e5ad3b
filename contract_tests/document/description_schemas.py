"""The facts of the schemas of an OpenAPI 3.1 description, and the examples that it composes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from document_reader.facts import Example, Property, Schema, Shape, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document.parts import Part
    from document_reader.facts import Json

LINE = 0  # a description's facts stand on no line of the document
SCHEMA = (
    *("type", "format", "enum", "examples", "$ref", "anyOf", "items", "properties", "required"),
    *("readOnly", "writeOnly", "deprecated"),
)
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
    if "type" not in part:
        return Shape(type="any")
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
        if name not in (*names, "description", "readOnly", "writeOnly", "deprecated"):
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


@dataclass(frozen=True, slots=True)
class View:
    """Who sees an example: `hidden` properties (readOnly, writeOnly) are left out, schemas in `seen` are cut short."""

    hidden: str = ""
    seen: frozenset[str] = frozenset()


REQUEST, ANSWER = View("readOnly"), View("writeOnly")


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
        example = Example(line=LINE, value=self._object(part, View(seen=frozenset({name}))))
        return Schema(line=LINE, name=name, example=example, properties=tuple(read_rows(part)))

    def example(self, part: Part, view: View) -> Json:
        """Compose the example of a value."""
        shape = read_shape(part)
        if "items" in part:
            return [self.example(part.part("items", *SCHEMA), view)]
        if shape.reference:
            named = self._parts.get(shape.reference)
            if named is None:
                raise part.error(f"there is no schema {shape.reference}")
            inner = View(view.hidden, view.seen | {shape.reference})
            return {} if shape.reference in view.seen else self._object(named, inner)
        return self._object(part, view) if "properties" in part else read_example(part)

    def _object(self, part: Part, view: View) -> dict[str, Json]:
        members = part.map("properties").members(*SCHEMA)
        return {key: self.example(item, view) for key, item in members if not view.hidden or not item.flag(view.hidden)}


def read_rows(part: Part, depth: int = 0) -> Iterator[Property]:
    """Yield the properties of an object, each followed by those of an object that is written inside it."""
    needed = part.values("required")
    members = dict(part.map("properties").members(*SCHEMA))
    for key in needed:
        if key not in members:
            raise part.error(f"required names {key}, which is no property")
    for key, item in members.items():
        yield _read_property(key, item, depth, required=key in needed)
        yield from read_rows(item.part("items", *SCHEMA) if "items" in item else item, depth + 1)


def _read_property(name: str, part: Part, depth: int, *, required: bool) -> Property:
    restrictions = [word for flag, word in (("readOnly", "read-only"), ("writeOnly", "write-only")) if part.flag(flag)]
    if len(restrictions) > 1:
        raise part.error("cannot be readOnly and writeOnly")
    return Property(
        line=LINE,
        name=name,
        depth=depth,
        shape=read_shape(part),
        required=required,
        restrictions=restrictions[0] if restrictions else None,
        deprecated=part.flag("deprecated"),
        enum=read_enum(part),
    )
