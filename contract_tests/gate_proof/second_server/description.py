"""The description as this server needs it: which operation a request is, and what its parts may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import yaml

FILE: Final = Path(__file__).parents[3] / "generated" / "openapi.yaml"
DOCUMENT: Final[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
COMPONENTS: Final[dict[str, Any]] = DOCUMENT["components"]
INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]{0,18})", re.ASCII)


class BrokenRuleError(Exception):
    """A part of a request is not what the description says."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the path or the query, with the property that it filters, if it does."""

    name: str
    place: str
    kind: str
    required: bool
    rule: jsonschema_rs.Validator
    filters: tuple[str, ...] | None
    decimal: bool

    def read(self, text: str) -> Any:  # noqa: ANN401  (what the schema says)
        """The value that the text stands for, checked."""
        value: Any = text
        if self.kind == "integer" and INTEGER.fullmatch(text):
            value = int(text)
        if self.kind == "boolean" and text in ("true", "false"):
            value = text == "true"
        if not self.rule.is_valid(value):
            raise BrokenRuleError(f"{self.name} does not fit its schema")
        return value


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its route as a pattern over decoded segments, its parameters, the rule of its body."""

    name: str
    method: str
    segments: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    body: jsonschema_rs.Validator | None
    body_required: bool

    def query(self) -> dict[str, Parameter]:
        """The parameters in the query, by name."""
        return {parameter.name: parameter for parameter in self.parameters if parameter.place == "query"}

    def path(self) -> dict[str, Parameter]:
        """The parameters in the path, by name."""
        return {parameter.name: parameter for parameter in self.parameters if parameter.place == "path"}


def _rule(schema: dict[str, Any]) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator({**schema, "components": COMPONENTS}, validate_formats=True)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    target = schema.get("$ref", "").rpartition("/")[2]
    return {**COMPONENTS["schemas"][target], **schema} if target else schema


def _parameter(found: dict[str, Any]) -> Parameter:
    schema = _resolved(found["schema"])
    filters = re.search(r"Filters on ([a-z0-9_.]+[a-z0-9])", found.get("description", ""))
    return Parameter(
        name=found["name"],
        place=found["in"],
        kind=schema["type"],
        required=found.get("required", False),
        rule=_rule(found["schema"]),
        filters=tuple(filters[1].split(".")) if filters else None,
        decimal=schema.get("format") == "decimal",
    )


def _operation(route: str, method: str, found: dict[str, Any]) -> Operation:
    body = found.get("requestBody")
    return Operation(
        name=found["operationId"],
        method=method.upper(),
        segments=tuple(route.split("/")),
        parameters=tuple(_parameter(parameter) for parameter in found.get("parameters", [])),
        body=_rule(body["content"]["application/json"]["schema"]) if body else None,
        body_required=bool(body and body.get("required")),
    )


OPERATIONS: Final = tuple(
    _operation(route, method, found)
    for route, item in DOCUMENT["paths"].items()
    for method, found in item.items()
    if not method.startswith("x-")
)


def matched(segments: tuple[str, ...]) -> tuple[list[Operation], dict[str, str]]:
    """The operations of a path, and the texts that stand for its parameters."""
    for operation in OPERATIONS:
        texts = _texts(operation.segments, segments)
        if texts is not None:
            return [other for other in OPERATIONS if other.segments == operation.segments], texts
    return [], {}


def _texts(route: tuple[str, ...], segments: tuple[str, ...]) -> dict[str, str] | None:
    if len(route) != len(segments):
        return None
    texts: dict[str, str] = {}
    for pattern, segment in zip(route, segments, strict=True):
        fixed, brace, name = pattern.partition("{")
        if not (segment.startswith(fixed) and len(segment) > len(fixed) if brace else segment == pattern):
            return None
        if brace:
            texts[name.rstrip("}")] = segment[len(fixed) :]
    return texts
