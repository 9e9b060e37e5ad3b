"""Values that the description forbids: allowed ones with one fault, of which an independent validator says where."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from client.described import MISSING, Json, Missing, Pointer, Value, alternatives, fault, validator
from hypothesis import assume
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Faulty", "Place", "faults_of", "faulty", "places", "replaced"]

_ANY_KIND = (
    None,
    True,
    False,
    0,
    1,
    -1,
    1.5,
    2**31,
    -(2**31) - 1,
    10**40,
    "",
    "x",
    "0",
    "true",
    [],
    [None],
    {},
    {"a": 1},
)


@dataclass(frozen=True, slots=True)
class Faulty:
    """A value with one fault: where it was put, and where the validator finds it."""

    value: Value
    put: Pointer
    found: Pointer


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a value that has a schema."""

    pointer: Pointer
    schema: Json
    value: Value
    removable: bool = False

    def without(self, whole: Value) -> list[Value]:
        """The value `whole` without what stands here, if that breaks its schema."""
        return [replaced(whole, self.pointer, MISSING)] if self.removable else []


def places(schema: Json, value: Value, pointer: Pointer = (), *, removable: bool = False) -> Iterator[Place]:
    """Every place of `value` that `schema` speaks of; `removable` if taking it away breaks the schema."""
    yield Place(pointer, schema, value, removable)
    for part in alternatives(schema):
        if part.get("type") == "object" and isinstance(value, dict):
            for name, member in part.get("properties", {}).items():
                if name in value:
                    needed = name in part.get("required", [])
                    yield from places(member, value[name], (*pointer, name), removable=needed)
        elif part.get("type") == "array" and isinstance(value, list):
            for index, item in enumerate(value):
                yield from places(part["items"], item, (*pointer, index))


def faults_of(schema: Json, value: Value) -> list[Value]:
    """What may not stand where `value` stands: other kinds, and values just beyond each rule of `schema`."""
    found = [*_ANY_KIND, *(item for part in alternatives(schema) for item in _near(part, value))]
    key = json.dumps(schema)
    return [item for item in found if not _allows(key, json.dumps(item))]


@cache
def _allows(schema: str, value: str) -> bool:
    return validator(json.loads(schema)).is_valid(json.loads(value))


def _near(schema: Json, value: Value) -> Iterator[Value]:
    for rule, step in (("minimum", -1), ("maximum", 1)):
        if rule in schema:
            yield schema[rule] + step
            yield schema[rule] + step / 2
    if "maxLength" in schema:
        yield "x" * (schema["maxLength"] + 1)
        yield "\N{GRINNING FACE}" * (schema["maxLength"] + 1)
    if schema.get("minLength"):
        yield "x" * (schema["minLength"] - 1)
    if isinstance(value, str):
        yield from (value + "\n", value + " ", " " + value, value.swapcase(), value + "\x00", value + "\N{DIGIT ONE}x")
        yield value.translate({ord("0") + digit: 0x660 + digit for digit in range(10)})  # digits, but not ASCII


def replaced(value: Value, pointer: Pointer, new: Value | Missing) -> Value:
    """A copy of `value` with `new` at `pointer`, or with nothing there."""
    if not pointer:
        return new
    whole = copy.deepcopy(value)
    inner = whole
    for step in pointer[:-1]:
        inner = inner[step]
    if isinstance(new, Missing):
        del inner[pointer[-1]]
    else:
        inner[pointer[-1]] = new
    return whole


@st.composite
def faulty(draw: st.DrawFn, schema: Json, value: Value, *, below: bool = False) -> Faulty:
    """Put one fault into `value`, which `schema` allows, at a place drawn at random; with `below`, not at its root."""
    found = [place for place in places(schema, value) if place.pointer or not below]
    assume(found)
    place = draw(st.sampled_from(found))
    wrong = faults_of(place.schema, place.value)
    candidates: list[Value | Missing] = [*wrong, *([MISSING] * (1 + len(wrong)) if place.removable else [])]
    assume(candidates)
    whole = replaced(value, place.pointer, draw(st.sampled_from(candidates)))
    pointer = fault(schema, whole)
    assert pointer is not None, "the mutation is wrong, not the client"
    return Faulty(whole, place.pointer, pointer)
