"""What the description says to people is at hand in the package: in docstrings, and in names that can be guessed."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
from typing import Any

import numbers_api
import numbers_api.models
import pytest
from client.both_clients import parameters_of, type_of
from client.described import ROOT, Json, Operation, description, method_name, operations, resolved, snake
from numbers_api import AsyncNumbersClient, NumbersClient, contracts

BY_ID = pytest.mark.parametrize("operation", operations().values(), ids=operations())
CLIENTS = pytest.mark.parametrize("client", [NumbersClient, AsyncNumbersClient])
OBJECTS: dict[str, Json] = {
    name: schema for name, schema in description()["components"]["schemas"].items() if schema.get("properties")
}


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _docstring(client: type[Any], operation: Operation) -> str:
    return _words(getattr(type_of(client, operation), method_name(operation)).__doc__)


@BY_ID
@CLIENTS
def test_every_text_of_an_operation_is_in_its_docstring(client: type[Any], operation: Operation) -> None:
    """Summary, description, each parameter, each member of the body and each answer are explained at the method."""
    docstring = _docstring(client, operation)
    texts = [operation.raw["summary"], operation.raw["description"]]
    texts += [f"{snake(node['name'])}: {node['description']}" for node in operation.parameters]
    texts += [f"{snake(name)}: {schema['description']}" for name, schema in operation.members.items()]
    texts += [response["description"] for response in operation.responses.values()]

    assert [text for text in map(_words, texts) if text not in docstring] == []
    assert ("This call costs money" in docstring) is bool(operation.raw.get("x-billed"))
    assert str(contracts[f"{snake(operation.tag)}.{method_name(operation)}"]) in docstring


@BY_ID
@CLIENTS
def test_every_documented_refusal_is_announced(client: type[Any], operation: Operation) -> None:
    """The section Raises names the class of each documented status and code, and of what goes wrong on the way."""
    section = str(getattr(type_of(client, operation), method_name(operation)).__doc__).partition("Raises:")[2]
    raised = set(re.findall(r"^ +([A-Z]\w+): ", section, re.MULTILINE))
    codes = {entry["name"] for response in operation.responses.values() for entry in response.get("x-error-codes", [])}
    expected = {
        "InvalidRequest",
        "ConnectionFailed",
        "DeadlineExceeded",
        "ContractError",
        "ServerError",
        "BadRequest",
        *codes,
    }
    expected |= {"PurchaseOutcomeUnknown"} if operation.raw.get("x-billed") else set()

    assert expected <= raised
    assert [name for name in raised if not hasattr(numbers_api, name)] == []


@pytest.mark.parametrize("name", OBJECTS)
def test_every_property_is_explained_at_its_field(name: str) -> None:
    """Each model, each field and each list of values carries its text from the description."""
    (module,) = ast.parse(inspect.getsource(getattr(numbers_api.models, name))).body
    assert isinstance(module, ast.ClassDef)
    explained = {
        ast.unparse(field.target): _words(ast.literal_eval(text.value))
        for field, text in itertools.pairwise(module.body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }

    for wire, schema in OBJECTS[name]["properties"].items():
        assert explained[snake(wire)] == _words(schema.get("description") or resolved(schema)["description"])
    assert _words(OBJECTS[name].get("description")) in _words(getattr(numbers_api.models, name).__doc__)


@BY_ID
def test_an_operation_is_one_method_with_one_signature(operation: Operation) -> None:
    """Both clients have the same method with the same arguments, and a tag has no methods beside its operations."""
    one, other = (type_of(client, operation) for client in (NumbersClient, AsyncNumbersClient))
    public = {name for name in vars(one) if not name.startswith("_")}

    assert public == {method_name(found) for found in operations().values() if found.tag == operation.tag}
    assert public == {name for name in vars(other) if not name.startswith("_")}
    signatures = [inspect.signature(getattr(class_, method_name(operation))) for class_ in (one, other)]
    assert signatures[0].parameters == signatures[1].parameters


@BY_ID
def test_only_what_a_call_is_about_may_stand_without_its_name(operation: Operation) -> None:
    """Forty filters are keywords all; what is required, the account apart, may be given by its place."""
    required = [snake(node["name"]) for node in operation.parameters if node.get("required")]
    by_place = [
        name
        for name, parameter in parameters_of(operation).items()
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
    ]

    assert by_place == [name for name in required if name != "account_id"]


def _fields(model: str, path: str) -> list[str]:
    """The fields that a dotted name leads through, any case, as the model spells them in Python."""
    step, _, rest = path.partition(".")
    for wire, schema in OBJECTS[model]["properties"].items():
        if wire.lower() == step.lower():
            deeper = next((part["$ref"] for part in [schema, *schema.get("anyOf", [])] if "$ref" in part), "")
            return [snake(wire), *(_fields(deeper.rpartition("/")[2], rest) if rest else [])]
    raise LookupError(path)


@pytest.mark.parametrize(
    ("name", "model"), [("searchAvailableNumbers", "AvailableNumber"), ("listActiveNumbers", "ActiveNumber")]
)
def test_a_filter_is_called_like_the_fields_that_it_filters_on(name: str, model: str) -> None:
    """However the wire writes a filter, its name in Python is that of the fields: no digit or capital splits it."""
    own = {"page", "page_size", "key", "AccountId"}
    filters = [node["name"] for node in operations()[name].parameters if node["name"] not in own]

    assert len(filters) >= 10
    for wire in filters:
        assert "_".join(_fields(model, wire)) in parameters_of(operations()[name])


@pytest.mark.parametrize("operation", operations().values(), ids=operations())
def test_the_readme_lists_every_method(operation: Operation) -> None:
    """The page on the index shows each method with its request, and says which one costs money."""
    readme = (ROOT / "generated" / "README.md").read_text("utf-8")
    row = next(
        line for line in readme.splitlines() if f"`client.{snake(operation.tag)}.{method_name(operation)}(" in line
    )

    assert f"`{operation.method.upper()} {operation.path}`" in row
    assert operation.raw["summary"] in row
    assert ("costs money" in row.lower()) is bool(operation.raw.get("x-billed"))
