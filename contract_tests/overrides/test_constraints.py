"""The limits that the overlays write out: at the limit a value is valid, beyond it is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from overrides.normalised import accepts, component, member, normalised, parameters, schemas

if TYPE_CHECKING:
    from decimal import Decimal


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
    (filtered,) = parameters(normalised(), name)
    assert accepts(filtered["schema"], f"{price:f}")
    assert not accepts(filtered["schema"], None)


@pytest.mark.parametrize("price", ["", "1,5", "1.", ".5", "+1", "1e3", "01", "NaN", "1 000", "$1", 1.5, True])
def test_other_notations_are_no_prices(price: object) -> None:
    """What a decimal type would misread or refuse is refused by the description already."""
    assert not accepts(member("AvailableNumber", "base_setup_price"), price)


@given(st.from_regex(r"\+[1-9][0-9]{1,14}", fullmatch=True))
def test_every_e164_number_is_a_phone_number(number: str) -> None:
    """Every E.164 number is accepted wherever a phone number stands."""
    assert accepts(component("PhoneNumber"), number)


@pytest.mark.parametrize(
    "number", ["", "..", "/", "+", "14155550123", "+04155550123", "+1 415 555 0123", "+" + "1" * 16, None]
)
def test_what_is_not_e164_is_no_phone_number(number: object) -> None:
    """What could change a path, or is not in international format, is refused wherever a phone number stands."""
    named = [parameter["schema"] for parameter in parameters(normalised(), "phoneNumber", "phone_number")]
    assert len(named) == 6
    assert not any(accepts(schema, number) for schema in [*named, member("ActiveNumber", "phone_number")])


@pytest.mark.parametrize(
    ("value", "valid"), [("AC1_x-Y", True), ("", False), ("..", False), ("a/b", False), ("é", False)]
)
def test_account_identifier_cannot_change_the_path(value: str, *, valid: bool) -> None:
    """An account identifier is one harmless segment of a path."""
    found = [parameter["schema"] for parameter in parameters(normalised(), "AccountId")]
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
    """The limits that the document states in words hold, and null is as valid as before."""
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
    found = [parameter["schema"] for parameter in parameters(normalised(), name)]
    assert found
    assert all(accepts(schema, good) and not accepts(schema, bad) for schema in found)


def test_patterns_mean_the_same_everywhere() -> None:
    """Every pattern is anchored and free of what ECMA 262 and Python read differently."""
    patterns = {schema["pattern"] for _, schema in schemas(normalised()) if "pattern" in schema}
    assert len(patterns) >= 5
    for pattern in patterns:
        assert pattern.startswith("^")
        assert pattern.endswith("$")
        assert not re.search(r"\\[dwsbDWSBAZ]|\(\?", pattern)
