"""The facts of an OpenAPI 3.1 description, as a document of it would state them, examples and samples included.

Beside what OpenAPI says, the description states where the document puts things otherwise: `x-documented-version`,
`x-documented-heading` and `x-documented-error-codes`. Texts are no facts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from document.description_schemas import LINE, SCHEMA, Schemas, read_enum, read_example, read_shape
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
            request=self._request(method, self._url(route, own + shared), body, responses),
            samples=tuple(Sample(line=LINE, language=language) for language in READERS),
            parameters=tuple(_parameter(item) for item in own + shared),
            body=body,
            responses=responses,
            authentication=self._authentication(part),
            error_codes=tuple(_error_code(item) for item in codes),
        )

    def _url(self, route: str, parameters: list[Part]) -> str:
        """Return the URL that a sample calls: examples in the path, and required parameters in the query."""
        shown: dict[str, Json] = {}
        query: list[tuple[str, Json]] = []
        for item in parameters:
            place, name, schema = item.text("in"), item.text("name"), item.part("schema", *SCHEMA)
            if place == "path":
                shown[name] = read_example(schema)
            elif place == "query" and item.flag("required"):
                query.append((name, read_example(schema)))
            elif "examples" in schema:
                raise schema.error("examples must not be given: the document shows none")
        path = re.sub(r"\{([^}]*)\}", lambda found: str(shown.get(found[1], "")), route)
        return self._server + path + (f"?{urlencode(query)}" if query else "")

    def _request(self, method: str, url: str, body: Body | None, responses: tuple[Response, ...]) -> Request:
        headers = {"accept": JSON_TYPE} if any(item.shape for item in responses) else {}
        headers |= {"content-type": body.content_type} if body else {}
        value = body.example.value if body else None
        return Request(method=method, url=url, headers=headers, has_body=body is not None, body=value)

    def _body(self, part: Part) -> Body | None:
        if "requestBody" not in part:
            return None
        body = part.part("requestBody", "required", "content")
        schema = _content(body)
        shape = read_shape(schema)
        example = Example(line=LINE, value=self._schemas.example(shape, schema, "readOnly"))
        return Body(line=LINE, content_type=JSON_TYPE, shape=shape, required=body.flag("required"), example=example)

    def _responses(self, part: Part) -> tuple[Response, ...]:
        """Read the answers; as in the format, the first with a schema has the example."""
        found: list[Response] = []
        for status, item in part.members("content"):
            schema = _content(item) if "content" in item else None
            shape = read_shape(schema) if schema else None
            is_first = shape and schema and not any(other.shape for other in found)
            value = self._schemas.example(shape, schema, "writeOnly") if is_first and shape and schema else None
            examples = (Example(line=LINE, value=value),) if is_first else ()
            found.append(Response(line=LINE, status=status, shape=shape, examples=examples))
        return tuple(found)

    def _authentication(self, part: Part) -> Authentication:
        """Return the names of the schemes of an operation, its own or those of the description."""
        owner = part if "security" in part else self._top
        names = [" & ".join(choice.names()) or "None" for choice in _choices(owner)]
        return Authentication(line=LINE, schemes=tuple(names))


def _choices(owner: Part) -> list[Part]:
    values = owner.values("security")
    return [Part(value, f"{owner.place}/security", *(value if isinstance(value, dict) else ())) for value in values]


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
