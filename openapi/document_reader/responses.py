"""The answers of an operation: examples, the response table, inline schemas and response headers."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from document_reader.enums import read_enums, schema_with_enums
from document_reader.error_codes import codes_in
from document_reader.errors import DocumentError, excerpt
from document_reader.facts import Block, Example, Property, Response, ResponseHeader, Shape
from document_reader.json_text import parse_fence
from document_reader.lines import Cursor, Line, digest
from document_reader.properties import COMBINE, read_blocks, read_properties
from document_reader.shapes import read_shape
from document_reader.statuses import meaning
from document_reader.tables import Row, read_table, read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = "> Example responses"
LABEL = re.compile(r"> (.+)")
OWN_LABEL = re.compile(r"(\S+) Response")
STATUS = re.compile(r"[1-5]\d\d|[1-5]XX|[1-5]xx|default")
STATUS_CODE = re.compile(r"Status Code \*\*(\S+)\*\*")
BLOCK_TITLE = re.compile(r"\*(.+)\*")
COLUMNS = ("Status", "Meaning", "Description", "Schema")
HEADERS = "### Response Headers"
HEADER_COLUMNS = ("Status", "Header", "Type", "Format", "Description")

Labelled = list[tuple[int, str, Example]]


def read_responses(cursor: Cursor, slug: str) -> tuple[Response, ...]:
    """Read the examples and the table, and put each example beside its response."""
    examples = _read_examples(cursor)
    cursor.literal(f'<h3 id="{slug}-responses">Responses</h3>', "the heading of the responses")
    heading = cursor.peek().number
    rows = read_table(cursor, COLUMNS, free="Description")
    if not rows:
        raise DocumentError(heading, "the response table is empty", "it has a row for each response")
    statuses = [row["Status"] for row in rows]
    for index, row in enumerate(rows):
        if row["Status"] in statuses[:index]:
            raise DocumentError(row.line, f"status {row['Status']} stands twice", "a status has one row")
    found: dict[str, list[Example]] = {status: [] for status in statuses}
    for line, label, example in examples:
        found[_status_of(line, label, rows)].append(example)
    responses = [_read_response(row, found[row["Status"]]) for row in rows]
    _check_examples(examples, responses)
    return _read_inline(cursor, slug, responses)


def _read_examples(cursor: Cursor) -> Labelled:
    examples: Labelled = []
    if cursor.peek().text != EXAMPLES:
        return examples
    cursor.take()
    line, label = 0, ""
    while not examples or cursor.peek().text.startswith(("> ", "```")):
        if not label or cursor.peek().text.startswith("> "):
            line, match = cursor.match(LABEL, "the label of an example, > STATUS Response,")
            label = match[1]
        fence = cursor.fence(("json",), "an example response")
        examples.append((line, label, Example(line=fence.number, value=parse_fence(fence, "the example"))))
    return examples


def _status_of(line: int, label: str, rows: Sequence[Row]) -> str:
    """Return the status that the label of an example names, or whose description it repeats."""
    own = OWN_LABEL.fullmatch(label)
    same = [row["Status"] for row in rows if (own and own[1] == row["Status"]) or label == row["Description"]]
    if len(same) != 1:
        rule = "it reads `STATUS Response` with a status of the table below, or repeats the description of one response"
        raise DocumentError(line, f"label {excerpt(label)} of an example", rule)
    return same[0]


def _read_response(row: Row, examples: Sequence[Example]) -> Response:
    status = row["Status"]
    if not STATUS.fullmatch(status):
        raise DocumentError(
            row.line, f"Status says {excerpt(status)}", "it is 100 to 599, 4XX and the like, or default"
        )
    if row["Meaning"] != meaning(status):
        raise DocumentError(
            row.line, f"Meaning says {excerpt(row['Meaning'])}", f"for {status} it is {meaning(status)}"
        )
    inline = row["Schema"] == "Inline"
    shape = None if row["Schema"] in ("None", "Inline") else read_shape(row, "Schema")
    return Response(
        line=row.line,
        status=status,
        shape=shape,
        inline=inline,
        examples=tuple(examples),
        error_codes=codes_in([Line(row.line, row["Description"])], status),
        text=read_text(row),
    )


def _check_examples(examples: Labelled, responses: Sequence[Response]) -> None:
    """An example belongs to a response with a schema, and the first such response has one."""
    with_schema = [item for item in responses if item.inline or item.shape]
    for item in responses:
        if item.examples and item not in with_schema:
            rule = "a response with an example has a schema"
            raise DocumentError(item.line, f"response {item.status} has an example and no schema", rule)
    if with_schema and not examples:
        rule = "the first response with a schema has an example above the table"
        raise DocumentError(with_schema[0].line, f"response {with_schema[0].status} has no example", rule)


def _read_inline(cursor: Cursor, slug: str, responses: list[Response]) -> tuple[Response, ...]:
    """Read the tables of inline schemas into their responses."""
    heading = f'<h3 id="{slug}-responseschema">Response Schema</h3>'
    if cursor.peek().text != heading:
        return tuple(responses)
    cursor.take()
    inline = [index for index, item in enumerate(responses) if item.inline]
    while found := cursor.try_match(STATUS_CODE):
        line, match = found
        place = next((index for index in inline if responses[index].status == match[1]), None)
        if place is None:
            rule = "it names a response whose schema is Inline, in the order of the table"
            raise DocumentError(line, f"status code {excerpt(match[1])}", rule)
        inline = [index for index in inline if index > place]
        text, properties, combined = _read_tables(cursor)
        response = responses[place]
        text = digest(part for part in (response.text, text) if part)
        responses[place] = dataclasses.replace(response, properties=properties, combined=combined, text=text)
    return tuple(responses)


def _read_tables(cursor: Cursor) -> tuple[str | None, tuple[Property, ...], tuple[Block, ...]]:
    """Read title, property table, blocks and enumerated values of one inline schema."""
    text: str | None = None
    properties: tuple[Property, ...] = ()
    if not COMBINE.fullmatch(cursor.peek().text):
        title = cursor.try_match(BLOCK_TITLE)
        if title:
            text = digest([title[1][1]])
            cursor.prose.add(title[0])
        properties = read_properties(cursor)
    combined = read_blocks(cursor)
    rows = read_enums(cursor, "Property")
    return text, *schema_with_enums(rows, properties, combined)


def read_response_headers(cursor: Cursor, responses: Sequence[Response]) -> tuple[ResponseHeader, ...]:
    """Read the optional table of response headers."""
    if cursor.peek().text != HEADERS:
        return ()
    cursor.take()
    rows = read_table(cursor, HEADER_COLUMNS, free="Description")
    return tuple(_read_header(row, [item.status for item in responses]) for row in rows)


def _read_header(row: Row, statuses: Sequence[str]) -> ResponseHeader:
    if row["Status"] not in statuses:
        raise DocumentError(row.line, f"Status says {excerpt(row['Status'])}", "it is one of the responses above")
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", row["Header"]):
        raise DocumentError(row.line, f"Header says {excerpt(row['Header'])}", "it is a header name (RFC 9110)")
    shape: Shape = read_shape(row)
    if row["Format"] and not re.fullmatch(r"[A-Za-z0-9_.-]+", row["Format"]):
        raise DocumentError(row.line, f"Format says {excerpt(row['Format'])}", "it is one word or empty")
    shape = dataclasses.replace(shape, format=row["Format"] or shape.format)
    return ResponseHeader(line=row.line, status=row["Status"], name=row["Header"], shape=shape, text=read_text(row))
