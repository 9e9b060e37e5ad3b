r"""The type cell: `string(date)`, `[Sheet](#schemasheet)\|null`, `[[Sheet](#schemasheet)]`, `array[string]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from document_reader.errors import DocumentError, excerpt
from document_reader.facts import Shape

if TYPE_CHECKING:
    from document_reader.tables import Row

TYPES = frozenset({"string", "number", "integer", "boolean", "object", "array", "any", "null"})
COMBINED_ITEMS = frozenset({"oneOf", "anyOf", "allOf", "not"})
NULL = "\\|null"

_LINK = r"\[(?P<name>[A-Za-z0-9_.-]+)\]\(#schema(?P<target>[a-z0-9_.-]+)\)"
REFERENCE = re.compile(_LINK + r"(?:\((?P<format>[A-Za-z0-9_.-]+)\))?")
ARRAY_OF_REFERENCES = re.compile(r"\[" + _LINK + r"\]")
ARRAY = re.compile(r"(?:array)?\[(?P<type>[A-Za-z]+)\]")
PLAIN = re.compile(r"(?P<type>[a-z]+)(?:\((?P<format>[A-Za-z0-9_.-]+)\))?")


def read_shape(row: Row, column: str = "Type") -> Shape:
    """Read the type cell of `row`; an unknown type or a link to another anchor than its text is an error."""
    cell = row[column]
    nullable = cell.endswith(NULL)
    bare = cell.removesuffix(NULL)
    for array, pattern in ((True, ARRAY_OF_REFERENCES), (False, REFERENCE)):
        link = pattern.fullmatch(bare)
        if link:
            return _reference(row.line, link, array=array, nullable=nullable)
    items = ARRAY.fullmatch(bare)
    if items and items["type"] in TYPES | COMBINED_ITEMS:
        return Shape(type=items["type"], array=True, nullable=nullable)
    plain = PLAIN.fullmatch(bare)
    if plain and plain["type"] in TYPES:
        return Shape(type=plain["type"], format=plain["format"], nullable=nullable)
    rule = f"a type is one of {', '.join(sorted(TYPES))}, a link to a schema, or an array of these"
    raise DocumentError(row.line, f"{column} says {excerpt(cell)}", rule)


def _reference(line: int, link: re.Match[str], *, array: bool, nullable: bool) -> Shape:
    name, target = link["name"], link["target"]
    if target != name.lower():
        rule = f"a link to {name} goes to #schema{name.lower()}"
        raise DocumentError(line, f"link [{name}] goes to #schema{target}", rule)
    return Shape(format=link.groupdict().get("format"), reference=name, array=array, nullable=nullable)
