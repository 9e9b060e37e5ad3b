"""The parameter table of an operation, its detailed descriptions and enumerated values."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from document_reader.enums import parameters_with_enums, read_enums
from document_reader.errors import DocumentError, excerpt
from document_reader.facts import Parameter, Property, Shape
from document_reader.lines import Cursor, Line, digest
from document_reader.properties import check_nesting
from document_reader.shapes import read_shape
from document_reader.tables import Row, read_name, read_required, read_table, read_text, says_deprecated

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("Name", "In", "Type", "Required", "Description")
PLACES = ("path", "query", "header", "cookie", "body")
DETAILS = "#### Detailed descriptions"
DETAIL = re.compile(r"\*\*([^*]+)\*\*: ?(.*)")
AFTER_DETAILS = re.compile(r"#|> |<h3 |`")
SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRow:
    """The row of the body itself."""

    line: int
    shape: Shape
    required: bool
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterTable:
    """What the section on parameters says."""

    parameters: tuple[Parameter, ...] = ()
    body: BodyRow | None = None
    properties: tuple[Property, ...] = ()


def read_parameters(cursor: Cursor, slug: str) -> ParameterTable:
    """Read the section, if the operation has one; `slug` is that of its heading."""
    heading = f'<h3 id="{slug}-parameters">Parameters</h3>'
    if cursor.peek().text != heading:
        return ParameterTable()
    line = cursor.take().number
    rows = read_table(cursor, COLUMNS, free="Description")
    if not rows:
        raise DocumentError(line, "the parameter table is empty", "it has a row for each parameter")
    table = _read_rows(rows, _read_details(cursor, rows))
    parameters, properties = parameters_with_enums(read_enums(cursor, "Parameter"), table.parameters, table.properties)
    return dataclasses.replace(table, parameters=parameters, properties=properties)


def _read_rows(rows: Sequence[Row], details: dict[int, str | None]) -> ParameterTable:
    parameters: list[Parameter] = []
    properties: list[Property] = []
    body: BodyRow | None = None
    for row in rows:
        text = details.get(row.line, read_text(row))
        if row["In"] != "body":
            if body is not None:
                raise DocumentError(row.line, "a parameter under the body", "the rows of the body come last")
            parameters.append(_read_parameter(row, parameters, text))
        elif body is None:
            body = _read_body(row, text)
        else:
            properties.append(_read_body_property(row, text))
    check_nesting(tuple(properties), 1)
    return ParameterTable(parameters=tuple(parameters), body=body, properties=tuple(properties))


def _read_parameter(row: Row, before: Sequence[Parameter], text: str | None) -> Parameter:
    place = row["In"]
    if place not in PLACES:
        raise DocumentError(row.line, f"In says {excerpt(place)}", f"it is one of {', '.join(PLACES)}")
    name, depth, struck = read_name(row)
    if depth or SPACE.search(name):
        raise DocumentError(row.line, f"Name says {excerpt(row['Name'])}", "a parameter is one word, without »")
    if any((place, name) == (other.place, other.name) for other in before):
        raise DocumentError(row.line, f"{place} parameter {excerpt(name)} stands twice", "a parameter has one row")
    required = read_required(row)
    if place == "path" and not required:
        raise DocumentError(row.line, f"path parameter {excerpt(name)} is optional", "a path parameter is required")
    return Parameter(
        line=row.line,
        place=place,
        name=name,
        shape=read_shape(row),
        required=required,
        deprecated=struck or says_deprecated(row["Description"]),
        text=text,
    )


def _read_body(row: Row, text: str | None) -> BodyRow:
    if row["Name"] != "body":
        raise DocumentError(row.line, f"Name says {excerpt(row['Name'])}", "the first row of a body is called body")
    return BodyRow(line=row.line, shape=read_shape(row), required=read_required(row), text=text)


def _read_body_property(row: Row, text: str | None) -> Property:
    name, depth, struck = read_name(row)
    if not depth:
        raise DocumentError(row.line, f"Name says {excerpt(row['Name'])}", "a property of the body starts with »")
    return Property(
        line=row.line,
        name=name,
        depth=depth,
        shape=read_shape(row),
        required=read_required(row),
        restrictions=None,
        deprecated=struck or says_deprecated(row["Description"]),
        text=text,
    )


def _read_details(cursor: Cursor, rows: Sequence[Row]) -> dict[int, str | None]:
    """Read the long descriptions by the line of their row; they come in the order of the rows."""
    if cursor.peek().text != DETAILS:
        return {}
    cursor.take()
    found: dict[int, list[Line]] = {}
    while not cursor.at_end() and not AFTER_DETAILS.match(cursor.peek().text):
        line = cursor.peek()
        start = DETAIL.fullmatch(line.text)
        owner = _owner(line, start, rows, max(found, default=0))
        found.setdefault(owner, []).append(Line(line.number, start[2] if start else line.text))
        cursor.prose.add(cursor.take().number)
    if not found:
        raise cursor.misplaced("a text for each long description, **NAME**: TEXT,")
    return {owner: digest(line.text for line in lines) for owner, lines in found.items()}


def _owner(line: Line, start: re.Match[str] | None, rows: Sequence[Row], last: int) -> int:
    """Return the line of the row whose long description starts here, or goes on; the row shows its first line."""
    if start is None and last:
        return last
    named = [row for row in rows if start is not None and row["Name"] == start[1] and row.line > last]
    if start is None or not named:
        rule = "each detailed description starts with **NAME**: and the name of a row above, in their order"
        raise DocumentError(line.number, f"cannot place {excerpt(line.text)}", rule)
    owner = next((row for row in named if row["Description"].strip() == start[2].strip()), None)
    if owner is None:
        rule = "the first line of a detailed description is the text of its row"
        raise DocumentError(line.number, f"the description of {excerpt(start[1])} starts otherwise", rule)
    return owner.line
