"""The types that the overlays give: open lists stay open, closed ones are closed, null is where the document has it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from overrides.normalised import Json, base, documented_operations, normalised, resolved, schemas, validator

OPEN = ("NumberType", "Lifecycle")
CLOSED = {
    "CallbackMethod": {"GET", "POST"},
    "AddressRequirement": {"none", "any", "local", "foreign"},
    "CallerIdPreservation": {"International", "Domestic", "None"},
    "Reachability": {"Domestic", "Foreign", "Global"},
}


def accepts(schema: Json, value: object) -> bool:
    """Whether a schema of the normalised description accepts a value."""
    return validator(normalised(), schema).is_valid(value)


def component(name: str) -> Json:
    """A reference to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def member(schema: str, name: str) -> Json:
    """The schema of a property."""
    found: Json = normalised()["components"]["schemas"][schema]["properties"][name]
    return found


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
    filters = documented_operations(normalised())["SearchNumbers"]["parameters"]
    assert all(accepts(parameter["schema"], value) for parameter in filters if parameter["name"] in ("type", "lifecycle"))


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
        if "/properties/" in place and "anyOf" in schema and set(CLOSED) & {name for name in CLOSED if component(name) in schema["anyOf"]}
    ]
    assert len(references) == 12  # five callback methods, one of them in two schemas; two, three and one of the rest
    assert [place for place, schema in references if not accepts(schema, None)] == []


def test_no_nullable_type_has_a_list_without_null() -> None:
    """A type that admits null and a list that refuses it never stand together."""
    found = [p for p, s in schemas(normalised()) if "enum" in s and "null" in s.get("type", ()) and None not in s["enum"]]
    assert found == []
    assert [p for p, s in schemas(base()) if "enum" in s and "null" in s.get("type", ()) and None not in s["enum"]]


def test_null_is_taken_away_only_where_a_number_is_useless_without() -> None:
    """A property that the document allows to be null still may be, but for the key of a number and the parts of a page."""
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
    """A number needs its phone number, a page its items and its position, and no documented schema needs anything else."""
    found = {n: normalised()["components"]["schemas"][n].get("required", []) for n in base()["components"]["schemas"]}
    assert {name: required for name, required in found.items() if required} == {
        "ActiveNumber": ["phone_number"],
        "AvailableNumber": ["phone_number"],
        "ActiveNumbersResponse": ["items", "meta"],
        "AvailableNumbersResponse": ["items", "meta"],
    }


def test_every_int32_is_bounded() -> None:
    """The range that int32 means is written out for every integer, within what 32 bits hold."""
    integers = [(place, schema) for place, schema in schemas(normalised()) if schema.get("type") == "integer"]
    assert len(integers) > 10
    for place, schema in integers:
        assert schema["format"] == "int32", place
        assert -(2**31) <= schema["minimum"] <= schema["maximum"] <= 2**31 - 1, place
    assert not accepts(member("VoiceCapabilities", "calls_per_second"), 2**31)
    assert accepts(member("VoiceCapabilities", "calls_per_second"), -(2**31))


@pytest.mark.parametrize("schema", ["ActiveNumber", "AvailableNumber"])
@pytest.mark.parametrize("name", ["base_setup_price", "base_recurring_price"])
@given(price=st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_every_decimal_can_be_a_price(schema: str, name: str, price: Decimal) -> None:
    """Any finite decimal in plain notation is a price, in the property and in its filter, and reads back equal."""
    assert accepts(member(schema, name), f"{price:f}")
    filters = documented_operations(normalised())["SearchNumbers"]["parameters"]
    assert all(accepts(p["schema"], f"{price:f}") and not accepts(p["schema"], None) for p in filters if p["name"] == name)


@pytest.mark.parametrize("price", ["", "1,5", "1.", ".5", "+1", "1e3", "01", "NaN", "1 000", "$1", 1.5, True])
def test_other_notations_are_no_prices(price: object) -> None:
    """What a decimal type would misread or refuse is refused by the description already."""
    assert not accepts(member("AvailableNumber", "base_setup_price"), price)


@given(st.from_regex(r"\+[1-9][0-9]{1,14}", fullmatch=True))
def test_every_e164_number_is_a_phone_number(number: str) -> None:
    """Every E.164 number is accepted wherever a phone number stands."""
    assert accepts(component("PhoneNumber"), number)


@pytest.mark.parametrize("number", ["", "..", "/", "+", "14155550123", "+04155550123", "+1 415 555 0123", "+" + "1" * 16, None])
def test_what_is_not_e164_is_no_phone_number(number: object) -> None:
    """Anything that could change a path, or is not in international format, is refused wherever a phone number stands."""
    named = [
        parameter["schema"]
        for operation in documented_operations(normalised()).values()
        for parameter in operation["parameters"]
        if parameter["name"] in ("phoneNumber", "phone_number")
    ]
    assert len(named) == 6
    assert not any(accepts(schema, number) for schema in [*named, member("ActiveNumber", "phone_number")])


@pytest.mark.parametrize(("value", "valid"), [("AC1_x-Y", True), ("", False), ("..", False), ("a/b", False), ("é", False)])
def test_account_identifier_cannot_change_the_path(value: str, *, valid: bool) -> None:
    """An account identifier is one harmless segment of a path."""
    found = [
        parameter["schema"]
        for operation in documented_operations(normalised()).values()
        for parameter in operation["parameters"]
        if parameter["name"] == "AccountId"
    ]
    assert len(found) == 5
    assert {accepts(schema, value) for schema in found} == {valid}


@pytest.mark.parametrize(
    ("schema", "name", "good", "bad"),
    [
        ("ActiveNumber", "friendlyName", "x" * 64, "x" * 65),
        ("Voice", "application_sid", "x" * 34, "x" * 33),
        ("Sms", "application_sid", "x" * 34, "x" * 35),
        ("Geography", "iso_country", "SE", "Sweden"),
        ("Geography", "region", "CA", "ca"),
        ("Voice", "url", "https://example.com/voice", "http://[broken"),
        ("Voice", "fallback_url", "example.com", "a b"),
        ("Sms", "url", "/relative?x=1", "%"),
        ("Meta", "next_page_url", "?page=2", "<next>"),
        ("Configuration", "status_callback_url", "https://example.com/", "https://exa mple.com/"),
        ("ActiveNumber", "statusCallback", "https://example.com/", "\\"),
    ],
)
def test_constraint_of_a_property(schema: str, name: str, good: str, bad: str) -> None:
    """The limits that the document states in words hold: at the limit a value is valid, beyond it is not; null is valid."""
    assert accepts(member(schema, name), good)
    assert accepts(member(schema, name), None)
    assert not accepts(member(schema, name), bad)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("geography.iso_country", "SE", "SWE"),
        ("geography.region", "CA", "California"),
        ("Configuration.voice.application_sid", "x" * 34, "x"),
        ("page", 0, -1),
        ("page_size", 1000, 1001),
        ("page_size", 1, 0),
        ("key", "x", ""),
    ],
)
def test_constraint_of_a_filter(name: str, good: object, bad: object) -> None:
    """A filter holds to the limits of the property that it is compared with, and paging to its own."""
    found = [
        parameter["schema"]
        for operation in documented_operations(normalised()).values()
        for parameter in operation["parameters"]
        if parameter["name"] == name
    ]
    assert found
    assert all(accepts(schema, good) and not accepts(schema, bad) for schema in found)


@pytest.mark.parametrize(("operation", "root"), [("listActiveNumbers", "ActiveNumber"), ("SearchNumbers", "AvailableNumber")])
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
    kinds = whole.get("type")
    kind = [name for name in kinds if name != "null"][0] if isinstance(kinds, list) else kinds
    return {**{key: item for key, item in whole.items() if key not in ("description", "examples")}, "type": kind}


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


def test_patterns_mean_the_same_everywhere() -> None:
    """Every pattern is anchored and free of what ECMA 262 and Python read differently."""
    patterns = {schema["pattern"] for _, schema in schemas(normalised()) if "pattern" in schema}
    assert len(patterns) >= 5
    for pattern in patterns:
        assert pattern.startswith("^")
        assert pattern.endswith("$")
        assert not re.search(r"\\[dwsbDWSBAZ]|\(\?", pattern)
