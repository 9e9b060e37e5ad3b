"""Hypothesis strategies for the facts of invented APIs: names, types, enumerations, operations and schemas vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from document.sample_api import LINE, Draft, Library, parameter, row, values
from document.sample_prose import LONG_TEXTS, SENTENCES, say
from document_reader.facts import Facts, Response, Server, Shape, Tag, Title
from hypothesis import strategies as st

if TYPE_CHECKING:
    from document_reader.facts import Json, Parameter, Property, Value

NAMES = st.from_regex(r"[a-z][a-zA-Z0-9_]{0,9}", fullmatch=True)
WORDS = st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True)
SCHEMA_NAMES = st.from_regex(r"[A-Z][A-Za-z0-9_.]{0,7}[a-z0-9]", fullmatch=True)
SCALARS = ("string", "integer", "number", "boolean", "any")
FORMATS = {"string": ("date-time", "uuid", "hostname"), "integer": ("int32", "int64"), "number": ("double",)}
STATUSES = ("200", "201", "204", "400", "404", "422", "429", "500", "4XX", "default")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
TEXTS = st.none() | st.sampled_from(SENTENCES).map(say)
PARAMETER_TEXTS = TEXTS | st.sampled_from(LONG_TEXTS).map(say)


@st.composite
def shapes(draw: st.DrawFn, schemas: tuple[str, ...]) -> Shape:
    """Draw a type: plain, with a format, a link to one of `schemas`, an array of these; nullable or not."""
    array, nullable, is_link = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    if schemas and is_link:
        return Shape(reference=draw(st.sampled_from(schemas)), array=array, nullable=nullable)
    kind = draw(st.sampled_from(SCALARS))
    form = None if array else draw(st.none() | st.sampled_from(FORMATS.get(kind, ("any-word",))))
    return Shape(type=kind, format=form if kind in FORMATS else None, array=array, nullable=nullable)


@st.composite
def enums(draw: st.DrawFn, shape: Shape) -> tuple[Value, ...]:
    """Draw enumerated values that fit a type, or none."""
    kinds: dict[str | None, st.SearchStrategy[Json]] = {
        "string": NAMES.filter(lambda name: name != "null"),
        "integer": st.integers(-9, 99),
    }
    if shape.type not in kinds or shape.array or draw(st.booleans()):
        return ()
    found: list[Json] = draw(st.lists(kinds[shape.type], min_size=1, max_size=3, unique=True))
    return values(*found, None) if shape.nullable and draw(st.booleans()) else values(*found)


@st.composite
def rows(draw: st.DrawFn, schemas: tuple[str, ...], depth: int = 0) -> tuple[Property, ...]:
    """Draw the rows of an object; some hold rows of their own."""
    found: list[Property] = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=5, unique=True)):
        shape = draw(shapes(schemas))
        item = row(
            name,
            shape,
            depth=depth,
            required=draw(st.booleans()),
            restrictions=draw(st.sampled_from((None, None, "read-only", "write-only"))) if depth == 0 else None,
            deprecated=draw(st.sampled_from((False, False, True))),
            enum=draw(enums(shape)),
            text=draw(TEXTS),
        )
        found.append(item)
    if draw(st.booleans()):
        holder = row(f"{found[-1].name}_in", Shape(type="object", array=draw(st.booleans())), depth=depth)
        inner = row(f"{found[-1].name}_of", draw(shapes(schemas)), depth=depth + 1, required=draw(st.booleans()))
        found += [holder, inner]
    return tuple(found)


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Draw schemas; each refers to the ones before it and perhaps to itself."""
    library = Library()
    names = draw(st.lists(SCHEMA_NAMES, min_size=1, max_size=4, unique_by=str.lower))
    for index, name in enumerate(names):
        library.add(name, *draw(rows(tuple(names[: index + 1]))), text=draw(TEXTS))
    return library


@st.composite
def parameters(draw: st.DrawFn, placeholders: tuple[str, ...]) -> tuple[Parameter, ...]:
    """Draw the parameters of an operation: the placeholders of its route, and some in query and header."""
    found = [parameter("path", name, Shape(type="string"), text=draw(PARAMETER_TEXTS)) for name in placeholders]
    for name in draw(st.lists(NAMES, max_size=4, unique_by=str.lower)):
        shape = draw(shapes(()))
        plain = Shape(type=shape.type, format=shape.format, array=shape.array)
        place = draw(st.sampled_from(("query", "query", "header", "cookie")))
        is_required = draw(st.booleans())
        enum, text = draw(enums(plain)), draw(PARAMETER_TEXTS)
        found.append(parameter(place, name, plain, required=is_required, enum=enum, text=text))
    return tuple(found)


@st.composite
def drafts(draw: st.DrawFn, name: str, tag: str, schemas: tuple[str, ...]) -> Draft:
    """Draw an operation; its route starts with its name, so that no two are the same."""
    placeholders = tuple(draw(st.lists(NAMES, max_size=2, unique=True)))
    parts = [draw(st.sampled_from(("", "P"))) + f"{{{item}}}" for item in placeholders]
    statuses = draw(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=3, unique=True))
    responses = [Response(line=LINE, status=status, text=draw(TEXTS)) for status in statuses]
    shaped = Shape(reference=draw(st.sampled_from(schemas)), array=draw(st.booleans())) if draw(st.booleans()) else None
    responses[0] = Response(line=LINE, status=statuses[0], shape=shaped, text=draw(TEXTS))
    body = Shape(reference=draw(st.sampled_from(schemas))) if draw(st.booleans()) else None
    return Draft(
        id=name,
        heading=draw(st.lists(WORDS, min_size=1, max_size=3).map(" ".join)),
        tag=tag,
        method=draw(st.sampled_from(METHODS)),
        route="/" + "/".join([name, *parts]) + draw(st.sampled_from(("", "/"))),
        parameters=draw(parameters(placeholders)),
        body=body,
        body_required=draw(st.booleans()) if body else False,
        responses=tuple(responses),
        codes=tuple(draw(st.lists(st.tuples(st.integers(1, 99999), st.sampled_from((400, 404, 409))), max_size=2))),
        deprecated=draw(st.booleans()),
        text=draw(st.sampled_from(("", *SENTENCES))),
    )


@st.composite
def apis(draw: st.DrawFn) -> Facts:
    """Draw the facts of a whole API."""
    library = draw(libraries())
    schemas = tuple(library.schemas)
    tags = draw(st.lists(st.lists(WORDS, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=2, unique=True))
    names = draw(st.lists(NAMES, min_size=len(tags), max_size=3, unique=True))
    host = draw(st.sampled_from(("https://maps.example", "http://maps.example:8080/v1", "https://maps.example/a/b")))
    owners = [tags[min(index, len(tags) - 1)] for index in range(len(names))]
    operations = [draw(drafts(name, tag, schemas)) for name, tag in zip(names, owners, strict=True)]
    return Facts(
        sha256="",
        line_count=0,
        title=Title(
            line=LINE, name=" ".join(draw(st.lists(WORDS, min_size=1, max_size=3))), version="v1.2", text=draw(TEXTS)
        ),
        servers=(Server(line=LINE, url=host),),
        schemes=(),
        tags=tuple(Tag(line=LINE, name=tag, text=draw(TEXTS)) for tag in tags),
        operations=tuple(item.finish(library, host) for item in operations),
        schemas=tuple(library.schemas.values()),
    )
