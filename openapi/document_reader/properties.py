"""Property tables: of named schemas and of schemas written inline, with the blocks of combined ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from document_reader.errors import DocumentError, excerpt
from document_reader.facts import Block, Property
from document_reader.shapes import read_shape
from document_reader.tables import (
    Row,
    read_name,
    read_required,
    read_restrictions,
    read_table,
    read_text,
    says_deprecated,
)

if TYPE_CHECKING:
    from document_reader.lines import Cursor

COLUMNS = ("Name", "Type", "Required", "Restrictions", "Description")
COMBINE = re.compile(r"\*(oneOf|anyOf|allOf|not|and|or|xor|continued)(?: - discriminator: ([^*]+))?\*")
ANONYMOUS = "*anonymous*"
ADDITIONAL = "**additionalProperties**"
NAME = re.compile(r"[^|*\s](?:[^|*]*[^|*\s])?")


def read_properties(cursor: Cursor) -> tuple[Property, ...]:
    """Read one property table; names are unique among their siblings and nest one level at a time."""
    rows = read_table(cursor, COLUMNS, free="Description")
    properties = tuple(_read_property(row) for row in rows)
    check_nesting(properties)
    return properties


def _read_property(row: Row) -> Property:
    name, depth, struck = read_name(row)
    if not NAME.fullmatch(name) and name not in (ANONYMOUS, ADDITIONAL):
        raise DocumentError(row.line, f"Name says {excerpt(name)}", f"a name, {ANONYMOUS} or {ADDITIONAL}")
    return Property(
        line=row.line,
        name=name,
        depth=depth,
        shape=read_shape(row),
        required=read_required(row),
        restrictions=read_restrictions(row),
        deprecated=struck or says_deprecated(row["Description"]),
        text=read_text(row),
    )


def check_nesting(properties: tuple[Property, ...], outer: int | None = None) -> None:
    """Raise where a row is deeper than one level below the row before it, or a sibling has its name already."""
    names: list[set[str]] = []
    base = properties[0].depth if outer is None and properties else outer or 0
    for item in properties:
        level = item.depth - base
        if level < 0 or level > len(names):
            rule = "a nested row is one » deeper than the row that it belongs to"
            raise DocumentError(item.line, f"property {excerpt(item.name)} has {item.depth} »", rule)
        del names[level + 1 :]
        if level == len(names):
            names.append(set())
        if item.name in names[level] and item.name != ANONYMOUS:
            raise DocumentError(item.line, f"property {excerpt(item.name)} stands twice", "a property has one row")
        names[level].add(item.name)


def read_blocks(cursor: Cursor) -> tuple[Block, ...]:
    """Read the blocks of a combined schema, if any: a title such as *xor* and a table."""
    blocks: list[Block] = []
    while found := cursor.try_match(COMBINE):
        line, match = found
        properties = read_properties(cursor)
        blocks.append(Block(line=line, combine=match[1], discriminator=match[2], properties=properties))
    return tuple(blocks)
