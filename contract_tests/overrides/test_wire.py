"""What may differ on the wire, and what must not: claims about the service are few, traced and droppable."""

from __future__ import annotations

import json
import re
from datetime import UTC
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from overrides.normalised import ROOT, Json, base, documented_operations, normalised, operations, resolved, validator

FACTS: Json = json.loads((ROOT / "openapi" / "document.facts.json").read_text(encoding="utf-8"))
PAGING = {("query", "page"), ("query", "page_size"), ("query", "key")}
COMMON = {"200", "400", "401", "403", "406", "429", "5XX"}
ANSWERS = {
    "BuyNumber": COMMON | {"404", "409", "413", "415"},
    "listActiveNumbers": COMMON | {"404"},
    "GetActiveNumber": COMMON | {"404"},
    "UpdateActiveNumber": COMMON | {"404", "409", "413", "415"},
    "CancelActiveNumber": COMMON | {"404", "409"},
    "SearchNumbers": COMMON,
}


def documented_routes(document: Json) -> dict[str, str]:
    """The path of each path item as the document has it, by its path now."""
    return {path: item.get("x-documented-path", path) for path, item in document["paths"].items()}


def test_every_changed_path_keeps_its_documented_one() -> None:
    """The documented paths, traces included, are exactly those of the facts, and a path that is right has no trace."""
    routes = documented_routes(normalised())
    assert sorted(routes.values()) == sorted({operation["route"] for operation in FACTS["operations"]})
    traced = [path for path, item in normalised()["paths"].items() if item.get("x-documented-path") == path]
    assert traced == []


def test_every_operation_keeps_its_documented_identifier() -> None:
    """Each operation names its documented identifier, and under it has the method and the route of the facts."""
    found = {
        (item[method].get("x-documented-operation-id"), method.upper(), item.get("x-documented-path", path))
        for path, item in normalised()["paths"].items()
        for method in item
        if not method.startswith("x-")
    }
    assert found == {(fact["id"], fact["method"], fact["route"]) for fact in FACTS["operations"]}


def test_every_tag_keeps_its_documented_name() -> None:
    """The top-level tags trace back to those of the facts, and operations use no other."""
    tags = {tag["name"]: tag["x-documented-name"] for tag in normalised()["tags"]}
    assert sorted(tags.values()) == sorted(tag["name"] for tag in FACTS["tags"])
    documented = documented_operations(normalised())
    assert {name: [tags[tag] for tag in o["tags"]] for name, o in documented.items()} == {
        fact["id"]: [fact["tag"]] for fact in FACTS["operations"]
    }


def test_names_are_those_of_the_client() -> None:
    """The six operations have the names that become the methods of the client."""
    assert sorted(operations(normalised())) == [
        "buyActiveNumber", "configureActiveNumber", "getActiveNumber",
        "listActiveNumbers", "releaseActiveNumber", "searchAvailableNumbers",
    ]  # fmt: skip


def test_parameters_are_the_documented_ones_and_those_of_paging() -> None:
    """No parameter is renamed, moved or dropped, and none is added but the three that choose a page of a list."""
    after = documented_operations(normalised())
    for name, before in operations(base()).items():
        expected = {(parameter["in"], parameter["name"]) for parameter in before["parameters"]}
        if name in ("listActiveNumbers", "SearchNumbers"):
            expected |= PAGING
        assert {(parameter["in"], parameter["name"]) for parameter in after[name]["parameters"]} == expected
        assert len(after[name]["parameters"]) == len(expected)


def test_only_the_number_to_buy_becomes_required() -> None:
    """A parameter is required if the document says so, and so is the number of a purchase; paging is optional."""
    before, after = required_parameters(base()), required_parameters(normalised())
    assert after - before == {("BuyNumber", "phoneNumber")}
    assert before - after == set()


def required_parameters(document: Json) -> set[tuple[str, str]]:
    """The required parameters of every operation, with the documented identifier of the operation."""
    return {
        (name, parameter["name"])
        for name, operation in documented_operations(document).items()
        for parameter in operation["parameters"]
        if parameter.get("required")
    }


def test_properties_are_the_documented_ones() -> None:
    """No JSON key of a documented schema is renamed, added or dropped."""
    after = normalised()["components"]["schemas"]
    for name, schema in base()["components"]["schemas"].items():
        assert list(after[name]["properties"]) == list(schema["properties"])


@pytest.mark.parametrize("name", ANSWERS)
def test_operation_answers(name: str) -> None:
    """Each operation has the success that the document gives it and every failure that can happen to it."""
    assert set(documented_operations(normalised())[name]["responses"]) == ANSWERS[name]


def test_every_failure_has_the_one_error_schema() -> None:
    """Every answer that is no success is described by the schema Error as JSON."""
    document = normalised()
    found = {
        json.dumps(resolved(document, response)["content"])
        for operation in operations(document).values()
        for status, response in operation["responses"].items()
        if not status.startswith("2")
    }
    assert found == {json.dumps({"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}})}


def test_every_documented_code_has_a_name_on_its_response() -> None:
    """The codes of the facts stand on the response of their status, each with a class name and a text; no others do."""
    document = normalised()
    for fact in FACTS["operations"]:
        responses = documented_operations(document)[fact["id"]]["responses"]
        named = {
            (code["code"], int(status))
            for status, response in responses.items()
            for code in resolved(document, response).get("x-error-codes", [])
            if re.fullmatch(r"([A-Z][a-z]+)+", code["name"]) and code["description"]
        }
        assert named == {(code["code"], code["status"]) for code in fact.get("error_codes", [])}


def test_the_code_of_an_error_lists_the_documented_ones_and_is_open() -> None:
    """The known codes and their names agree with those on the responses, and an unknown code is valid."""
    document = normalised()
    code = document["components"]["schemas"]["Error"]["properties"]["code"]
    named = [
        (item["code"], item["name"])
        for response in document["components"]["responses"].values()
        for item in response.get("x-error-codes", [])
    ]
    assert list(zip(code["x-extensible-enum"], code["x-enum-varnames"], strict=True)) == named
    assert validator(document, code).is_valid(20003)


def test_an_error_needs_a_code_and_a_message() -> None:
    """An error body may lack its optional members and may have more, but it needs its code and message."""
    check = validator(normalised(), {"$ref": "#/components/schemas/Error"})
    assert check.is_valid({"code": 21452, "message": "no number"})
    assert check.is_valid({"code": 1, "message": "", "status": 400, "more_info": None, "trace": "x"})
    assert not check.is_valid({"message": "no number"})
    assert not check.is_valid({"code": 21452})
    assert not check.is_valid({"code": "21452", "message": "no number"})


@given(
    st.integers(min_value=0).map(str)
    | st.datetimes(timezones=st.just(UTC)).map(lambda when: format_datetime(when, usegmt=True))
)
def test_retry_after_takes_seconds_or_a_date(value: str) -> None:
    """Retry-After is required on 429 and takes both forms of RFC 9110."""
    header = normalised()["components"]["responses"]["TooManyRequests"]["headers"]["Retry-After"]
    assert header["required"] is True
    assert validator(normalised(), header["schema"]).is_valid(value)


@pytest.mark.parametrize("value", ["", "soon", "-1", "1.5", "2026-11-25T00:00:00Z", "30 s"])
def test_retry_after_takes_nothing_else(value: str) -> None:
    """Retry-After refuses what a client could not wait for."""
    header = normalised()["components"]["responses"]["TooManyRequests"]["headers"]["Retry-After"]
    assert not validator(normalised(), header["schema"]).is_valid(value)


def test_authentication_is_optional_with_either_scheme() -> None:
    """None, a bearer token and basic credentials are alternatives for every operation."""
    document = normalised()
    assert document["security"] == [{}, {"bearerAuth": []}, {"basicAuth": []}]
    assert not [name for name, operation in operations(document).items() if "security" in operation]
    schemes = document["components"]["securitySchemes"]
    assert {name: (s["type"], s["scheme"]) for name, s in schemes.items()} == {
        "bearerAuth": ("http", "bearer"), "basicAuth": ("http", "basic"),
    }  # fmt: skip


def test_money_and_repetition_are_marked() -> None:
    """Buying is billed and nothing else is; configuring and releasing may be repeated, buying never."""
    found = documented_operations(normalised())
    assert [name for name, operation in found.items() if operation.get("x-billed")] == ["BuyNumber"]
    assert sorted(name for name, operation in found.items() if operation.get("x-idempotent")) == [
        "CancelActiveNumber", "UpdateActiveNumber",
    ]  # fmt: skip
