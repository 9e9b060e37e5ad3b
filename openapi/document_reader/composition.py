"""Examples: each must be put together from the examples of the schemas that it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from document_reader.errors import DocumentError, excerpt
from document_reader.facts import Block, Example, Facts, Json, Property, Schema, Shape
from document_reader.json_text import Path, canonical, pointer, printed_line
from document_reader.properties import ADDITIONAL, ANONYMOUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Node:
    """A property with the rows nested in it."""

    property: Property
    children: tuple[Node, ...]


def check_examples(facts: Facts) -> None:
    """Raise at the first line of an example that is not the composition of its schemas' examples.

    A request example leaves out read-only properties, a response example write-only ones; where schemas refer to each
    other in a circle, an example may stop with an empty value.
    """
    schemas = {schema.name: schema for schema in facts.schemas}
    for schema in facts.schemas:
        _Check(schemas, schema.example, None).own(schema)
    for operation in facts.operations:
        if body := operation.body:
            _Check(schemas, body.example, "read-only").whole(body.shape, body.properties, ())
        for response in operation.responses:
            shape = response.shape or Shape(type="any")
            for example in response.examples:
                _Check(schemas, example, "write-only").whole(shape, response.properties, response.combined)


def nest(rows: Iterable[Property]) -> tuple[Node, ...]:
    """Turn rows with depths into a tree."""
    top: list[tuple[Property, list[Property]]] = []
    for row in rows:
        if top and row.depth > top[0][0].depth:
            top[-1][1].append(row)
        else:
            top.append((row, []))
    return tuple(Node(row, nest(inner)) for row, inner in top)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a check stands: the path in the example, the schema `name` there, and the schemas passed on the way."""

    path: Path = ()
    name: str = ""
    seen: frozenset[str] = frozenset()

    def at(self, step: str | int) -> Place:
        """Return the place one step further down."""
        return Place((*self.path, step), self.name, self.seen)


class _Check:
    def __init__(self, schemas: dict[str, Schema], example: Example, hidden: str | None) -> None:
        self._schemas = schemas
        self._example = example
        self._hidden = hidden

    def own(self, schema: Schema) -> None:
        """Check the example that a schema shows of itself."""
        if not schema.combined:
            start = Place(name=schema.name, seen=frozenset({schema.name}))
            self._rows(schema.example.value, schema.example.value, nest(schema.properties), start)

    def whole(self, shape: Shape, properties: Sequence[Property], combined: Sequence[Block]) -> None:
        """Check the example of a schema that is a reference, or is described by rows of its own."""
        value = self._example.value
        if shape.reference:
            self._reference(value, shape, Place())
        elif not combined:
            self._rows(value, value, nest(properties), Place())

    def _reference(self, value: Json, shape: Shape, place: Place) -> None:
        """Check a value that stands for a schema, or for an array of it."""
        if shape.nullable and value is None:
            return
        name = shape.reference or ""
        if not shape.array:
            self._schema(value, self._schemas[name], place)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._schema(item, self._schemas[name], place.at(index))
        else:
            raise self._wrong(place, f"an array of {name} must stand here")

    def _schema(self, value: Json, schema: Schema, place: Place) -> None:
        if schema.name in place.seen and value in ({}, [], None):
            return
        inner = Place(place.path, schema.name, place.seen | {schema.name})
        if schema.combined:
            self._same(value, schema.example.value, inner)
        else:
            self._rows(value, schema.example.value, nest(schema.properties), inner)

    def _rows(self, value: Json, own: Json, nodes: Sequence[Node], place: Place) -> None:
        """Check a value against the rows that describe it; `own` is what the example of the schema itself has here."""
        names = [node.property.name for node in nodes]
        if names[:1] == [ANONYMOUS] and nodes[0].property.shape.reference:
            self._reference(value, nodes[0].property.shape, place)
            return
        if not nodes or {ANONYMOUS, ADDITIONAL} & set(names) or not isinstance(own, dict):
            self._same(value, own, place)
            return
        shown = {node.property.name: node for node in nodes if self._is_shown(node)}
        if not isinstance(value, dict) or list(value) != list(shown):
            odd = next((key for key in value if key not in shown), None) if isinstance(value, dict) else None
            rule = f"the properties {', '.join(shown)} must stand here, in this order"
            raise self._wrong(place if odd is None else place.at(odd), rule)
        for key, node in shown.items():
            self._property(value[key], own.get(key), node, place.at(key))

    def _is_shown(self, node: Node) -> bool:
        return self._hidden is None or node.property.restrictions != self._hidden

    def _property(self, value: Json, own: Json, node: Node, place: Place) -> None:
        shape = node.property.shape
        if shape.reference:
            self._reference(value, shape, place)
        elif shape.array and node.children and isinstance(value, list) and isinstance(own, list) and own:
            for index, item in enumerate(value):
                self._rows(item, own[min(index, len(own) - 1)], node.children, place.at(index))
        elif node.children and value is not None:
            self._rows(value, own, node.children, place)
        else:
            self._same(value, own, place)

    def _same(self, value: Json, own: Json, place: Place) -> None:
        """Check that a value repeats the example of its schema, but for hidden properties and circles cut short."""
        if value in ({}, []) and isinstance(own, dict | list):
            return
        if isinstance(value, dict) and isinstance(own, dict) and self._keys_agree(value, own):
            for key, item in value.items():
                self._same(item, own[key], place.at(key))
        elif isinstance(value, list) and isinstance(own, list) and len(value) == len(own):
            for index, item in enumerate(value):
                self._same(item, own[index], place.at(index))
        elif canonical(value) != canonical(own):
            raise self._wrong(place, f"the example of {place.name} has {excerpt(canonical(own))} here")

    def _keys_agree(self, value: dict[str, Json], own: dict[str, Json]) -> bool:
        """Tell whether two objects have the same members; one that hides properties may have fewer."""
        wanted = list(own) if self._hidden is None else [key for key in own if key in value]
        return list(value) == wanted

    def _wrong(self, place: Place, rule: str) -> DocumentError:
        line = self._example.line + 1 + printed_line(self._example.value, place.path)
        return DocumentError(line, f"the example is not composed of its schemas at {pointer(place.path)}", rule)
