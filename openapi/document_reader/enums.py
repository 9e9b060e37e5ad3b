"""Tables of enumerated values: which row belongs to which parameter or property, and the type of its value."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from document_reader.errors import DocumentError, excerpt
from document_reader.facts import Block, Json, Parameter, Property, Shape, Value
from document_reader.tables import Row, name_cell, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from document_reader.lines import Cursor

HEADING = "#### Enumerated Values"


def read_enums(cursor: Cursor, column: str) -> list[Row]:
    """Read the optional table of enumerated values whose first column is `column`."""
    if cursor.peek().text != HEADING:
        return []
    heading = cursor.take()
    rows = read_table(cursor, (column, "Value"), free="Value")
    if not rows:
        raise DocumentError(heading.number, "the table of enumerated values is empty", "it has a row for each value")
    return rows


def assign(rows: Sequence[Row], column: str, owners: Sequence[tuple[str, Shape]]) -> list[tuple[Value, ...]]:
    """Give each value to its owner, a name with its type. Rows come in the order of the owners, values once each."""
    values: list[dict[str, Value]] = [{} for _ in owners]
    at = 0
    for row in rows:
        name, text = row[column], row["Value"]
        places = range(at, len(owners))
        at = next((place for place in places if owners[place][0] == name and text not in values[place]), -1)
        if at < 0:
            rule = f"each row names one of the {column.lower()} rows above, in their order, and no value twice"
            raise DocumentError(row.line, f"value {excerpt(text)} of {excerpt(name)} has no place", rule)
        values[at][text] = Value(line=row.line, value=_read_value(row, owners[at][1]))
    return [tuple(found.values()) for found in values]


def _read_value(row: Row, shape: Shape) -> Json:
    """Read a value cell as the type of its owner; text is not quoted, so null is one only where null is allowed."""
    text = row["Value"]
    if not text:
        raise DocumentError(row.line, "the Value cell is empty", "a value is at least one character")
    if text == "null" and shape.nullable:
        return None
    if shape.type in ("integer", "number"):
        if not re.fullmatch(r"-?\d+" if shape.type == "integer" else r"-?\d+(\.\d+)?(e[+-]?\d+)?", text):
            raise DocumentError(row.line, f"value {excerpt(text)}", f"a value of type {shape.type} is a number")
        return int(text) if re.fullmatch(r"-?\d+", text) else float(text)
    if shape.type == "boolean":
        if text not in ("true", "false"):
            raise DocumentError(row.line, f"value {excerpt(text)}", "a value of type boolean is true or false")
        return text == "true"
    return text


def properties_with_enums(rows: Sequence[Row], properties: Sequence[Property]) -> tuple[Property, ...]:
    """Return `properties` with the values of a table whose rows name them without their depth."""
    values = assign(rows, "Property", [(item.name, item.shape) for item in properties])
    return tuple(dataclasses.replace(item, enum=found) for item, found in zip(properties, values, strict=True))


def schema_with_enums(
    rows: Sequence[Row], properties: tuple[Property, ...], combined: tuple[Block, ...]
) -> tuple[tuple[Property, ...], tuple[Block, ...]]:
    """Return the properties and blocks of a schema with the values of its one table."""
    everything = [*properties, *(item for block in combined for item in block.properties)]
    filled = iter(properties_with_enums(rows, everything))
    plain = tuple(next(filled) for _ in properties)
    blocks = tuple(
        dataclasses.replace(block, properties=tuple(next(filled) for _ in block.properties)) for block in combined
    )
    return plain, blocks


def parameters_with_enums(
    rows: Sequence[Row], parameters: Sequence[Parameter], body: Sequence[Property]
) -> tuple[tuple[Parameter, ...], tuple[Property, ...]]:
    """Return parameters and the rows of an inline body with the values of their one table."""
    owners = [(item.name, item.shape) for item in parameters]
    owners += [(name_cell(item.name, item.depth), item.shape) for item in body]
    values = assign(rows, "Parameter", owners)
    filled = tuple(dataclasses.replace(item, enum=found) for item, found in zip(parameters, values, strict=False))
    rest = values[len(parameters) :]
    return filled, tuple(dataclasses.replace(item, enum=found) for item, found in zip(body, rest, strict=True))
