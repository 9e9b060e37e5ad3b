"""What the package offers is what the description has: nothing missing, nothing more, the same in both clients."""

from __future__ import annotations

import enum
import inspect
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import msgspec
import numbers_api
import numbers_api.errors
import numbers_api.models
import pytest
from client.both_clients import class_of_status, resource_of, type_of
from client.described import Json, Operation, alternatives, description, method_name, operations, resolved, snake
from msgspec import UNSET, UnsetType
from numbers_api import APIError, AsyncNumbersClient, CallOptions, NumbersClient
from numbers_api._runtime.values import FixedDecimal

BY_ID = pytest.mark.parametrize("operation", operations().values(), ids=operations())
CLIENTS = pytest.mark.parametrize("client", [NumbersClient, AsyncNumbersClient])
SCHEMAS: dict[str, Json] = description()["components"]["schemas"]
OBJECTS = {name: schema for name, schema in SCHEMAS.items() if "properties" in schema}
LISTS = {name: schema for name, schema in SCHEMAS.items() if {"enum", "x-extensible-enum"} & schema.keys()}
# These names are public whatever the description is called next: users depend on them.
FIXED = {
    "available_numbers": {"search"},
    "active_numbers": {"list", "buy", "get", "configure", "release"},
}
OPTIONS_OF_LISTS = {"limit": None, "max_pages": None, "resume": None}
_PLAIN = {"boolean": bool, "integer": int, "number": float, "null": type(None), "string": str}


def signature_of(client: type[Any], operation: Operation) -> inspect.Signature:
    """The signature of a method, annotations evaluated, without `self`."""
    whole = inspect.signature(getattr(type_of(client, operation), method_name(operation)), eval_str=True)
    return whole.replace(parameters=[item for name, item in whole.parameters.items() if name != "self"])


def own_arguments(client: type[Any], operation: Operation) -> dict[str, inspect.Parameter]:
    """The arguments of a method, without the options of every call and without the limits of a price."""
    limits = operation.raw.get("x-price-lookup", {}).get("limits", {})
    found = dict(signature_of(client, operation).parameters)
    assert get_args(found.pop("options").annotation) == (CallOptions,)
    for name in limits:
        assert members(found.pop(name).annotation) == {Decimal, str, int, UnsetType}
    return found


def members(annotation: object) -> set[object]:
    """The members of a union; of a Literal its values' types, of Annotated what it annotates."""
    if get_origin(annotation) is Literal:
        return {type(value) for value in get_args(annotation)}
    if get_origin(annotation) is not None and getattr(annotation, "__metadata__", None):
        return members(get_args(annotation)[0])
    if get_origin(annotation) is list or not get_args(annotation):
        return {annotation}
    return {inner for part in get_args(annotation) for inner in members(part)}


def types_of(schema: Json, *, given: bool) -> set[object]:
    """The types that a value of `schema` has in Python; those that may be `given` are wider."""
    found: set[object] = set()
    for part in schema.get("anyOf", [schema]):
        class_: Any = getattr(numbers_api.models, part.get("$ref", "").rpartition("/")[2], None)
        if class_ is not None:
            plain = {str if issubclass(class_, str) else int} if issubclass(class_, enum.Enum) else set[type]()
            found |= {class_, *(plain if given else ())}
            continue
        for one in alternatives(part):
            if one.get("type") == "array":
                (item,) = types_of(one["items"], given=given)
                found.add(list[item])  # type: ignore[valid-type] # a class that is known at run time
            else:
                decimal = one["type"] == "string" and one.get("format") == "decimal"
                found.add(Decimal if decimal else _PLAIN[one["type"]])
    return found


def test_the_public_names_stay() -> None:
    """The operations are where users and documents look for them, in both clients, and no others are there."""
    assert {snake(tag["name"]) for tag in description()["tags"]} == FIXED.keys()
    for tag, methods in FIXED.items():
        assert {method_name(found) for found in operations().values() if snake(found.tag) == tag} == methods
        for client in (NumbersClient, AsyncNumbersClient):
            assert {name for name in vars(resource_of(client, tag)) if not name.startswith("_")} == methods


@BY_ID
@CLIENTS
def test_arguments_are_parameters_and_members(client: type[Any], operation: Operation) -> None:
    """Each parameter and each property of the body is one argument of its type; lists alone have three more."""
    expected = {snake(node["name"]): (node["schema"], bool(node.get("required"))) for node in operation.parameters}
    expected |= {snake(name): (schema, False) for name, schema in operation.members.items()}
    found = own_arguments(client, operation)
    assert found.keys() - OPTIONS_OF_LISTS.keys() == expected.keys()
    of_lists = {name: item.default for name, item in found.items() if name in OPTIONS_OF_LISTS}
    assert of_lists == (OPTIONS_OF_LISTS if get_origin(signature_of(client, operation).return_annotation) else {})
    for name, (schema, required) in expected.items():
        needed = required and name != "account_id"  # the client knows the account
        assert found[name].default is (inspect.Parameter.empty if needed else UNSET), name
        wider = (
            {numbers_api.models.AvailableNumber}
            if name in operation.raw.get("x-price-lookup", {}).get("key", ())
            else set[type]()
        )
        assert members(found[name].annotation) - {UnsetType} == types_of(schema, given=True) | wider, name
        assert (UnsetType in members(found[name].annotation)) is not needed, name


@BY_ID
def test_both_clients_are_called_alike(operation: Operation) -> None:
    """Names, kinds, defaults and types of the arguments are equal, in the same order."""
    one, other = (signature_of(client, operation) for client in (NumbersClient, AsyncNumbersClient))
    assert list(one.parameters.values()) == list(other.parameters.values())
    method = getattr(type_of(AsyncNumbersClient, operation), method_name(operation))
    assert inspect.iscoroutinefunction(inspect.unwrap(method)) is (get_origin(one.return_annotation) is None)


@BY_ID
def test_the_result_is_that_of_the_description(operation: Operation) -> None:
    """A success is a value of the documented schema; a list is pages of it and of its items; no body is None."""
    one, other = (signature_of(client, operation).return_annotation for client in (NumbersClient, AsyncNumbersClient))
    schema = operation.success[1]
    expected: Any = None if schema is None else getattr(numbers_api.models, schema["$ref"].rpartition("/")[2])
    items = resolved(schema or {}).get("properties", {}).get("items")
    if items is None:
        assert one is other is expected
    else:
        item = getattr(numbers_api.models, items["items"]["$ref"].rpartition("/")[2])
        assert get_args(one) == get_args(other) == (expected, item)
        assert (get_origin(one).__name__, get_origin(other).__name__) == ("Pages", "AsyncPages")


def test_models_are_schemas() -> None:
    """Every object schema is a model and every list of values an enumeration; the others are plain types."""
    found = {name: getattr(numbers_api.models, name) for name in numbers_api.models.__all__}
    assert {name for name, class_ in found.items() if issubclass(class_, msgspec.Struct)} == OBJECTS.keys()
    assert {name for name, class_ in found.items() if issubclass(class_, enum.Enum)} >= LISTS.keys()
    assert all(class_.__doc__ for class_ in found.values())
    assert sorted(numbers_api.models.__all__, key=str.lower) == numbers_api.models.__all__


@pytest.mark.parametrize("name", OBJECTS)
def test_fields_are_properties(name: str) -> None:
    """Every property is one field of its type under its lower snake case, and there is no other field."""
    schema, required = OBJECTS[name], OBJECTS[name].get("required", [])
    fields = {field.name: field for field in msgspec.structs.fields(getattr(numbers_api.models, name))}
    public = {field for field in fields if not field.startswith("_")}
    assert public == {snake(wire) for wire in schema["properties"]}
    for wire, member in schema["properties"].items():
        field = fields[snake(wire)]
        assert field.encode_name == wire
        assert field.required is (wire in required)
        assert (UnsetType in members(field.type)) is (wire not in required)
        found = {Decimal if part is FixedDecimal else part for part in members(field.type)} - {UnsetType}
        inline = {part for part in found if isinstance(part, type) and issubclass(part, enum.Enum)}
        if "x-extensible-enum" in member:
            assert {type(value) for value in member["x-extensible-enum"]} == {int}
            assert len(inline) == len(found) == 1
            continue
        assert found == types_of(member, given=False), (name, wire)


@pytest.mark.parametrize("name", LISTS)
def test_members_are_values(name: str) -> None:
    """Every listed value is one member under its upper snake case; an open list takes others, a closed one none."""
    schema, class_ = LISTS[name], getattr(numbers_api.models, name)
    values = schema.get("enum", schema.get("x-extensible-enum"))
    assert {member.name: member.value for member in class_} == {snake(value).upper(): value for value in values}
    assert all(class_(value) is class_[snake(value).upper()] for value in values)
    if "enum" in schema:
        with pytest.raises(ValueError, match="is not a valid"):
            class_("something else")
    else:
        assert class_("something else").value == "something else"
        assert "something else" not in list(class_), "an unknown value must not become a known one"


def test_error_classes_are_documented_codes() -> None:
    """Every documented code is a class below that of its status, with its number, and there is no other such class."""
    documented = {
        (entry["name"], entry["code"], status)
        for operation in operations().values()
        for status, response in operation.responses.items()
        for entry in response.get("x-error-codes", [])
    }
    assert documented
    for name, code, status in documented:
        class_ = getattr(numbers_api, name)
        assert class_ is getattr(numbers_api.errors, name)
        assert class_.documented_code == code
        assert class_.__bases__ == (getattr(numbers_api, class_of_status(int(status))),)
        assert name in numbers_api.__all__
        assert name in numbers_api.errors.__all__
    own = [getattr(numbers_api, name) for name in numbers_api.errors.__all__ if name != "Charged"]
    coded = {class_.__name__ for class_ in own if issubclass(class_, APIError) and class_.documented_code is not None}
    assert coded == {name for name, _, _ in documented}


def test_everything_that_is_exported_is_there() -> None:
    """Each public name of the package can be imported from it, and is listed by dir()."""
    assert set(numbers_api.__all__) >= set(numbers_api.errors.__all__) - {"Charged"}
    for name in numbers_api.__all__:
        assert getattr(numbers_api, name) is not None
        assert name in dir(numbers_api)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = numbers_api.Nothing
