"""The description, compiled: every route, parameter, body and answer that the sandbox knows comes from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml

from .schemas import Rule, Schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Answer", "Body", "Description", "Json", "Operation", "Parameter", "description", "read_description"]

Json = dict[str, Any]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_HERE = Path(__file__).resolve().parents[1]
PLACES = (_HERE / "openapi.yaml", _HERE.parents[1] / "generated" / "openapi.yaml")  # in the wheel, in the tree
_JSON = "application/json"
_LISTED = {"type", "items", "description", "examples"}  # keywords of a list that bind each item by itself, or nothing


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the path or the query, with the rule that its value keeps."""

    name: str
    place: str
    required: bool
    kind: str
    rule: Rule
    literal_plus: bool


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request; `members` are the names that its schema knows, each with those below it."""

    required: bool
    rule: Rule
    members: Json


@dataclass(frozen=True, slots=True)
class Answer:
    """One documented answer: its body, if it has one, and the headers that it must or may have.

    `rule` is what the sandbox is held to, `open` what a client may expect: unknown members are none of its business.
    `item` is what each member of `items` is held to, where the rule of the whole says no more about them.
    """

    rule: Rule | None
    open: Rule | None
    headers: tuple[tuple[str, bool, Rule], ...]
    item: Rule | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation with everything that a request and an answer are held to."""

    id: str
    method: str
    templates: tuple[str, ...]
    query: dict[str, Parameter]
    path: dict[str, Parameter]
    required: tuple[str, ...]
    body: Body | None
    answers: dict[str, Answer]
    filters: dict[str, str] = field(default_factory=dict[str, str])

    def answer(self, status: int) -> Answer | None:
        """The documented answer with this status: the exact one, else the one of its range, such as 5XX."""
        return self.answers.get(str(status)) or self.answers.get(f"{status // 100}XX")


@dataclass(frozen=True, slots=True)
class Description:
    """All operations, and the path below which the description's server has them."""

    operations: tuple[Operation, ...]
    base_path: str
    document: Json
    error: Rule


def read_description() -> Json:
    """The normalised OpenAPI description, from inside the package or from the tree that it is developed in.

    Raises:
        FileNotFoundError: the package is incomplete.
    """
    for place in PLACES:
        if place.is_file():
            with place.open("rb") as file:
                loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, where PyYAML has it, is quick
                document: Json = yaml.load(file, Loader=loader)  # noqa: S506  (both are the safe one)
            return document
    raise FileNotFoundError(f"{PLACES[0]}: the description is missing; install numbers-api-sandbox again")


@cache
def description() -> Description:
    """The compiled description of this installation."""
    return compile_description(read_description())


def compile_description(document: Json) -> Description:
    """Compile a description.

    Raises:
        KeyError: a reference leads nowhere.
        ValueError: a schema cannot be compiled.
    """
    schemas = Schemas(document)
    operations = tuple(
        _operation(schemas, path, item, method)
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    )
    server: str = document["servers"][0]["url"]
    base_path = urlsplit(server).path.rstrip("/")
    return Description(operations, base_path, document, schemas.answer({"$ref": "#/components/schemas/Error"}))


def _operation(schemas: Schemas, path: str, item: Json, method: str) -> Operation:
    source: Json = item[method]
    found = [_parameter(schemas, schemas.resolved(p)) for p in [*item.get("parameters", []), *source["parameters"]]]
    answers = {
        str(status): _answer(schemas, schemas.resolved(answer)) for status, answer in source["responses"].items()
    }
    return Operation(
        id=source["operationId"],
        method=method.upper(),
        templates=tuple(dict.fromkeys((path, item.get("x-documented-path", path)))),
        query={parameter.name: parameter for parameter in found if parameter.place == "query"},
        path={parameter.name: parameter for parameter in found if parameter.place == "path"},
        required=tuple(p.name for p in found if p.place == "query" and p.required),
        body=_body(schemas, source.get("requestBody")),
        answers=answers,
        filters=dict(_filters(schemas, source, [p.name for p in found if p.place == "query"])),
    )


def _parameter(schemas: Schemas, source: Json) -> Parameter:
    schema = schemas.resolved(source["schema"])
    return Parameter(
        name=source["name"],
        place=source["in"],
        required=source.get("required", False),
        kind=schema["type"],
        rule=schemas.request(source["schema"]),
        literal_plus=schema.get("format") == "e164",
    )


def _body(schemas: Schemas, source: Json | None) -> Body | None:
    if source is None:
        return None
    whole = schemas.resolved(source)
    schema = whole["content"][_JSON]["schema"]
    return Body(whole.get("required", False), schemas.request(schema), schemas.tree(schema))


def _answer(schemas: Schemas, source: Json) -> Answer:
    content = source.get("content")
    headers = tuple(
        (name.lower(), header.get("required", False), schemas.request(header["schema"]))
        for name, header in source.get("headers", {}).items()
    )
    if not content:
        return Answer(None, None, headers)
    schema = content[_JSON]["schema"]
    listed = schemas.members(schema).get("items", {})
    item = schemas.answer(listed["items"]) if _LISTED.issuperset(listed) and "items" in listed else None
    return Answer(schemas.answer(schema), schemas.request(schema), headers, item)


def _filters(schemas: Schemas, source: Json, names: list[str]) -> Iterator[tuple[str, str]]:
    """Each query parameter that is named like a property of the listed items, whatever the case, with that property."""
    answer = schemas.resolved(source["responses"]["200"])
    listed = schemas.resolved(answer.get("content", {}).get(_JSON, {}).get("schema", {})).get("properties", {})
    item = listed.get("items", {}).get("items")
    for name in names if item else []:
        if (path := schemas.property_path(item, name)) is not None:
            yield name, path
