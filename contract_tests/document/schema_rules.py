"""Rules for contradictions in schemas: each yields what it finds in the facts of a document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from document.operation_rules import Found, fold
from document.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document_reader.facts import Facts, Json, Property, Schema

PLACEHOLDER_TEXT = "string"  # what the format shows where no example is given


def _properties(facts: Facts) -> Iterator[tuple[Schema, Property]]:
    return ((schema, item) for schema in facts.schemas for item in schema.properties if not item.depth)


def _urls(facts: Facts) -> Iterator[tuple[Schema, Property]]:
    """Yield the text properties that are URLs by name."""
    for schema, item in _properties(facts):
        if item.shape.type == "string" and fold(item.name).endswith("url"):
            yield schema, item


def _found(schema: Schema, item: Property, text: str) -> Found:
    return Found(f"{schema.name}.{item.name}", item.line, text)


def _example(schema: Schema, item: Property) -> Json:
    value = schema.example.value
    return value.get(item.name) if isinstance(value, dict) else None


def camel_case(facts: Facts) -> Iterator[Found]:
    """A property is in camel case, and more are in snake case."""
    styles = Counter(
        "snake" if "_" in item.name else "camel"
        for _, item in _properties(facts)
        if "_" in item.name or not item.name.islower()
    )
    for schema, item in _properties(facts):
        if styles["snake"] > styles["camel"] and item.name[0].islower() and not item.name.islower():
            yield _found(schema, item, "camel case beside snake case")


def price_as_string(facts: Facts) -> Iterator[Found]:
    """A price is plain text."""
    for schema, item in _properties(facts):
        if item.shape.type == "string" and item.shape.format is None and fold(item.name).endswith("price"):
            yield _found(schema, item, "money as text, without currency or form")


def null_not_enumerated(facts: Facts) -> Iterator[Found]:
    """A property may be null, and null is not among its enumerated values."""
    for schema, item in _properties(facts):
        if item.shape.nullable and item.enum and all(value.value is not None for value in item.enum):
            yield _found(schema, item, "may be null, which is not enumerated")


def enum_missing(facts: Facts) -> Iterator[Found]:
    """A property has no enumerated values, and one of the same name elsewhere has."""
    enumerated = {fold(item.name): f"{schema.name}.{item.name}" for schema, item in _properties(facts) if item.enum}
    for schema, item in _properties(facts):
        if not item.enum and item.shape.type == "string" and fold(item.name) in enumerated:
            yield _found(schema, item, f"{enumerated[fold(item.name)]} enumerates its values")


def url_as_hostname(facts: Facts) -> Iterator[Found]:
    """A URL has the format of a host name."""
    for schema, item in _urls(facts):
        if item.shape.format == "hostname":
            yield _found(schema, item, f"a URL of format hostname, such as {_example(schema, item)}")


def url_example(facts: Facts) -> Iterator[Found]:
    """The example of a URL without a format is none."""
    for schema, item in _urls(facts):
        example = _example(schema, item)
        if item.shape.format is None and isinstance(example, str) and not _is_blank(example) and "://" not in example:
            yield _found(schema, item, f"{example} is no URL")


def url_untyped(facts: Facts) -> Iterator[Found]:
    """A URL has neither a format nor an example."""
    for schema, item in _urls(facts):
        if item.shape.format is None and _is_blank(_example(schema, item)):
            yield _found(schema, item, "a URL of no format")


def _is_blank(example: Json) -> bool:
    return example is None or example == PLACEHOLDER_TEXT


def twin_type(facts: Facts) -> Iterator[Found]:
    """A property has another type than in a schema that has all properties of its own."""
    for schema in facts.schemas:
        names = {item.name for item in schema.properties}
        for other in facts.schemas:
            theirs = {item.name: item for item in other.properties}
            if schema is not other and len(names) > 1 and names <= theirs.keys():
                for item in schema.properties:
                    twin = theirs[item.name]
                    if item.shape != twin.shape and not item.shape.reference:
                        text = f"{item.shape.format} here, {twin.shape.format} in {other.name}"
                        yield _found(schema, item, text)


def description_of_sibling(facts: Facts) -> Iterator[Found]:
    """A property that refers to a schema carries the text of another property, not that of the schema."""
    texts = {schema.name: schema.text for schema in facts.schemas}
    for schema, item in _properties(facts):
        others = {other.text: other.name for other in schema.properties if other is not item and other.text}
        if item.shape.reference and item.text in others and item.text != texts[item.shape.reference]:
            yield _found(schema, item, f"carries the text of {others[item.text]}, not of {item.shape.reference}")


def copied_description(facts: Facts) -> Iterator[Found]:
    """Two schemas beside each other describe a property in the same words."""
    for earlier, later in Resources(facts).siblings():
        texts = {item.name: item.text for item in earlier.properties if item.text}
        for item in later.properties:
            if item.text is not None and texts.get(item.name) == item.text:
                yield _found(later, item, f"carries the text of {earlier.name}.{item.name}")
