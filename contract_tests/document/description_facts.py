"""The facts of an OpenAPI 3.1 description, as a document of it would state them, examples and samples included.

Beside what OpenAPI says, the description states where the document puts things otherwise: `x-documented-version`,
`x-documented-heading` and `x-documented-error-codes`. Texts are no facts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from document.description_schemas import (
    ANSWER,
    LINE,
    REQUEST,
    SCHEMA,
    Schemas,
    read_enum,
    read_example,
    read_rows,
    read_shape,
)
from document.parts import Part
from document_reader.facts import (
    Authentication,
    Body,
    ErrorCode,
    Example,
    Facts,
    Operation,
    Parameter,
    Request,
    Response,
    ResponseHeader,
    Sample,
    Scheme,
    Server,
    Tag,
    Title,
)
from document_reader.samples import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document_reader.facts import Json

VERSION = "3.1.0"
JSON_TYPE = "application/json"
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
OPERATION = (
    "operationId",
    "tags",
    "deprecated",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "x-documented-heading",
    "x-documented-error-codes",
)


def description_facts(description: dict[str, Any]) -> Facts:
    """Return the facts of a description; DescriptionError names what a document of the format could not say."""
    top = Part(description, "", "openapi", "info", "servers", "security", "tags", "paths", "components")
    if top.value("openapi") != VERSION:
        raise top.error(f"openapi must be {VERSION}")
    components = top.part("components", "schemas", "securitySchemes")
    schemas = Schemas(components.map("schemas"))
    tags = tuple(Tag(line=LINE, name=part.text("name")) for part in top.parts("tags", "name"))
    order = [tag.name for tag in tags]
    operations = sorted(_Paths(top, schemas).operations(), key=lambda item: order.index(item.tag))
    return Facts(
        sha256="",
        line_count=0,
        title=_title(top.part("info", "title", "version", "x-documented-version")),
        servers=tuple(Server(line=LINE, url=part.text("url")) for part in top.parts("servers", "url")),
        schemes=tuple(_scheme(name, part) for name, part in components.map("securitySchemes").members("type")),
        tags=tags,
        operations=tuple(operations),
        schemas=schemas.read(),
    )


def _title(info: Part) -> Title:
    version = info.text("x-documented-version")
    return Title(line=LINE, name=info.text("title").removesuffix(f" {version}"), version=version)


def _scheme(name: str, part: Part) -> Scheme:
    return Scheme(line=LINE, kind=part.text("type"), name=name, detail=())


class _Paths:
    def __init__(self, top: Part, schemas: Schemas) -> None:
        self._top = top
        self._schemas = schemas
        self._server = top.parts("servers", "url")[0].text("url") if top.values("servers") else ""
        self._tags = [part.text("name") for part in top.parts("tags", "name")]

    def operations(self) -> Iterator[Operation]:
        """Yield the operations in the order of the paths."""
        for route, path in self._top.map("paths").members(*METHODS, "parameters"):
            shared = path.parts("parameters", "name", "in", "required", "schema", "deprecated")
            for method in path.names():
                if method != "parameters":
                    yield self._operation(route, method.upper(), path.part(method, *OPERATION), shared)

    def _operation(self, route: str, method: str, part: Part, shared: list[Part]) -> Operation:
        own = part.parts("parameters", "name", "in", "required", "schema", "deprecated")
        responses = self._responses(part.map("responses"))
        body = self._body(part)
        tags = part.values("tags")
        if len(tags) != 1 or tags[0] not in self._tags:
            raise part.error("tags must name one of the tags of the description")
        codes = part.parts("x-documented-error-codes", "code", "status")
        return Operation(
            line=LINE,
            id_line=LINE,
            route_line=LINE,
            id=part.text("operationId"),
            heading=part.text("x-documented-heading"),
            tag=str(tags[0]),
            method=method,
            route=route,
            deprecated=part.flag("deprecated"),
            request=self._request(method, route, own + shared, body, responses),
            samples=tuple(Sample(line=LINE, language=language) for language in READERS),
            parameters=tuple(_parameter(item) for item in own + shared),
            body=body,
            responses=responses,
            response_headers=tuple(_response_headers(part.map("responses"))),
            authentication=self._authentication(part),
            error_codes=tuple(_error_code(item) for item in codes),
        )

    def _request(
        self, method: str, route: str, parameters: list[Part], body: Body | None, responses: tuple[Response, ...]
    ) -> Request:
        """Return what the samples send: the parameters that have an example, and the body."""
        shown: dict[str, list[tuple[str, str]]] = {"path": [], "query": [], "header": []}
        for item in parameters:
            schema = item.part("schema", *SCHEMA)
            place = item.text("in")
            inner = schema.part("items", *SCHEMA) if "items" in schema else schema
            if place == "path" or "examples" in inner:
                shown.setdefault(place, []).append((item.text("name"), _printed(read_example(inner))))
        values = dict(shown["path"])
        path = re.sub(r"\{([^}]*)\}", lambda found: values.get(found[1], ""), route)
        headers = {"accept": JSON_TYPE} if any(item.shape or item.inline for item in responses) else {}
        headers |= {"content-type": body.content_type} if body else {}
        headers |= {name.lower(): value for name, value in shown["header"]}
        return Request(
            method=method,
            url=self._server + path + (f"?{urlencode(shown['query'])}" if shown["query"] else ""),
            headers=dict(sorted(headers.items())),
            has_body=body is not None,
            body=body.example.value if body else None,
        )

    def _body(self, part: Part) -> Body | None:
        if "requestBody" not in part:
            return None
        body = part.part("requestBody", "required", "content")
        schema = _content(body)
        return Body(
            line=LINE,
            content_type=JSON_TYPE,
            shape=read_shape(schema),
            required=body.flag("required"),
            example=Example(line=LINE, value=self._schemas.example(schema, REQUEST)),
            properties=tuple(read_rows(schema, depth=1)),
        )

    def _responses(self, part: Part) -> tuple[Response, ...]:
        """Read the answers; as in the format, the first with a schema has the example."""
        found: list[Response] = []
        for status, item in part.members("content", "headers"):
            if "content" not in item:
                found.append(Response(line=LINE, status=status))
                continue
            schema = _content(item)
            is_first = not any(other.shape or other.inline for other in found)
            examples = (Example(line=LINE, value=self._schemas.example(schema, ANSWER)),) if is_first else ()
            rows = tuple(read_rows(schema, depth=1))
            shape = None if rows else read_shape(schema)
            response = Response(
                line=LINE, status=status, shape=shape, inline=bool(rows), examples=examples, properties=rows
            )
            found.append(response)
        return tuple(found)

    def _authentication(self, part: Part) -> Authentication:
        """Return the names of the schemes of an operation, its own or those of the description."""
        owner = part if "security" in part else self._top
        names = [" & ".join(choice.names()) or "None" for choice in _choices(owner)]
        return Authentication(line=LINE, schemes=tuple(names))


def _choices(owner: Part) -> list[Part]:
    values = owner.values("security")
    return [Part(value, f"{owner.place}/security", *(value if isinstance(value, dict) else ())) for value in values]


def _printed(example: Json) -> str:
    """Write an example as it stands in a URL or a header."""
    return str(example).lower() if isinstance(example, bool) else str(example)


def _response_headers(part: Part) -> Iterator[ResponseHeader]:
    for status, item in part.members("content", "headers"):
        for name, header in item.map("headers").members("schema"):
            shape = read_shape(header.part("schema", "type", "format"))
            yield ResponseHeader(line=LINE, status=status, name=name, shape=shape)


def _content(part: Part) -> Part:
    return part.part("content", JSON_TYPE).part(JSON_TYPE, "schema").part("schema", *SCHEMA)


def _parameter(part: Part) -> Parameter:
    schema = part.part("schema", *SCHEMA)
    return Parameter(
        line=LINE,
        place=part.text("in"),
        name=part.text("name"),
        shape=read_shape(schema),
        required=part.flag("required"),
        deprecated=part.flag("deprecated"),
        enum=read_enum(schema),
    )


def _error_code(part: Part) -> ErrorCode:
    return ErrorCode(line=LINE, code=part.number("code"), status=part.number("status"))
