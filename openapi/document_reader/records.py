"""The records that tables are made of: types, enumerated values, examples, properties.

They are part of the facts; `document_reader.facts` describes their layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a type cell says. With `array`, the rest describes the items; `type` is None for a reference."""

    type: str | None = None
    format: str | None = None
    reference: str | None = None
    array: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One enumerated value."""

    line: int
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A JSON example; `line` is that of its opening fence."""

    line: int
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A row of a property table; `depth` counts the levels that it is nested in the rows before it."""

    line: int
    name: str
    depth: int
    shape: Shape
    required: bool
    restrictions: str | None = None
    deprecated: bool = False
    enum: tuple[Value, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of a combined schema: `combine` is oneOf, anyOf, allOf, not, xor, or, and, continued."""

    line: int
    combine: str
    discriminator: str | None = None
    properties: tuple[Property, ...]
