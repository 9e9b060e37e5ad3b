"""Tags and their operations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from document_reader.error_codes import codes_in
from document_reader.errors import DocumentError, excerpt
from document_reader.facts import Authentication, Body, Example, Operation, Request, Sample, Tag, Title
from document_reader.front import slug
from document_reader.json_text import parse_fence
from document_reader.lines import Cursor, Fence, digest
from document_reader.parameters import ParameterTable, read_parameters
from document_reader.responses import read_response_headers, read_responses
from document_reader.samples import READERS, read_samples
from document_reader.tables import says_deprecated

if TYPE_CHECKING:
    from collections.abc import Sequence

TAG = re.compile(r'<h1 id="([^"]*)">(.+)</h1>')
HEADING = re.compile(r"## (~~)?(\S(?:[^~]*[^~\s])?)(~~)?")
ANCHOR = re.compile(r'<a id="opId([A-Za-z0-9_.-]+)"></a>')
ROUTE = re.compile(r"`([A-Z]+) (/[^\s`?#]*)`")
DEPRECATED = re.compile(r"[*_>! ]*(?:This operation is )?deprecated[.!*_ ]*", re.IGNORECASE)
BODY = "> Body parameter"
BODY_TEXT = re.compile(r"> (.+)")
NO_AUTHENTICATION = "This operation does not require authentication"
AUTHENTICATION = "To perform this operation, you must be authenticated by means of one of the following methods:"
ASIDES = ('<aside class="success">', '<aside class="warning">')
ASIDE_END = "</aside>"
JSON_TYPE = re.compile(r"(application|text)/(\S+\+)?json(; *charset=\S+)?")
SCHEMES = re.compile(r"[\w.-]+(?: \( Scopes: [^(),]+ \))?(?:(?:, | & )[\w.-]+(?: \( Scopes: [^(),]+ \))?)*")


def read_operations(cursor: Cursor, title: Title) -> tuple[tuple[Tag, ...], tuple[Operation, ...]]:
    """Read all tags with their operations, up to the schemas."""
    tags: list[Tag] = []
    operations: list[Operation] = []
    while not cursor.at_end() and cursor.peek().text != "# Schemas":
        tag = _read_tag(cursor, title)
        if any(other.name == tag.name for other in tags):
            raise DocumentError(tag.line, f"tag {excerpt(tag.name)} stands twice", "a tag has one section")
        tags.append(tag)
        while cursor.peek().text.startswith("## "):
            operations.append(_read_operation(cursor, tag.name, operations))
        if not operations or operations[-1].tag != tag.name:
            raise cursor.misplaced("an operation, ## NAME, must stand under the tag")
    return tuple(tags), tuple(operations)


def _read_tag(cursor: Cursor, title: Title) -> Tag:
    line, found = cursor.match(TAG, 'a tag, <h1 id="…">NAME</h1>, an operation, ## NAME, or # Schemas')
    anchor = f"{slug(title.name)}-{slug(found[2])}"
    if found[1] != anchor:
        raise DocumentError(line, f"anchor {excerpt(found[1])}", f"the anchor of this tag is {anchor!r}")
    text = digest(part.text for part in cursor.take_prose())
    return Tag(line=line, name=found[2], text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The part of an operation above its prose."""

    line: int
    id_line: int
    route_line: int
    heading: str
    id: str
    method: str
    route: str
    samples: tuple[Sample, ...]
    request: Request


def _read_operation(cursor: Cursor, tag: str, before: Sequence[Operation]) -> Operation:
    head, struck = _read_head(cursor, before)
    prose = cursor.take_prose()
    text = [part for part in prose if not DEPRECATED.fullmatch(part.text)]
    said = len(text) < len(prose) or (bool(text) and says_deprecated(text[0].text))
    deprecated = struck | said | _read_deprecation(cursor)
    body_text, example = _read_body_example(cursor, head.request)
    anchor = head.heading.lower().replace(" ", "-")
    table = read_parameters(cursor, anchor)
    body = _make_body(head, table, example, body_text)
    responses = read_responses(cursor, anchor)
    headers = read_response_headers(cursor, responses)
    deprecated |= _read_deprecation(cursor)
    return Operation(
        line=head.line,
        id_line=head.id_line,
        route_line=head.route_line,
        id=head.id,
        heading=head.heading,
        tag=tag,
        method=head.method,
        route=head.route,
        deprecated=deprecated,
        text=digest(part.text for part in text),
        request=head.request,
        samples=head.samples,
        parameters=table.parameters,
        body=body,
        responses=responses,
        response_headers=headers,
        authentication=_read_authentication(cursor),
        error_codes=codes_in(text),
    )


def _read_head(cursor: Cursor, before: Sequence[Operation]) -> tuple[Head, bool]:
    """Read heading, anchor, samples and route; the second value tells a deprecated operation."""
    line, heading = cursor.match(HEADING, "the heading of an operation")
    if bool(heading[1]) != bool(heading[3]):
        raise DocumentError(line, f"heading {excerpt(heading[0])}", "a deprecated operation stands between two ~~")
    id_line, anchor = cursor.match(ANCHOR, 'the anchor of the operation, <a id="opIdNAME"></a>,')
    if any(anchor[1] == other.id for other in before):
        raise DocumentError(id_line, f"operation {anchor[1]} stands twice", "an operationId is unique")
    deprecated = bool(heading[1]) | heading[2].lower().endswith("(deprecated)") | _read_deprecation(cursor)
    samples, request = _read_samples(cursor)
    route_line, route = cursor.match(ROUTE, "method and route, `METHOD /path`,")
    if any(route.groups() == (other.method, other.route) for other in before):
        raise DocumentError(route_line, f"route {route[0]} stands twice", "a method and route name one operation")
    head = Head(
        line=line,
        id_line=id_line,
        route_line=route_line,
        heading=heading[2],
        id=anchor[1],
        method=route[1],
        route=route[2],
        samples=samples,
        request=request,
    )
    return head, deprecated


def _read_deprecation(cursor: Cursor) -> bool:
    """Read a mark of deprecation: a line of its own, or an aside that holds one; widdershins itself prints none."""
    if cursor.peek().text in ASIDES and DEPRECATED.fullmatch(cursor.second().text):
        cursor.take()
        cursor.take()
        cursor.literal(ASIDE_END, "the end of the aside")
        return True
    return cursor.try_match(DEPRECATED) is not None


def _read_samples(cursor: Cursor) -> tuple[tuple[Sample, ...], Request]:
    """Read one code sample in every language."""
    cursor.literal("> Code samples", "the heading of the samples")
    fences: list[Fence] = []
    left = list(READERS)
    while left:
        fences.append(cursor.fence(left, "a code sample"))
        left.remove(fences[-1].language)
    samples = tuple(Sample(line=fence.number, language=fence.language) for fence in fences)
    return samples, read_samples(fences)


def _read_body_example(cursor: Cursor, request: Request) -> tuple[str | None, Example | None]:
    """Read the example of the request body, with the description above it, if any."""
    if cursor.peek().text != BODY and not request.has_body:
        return None, None
    cursor.literal(BODY, "the heading of the body that the samples send")
    label = cursor.try_match(BODY_TEXT)
    if label:
        cursor.prose.add(label[0])
    fence = cursor.fence(("json",), "the example body")
    value = parse_fence(fence, "the example")
    return digest([label[1][1]]) if label else None, Example(line=fence.number, value=value)


def _make_body(head: Head, table: ParameterTable, example: Example | None, text: str | None) -> Body | None:
    """Put together what row, example and samples say of the body: all of them do, or none."""
    row, request = table.body, head.request
    content_type = request.headers.get("content-type", "")
    if row is None and example is None and not request.has_body and not content_type:
        return None
    if row is None or example is None or not request.has_body:
        line = row.line if row else example.line if example else head.samples[0].line
        rule = "a body has a row in the parameter table, an example, and is sent by the samples"
        raise DocumentError(line, f"operation {head.id} has part of a body", rule)
    if not JSON_TYPE.fullmatch(content_type):
        rule = "a body is sent as JSON (content-type application/json or one that ends in +json)"
        raise DocumentError(head.samples[0].line, f"the samples send the body as {excerpt(content_type)}", rule)
    return Body(
        line=row.line,
        content_type=content_type,
        shape=row.shape,
        required=row.required,
        example=example,
        properties=table.properties,
        text=digest(part for part in (row.text, text) if part),
    )


def _read_authentication(cursor: Cursor) -> Authentication:
    """Read the aside that ends an operation."""
    opening = cursor.peek()
    if opening.text not in ASIDES:
        raise cursor.misplaced("the aside on authentication must end the operation (callbacks and links are unknown)")
    cursor.take()
    if opening.text == ASIDES[0]:
        cursor.literal(NO_AUTHENTICATION, "the aside")
        schemes: tuple[str, ...] = ()
    else:
        cursor.literal(AUTHENTICATION, "the aside")
        schemes = tuple(cursor.match(SCHEMES, "the list of authentication schemes")[1][0].split(", "))
    cursor.literal(ASIDE_END, "the end of the aside")
    return Authentication(line=opening.number, schemes=schemes)
