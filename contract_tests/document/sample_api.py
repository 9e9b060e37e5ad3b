"""Builds the facts of invented APIs: rows and operations are given, examples and requests follow from them."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from document.sample_prose import say
from document_reader.facts import (
    Authentication,
    Block,
    Body,
    ErrorCode,
    Example,
    Json,
    Operation,
    Parameter,
    Property,
    Request,
    Response,
    ResponseHeader,
    Sample,
    Schema,
    Shape,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LANGUAGES = ("shell", "java", "csharp", "javascript--node", "php")
LINE = 0  # the writer decides where things stand; comparisons leave the lines out
DEFAULTS: dict[str, Json] = {
    "string": "string",
    "integer": 0,
    "number": 0,
    "boolean": True,
    "object": {},
    "any": None,
    "null": None,
    "array": [],
}


def values(*found: Json) -> tuple[Value, ...]:
    """Make enumerated values."""
    return tuple(Value(line=LINE, value=value) for value in found)


def row(name: str, shape: Shape, **more: object) -> Property:
    """Make a property row; `more` overrides depth 0, required False and the rest."""
    plain = Property(line=LINE, name=name, depth=0, shape=shape, required=False)
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]


def parameter(place: str, name: str, shape: Shape, **more: object) -> Parameter:
    """Make a parameter row; it is required only in a path, unless `more` says otherwise."""
    plain = Parameter(line=LINE, place=place, name=name, shape=shape, required=place == "path")
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]


def schema_block(combine: str, *rows: Property, discriminator: str | None = None) -> Block:
    """Make a block of a combined schema."""
    return Block(line=LINE, combine=combine, discriminator=discriminator, properties=rows)


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """Who sees an example: properties with the restriction `hidden` are left out, schemas in `seen` are cut short."""

    hidden: str | None = None
    seen: frozenset[str] = frozenset()


EVERYTHING, REQUEST, RESPONSE = View(), View("read-only"), View("write-only")


class Library:
    """The schemas of an API and the examples that are composed of them."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def add(
        self, name: str, *rows: Property, combined: Sequence[Block] = (), own: Json = None, text: str | None = None
    ) -> None:
        """Add a schema; `own` gives the example, or some of its plain properties, where they cannot be derived."""
        blank = Example(line=LINE, value=own)
        schema = Schema(line=LINE, name=name, example=blank, properties=rows, combined=tuple(combined), text=text)
        self.schemas[name] = schema
        derived = self._reference(name, EVERYTHING)
        self.schemas[name] = dataclasses.replace(schema, example=Example(line=LINE, value=derived))

    def example(self, shape: Shape, view: View = EVERYTHING, rows: Sequence[Property] = ()) -> Json:
        """Return the example of a value, which `rows` describe if it is an object written inline."""
        return self._value(shape, rows, None, view)

    def _object(self, rows: Sequence[Property], own: Json, view: View) -> dict[str, Json]:
        found: dict[str, Json] = {}
        given = own if isinstance(own, dict) else {}
        for item, inner in nest(rows):
            if view.hidden is None or item.restrictions != view.hidden:
                is_given = item.name in given and not item.shape.reference and not inner
                value = item.enum[0].value if item.enum else None
                found[item.name] = given[item.name] if is_given else self._value(item.shape, inner, value, view)
        return found

    def _value(self, shape: Shape, inner: Sequence[Property], first: Json, view: View) -> Json:
        if shape.reference:
            single = self._reference(shape.reference, view)
        elif inner:
            single = {} if is_opaque(inner) else self._object(inner, None, view)
        else:
            single = DEFAULTS[shape.type or "any"] if first is None else first
        return [single] if shape.array else single

    def _reference(self, name: str, view: View) -> Json:
        schema = self.schemas[name]
        if name in view.seen:
            return {}
        if schema.combined or is_opaque(schema.properties):
            return schema.example.value
        return self._object(schema.properties, schema.example.value, View(view.hidden, view.seen | {name}))


def is_opaque(rows: Sequence[Property]) -> bool:
    """Tell rows that do not name the members of an object."""
    return not rows or any("*" in item.name for item in rows)


def nest(rows: Iterable[Property]) -> list[tuple[Property, list[Property]]]:
    """Put the nested rows beside the row that they belong to."""
    found: list[tuple[Property, list[Property]]] = []
    for item in rows:
        if found and item.depth > found[0][0].depth:
            found[-1][1].append(item)
        else:
            found.append((item, []))
    return found


@dataclasses.dataclass(frozen=True, kw_only=True)
class Draft:
    """What is invented of an operation; examples and the request that its samples send follow from it."""

    id: str
    heading: str
    tag: str
    method: str
    route: str
    parameters: tuple[Parameter, ...] = ()
    body: Shape | None = None
    body_rows: tuple[Property, ...] = ()
    body_required: bool = False
    responses: tuple[Response, ...] = ()
    headers: tuple[ResponseHeader, ...] = ()
    schemes: tuple[str, ...] = ()
    sends: tuple[tuple[str, str], ...] = ()
    codes: tuple[tuple[int, int], ...] = ()
    deprecated: bool = False
    text: str = ""

    def finish(self, library: Library, server: str) -> Operation:
        """Return the operation with its examples and request."""
        prose = " ".join(
            [self.text, *(f"It ends with HTTP {status} and error code {code}." for code, status in self.codes)]
        )
        request = self._request(library, server)
        return Operation(
            line=LINE,
            id_line=LINE,
            route_line=LINE,
            id=self.id,
            heading=self.heading,
            tag=self.tag,
            method=self.method,
            route=self.route,
            deprecated=self.deprecated,
            text=say(prose) if prose.strip() else None,
            request=request,
            samples=tuple(Sample(line=LINE, language=language) for language in LANGUAGES),
            parameters=self.parameters,
            body=self._body(request),
            responses=tuple(self._response(item, library) for item in self.responses),
            response_headers=self.headers,
            authentication=Authentication(line=LINE, schemes=self.schemes),
            error_codes=tuple(ErrorCode(line=LINE, code=code, status=status) for code, status in self.codes),
        )

    def _request(self, library: Library, server: str) -> Request:
        shown = {(item.place, item.name): _plain(library.example(item.shape), item) for item in self.parameters}
        path = re.sub(r"\{([^}]*)\}", lambda found: shown["path", found[1]], self.route)
        needed = [
            (item.name, shown["query", item.name])
            for item in self.parameters
            if (item.place, item.required) == ("query", True)
        ]
        headers = {"content-type": "application/json"} if self.body else {}
        headers |= {"accept": "application/json"} if any(item.inline or item.shape for item in self.responses) else {}
        headers |= {name.lower(): value for (place, name), value in shown.items() if place == "header"}
        body = library.example(self.body, REQUEST, self.body_rows) if self.body else None
        return Request(
            method=self.method,
            url=server + path + (f"?{urlencode(needed)}" if needed else ""),
            headers=dict(sorted((headers | dict(self.sends)).items())),
            has_body=self.body is not None,
            body=body,
        )

    def _body(self, request: Request) -> Body | None:
        if self.body is None:
            return None
        return Body(
            line=LINE,
            content_type="application/json",
            shape=self.body,
            required=self.body_required,
            example=Example(line=LINE, value=request.body),
            properties=self.body_rows,
        )

    def _response(self, item: Response, library: Library) -> Response:
        """Give the example to the first response with a schema only, as the format does."""
        first = next((other for other in self.responses if other.inline or other.shape), None)
        if item is not first:
            return item
        shape = item.shape or Shape(type="object")
        return dataclasses.replace(
            item, examples=(Example(line=LINE, value=library.example(shape, RESPONSE, item.properties)),)
        )


def _plain(value: Json, item: Parameter) -> str:
    """Write the example of a parameter as it stands in a URL or header."""
    first = item.enum[0].value if item.enum else value
    inner = first[0] if isinstance(first, list) and first else first
    return str(inner).lower() if isinstance(inner, bool) else str(inner)
