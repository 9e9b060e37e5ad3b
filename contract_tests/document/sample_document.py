"""A reference of an invented API, a library of maps: every feature of the format, in as few operations as show it.

`write_document` writes any facts; `sample_strategies` varies them.
"""

from __future__ import annotations

from document.sample_api import (
    LINE,
    Draft,
    Library,
    parameter,
    row,
    schema_block,
    values,
)
from document.sample_prose import LONG_TEXTS, SENTENCES, say
from document.sample_writer import write_document
from document_reader.facts import Block, Facts, Response, ResponseHeader, Scheme, Server, Shape, Tag, Title, Variable

__all__ = ["map_library", "write_document"]

STRING, NUMBER, BOOLEAN, ANY = Shape(type="string"), Shape(type="number"), Shape(type="boolean"), Shape(type="any")
INT32, OBJECT = Shape(type="integer", format="int32"), Shape(type="object")
DATE_TIME = Shape(type="string", format="date-time")
URL = "https://maps.example:8443/v2"


def refer(name: str, *, array: bool = False, nullable: bool = False) -> Shape:
    """Make a link to a schema."""
    return Shape(reference=name, array=array, nullable=nullable)


def library() -> Library:
    """Return the schemas of the library of maps."""
    found = Library()
    found.add("Point", row("x", NUMBER, required=True), row("y", NUMBER, required=True), own={"x": 2.5, "y": -1})
    found.add("Kind", row("*anonymous*", STRING, enum=values("road", "sea")), own="road", text=say(SENTENCES[0]))
    found.add("Labels", row("**additionalProperties**", STRING), own={"property1": "string", "property2": "string"})
    found.add("Nothing", own={})
    found.add("Track", row("*anonymous*", refer("Point", array=True)), own=[{"x": 2.5, "y": -1}])
    found.add(
        "Sheet",
        row("id", INT32, required=True, restrictions="read-only"),
        row("stamp", STRING, restrictions="write-only", text=say(SENTENCES[3])),
        row("kind", refer("Kind")),
        row("title", Shape(type="string", nullable=True), text=say(SENTENCES[2])),
        row("scale", Shape(type="integer", nullable=True), enum=values(25000, 50000, None)),
        row("printed", DATE_TIME),
        row("folds", Shape(type="string", array=True)),
        row("corners", refer("Point", array=True, nullable=True)),
        row("centre", refer("Point", nullable=True)),
        row("part_of", refer("Sheet")),
        row("shelf", OBJECT),
        row("room", STRING, depth=1, required=True, enum=values("north", "south")),
        row("drawers", Shape(type="object", array=True), depth=1),
        row("number", INT32, depth=2),
        row("worn", BOOLEAN, deprecated=True),
        row("remark", ANY),
        own={"title": "the coast's edge", "printed": "1871-05-01T00:00:00Z", "remark": None},
        text=say(SENTENCES[4]),
    )
    _add_combined(found)
    found.add(
        "Problem", row("code", INT32, enum=values(7, 8)), row("message", STRING), own={"message": "no such sheet"}
    )
    return found


def _add_combined(found: Library) -> None:
    both = (schema_block("allOf", row("*anonymous*", refer("Point"))), _more("and", "height"))
    found.add("Summit", combined=both, own={"x": 2.5, "y": -1, "height": "string"})
    either = (
        schema_block("oneOf", row("*anonymous*", refer("Kind")), discriminator="Kind.mark"),
        _more("xor", "other"),
    )
    found.add("Mark", combined=either, own={"other": "string"}, text=say(SENTENCES[1]))
    found.add(
        "Problem", row("code", INT32, enum=values(7, 8)), row("message", STRING), own={"message": "no such sheet"}
    )


def _more(combine: str, name: str) -> Block:
    return schema_block(combine, row("*anonymous*", OBJECT), row(name, STRING, depth=1))


def answer(status: str, shape: Shape | None = None, text: str | None = None) -> Response:
    """Make a response."""
    return Response(line=LINE, status=status, shape=shape, text=text)


SHEET_ID = parameter("path", "sheetId", Shape(type="integer", format="int64"), text=say(SENTENCES[3]))


def _get() -> Draft:
    """Parameters of every place, enumerated values, long texts, several answers, headers."""
    return Draft(
        id="getSheet",
        heading="Get a sheet",
        tag="Sheets & Atlases",
        method="GET",
        route="/sheets/{sheetId}",
        parameters=(
            parameter("query", "scale", STRING, enum=values("small", "large"), text=say(LONG_TEXTS[0])),
            parameter("query", "drawer", STRING, text=say(LONG_TEXTS[1])),
            parameter("query", "page", INT32, required=True),
            parameter("query", "tags", Shape(type="string", array=True), deprecated=True),
            parameter("query", "kind", refer("Kind"), text=say(SENTENCES[5])),
            parameter("header", "X-Trace", STRING),
            parameter("cookie", "seat", STRING),
            SHEET_ID,
        ),
        responses=(
            answer("200", refer("Sheet"), say(SENTENCES[0])),
            answer("404", refer("Problem"), say(SENTENCES[6])),
            answer("5XX"),
            answer("default", refer("Problem")),
        ),
        headers=(ResponseHeader(line=LINE, status="200", name="X-Rate", shape=INT32, text=say(SENTENCES[6])),),
        text=SENTENCES[4],
    )


def _add() -> Draft:
    """A body, authentication, an array as answer, error codes in prose."""
    return Draft(
        id="addSheet",
        heading="Add a sheet",
        tag="Sheets & Atlases",
        method="POST",
        route="/sheets/",
        body=refer("Sheet"),
        body_required=True,
        responses=(answer("201", refer("Sheet", array=True)), answer("409"), answer("202", STRING)),
        schemes=("keyed", "signed ( Scopes: read write )"),
        sends=(("x-key", "API_KEY"),),
        codes=((7, 409), (8, 404)),
        text=SENTENCES[6],
    )


def _lend() -> Draft:
    """A deprecated operation whose body and answer are written inline."""
    inline = Response(
        line=LINE,
        status="200",
        inline=True,
        properties=(
            row("due", DATE_TIME, depth=1),
            row("state", STRING, depth=1, enum=values("out", "in")),
            row("by", OBJECT, depth=1),
            row("name", STRING, depth=2, required=True),
        ),
    )
    return Draft(
        id="lend-sheet",
        heading="Lend a sheet",
        tag="Loans",
        method="PUT",
        route="/loans/S{sheetId}/to",
        parameters=(SHEET_ID,),
        body=OBJECT,
        body_rows=(
            row("reader", STRING, depth=1, required=True),
            row("until", OBJECT, depth=1),
            row("season", STRING, depth=2, enum=values("spring", "autumn")),
        ),
        responses=(inline, answer("204")),
        deprecated=True,
    )


def _drop() -> Draft:
    """An operation without parameters, body and answer."""
    return Draft(
        id="dropSheet", heading="Drop", tag="Loans", method="DELETE", route="/loans", responses=(answer("204"),)
    )


def map_library() -> Facts:
    """Return the facts of the library of maps; all line numbers, hash and length are 0 or empty."""
    schemas = library()
    region = Variable(line=LINE, name="region", default="eu", values=("eu", "us"), text=say(SENTENCES[6]))
    flows = (
        "flow clientCredentials",
        "token https://maps.example/token",
        f"scope read {say(SENTENCES[0])}",
        f"scope write {say(SENTENCES[1])}",
    )
    return Facts(
        sha256="",
        line_count=0,
        title=Title(line=LINE, name="Map Library", version="v2", text=say(f"{SENTENCES[0]}\n\n{SENTENCES[1]}")),
        servers=(
            Server(line=LINE, url=URL),
            Server(line=LINE, url="https://{region}.maps.example/v2", variables=(region,)),
        ),
        schemes=(
            Scheme(line=LINE, kind="apiKey", name="keyed", detail=("header", "X-Key"), text=say(SENTENCES[5])),
            Scheme(line=LINE, kind="http", name=None, detail=("bearer",)),
            Scheme(line=LINE, kind="oauth2", name=None, detail=flows, text=say(SENTENCES[2])),
        ),
        tags=(Tag(line=LINE, name="Sheets & Atlases", text=say(SENTENCES[5])), Tag(line=LINE, name="Loans")),
        operations=tuple(draft.finish(schemas, URL) for draft in (_get(), _add(), _lend(), _drop())),
        schemas=tuple(schemas.schemas.values()),
    )
