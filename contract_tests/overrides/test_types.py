"""The types that the overlays give: open lists stay open, closed ones are closed, null is where the document has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from overrides.normalised import (
    Json,
    accepts,
    base,
    component,
    documented_operations,
    member,
    normalised,
    parameters,
    resolved,
    schemas,
    validator,
)

OPEN = ("NumberType", "Lifecycle")
CLOSED = {
    "CallbackMethod": {"GET", "POST"},
    "AddressRequirement": {"none", "any", "local", "foreign"},
    "CallerIdPreservation": {"International", "Domestic", "None"},
    "Reachability": {"Domestic", "Foreign", "Global"},
}


@pytest.mark.parametrize("name", OPEN)
def test_open_list_names_values_and_takes_any(name: str) -> None:
    """An open list names the known values for readers and generators, and excludes no other string."""
    schema = normalised()["components"]["schemas"][name]
    assert schema["type"] == "string"
    assert schema["x-extensible-enum"]
    assert "enum" not in schema


@given(st.text())
def test_unknown_type_and_lifecycle_are_valid(value: str) -> None:
    """A type or a stage that nobody has heard of is no error, neither in an answer nor in a filter."""
    number = {"phone_number": "+14155550123", "type": value, "lifecycle": value}
    assert accepts(component("ActiveNumber"), number)
    assert accepts(component("AvailableNumber"), number)
    assert all(accepts(parameter["schema"], value) for parameter in parameters(normalised(), "type", "lifecycle"))


@pytest.mark.parametrize("name", CLOSED)
@given(value=st.text())
def test_closed_list_takes_its_values_only(name: str, value: str) -> None:
    """A closed list accepts each of its values, spelled exactly, and nothing else."""
    assert accepts(component(name), value) == (value in CLOSED[name])
    assert all(accepts(component(name), listed) for listed in CLOSED[name])
    assert not any(accepts(component(name), listed.swapcase()) for listed in CLOSED[name])
    assert not accepts(component(name), None)


def test_every_reference_to_a_closed_list_from_a_property_takes_null() -> None:
    """Wherever the document has a nullable string with listed values, null is accepted beside them."""
    references = [
        (place, schema)
        for place, schema in schemas(normalised())
        if "/properties/" in place and any(component(name) in schema.get("anyOf", []) for name in CLOSED)
    ]
    assert len(references) == 12  # five callback methods, one of them in two schemas; two, three and one of the rest
    assert [place for place, schema in references if not accepts(schema, None)] == []


def test_no_nullable_type_has_a_list_without_null() -> None:
    """A type that admits null and a list that refuses it never stand together."""
    assert contradictory(base())
    assert contradictory(normalised()) == []


def contradictory(document: Json) -> list[str]:
    """The places where a type admits null and the list of values beside it does not."""
    listed = [(place, schema) for place, schema in schemas(document) if "enum" in schema]
    return [place for place, schema in listed if "null" in schema["type"] and None not in schema["enum"]]


def test_null_is_taken_away_only_where_a_number_is_useless_without() -> None:
    """Null is accepted wherever the document does so, but for the key of a number and the parts of a page."""
    refused = {
        f"{name}.{key}"
        for name, schema in base()["components"]["schemas"].items()
        for key, before in schema["properties"].items()
        if validator(base(), before).is_valid(None) and not accepts(member(name, key), None)
    }
    assert refused == {
        "ActiveNumber.phone_number", "AvailableNumber.phone_number",
        "ActiveNumbersResponse.items", "AvailableNumbersResponse.items",
        "ActiveNumbersResponse.meta", "AvailableNumbersResponse.meta",
    }  # fmt: skip


def test_required_members() -> None:
    """A number needs its phone number, a page its items and position, and nothing else is needed."""
    found = {n: normalised()["components"]["schemas"][n].get("required", []) for n in base()["components"]["schemas"]}
    assert {name: required for name, required in found.items() if required} == {
        "ActiveNumber": ["phone_number"],
        "AvailableNumber": ["phone_number"],
        "ActiveNumbersResponse": ["items", "meta"],
        "AvailableNumbersResponse": ["items", "meta"],
    }


def test_a_reference_or_a_choice_stands_without_a_type() -> None:
    """No type stands beside a reference or a choice, with which it would have to agree."""
    twice = [place for place, schema in schemas(normalised()) if {"$ref", "anyOf"} & set(schema) and "type" in schema]
    assert twice == []
    assert [place for place, schema in schemas(normalised()) if {"$ref", "anyOf"} <= set(schema)] == []


def test_formats_are_those_that_the_client_reads() -> None:
    """Phone numbers, prices, URLs and integers carry the format by which generators choose a type."""
    assert normalised()["components"]["schemas"]["PhoneNumber"]["format"] == "e164"
    prices = parameters(normalised(), "base_setup_price", "base_recurring_price")
    assert {parameter["schema"]["format"] for parameter in prices} == {"decimal"}
    assert {schema["format"] for _, schema in schemas(normalised()) if "format" in schema} == {
        "e164",
        "decimal",
        "uri-reference",
        "int32",
    }


@pytest.mark.parametrize(
    ("operation", "root"), [("listActiveNumbers", "ActiveNumber"), ("SearchNumbers", "AvailableNumber")]
)
def test_filters_have_the_type_of_their_property(operation: str, root: str) -> None:
    """A filter has the type and the limits of the property that it is compared with, null aside."""
    filters = [
        parameter
        for parameter in documented_operations(normalised())[operation]["parameters"]
        if parameter["in"] == "query" and parameter["name"] not in ("page", "page_size", "key")
    ]
    different = [p["name"] for p in filters if limits(p["schema"]) != limits(compared(root, p["name"]))]
    assert len(filters) >= 10
    assert different == []


def limits(schema: Json) -> Json:
    """What a schema asks of a value that is not null."""
    whole = resolved(normalised(), without_null(schema))
    asked = {key: item for key, item in whole.items() if key not in ("description", "examples", "type")}
    return {**asked, "type": {whole["type"]} if isinstance(whole["type"], str) else {*whole["type"]} - {"null"}}


def without_null(schema: Json) -> Json:
    """The schema beside null in a choice between the two, and any other schema as it is."""
    return next((part for part in schema.get("anyOf", []) if part != {"type": "null"}), schema)


def compared(root: str, name: str) -> Json:
    """The property below a schema that the dotted name of a filter stands for, whatever the case of its parts."""
    schema = component(root)
    for part in name.split("."):
        properties = resolved(normalised(), without_null(schema))["properties"]
        schema = next(item for key, item in properties.items() if key.lower() == part.lower())
    return schema


def test_configuring_sends_what_the_caller_decides() -> None:
    """The body of configuring is required, and its four members are those of the number, word for word."""
    body = documented_operations(normalised())["UpdateActiveNumber"]["requestBody"]
    assert body["required"] is True
    assert body["content"]["application/json"]["schema"] == component("ActiveNumberUpdate")
    update = normalised()["components"]["schemas"]["ActiveNumberUpdate"]
    assert update["x-documented-schema"] == "ActiveNumber"
    assert list(update["properties"]) == ["friendlyName", "statusCallback", "statusCallbackMethod", "configuration"]
    assert all(schema == member("ActiveNumber", name) for name, schema in update["properties"].items())


def test_the_body_of_a_purchase_stays_optional() -> None:
    """A number can be bought without saying how it is to behave."""
    assert not documented_operations(normalised())["BuyNumber"]["requestBody"].get("required", False)
