"""The named schemas at the end of a reference."""

from __future__ import annotations

import re

from document_reader.enums import read_enums, schema_with_enums
from document_reader.errors import DocumentError
from document_reader.facts import Example, Property, Schema
from document_reader.json_text import parse_fence
from document_reader.lines import Cursor, digest
from document_reader.properties import COMBINE, read_blocks, read_properties

HEADING = "# Schemas"
NAME = re.compile(r'<h2 id="tocS([^"]+)">([A-Za-z0-9_.-]+)</h2>')
PROPERTIES = "### Properties"
NOTHING = "*None*"
EMPHASIS = re.compile(r"\*.+\*", re.DOTALL)
LINK = re.compile(r'<a href="[^"]*">[^<]*</a>')


def read_schemas(cursor: Cursor) -> tuple[Schema, ...]:
    """Read all schemas, if the document has any; nothing may follow them."""
    schemas: list[Schema] = []
    if cursor.at_end():
        return ()
    cursor.literal(HEADING, "the heading of the schemas, or the next operation or tag,")
    while not cursor.at_end():
        schema = _read_schema(cursor)
        if any(other.name.lower() == schema.name.lower() for other in schemas):
            raise DocumentError(schema.line, f"schema {schema.name} stands twice", "names differ in more than case")
        schemas.append(schema)
    return tuple(schemas)


def _read_schema(cursor: Cursor) -> Schema:
    line, found = cursor.match(NAME, 'a schema, <h2 id="tocSname">Name</h2>,')
    name = found[2]
    if found[1] != name.lower():
        raise DocumentError(line, f"anchor tocS{found[1]}", f"the anchor of {name} is tocS{name.lower()}")
    cursor.literal(f'<a id="schema{name.lower()}"></a>', f"the anchor of {name}")
    fence = cursor.fence(("json",), f"the example of {name}")
    example = Example(line=fence.number, value=parse_fence(fence, "the example"))
    text = _read_text(cursor)
    cursor.literal(PROPERTIES, f"the heading of the properties of {name}")
    properties = _read_rows(cursor)
    combined = read_blocks(cursor)
    rows = read_enums(cursor, "Property")
    properties, combined = schema_with_enums(rows, properties, combined)
    return Schema(line=line, name=name, text=text, example=example, properties=properties, combined=combined)


def _read_rows(cursor: Cursor) -> tuple[Property, ...]:
    """Read the plain property table; a combined schema has none, an empty one says so."""
    if cursor.peek().text == NOTHING:
        cursor.take()
        return ()
    return () if COMBINE.fullmatch(cursor.peek().text) else read_properties(cursor)


def _read_text(cursor: Cursor) -> str | None:
    """Read the description, between asterisks, and a link to further documentation."""
    lines = cursor.take_prose()
    if not lines:
        return None
    texts = [line.text for line in lines]
    links = texts[-1:] if LINK.fullmatch(texts[-1]) else []
    shown = "\n".join(texts[: len(texts) - len(links)])
    if shown and not EMPHASIS.fullmatch(shown):
        raise DocumentError(lines[0].number, "text without asterisks", "the description of a schema is *emphasised*")
    return digest([shown[1:-1], *links])
