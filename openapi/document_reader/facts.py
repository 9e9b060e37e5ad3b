"""The facts of a reference, as typed records without any of its prose.

Layout of the facts file (written by `document_reader.layout`, UTF-8 JSON, keys and lists in document order)::

    document    sha256 of the file's bytes, and the number of its lines
    title       name, version (the last word of the heading, as printed) and text
    servers     url, and the variables of a templated one with default and values
    schemes     authentication schemes: kind, name, detail
    tags        name and text
    operations  id, heading, tag, method, route, deprecated, text; request (what the sample in every language sends);
                samples (one record a language); parameters; body; responses; response headers; authentication (the
                schemes that it names, empty if it requires none); error codes named in its prose
    schemas     name, text, example, properties, combined (the blocks of allOf, oneOf, anyOf)
    lines       JSON Pointer (RFC 6901) of each fact above -> the line of the document that it stands on

Line numbers have a section of their own so that a diff of two versions shows the changed facts first and alone: a line
inserted in the document moves all numbers below it, but changes no fact.

A member whose record gives it a default below is left out of the file where it has that value.

Prose is never stored. `text` is its fingerprint: 12 hexadecimal digits of the SHA-256 of the words, null where
the document has none. A changed fingerprint in a diff says which text to read again.
"""

from __future__ import annotations

from dataclasses import dataclass

from document_reader.records import Block, Example, Json, Property, Shape, Value

__all__ = [
    "Authentication",
    "Block",
    "Body",
    "ErrorCode",
    "Example",
    "Facts",
    "Json",
    "Operation",
    "Parameter",
    "Property",
    "Request",
    "Response",
    "ResponseHeader",
    "Sample",
    "Schema",
    "Scheme",
    "Server",
    "Shape",
    "Tag",
    "Title",
    "Value",
    "Variable",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The main heading: `name` and `version`, the latter as printed (`v1`); `text` covers introduction and contact."""

    line: int
    name: str
    version: str
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A variable of a templated server URL."""

    line: int
    name: str
    default: str
    values: tuple[str, ...]
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A base URL."""

    line: int
    url: str
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """An authentication scheme: `kind` is apiKey, http or oauth2.

    `name` is the key's own name (None for the other kinds); `detail` is the header or query name and place of a key,
    the scheme of http, the flows of oauth2 with their addresses and scopes.
    """

    line: int
    kind: str
    name: str | None
    detail: tuple[str, ...]
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A group of operations."""

    line: int
    name: str
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A row of a parameter table, `place` is path, query, header or cookie."""

    line: int
    place: str
    name: str
    shape: Shape
    required: bool
    deprecated: bool = False
    enum: tuple[Value, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The request body; `properties` has rows only where the schema is written inline."""

    line: int
    content_type: str
    shape: Shape
    required: bool
    example: Example
    properties: tuple[Property, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCode:
    """An error code that an operation's prose or a response's description names, with the HTTP status beside it."""

    line: int
    code: int
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A documented answer; `status` is three digits, a range such as 4XX, or `default`.

    `shape` is None without a schema; `inline` tells that `properties` and `combined` describe it here.
    """

    line: int
    status: str
    shape: Shape | None = None
    inline: bool = False
    examples: tuple[Example, ...] = ()
    properties: tuple[Property, ...] = ()
    combined: tuple[Block, ...] = ()
    error_codes: tuple[ErrorCode, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseHeader:
    """A row of the response header table."""

    line: int
    status: str
    name: str
    shape: Shape
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A code sample in `language`; all of an operation's samples send its `request`."""

    line: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a sample sends; `has_body` tells a body that is JSON null from none. Header names are lower case."""

    method: str
    url: str
    headers: dict[str, str]
    has_body: bool = False
    body: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """The schemes that an operation accepts, as printed; empty where it requires none."""

    line: int
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation; `line` is that of its heading, `id_line` of its anchor, `route_line` of its method and route."""

    line: int
    id_line: int
    route_line: int
    id: str
    heading: str
    tag: str
    method: str
    route: str
    deprecated: bool = False
    text: str | None = None
    request: Request
    samples: tuple[Sample, ...]
    parameters: tuple[Parameter, ...]
    body: Body | None = None
    responses: tuple[Response, ...]
    response_headers: tuple[ResponseHeader, ...] = ()
    authentication: Authentication
    error_codes: tuple[ErrorCode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A named schema."""

    line: int
    name: str
    text: str | None = None
    example: Example
    properties: tuple[Property, ...]
    combined: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All facts of one document."""

    sha256: str
    line_count: int
    title: Title
    servers: tuple[Server, ...]
    schemes: tuple[Scheme, ...] = ()
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    schemas: tuple[Schema, ...]
