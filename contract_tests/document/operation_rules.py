"""Rules for contradictions in routes and operations: each yields what it finds in the facts of a document."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from document.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document_reader.facts import Facts, Operation

PLACEHOLDER = re.compile(r"\{[^}]*\}")
NO_CONTENT = ("204", "205")


class Found(NamedTuple):
    """A subject, the line that it stands on (0 for the whole document), and what is wrong."""

    subject: str
    line: int
    text: str


def fold(name: str) -> str:
    """Return a name without case and underscores: two names that fold alike are spellings of one."""
    return name.replace("_", "").lower()


def _segments(operation: Operation) -> list[str]:
    return operation.route.split("/")[1:]


def query_case(facts: Facts) -> Iterator[Found]:
    """A filter is spelled in another case than the property that it filters on."""
    resources = Resources(facts)
    for operation in facts.operations:
        resource = resources.resource(operation)
        for item in operation.parameters:
            found = resources.follow(resource, item.name) if resource and item.place == "query" else None
            if found and found.spelling != item.name:
                yield Found(f"{operation.id}?{item.name}", item.line, f"the property is {found.spelling}")


def query_orphan(facts: Facts) -> Iterator[Found]:
    """A query parameter is neither a property of what the operation answers with, nor of its page."""
    resources = Resources(facts)
    for operation in facts.operations:
        known = [schema for schema in (resources.resource(operation), resources.paging(operation)) if schema]
        for item in operation.parameters:
            if item.place == "query" and known and not any(resources.follow(schema, item.name) for schema in known):
                yield Found(f"{operation.id}?{item.name}", item.line, f"{known[0].name} has no such property")


def query_description(facts: Facts) -> Iterator[Found]:
    """Of a filter and its property, only one is described."""
    resources = Resources(facts)
    for operation in facts.operations:
        resource = resources.resource(operation)
        for item in operation.parameters:
            found = resources.follow(resource, item.name) if resource and item.place == "query" else None
            if found and (found.property.text is None) != (item.text is None):
                bare = "filter" if item.text is None else "property"
                yield Found(f"{operation.id}?{item.name}", item.line, f"the {bare} is not described, its twin is")


def no_error_response(facts: Facts) -> Iterator[Found]:
    """An operation documents no error."""
    for operation in facts.operations:
        if not any(item.status[0] in "45" or item.status == "default" for item in operation.responses):
            yield Found(operation.id, operation.line, "no response with status 4xx, 5xx or default")


def no_authentication(facts: Facts) -> Iterator[Found]:
    """An operation requires no authentication, although the API keeps accounts."""
    if any("account" in name.lower() for item in facts.operations for name in PLACEHOLDER.findall(item.route)):
        for operation in facts.operations:
            if not operation.authentication.schemes:
                yield Found(operation.id, operation.line, "no authentication beside accounts")


def optional_body(facts: Facts) -> Iterator[Found]:
    """A body may be left out."""
    for operation in facts.operations:
        if operation.body and not operation.body.required:
            shown = operation.body.shape.reference or "inline"
            yield Found(operation.id, operation.body.line, f"the {shown} body is not required")


def error_code_in_prose(facts: Facts) -> Iterator[Found]:
    """An error code stands in prose, and no response has its status."""
    for operation in facts.operations:
        statuses = {item.status for item in operation.responses}
        for item in operation.error_codes:
            if str(item.status) not in statuses:
                text = f"code {item.code} with HTTP {item.status} stands in prose only"
                yield Found(f"{operation.id}.{item.code}", operation.line, text)


def no_page_parameters(facts: Facts) -> Iterator[Found]:
    """An answer has pages, and no parameter asks for one."""
    resources = Resources(facts)
    for operation in facts.operations:
        page = resources.paging(operation)
        if page and not any(item.place == "query" and "page" in item.name.lower() for item in operation.parameters):
            yield Found(operation.id, operation.line, f"the answer holds {page.name}, no parameter asks for a page")


def samples_without_query(facts: Facts) -> Iterator[Found]:
    """No sample shows a query parameter."""
    for operation in facts.operations:
        count = sum(item.place == "query" for item in operation.parameters)
        if count and not urlsplit(operation.request.url).query:
            yield Found(operation.id, operation.line, f"{count} query parameters, none of them in a sample")


def response_without_schema(facts: Facts) -> Iterator[Found]:
    """A success that has content by its status has no schema."""
    for operation in facts.operations:
        for item in operation.responses:
            if item.status[0] == "2" and item.status not in NO_CONTENT and not item.shape and not item.inline:
                yield Found(operation.id, item.line, f"status {item.status} has no schema")


def operation_id_case(facts: Facts) -> Iterator[Found]:
    """An operationId starts in another case than most."""
    upper = Counter(item.id[0].isupper() for item in facts.operations)
    for operation in facts.operations:
        if 2 * upper[operation.id[0].isupper()] < len(facts.operations):
            yield Found(operation.id, operation.line, "starts in another case than most operations")


def singular_segment(facts: Facts) -> Iterator[Found]:
    """A segment of a route is the singular of a segment elsewhere."""
    everywhere = {segment for operation in facts.operations for segment in _segments(operation)}
    for operation in facts.operations:
        for segment in _segments(operation):
            if segment and f"{segment}s" in everywhere:
                yield Found(operation.id, operation.line, f"{segment} here, {segment}s elsewhere")


def doubled_segment(facts: Facts) -> Iterator[Found]:
    """A segment of a route stands twice in a row."""
    for operation in facts.operations:
        parts = _segments(operation)
        for one, other in itertools.pairwise(parts):
            if one and one == other:
                yield Found(operation.id, operation.line, f"{one} stands twice")


def trailing_slash(facts: Facts) -> Iterator[Found]:
    """A route ends with a slash, and others do not."""
    ends = [operation.route.endswith("/") for operation in facts.operations]
    for operation, has_slash in zip(facts.operations, ends, strict=True):
        if has_slash and not all(ends):
            yield Found(operation.id, operation.line, "ends with a slash, others do not")


def partial_segment(facts: Facts) -> Iterator[Found]:
    """A placeholder is only part of its segment."""
    for operation in facts.operations:
        for segment in _segments(operation):
            if PLACEHOLDER.search(segment) and not PLACEHOLDER.fullmatch(segment):
                yield Found(operation.id, operation.line, f"segment {segment}")


def api_segment(facts: Facts) -> Iterator[Found]:
    """A route starts with api below a server whose URL has a path already."""
    if any(urlsplit(server.url).path.strip("/") for server in facts.servers):
        for operation in facts.operations:
            if "api" in _segments(operation):
                yield Found(operation.id, operation.line, "api below a base URL with a path")


def no_account(facts: Facts) -> Iterator[Found]:
    """A route lacks the account that most routes have."""
    having = [any("account" in name.lower() for name in PLACEHOLDER.findall(item.route)) for item in facts.operations]
    for operation, has_account in zip(facts.operations, having, strict=True):
        if not has_account and 2 * sum(having) > len(having):
            yield Found(operation.id, operation.line, "no account in the route, most have one")


def parameter_spelling(facts: Facts) -> Iterator[Found]:
    """A parameter is spelled in several ways."""
    spellings: dict[str, dict[str, None]] = {}
    for operation in facts.operations:
        for item in operation.parameters:
            spellings.setdefault(fold(item.name), {})[item.name] = None
    for names in spellings.values():
        if len(names) > 1:
            yield Found(next(iter(names)), 0, f"spelled {', '.join(names)}")
