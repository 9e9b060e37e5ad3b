"""Values that JSON and Python have in different forms: decimals, open and closed lists, what is left out."""

from __future__ import annotations

import copy
import decimal
import pickle
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
import numbers_api
import numbers_api.models
import pytest
from client.described import Json, alternatives, description
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import ContractError
from numbers_api._runtime.json.codec import decode, encode
from numbers_api._runtime.values import DECIMAL_PATTERN, UNSET, FixedDecimal, OpenStrEnum, fixed_decimal
from numbers_api.models import ActiveNumber, CallbackMethod, Capabilities, ErrorCode, NumberType

if TYPE_CHECKING:
    import enum

NUMBER = "+14155550123"
DIGITS = st.from_regex(r"\A-?(0|[1-9][0-9]{0,60})(\.[0-9]{1,60})?\Z")


def _number(**members: object) -> ActiveNumber:
    return ActiveNumber.from_dict({"phone_number": NUMBER, **members})


@given(DIGITS)
def test_a_price_keeps_its_digits(text: str) -> None:
    """A price is an exact Decimal, and goes back as the digits that came, however many: zeros at the end as well."""
    number = _number(base_setup_price=text)

    assert isinstance(number.base_setup_price, Decimal)
    assert number.base_setup_price == Decimal(text)
    assert number.to_dict()["base_setup_price"] == text
    with decimal.localcontext(prec=2):
        assert encode(number).count(f'"{text}"'.encode()) == 1
    assert copy.deepcopy(number).to_dict() == number.to_dict()


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.decimals(allow_nan=False, allow_infinity=False)
)
def test_any_finite_decimal_can_be_given(value: Decimal) -> None:
    """Whatever Decimal a caller has, plain digits of the same value are written: no exponent."""
    written: str = msgspec.json.decode(encode(value))

    assert Decimal(written) == value
    assert fixed_decimal(written) == value


@given(st.text("0123456789.-+eE _\n٣NanIity", max_size=6))
def test_only_plain_digits_are_a_price(text: str) -> None:
    """Exponents, spaces, signs, points without digits and other scripts are no price, as the pattern says."""
    try:
        read: FixedDecimal = decode(encode(text), FixedDecimal)
    except ValueError:
        return
    assert f"{read:f}" == text
    assert read.is_finite()


@pytest.mark.parametrize("wrong", [2.0, 2, True, [], {"a": 1}, "2,0", "1e3", "NaN", "01", ".5", "5.", "+1", ""])
def test_a_price_of_another_form_is_a_breach_at_its_place(wrong: object) -> None:
    """A number in place of the text, and text that is no decimal, are refused where they stand."""
    with pytest.raises(ContractError) as caught:
        _number(base_setup_price=wrong)

    assert caught.value.path == "/base_setup_price"


def test_every_decimal_of_the_description_has_the_pattern_that_is_enforced() -> None:
    """The client enforces one pattern, and the description states it at each decimal."""
    places = [
        schema
        for model in description()["components"]["schemas"].values()
        for member in model.get("properties", {}).values()
        for schema in alternatives(member)
        if schema.get("format") == "decimal" and schema["type"] == "string"
    ]

    assert len(places) >= 4
    assert {schema["pattern"] for schema in places} == {DECIMAL_PATTERN}


LISTS: dict[str, Json] = {
    name: schema
    for name, schema in description()["components"]["schemas"].items()
    if {"enum", "x-extensible-enum"} & schema.keys()
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_values_is_one_class(name: str) -> None:
    """Each list of the description is one enumeration with just its values; every other use refers to that class."""
    listed = LISTS[name].get("enum", LISTS[name].get("x-extensible-enum"))
    class_: type[enum.Enum] = getattr(numbers_api.models, name)

    assert [member.value for member in class_] == listed
    assert issubclass(class_, OpenStrEnum) is ("x-extensible-enum" in LISTS[name])


def test_get_and_post_are_one_class_wherever_they_stand() -> None:
    """The methods of callbacks, at five places and nullable, share one enumeration."""
    methods = [
        name for name in dir(numbers_api.models) if {"GET", "POST"} <= set(dir(getattr(numbers_api.models, name)))
    ]

    assert methods == ["CallbackMethod"]


@given(st.text(max_size=12))
def test_an_unknown_value_of_an_open_list_is_kept(value: str) -> None:
    """An open list takes any text: it says whether it knows it, is equal to the text, and goes back unchanged."""
    number = _number(type=value)

    assert isinstance(number.type, NumberType)
    assert number.type == value
    assert number.type.is_known is (value in LISTS["NumberType"]["x-extensible-enum"])
    assert number.to_dict()["type"] == value
    again = pickle.loads(pickle.dumps(number))  # noqa: S301 -- made on the line itself
    assert (again, repr(again.type)) == (number, repr(number.type))
    assert {number.type: 1}[copy.deepcopy(number.type)] == 1
    assert [member.value for member in NumberType] == LISTS["NumberType"]["x-extensible-enum"]


def test_an_unknown_error_code_is_kept() -> None:
    """The list of codes is open too, and made of integers."""
    assert not isinstance(ErrorCode(21452), OpenStrEnum)
    assert ErrorCode(21452) is ErrorCode.NO_NUMBER_FOUND
    assert ErrorCode(5) == 5
    assert (ErrorCode(5).is_known, ErrorCode(21452).is_known) == (False, True)


@pytest.mark.parametrize("value", [5, None, [], "post"])
def test_a_wrong_value_of_a_closed_list_is_a_breach(value: object) -> None:
    """A closed list takes its values and no others, at its place; null only where the description has it."""
    held = {"configuration": {"voice": {"method": value}}}
    if value is None:
        assert _number(**held).to_dict()["configuration"] == held["configuration"]
        return
    with pytest.raises(ContractError) as caught:
        _number(**held)

    assert caught.value.path == "/configuration/voice/method"


def test_values_of_a_closed_list_are_text() -> None:
    """A member of a closed list can stand wherever its text can."""
    assert CallbackMethod.GET == "GET"
    assert f"{CallbackMethod.POST}" == "POST"


def test_what_is_left_out_is_one_object() -> None:
    """UNSET is the same object after copying and pickling, short to read and false, in models as by itself."""
    number = _number()

    for other in (copy.copy(number), copy.deepcopy(number), pickle.loads(pickle.dumps(number))):  # noqa: S301 -- ours
        assert other.friendly_name is UNSET is numbers_api.UNSET
        assert other == number
        assert other.to_dict() == {"phone_number": NUMBER}
    assert repr(UNSET) == "UNSET"
    assert not UNSET


@pytest.mark.parametrize("wrong", [None, 5, [], {}, "\ud800", '{"phone_number": "\ud800"}', object()])
def test_what_is_no_text_is_no_model_either(wrong: Any) -> None:  # noqa: ANN401 -- of many types
    """`from_json` and `from_dict` end with ContractError whatever they get."""
    with pytest.raises(ContractError):
        ActiveNumber.from_json(wrong)
    with pytest.raises(ContractError):
        ActiveNumber.from_dict(wrong)


@pytest.mark.parametrize(
    "text", ["{}", b"{}", bytearray(b"{}"), memoryview(b"{}")], ids=lambda given: type(given).__name__
)
def test_a_text_may_come_as_bytes_of_any_kind(text: Any) -> None:  # noqa: ANN401 -- of many types
    """Text, bytes, and what is like bytes are read alike."""
    assert Capabilities.from_json(text) == Capabilities()


@pytest.mark.parametrize(
    ("text", "path"), [("{", ""), ("[]", ""), ("{}", ""), (b"\xff", ""), ('{"phone_number": 1}', "/phone_number")]
)
def test_a_text_that_is_no_model_is_refused_with_the_place(text: bytes | str, path: str) -> None:
    """What is no JSON, or breaks the description, is a ContractError that says where."""
    with pytest.raises(ContractError) as caught:
        ActiveNumber.from_json(text)
    assert caught.value.path == path
