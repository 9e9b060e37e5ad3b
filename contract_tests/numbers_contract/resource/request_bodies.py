"""Bodies that a description allows or forbids, member by member."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from numbers_contract.description.boundary_values import Sample, samples
from numbers_contract.description.json_pointer import is_object, placed
from numbers_contract.description.merge_patch import merged

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.description.schemas import Schemas

__all__ = ["Settings", "joined_bodies", "plain_values", "settings_of"]

Json = dict[str, Any]


class Settings:
    """What the body of one operation may be: `leaves` are the places that hold a value, with their schemas."""

    def __init__(self, schemas: Schemas, operation: Operation) -> None:
        assert operation.body is not None
        self.body = operation.body
        self._schemas = schemas
        self.leaves: dict[str, Json] = {
            pointer: schemas.flat(leaf) for pointer, leaf in schemas.leaves(self.body.schema) if pointer
        }

    def allows(self, value: Any) -> bool:
        """Whether the description allows a body."""
        return self.body.compiled.allows(value)

    @cached_property
    def objects(self) -> list[str]:
        """The places that hold objects, the root left out."""
        found: dict[str, None] = {}
        for pointer in self.leaves:
            steps = pointer.split("/")[1:-1]
            for index in range(1, len(steps) + 1):
                found["/" + "/".join(steps[:index])] = None
        return list(found)

    def samples(self, pointer: str) -> list[Sample]:
        """Values at a place, each judged as part of the whole body."""
        schema = self.leaves.get(pointer) or self._schemas.property(self.body.schema, pointer) or {}
        compiled = self.body.compiled
        return [
            Sample(one.kind, one.value, compiled.allows(placed(pointer, one.value)))
            for one in samples(self._schemas, schema, compiled)
        ]

    @cached_property
    def _values(self) -> dict[str, list[Any]]:
        return {pointer: list(self._distinct(pointer, schema)) for pointer, schema in self.leaves.items()}

    def _distinct(self, pointer: str, schema: Json) -> Any:
        seen: list[Any] = []
        for value in plain_values(self._schemas, schema):
            if value is not None and value not in seen and self.allows(placed(pointer, value)):
                seen.append(value)
                yield value

    def values(self, pointer: str) -> list[Any]:
        """Different values that a place may have; null left out."""
        return self._values[pointer]

    def value(self, pointer: str, variant: int) -> Any:
        """One of them."""
        values = self._values[pointer]
        return values[variant % len(values)] if values else None

    def nullable(self, pointer: str) -> bool:
        """Whether a place may be null."""
        return self.allows(placed(pointer, None))

    def full(self, variant: int) -> Json:
        """A body that has everything, so that places of one kind hold different values."""
        body: Json = {}
        for index, pointer in enumerate(self.leaves):
            if self._values[pointer]:
                body = merged(body, placed(pointer, self.value(pointer, variant + index)))
        return body

    def alike(self) -> Json:
        """A body whose places hold the same value wherever they can."""
        body, left = dict[str, Any](), [pointer for pointer in self.leaves if self._values[pointer]]
        while left:
            fitting = [self._fitting(left, self.value(pointer, 0)) for pointer in left]
            value, places = max(fitting, key=lambda one: len(one[1]))
            for pointer in places:
                body = merged(body, placed(pointer, value))
            left = [pointer for pointer in left if pointer not in places]
        return body

    def _fitting(self, pointers: list[str], value: Any) -> tuple[Any, list[str]]:
        return value, [pointer for pointer in pointers if self.allows(placed(pointer, value))]

    def some(self, count: int) -> Json:
        """A body that has the first few members."""
        body: Json = {}
        for pointer in list(self.leaves)[:count]:
            body = merged(body, placed(pointer, self.value(pointer, 0)))
        return body

    def known(self, value: Any) -> Any:
        """A body without the members that the description does not have: they mean nothing."""
        return _known(self._schemas, self.body.schema, value)


def plain_values(schemas: Schemas, schema: Json) -> Any:
    """Ordinary values, several that differ; the caller sees which are allowed."""
    yield from schema.get("examples", [])
    for branch in schemas.branches(schema):
        yield from branch.get("enum", [])
        examples = [*schema.get("examples", []), *branch.get("examples", [])]
        kinds = branch.get("type", [])
        if "string" in kinds and "enum" not in branch:
            for example in examples or ["text"]:
                yield from _variants(str(example))
        if "boolean" in kinds:
            yield from (True, False)
        if "integer" in kinds or "number" in kinds:
            low = branch.get("minimum", 0)
            yield from (low, low + 1, low + 2, branch.get("maximum", low + 3))


def _known(schemas: Schemas, schema: Json, value: Any) -> Any:
    if not is_object(value):
        return value
    properties: Json = {}
    for branch in schemas.branches(schema):
        properties |= branch.get("properties", {})
    return {name: _known(schemas, properties[name], below) for name, below in value.items() if name in properties}


def _variants(example: str) -> Any:
    """Texts like the example: as long, and longer."""
    yield example
    for letter in "abcdef7":
        yield example[:-1] + letter
    yield f"{example}-2"
    yield f"{example}/3"


def joined_bodies(one: Json, other: Json) -> Json:
    """Both bodies in one; nulls stay."""
    result = dict(one)
    for name, value in other.items():
        both = is_object(value) and is_object(result.get(name))
        result[name] = joined_bodies(result[name], value) if both else value
    return result


def settings_of(context: Context, operation: Operation) -> Settings:
    """The settings of an operation, made once a run."""
    known = context.shared(_by_operation)
    if operation.id not in known:
        known[operation.id] = Settings(context.description.schemas, operation)
    return known[operation.id]


def _by_operation(_: Context) -> dict[str, Settings]:
    return {}
