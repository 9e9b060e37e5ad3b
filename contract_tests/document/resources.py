"""What an operation is about: the schema of its answers, and where a dotted filter leads in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document_reader.facts import Facts, Operation, Property, Schema


@dataclass(frozen=True, slots=True)
class Filtered:
    """The property that a dotted name leads to, and the name spelled as the properties are."""

    property: Property
    spelling: str


class Resources:
    """Looks up schemas and properties of one document."""

    def __init__(self, facts: Facts) -> None:
        self._schemas = {schema.name: schema for schema in facts.schemas}

    def answer(self, operation: Operation) -> Schema | None:
        """Return the schema of the first successful response that has one."""
        for response in operation.responses:
            if response.status.startswith("2") and response.shape and response.shape.reference:
                return self._schemas[response.shape.reference]
        return None

    def references(self, schema: Schema, *, arrays: bool) -> Iterator[tuple[Property, Schema]]:
        """Yield the properties of a schema that refer to another, as arrays or as single values."""
        for item in schema.properties:
            if item.shape.reference and item.shape.array == arrays:
                yield item, self._schemas[item.shape.reference]

    def resource(self, operation: Operation) -> Schema | None:
        """Return what an operation answers with: the items of a list, else the schema of the answer itself."""
        answer = self.answer(operation)
        if answer is None:
            return None
        return next((items for _, items in self.references(answer, arrays=True)), answer)

    def paging(self, operation: Operation) -> Schema | None:
        """Return the schema that tells the page of a listing: beside its items, with a property page or next_page…."""
        answer = self.answer(operation)
        if answer is None or not any(self.references(answer, arrays=True)):
            return None
        for _, schema in self.references(answer, arrays=False):
            if any(item.name == "page" or item.name.startswith("next_page") for item in schema.properties):
                return schema
        return None

    def follow(self, schema: Schema, name: str) -> Filtered | None:
        """Follow a dotted name through properties, whatever the case of its letters."""
        first, _, rest = name.partition(".")
        for item in schema.properties:
            if item.name.lower() == first.lower():
                if not rest:
                    return Filtered(item, item.name)
                inner = self._schemas.get(item.shape.reference or "")
                found = self.follow(inner, rest) if inner else None
                return found and Filtered(found.property, f"{item.name}.{found.spelling}")
        return None

    def siblings(self) -> Iterator[tuple[Schema, Schema]]:
        """Yield pairs of schemas, earlier and later, that stand beside each other in a third."""
        for schema in self._schemas.values():
            beside = [inner for _, inner in self.references(schema, arrays=False)]
            for index, later in enumerate(beside):
                yield from ((earlier, later) for earlier in beside[:index] if earlier.name != later.name)
