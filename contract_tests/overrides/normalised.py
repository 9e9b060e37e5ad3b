"""The description before and after the overlays, and walks through it that the tests of this folder share."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import jsonschema_rs
import pytest
from overlay_engine import Change, apply_overlays, changes, dump_json, engine
from overlay_engine.overlay import read_overlay
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Json: TypeAlias = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "openapi" / "numbers.yaml"
FINDINGS = ROOT / "overrides" / "findings.yaml"
OVERLAYS = sorted((ROOT / "overrides").glob("[0-9]*.yaml"))
METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


def read_yaml(path: Path) -> Json:
    """A YAML file as plain data."""
    yaml: Any = YAML(typ="safe", pure=True)
    document: Json = yaml.load(path.read_text(encoding="utf-8"))
    return document


_read_once = cache(read_overlay)


def with_overlays(overlays: Iterable[Path]) -> Json:
    """The description after some of the overlays, as plain data. Each overlay is read once, which takes longest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "read_overlay", _read_once)
        document: Json = json.loads(dump_json(apply_overlays(BASE, list(overlays))))
    return document


@cache
def base() -> Json:
    """The description as the document has it."""
    return read_yaml(BASE)


@cache
def normalised() -> Json:
    """The description after all overlays. Not to be changed: every test sees the same."""
    return with_overlays(OVERLAYS)


@cache
def all_changes() -> list[Change]:
    """Every action of every overlay with what it says and does."""
    return changes(BASE, OVERLAYS)


def operations(document: Json) -> dict[str, Json]:
    """The operations of a description by their operationId."""
    return {
        item[method]["operationId"]: item[method]
        for item in document["paths"].values()
        for method in METHODS
        if method in item
    }


def documented_operations(document: Json) -> dict[str, Json]:
    """The operations of a description by the operationId that the document gives them."""
    found = operations(document).items()
    return {operation.get("x-documented-operation-id", name): operation for name, operation in found}


def parameters(document: Json, *names: str) -> list[Json]:
    """The parameters with one of the names in every operation, in the order of the operations."""
    found = [parameter for operation in operations(document).values() for parameter in operation["parameters"]]
    return [parameter for parameter in found if parameter["name"] in names]


def resolved(document: Json, value: Json) -> Json:
    """A Reference Object replaced by what it refers to, its siblings on top; anything else as it is."""
    if "$ref" not in value:
        return value
    target: Any = document
    for part in value["$ref"].removeprefix("#/").split("/"):
        target = target[part.replace("~1", "/").replace("~0", "~")]
    return {**resolved(document, target), **{key: item for key, item in value.items() if key != "$ref"}}


def schemas(document: Json) -> Iterator[tuple[str, Json]]:
    """Every Schema Object with its place: components, properties, parameters, headers and bodies."""
    for name, schema in document["components"]["schemas"].items():
        yield from _with_parts(f"#/components/schemas/{name}", schema)
    for place, holder in _holders(document):
        if "schema" in holder:
            yield from _with_parts(f"{place}/schema", holder["schema"])


def _with_parts(place: str, schema: Json) -> Iterator[tuple[str, Json]]:
    yield place, schema
    for name, part in schema.get("properties", {}).items():
        yield from _with_parts(f"{place}/properties/{name}", part)
    for index, part in enumerate(schema.get("anyOf", [])):
        yield from _with_parts(f"{place}/anyOf/{index}", part)
    if "items" in schema:
        yield from _with_parts(f"{place}/items", schema["items"])


def _holders(document: Json) -> Iterator[tuple[str, Json]]:
    for name, operation in operations(document).items():
        for parameter in operation["parameters"]:
            yield f"{name}/{parameter['in']}/{parameter['name']}", parameter
        yield from _contents(f"{name}/requestBody", operation.get("requestBody", {}))
        for status, response in operation["responses"].items():
            yield from _contents(f"{name}/responses/{status}", response)
    for name, response in document["components"].get("responses", {}).items():
        yield from _contents(f"#/components/responses/{name}", response)
        for header, value in response.get("headers", {}).items():
            yield f"#/components/responses/{name}/headers/{header}", value


def _contents(place: str, holder: Json) -> Iterator[tuple[str, Json]]:
    for media_type, content in holder.get("content", {}).items():
        yield f"{place}/{media_type}", content


def validator(document: Json, schema: Json) -> jsonschema_rs.Draft202012Validator:
    """A validator of one schema of the description, with formats asserted and references into the description."""
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def accepts(schema: Json, value: object) -> bool:
    """Whether a schema of the normalised description accepts a value."""
    return validator(normalised(), schema).is_valid(value)


def component(name: str) -> Json:
    """A reference to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def member(schema: str, name: str) -> Json:
    """The schema of a property of the normalised description."""
    found: Json = normalised()["components"]["schemas"][schema]["properties"][name]
    return found
