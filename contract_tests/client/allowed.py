"""Values that the description allows: of Schemathesis's own generation, and of one that goes where it seldom goes."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import schemathesis
from client.described import Json, Operation, Value, alternatives, description, resolved, snake, validator
from hypothesis import assume
from hypothesis import strategies as st
from schemathesis.core import NOT_SET
from schemathesis.generation import GenerationMode

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy
    from schemathesis import Case

__all__ = ["TRICKY_NAMES", "as_integral_floats", "bodies", "cases", "json_values", "text", "values"]

# Names that a client could take for its own, or for a part of a JSON Pointer.
TRICKY_NAMES = (
    "",
    "~",
    "a/b",
    "a.b",
    "[0]",
    "$",
    "_additional",
    "\x7fadditional",
    "additional_properties",
    "__class__",
    "to_dict",
)


def text(min_size: int = 0, max_size: int | None = 12) -> SearchStrategy[str]:
    """Unicode text as JSON can carry it: without surrogates."""
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=min_size, max_size=max_size)


@cache
def json_values() -> SearchStrategy[Value]:
    """Any JSON value; integers beyond 64 bits too."""
    scalars = (
        st.none()
        | st.booleans()
        | st.integers(-(2**80), 2**80)
        | st.floats(allow_nan=False, allow_infinity=False)
        | text()
    )
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text(), inner, max_size=3), max_leaves=6
    )


@cache
def values(key: str) -> SearchStrategy[Value]:
    """What the schema with this JSON text allows; objects with members that are not named, at every level."""
    return st.one_of([_values(part) for part in alternatives(json.loads(key))])


def _of(schema: Json) -> SearchStrategy[Value]:
    return _deferred(json.dumps(schema))


@cache
def _deferred(key: str) -> SearchStrategy[Value]:
    return st.deferred(lambda: values(key))


def _values(schema: Json) -> SearchStrategy[Value]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema.get("type")
    plain = {"boolean": st.booleans(), "null": st.none(), None: json_values()}
    if kind in plain:
        return plain[kind]
    if kind == "array":
        return st.lists(_of(schema.get("items", {})), min_size=schema.get("minItems", 0), max_size=3)
    made = {"string": _strings, "integer": _integers, "object": _objects}[kind](schema)
    known = schema.get("x-extensible-enum")
    return st.sampled_from(known) | made if known else made


def _strings(schema: Json) -> SearchStrategy[Value]:
    if "pattern" not in schema:
        return text(schema.get("minLength", 0), schema.get("maxLength", 40))
    # In ECMA-262 `$` is the end; in Python it also stands before a last line end.
    made = st.from_regex(schema["pattern"].removesuffix("$") + r"\Z")
    return made.filter(validator(schema).is_valid)


def _integers(schema: Json) -> SearchStrategy[Value]:
    low, high = schema.get("minimum"), schema.get("maximum")
    edges = [edge for edge in (low, high) if edge is not None]
    return st.integers(low, high) | st.sampled_from(edges) if edges else st.integers()


def _objects(schema: Json) -> SearchStrategy[Value]:
    """Objects; the strategies of their parts are made here, once, since to make them takes longer than to draw."""
    named: Json = schema.get("properties", {})
    members = {name: _of(member) for name, member in named.items()}
    required = set(schema.get("required", []))
    optional = [name for name in named if name not in required]
    chosen = st.lists(st.sampled_from(optional), unique=True) if optional else st.just([])
    if schema.get("additionalProperties", True) is False:
        return _object(members, required, chosen, st.just({}))
    python_names = [snake(name) for name in named]
    names = (text() | st.sampled_from([*TRICKY_NAMES, *python_names])).filter(lambda name: name not in named)
    return _object(members, required, chosen, st.dictionaries(names, json_values(), max_size=2))


@st.composite
def _object(
    draw: st.DrawFn,
    members: dict[str, SearchStrategy[Value]],
    required: set[str],
    optional: SearchStrategy[list[str]],
    others: SearchStrategy[Json],
) -> Value:
    chosen = required | set(draw(optional))
    made = {name: draw(member) for name, member in members.items() if name in chosen}
    return {**made, **draw(others)}


def as_integral_floats(schema: Json, value: Value) -> Value:
    """Write each integer that `schema` declares as a float: in JSON Schema ``1.0`` is an integer."""
    for part in alternatives(schema):
        if part.get("type") == "object" and isinstance(value, dict):
            named: Json = part.get("properties", {})
            return {
                name: as_integral_floats(named[name], item) if name in named else item for name, item in value.items()
            }
        if part.get("type") == "array" and isinstance(value, list):
            return [as_integral_floats(part["items"], item) for item in value]
        if part.get("type") == "integer" and type(value) is int and int(float(value)) == value:
            return float(value)
    return value


def cases(operation: Operation) -> SearchStrategy[Case]:
    """Requests that Schemathesis makes by the description."""
    return _schema()[operation.path][operation.method].as_strategy(generation_mode=GenerationMode.POSITIVE)


@cache
def _schema() -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_dict(description())


@cache
def _of_schemathesis(key: str) -> SearchStrategy[Value]:
    """Answers by Schemathesis, which makes only requests: the answer stands as the body of a made-up operation."""
    body = {"required": True, "content": {"application/json": {"schema": json.loads(key)}}}
    operation = {"operationId": "answer", "requestBody": body, "responses": {"204": {"description": "Made up."}}}
    document = {
        "openapi": description()["openapi"],
        "info": {"title": "Made up", "version": "1"},
        "paths": {"/answers": {"post": operation}},
        "components": {"schemas": description()["components"]["schemas"]},
    }
    made = schemathesis.openapi.from_dict(document)["/answers"]["POST"]
    return made.as_strategy(generation_mode=GenerationMode.POSITIVE).map(lambda case: case.body)


@cache
def _of_either(key: str) -> SearchStrategy[Value]:
    return _of_schemathesis(key) | values(key)


@st.composite
def bodies(draw: st.DrawFn, schema: Json) -> Value:
    """A body that `schema` allows, as the independent validator agrees, sometimes with ``1.0`` for integers."""
    body = draw(_of_either(json.dumps(schema)))
    assume(body is not NOT_SET)
    assert validator(schema).is_valid(body), f"the generation is wrong, not the client: {body!r} at {resolved(schema)}"
    return as_integral_floats(schema, body) if draw(st.booleans()) else body
