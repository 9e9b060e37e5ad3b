"""Calls of an operation as the description sees them, and as keyword arguments of the generated methods."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import numbers_api.models
from client.allowed import cases, values
from client.described import (
    MISSING,
    Json,
    Missing,
    Operation,
    Value,
    alternatives,
    example_of,
    resolved,
    same,
    snake,
    validator,
)
from client.wire_text import scalar_of
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from schemathesis import Case

from client.judge import emitted, judge

__all__ = [
    "Call",
    "assert_means",
    "call_of_examples",
    "calls",
    "calls_of_schemathesis",
    "first_form",
    "forms",
    "keywords",
]


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked: JSON values of the parameters by place and name, and of the body's members."""

    operation: Operation
    parameters: dict[tuple[str, str], Value]
    members: dict[str, Value]

    @property
    def body(self) -> Value | Missing:
        """The body that this means; none, if it may be left out and has no members."""
        declared = self.operation.body
        if declared is None or not (self.members or declared.get("required")):
            return MISSING
        return self.members


def assert_means(request: httpx.Request, call: Call, credential: tuple[str, str] | None) -> None:
    """Assert that the description allows `request`, and that it carries `call` and nothing else."""
    carried = judge(emitted(request))
    assert carried.operation is call.operation
    assert same(carried.parameters, call.parameters), (carried.parameters, call.parameters)
    assert same(carried.body, call.body), (carried.body, call.body)
    assert carried.credential == credential


def keywords(call: Call, choose: Callable[[list[Any]], Any]) -> dict[str, Any]:
    """The keyword arguments for `call`; `choose` picks from the forms that a value may have in Python."""
    schemas = {(node["in"], node["name"]): node["schema"] for node in call.operation.parameters}
    given = {snake(name): choose(forms(schemas[place, name], item)) for (place, name), item in call.parameters.items()}
    body = {snake(name): choose(forms(call.operation.members[name], item)) for name, item in call.members.items()}
    assert not given.keys() & body.keys()
    return {**given, **body}


def first_form(found: list[Any]) -> Any:  # noqa: ANN401 -- of many types
    """Pick the form that stands first."""
    return found[0]


def forms(schema: Json, value: Value) -> list[Any]:
    """The forms that a JSON value may have as an argument: plain, member of an enumeration, model, Decimal."""
    if value is None:
        return [None]
    for part in [schema, *schema.get("anyOf", [])]:
        class_: Any = getattr(numbers_api.models, part.get("$ref", "").rpartition("/")[2], None)
        if class_ is not None and issubclass(class_, enum.Enum):
            return [value, class_(value)]
        if class_ is not None:
            return [_built(class_, resolved(part), value), class_.from_dict(value)]
    decimal = any(part.get("format") == "decimal" for part in alternatives(schema))
    return [Decimal(value)] if decimal else [value]


def _built(class_: Any, schema: Json, value: Json) -> Any:  # noqa: ANN401 -- any model
    named: Json = schema["properties"]
    model = class_(**{snake(name): forms(named[name], value[name])[-1] for name in named if name in value})
    model.additional_properties.update({name: item for name, item in value.items() if name not in named})
    return model


def call_of_examples(operation: Operation, *, optional: bool = False) -> Call:
    """A call with the examples of the description: of everything, or of what is required."""
    return Call(
        operation,
        {
            (node["in"], node["name"]): example_of(node["schema"])
            for node in operation.parameters
            if optional or node.get("required")
        },
        {name: example_of(schema) for name, schema in operation.members.items()} if optional else {},
    )


@st.composite
def calls(draw: st.DrawFn, operation: Operation) -> Call:
    """Calls that the description allows, any optional argument there or not."""
    parameters: dict[tuple[str, str], Value] = {}
    for node in operation.parameters:
        if node.get("required") or draw(st.booleans()):
            parameters[node["in"], node["name"]] = draw(values(json.dumps(node["schema"])))
    members = {
        name: draw(values(json.dumps(schema))) for name, schema in operation.members.items() if draw(st.booleans())
    }
    return _checked(Call(operation, parameters, members))


def calls_of_schemathesis(operation: Operation) -> st.SearchStrategy[Call]:
    """Calls of Schemathesis's own generation."""
    return cases(operation).map(lambda case: _checked(_call_of(operation, case)))


def _call_of(operation: Operation, case: Case) -> Call:
    """Read a Case, which holds path values percent-encoded and booleans as text."""
    parameters: dict[tuple[str, str], Value] = {}
    for node in operation.parameters:
        given: dict[str, Any] = (case.path_parameters if node["in"] == "path" else case.query) or {}
        if node["name"] in given:
            item = unquote(given[node["name"]]) if node["in"] == "path" else given[node["name"]]
            read = scalar_of(node["name"], node["schema"], item) if isinstance(item, str) else item
            parameters[node["in"], node["name"]] = read
    body = case.body if isinstance(case.body, dict) else {}
    # Members that the description does not name have no argument; below the first level models carry them.
    return Call(operation, parameters, {name: item for name, item in body.items() if name in operation.members})


def _checked(call: Call) -> Call:
    for node in call.operation.parameters:
        value = call.parameters.get((node["in"], node["name"]), MISSING)
        assert value is MISSING or validator(node["schema"]).is_valid(value), f"the generation is wrong: {node}"
    assert validator(call.operation.body_schema).is_valid(call.members), "the generation is wrong"
    return call
