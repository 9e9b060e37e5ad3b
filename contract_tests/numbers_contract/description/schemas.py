"""Schemas of a description as compiled judges: as written for requests, strict for answers.

Strict means: a closed world (a member that the schema does not name is a breach), int32 and int64 as bounds, and every
format asserted.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

from .json_pointer import MISSING, get, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CompiledSchema", "SchemaViolation", "Schemas"]

Json = dict[str, Any]
_BOUNDS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_IN_PLACE = ("allOf", "anyOf", "oneOf")
_NESTED = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")
_NAMED = ("properties", "patternProperties", "$defs", "dependentSchemas")
_LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def _is_e164(text: str) -> bool:
    return _E164.fullmatch(text) is not None


def _is_decimal(text: str) -> bool:
    return _DECIMAL.fullmatch(text) is not None


_FORMATS = {"e164": _is_e164, "decimal": _is_decimal}


class SchemaViolation:
    """Where a value breaks a schema, and how; `keyword` is the last step of the place in the schema."""

    __slots__ = ("keyword", "message", "pointer")

    def __init__(self, pointer: str, message: str, keyword: str) -> None:
        self.pointer = pointer
        self.message = message
        self.keyword = keyword


class CompiledSchema:
    """One compiled schema, with its place in the description."""

    __slots__ = ("_validator", "allows", "pointer", "schema")

    def __init__(self, schema: Json, components: Json, pointer: str) -> None:
        self.schema = schema
        self.pointer = pointer
        self._validator = jsonschema_rs.Draft202012Validator(
            {**schema, "components": components}, validate_formats=True, formats=_FORMATS
        )
        self.allows = self._validator.is_valid

    def violations(self, value: Any, most: int = 5) -> Iterator[SchemaViolation]:
        """The first few violations."""
        for count, error in enumerate(self._validator.iter_errors(value)):
            if count == most:
                return
            nearest = _nearest(error)
            keyword = str(nearest.schema_path[-1]) if nearest.schema_path else ""
            yield SchemaViolation(joined(*nearest.instance_path), _short(nearest.message), keyword)


def _nearest(error: jsonschema_rs.ValidationError) -> jsonschema_rs.ValidationError:
    """Of the reasons why no alternative fits, the one that lies deepest: null is an alternative nearly everywhere."""
    while isinstance(
        error.kind, (jsonschema_rs.ValidationErrorKind.AnyOf, jsonschema_rs.ValidationErrorKind.OneOfNotValid)
    ):
        reasons = [reason for branch in error.kind.context for reason in branch]
        if not reasons:
            break
        error = max(reasons, key=lambda reason: (len(reason.instance_path), "null" not in reason.message[-8:]))
    return error


def _short(message: str, limit: int = 160) -> str:
    return message if len(message) <= limit else f"{message[: limit // 2]} … {message[-limit // 2 :]}"


class Schemas:
    """The schemas of one description."""

    def __init__(self, document: Json) -> None:
        self._document = document
        found = document.get("components", {}).get("schemas", {})
        bounded = {name: _bounded(schema) for name, schema in found.items()}
        self._open: Json = {"schemas": bounded}
        self._closed: Json = {"schemas": {name: _closed(schema) for name, schema in bounded.items()}, "open": bounded}

    def request(self, schema: Json, pointer: str) -> CompiledSchema:
        """A judge of what a caller sends: members that the schema does not name are allowed unless it closes itself."""
        return CompiledSchema(_bounded(schema), self._open, pointer)

    def response(self, schema: Json, pointer: str) -> CompiledSchema:
        """A judge of what a server sends: strict."""
        return CompiledSchema(_closed(_bounded(schema)), self._closed, pointer)

    def flat(self, schema: Json) -> Json:
        """The schema with references at its top resolved; its own members win over those of what it refers to."""
        seen = 0
        while "$ref" in schema and seen < len(self._document):
            target = get(self._document, schema["$ref"].removeprefix("#"))
            if target is MISSING:
                break
            schema = {**target, **{name: value for name, value in schema.items() if name != "$ref"}}
            seen += 1
        return schema

    def branches(self, schema: Json) -> list[Json]:
        """The alternatives that a value may follow, each flat; without null."""
        schema = self.flat(schema)
        found: list[Json] = []
        for keyword in ("anyOf", "oneOf"):
            for branch in schema.get(keyword, []):
                found += self.branches(branch)
        if schema.get("allOf"):
            merged: Json = {name: value for name, value in schema.items() if name != "allOf"}
            for part in schema["allOf"]:
                flat = self.flat(part)
                properties = {**flat.get("properties", {}), **merged.get("properties", {})}
                merged = {**flat, **merged, **({"properties": properties} if properties else {})}
            schema = merged
        return [one for one in found if one.get("type") != "null"] or [schema]

    def property(self, schema: Json, pointer: str) -> Json | None:
        """The schema of the property at a pointer, flat, whatever alternatives lie on the way."""
        for branch in self.branches(schema):
            head, _, tail = pointer.removeprefix("/").partition("/")
            step = head.replace("~1", "/").replace("~0", "~")
            if not pointer:
                return self.flat(schema)
            below = branch.get("properties", {}).get(step)
            if below is not None:
                return self.property(below, f"/{tail}" if tail else "")
        return None

    def nullable(self, schema: Json) -> bool:
        """Whether null is allowed."""
        return CompiledSchema(_bounded(schema), self._open, "").allows(None)

    def leaves(self, schema: Json, pointer: str = "") -> Iterator[tuple[str, Json]]:
        """Every place below a schema that is no object, with its schema; places inside of lists are left out."""
        for branch in self.branches(schema):
            members = branch.get("properties")
            if members:
                for name, below in members.items():
                    yield from self.leaves(below, pointer + joined(name))
                return
        yield pointer, schema


def _mapped(schema: Any, change: Any, *, in_place: bool = False) -> Any:
    """A copy of a schema, every schema within it changed."""
    if not isinstance(schema, dict):
        return schema
    copy = dict(cast("Json", schema))
    for keyword in _NESTED:
        if keyword in copy:
            copy[keyword] = _mapped(copy[keyword], change)
    for keyword in _NAMED:
        if isinstance(copy.get(keyword), dict):
            copy[keyword] = {name: _mapped(below, change) for name, below in copy[keyword].items()}
    for keyword in _LISTED:
        if isinstance(copy.get(keyword), list):
            copy[keyword] = [_mapped(below, change, in_place=keyword == "allOf") for below in copy[keyword]]
    return change(copy, in_place)


def _bounded(schema: Json) -> Json:
    def change(one: Json, _in_place: bool) -> Json:  # noqa: FBT001
        bounds = _BOUNDS.get(one.get("format", ""))
        if bounds is None:
            return one
        low, high = max(bounds[0], one.get("minimum", bounds[0])), min(bounds[1], one.get("maximum", bounds[1]))
        return {**one, "minimum": low, "maximum": high}

    bounded: Json = _mapped(deepcopy(schema), change)
    return bounded


def _closed(schema: Json) -> Json:
    """The schema in a closed world; parts of an allOf stay open, for the whole is closed around them."""

    def change(one: Json, in_place: bool) -> Json:  # noqa: FBT001
        if in_place:
            reference = one.get("$ref", "")
            return {**one, "$ref": reference.replace("/components/schemas/", "/components/open/")} if reference else one
        stated = "additionalProperties" in one or "unevaluatedProperties" in one
        if stated or not ("properties" in one or "allOf" in one):
            return one
        return {**one, "unevaluatedProperties": False}

    closed: Json = _mapped(schema, change)
    return closed
