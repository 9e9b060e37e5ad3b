"""generated/openapi.yaml as plain data, and what follows from it: the truth that the client is held to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import jsonschema_rs
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = dict[str, Any]
Value: TypeAlias = Any  # any JSON value
Pointer: TypeAlias = tuple[str | int, ...]

ROOT = Path(__file__).resolve().parents[2]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Missing:
    """What stands where there is no value, not even null."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Operation:
    """An operation of the description, references to parameters, bodies and responses resolved."""

    id: str
    method: str
    path: str
    tag: str
    raw: Json
    parameters: tuple[Json, ...]
    responses: dict[str, Json]

    def __repr__(self) -> str:
        return self.id

    @property
    def body(self) -> Json | None:
        """The Request Body Object."""
        return resolved(self.raw["requestBody"]) if "requestBody" in self.raw else None

    @property
    def body_schema(self) -> Json:
        """The schema of the JSON request body; without one, a schema without properties."""
        found: Json = {} if self.body is None else self.body["content"]["application/json"]["schema"]
        return found

    @property
    def members(self) -> dict[str, Json]:
        """The schemas of the request body's properties by name."""
        found: dict[str, Json] = resolved(self.body_schema).get("properties", {})
        return found

    @property
    def success(self) -> tuple[int, Json | None]:
        """The status of the documented success, and the schema of its body if it has one."""
        status = next(status for status in self.responses if status.startswith("2"))
        return int(status), schema_of(self.responses[status])


@cache
def description() -> Json:
    """The normalised description. Not to be changed: every test sees the same."""
    text = (ROOT / "generated" / "openapi.yaml").read_text(encoding="utf-8")
    document: Json = YAML(typ="safe", pure=True).load(text)
    return document


def resolved(node: Json) -> Json:
    """A reference replaced by what it refers to, its siblings on top (JSON Schema 2020-12); else the node itself."""
    if "$ref" not in node:
        return node
    target: Any = description()
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part.replace("~1", "/").replace("~0", "~")]
    return {**resolved(target), **{key: item for key, item in node.items() if key != "$ref"}}


@cache
def operations() -> dict[str, Operation]:
    """Every operation by its operationId."""
    found = (
        _operation(path, method, item)
        for path, item in description()["paths"].items()
        for method in METHODS
        if method in item
    )
    return {operation.id: operation for operation in found}


@cache
def operations_of_bodies() -> dict[str, tuple[Operation, ...]]:
    """The operations by the schema of the body of their success: what is drawn for one answers the others as well."""
    found: dict[str, list[Operation]] = {}
    for operation in operations().values():
        schema = operation.success[1]
        if schema is not None:
            found.setdefault(schema["$ref"].rpartition("/")[2], []).append(operation)
    return {name: tuple(alike) for name, alike in found.items()}


def _operation(path: str, method: str, item: Json) -> Operation:
    raw: Json = item[method]
    shared = [resolved(node) for node in item.get("parameters", [])]
    own = [resolved(node) for node in raw.get("parameters", [])]
    parameters = {(node["name"], node["in"]): node for node in (*shared, *own)}
    responses = {status: resolved(node) for status, node in raw["responses"].items()}
    return Operation(
        raw["operationId"], method.upper(), path, raw["tags"][0], raw, tuple(parameters.values()), responses
    )


def schema_of(response: Json) -> Json | None:
    """The schema of the JSON body of a response, or ``None`` if it has no body."""
    found: Json | None = response.get("content", {}).get("application/json", {}).get("schema")
    return found


def validator(schema: Json) -> jsonschema_rs.Draft202012Validator:
    """A validator that shares nothing with the client. Formats are annotations, as in JSON Schema 2020-12."""
    return _validator(json.dumps(schema, sort_keys=True))


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({**json.loads(schema), "components": description()["components"]})


def fault(schema: Json, value: Value) -> Pointer | None:
    """Where `value` breaks `schema`: the deepest place that the validator finds; ``None`` if it breaks nothing."""
    found = [place for error in validator(schema).iter_errors(value) for place in _places(error)]
    return max(found, key=len, default=None)


def _places(error: jsonschema_rs.ValidationError) -> Iterator[Pointer]:
    """Look into the alternatives of an ``anyOf``: the error itself stands where the alternatives stand."""
    alternatives: list[list[jsonschema_rs.ValidationError]] = getattr(error.kind, "context", [])
    for inner in (inner for alternative in alternatives for inner in alternative):
        yield from _places(inner)
    yield tuple(error.instance_path)


def written(pointer: Pointer) -> str:
    """A JSON Pointer as text (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in pointer)


def alternatives(schema: Json) -> list[Json]:
    """The alternatives of a schema, each with one type at most: ``anyOf``, ``oneOf`` and lists of types spread out."""
    schema = resolved(schema)
    parts = schema.get("anyOf") or schema.get("oneOf")
    if parts:
        return [inner for part in parts for inner in alternatives(part)]
    if isinstance(schema.get("type"), list):
        return [{**schema, "type": name} for name in schema["type"]]
    return [schema]


def example_of(schema: Json) -> Value:
    """An example of `schema`: its own, or composed of those of its properties and items."""
    whole = resolved(schema)
    if "examples" in whole:
        return whole["examples"][0]
    shape = next(part for part in alternatives(schema) if part.get("type") != "null")
    if "properties" in shape:
        return {name: example_of(member) for name, member in shape["properties"].items()}
    return [example_of(shape["items"])] if "items" in shape else shape["examples"][0]


def words(name: str) -> list[str]:
    """The words of a name in any spelling: ``capabilities.SMS.gsm7`` has three, ``AccountId`` two."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z0-9]+", name)]


def snake(name: str) -> str:
    """The lower snake case of a name, which is its name in Python."""
    return "_".join(words(name))


def method_name(operation: Operation) -> str:
    """The name of an operation in Python: what its id says beyond its tag."""
    of_tag = {word.removesuffix("s") for word in words(operation.tag)}
    return "_".join(word for word in words(operation.id) if word.removesuffix("s") not in of_tag)


def same(one: Value, other: Value) -> bool:
    """Whether two JSON values are equal: numbers by value, and a boolean is no number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return type(one) is type(other) and one == other if not _numbers(one, other) else bool(one == other)


def _numbers(one: Value, other: Value) -> bool:
    return isinstance(one, (int, float)) and isinstance(other, (int, float))
