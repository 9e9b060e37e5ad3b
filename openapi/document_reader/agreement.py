"""What must hold between the parts of a document: samples and operations, links and schemas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from document_reader.errors import DocumentError, excerpt
from document_reader.json_text import first_difference, pointer, printed_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document_reader.facts import Block, Facts, Operation, Property, Scheme, Server, Shape

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check_agreement(facts: Facts) -> None:
    """Raise where a sample contradicts its operation, or a link goes to a schema that the document does not have."""
    for operation in facts.operations:
        check_route(operation)
        check_url(operation, facts.servers[0])
        check_headers(operation, facts.schemes)
        check_body(operation)
    names = {schema.name for schema in facts.schemas}
    for line, shape in _shapes(facts):
        if shape.reference is not None and shape.reference not in names:
            rule = f"there is no schema of that name among: {', '.join(sorted(names)) or 'none'}"
            raise DocumentError(line, f"link to {shape.reference}", rule)


def check_route(operation: Operation) -> None:
    """Raise where the placeholders of the route are not the path parameters."""
    placeholders = PLACEHOLDER.findall(operation.route)
    paths = {item.name: item.line for item in operation.parameters if item.place == "path"}
    if len(set(placeholders)) < len(placeholders) or "{" in PLACEHOLDER.sub("", operation.route):
        raise DocumentError(operation.route_line, f"route {operation.route}", "a placeholder is {name}, each once")
    for name in placeholders:
        if name not in paths:
            rule = "each placeholder of a route has a path row in the parameter table"
            raise DocumentError(operation.route_line, f"placeholder {{{name}}} of the route", rule)
    for name, line in paths.items():
        if name not in placeholders:
            raise DocumentError(line, f"path parameter {name}", f"it is no placeholder of {operation.route}")


def check_url(operation: Operation, server: Server) -> None:
    """Raise where the samples call another method, server or path, or a query name that is not documented."""
    request = operation.request
    line = operation.samples[0].line
    if request.method != operation.method:
        rule = f"the samples from line {line} on send {request.method}"
        raise DocumentError(operation.route_line, f"the operation is {operation.method} {operation.route}", rule)
    base, query = request.url.partition("?")[::2]
    root = _url_pattern(server.url.rstrip("/"))
    rule = f"the samples from line {line} on call {excerpt(base, 120)}"
    if not re.match(f"{root}(?:/|$)", base):
        raise DocumentError(server.line, f"the server is {server.url}", rule)
    if not re.fullmatch(re.sub(r"(?<!:)//+", "/", root + _url_pattern(operation.route)), base):
        raise DocumentError(operation.route_line, f"the route is {operation.route} on {server.url}", rule)
    sent = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
    known = {item.name: item.required for item in operation.parameters if item.place == "query"}
    for name, _ in sent:
        if name not in known:
            raise DocumentError(line, f"the samples send the query parameter {name}", "it has no row in the table")
    missing = [name for name, required in known.items() if required and name not in dict(sent)]
    if query and missing:
        rule = "samples with a query send every required query parameter"
        raise DocumentError(line, f"the samples do not send {', '.join(missing)}", rule)


def _url_pattern(url: str) -> str:
    """Return a pattern for a templated URL; a value is at least one character and holds no slash."""
    return "".join(r"[^/?#{}]+" if index % 2 else re.escape(part) for index, part in enumerate(PLACEHOLDER.split(url)))


def check_headers(operation: Operation, schemes: tuple[Scheme, ...]) -> None:
    """Raise where the samples lack a header that the operation calls for, or send one that it does not know."""
    line = operation.samples[0].line
    sent = set(operation.request.headers)
    needed = {"content-type"} if operation.body else set[str]()
    needed |= {"accept"} if any(item.inline or item.shape for item in operation.responses) else set()
    needed |= {item.name.lower() for item in operation.parameters if item.place == "header" and item.required}
    allowed = needed | {item.name.lower() for item in operation.parameters if item.place == "header"}
    if operation.authentication.schemes:
        keys = {item.detail[1].lower() for item in schemes if item.kind == "apiKey" and item.detail[0] == "header"}
        allowed |= {"authorization"} | keys
    for name in sorted(needed - sent):
        raise DocumentError(line, f"the samples of {operation.id} do not send {name}", "the operation calls for it")
    for name in sorted(sent - allowed):
        rule = "a header is accept, content-type, a header parameter or authentication that the operation names"
        raise DocumentError(line, f"the samples of {operation.id} send {name}", rule)


def check_body(operation: Operation) -> None:
    """Raise where the samples send another body than the example above the parameters."""
    if operation.body is None:
        return
    example = operation.body.example
    place = first_difference(example.value, operation.request.body)
    if place is not None:
        line = example.line + 1 + printed_line(example.value, place)
        rule = f"it is the body that the samples of {operation.id} send"
        raise DocumentError(line, f"the example body differs at {pointer(place)}", rule)


def _shapes(facts: Facts) -> Iterator[tuple[int, Shape]]:
    """Yield every type of the document with its line."""
    for operation in facts.operations:
        yield from ((item.line, item.shape) for item in operation.parameters)
        yield from ((item.line, item.shape) for item in operation.response_headers)
        if operation.body:
            yield operation.body.line, operation.body.shape
            yield from _of_rows(operation.body.properties, ())
        for response in operation.responses:
            if response.shape:
                yield response.line, response.shape
            yield from _of_rows(response.properties, response.combined)
    for schema in facts.schemas:
        yield from _of_rows(schema.properties, schema.combined)


def _of_rows(properties: tuple[Property, ...], combined: tuple[Block, ...]) -> Iterator[tuple[int, Shape]]:
    for rows in (properties, *(block.properties for block in combined)):
        yield from ((item.line, item.shape) for item in rows)
