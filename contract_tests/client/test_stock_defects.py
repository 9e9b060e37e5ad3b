"""What the generator's own templates get wrong for this API, and the tests that show it gone: twenty points."""

from __future__ import annotations

import ast
import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import numbers_api
import pytest
import respx
from client.described import ROOT
from numbers_api import UNSET, AsyncNumbersClient, ContractError, InvalidRequest, NumbersClient, ServerError
from numbers_api.models import ActiveNumber

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = "https://numbers.test/v1"
NUMBER = "+14155550123"
HERE = "client/test_stock_defects.py"

# What is wrong with the stock output, and the tests of what holds here instead.
DEFECTS: dict[int, tuple[str, list[str]]] = {
    1: (
        "release('..') deletes the account, release('') the list",
        [
            f"{HERE}::test_releasing_no_number_sends_nothing",
            "client/test_refused_arguments.py::test_a_path_stays_the_path",
        ],
    ),
    2: ("no timeout at all", ["client/test_settings.py::test_no_request_waits_for_ever"]),
    3: (
        "520 and other statuses unknown to Python crash",
        [f"{HERE}::test_a_failure_in_front_of_the_service_is_a_server_error"],
    ),
    4: ("one bad item makes dicts of all", [f"{HERE}::test_one_wrong_value_is_named_with_its_place"]),
    5: ("a nested null makes a dict of its parent", [f"{HERE}::test_one_wrong_value_is_named_with_its_place"]),
    6: (
        "wrong types pass, unknown values of a list are text or crash",
        [
            f"{HERE}::test_one_wrong_value_is_named_with_its_place",
            "client/test_values.py::test_an_unknown_value_of_an_open_list_is_kept",
            "client/test_values.py::test_a_wrong_value_of_a_closed_list_is_a_breach",
        ],
    ),
    7: (
        "errors are returned, or None, or say nothing; text and null crash",
        [
            f"{HERE}::test_a_failure_in_front_of_the_service_is_a_server_error",
            f"{HERE}::test_a_success_that_is_none_is_a_breach",
            "client/test_retries.py::test_requests_on_the_wire",
        ],
    ),
    8: ("an empty answer to DELETE crashes", [f"{HERE}::test_a_release_without_content_is_done"]),
    9: (
        "what is left out is another object after copying",
        ["client/test_values.py::test_what_is_left_out_is_one_object"],
    ),
    10: (
        "options change the client that they are taken from",
        ["client/test_settings.py::test_options_of_a_copy_leave_the_original_alone"],
    ),
    11: ("models are built by place", ["client/test_models.py::test_fields_are_given_by_keyword_alone"]),
    12: (
        "descriptions of parameters are dropped",
        ["client/test_documentation.py::test_every_text_of_an_operation_is_in_its_docstring"],
    ),
    13: (
        "twelve classes for GET and POST",
        [
            "client/test_values.py::test_get_and_post_are_one_class_wherever_they_stand",
            "client/test_values.py::test_a_list_of_values_is_one_class",
        ],
    ),
    14: (
        "names split at digits and capitals, a package called v_1",
        [
            "client/test_documentation.py::test_a_filter_is_called_like_the_fields_that_it_filters_on",
            "generator/test_names.py::test_every_property_is_a_field_whatever_its_name",
            "generator/test_package.py::test_metadata_tells_the_truth",
        ],
    ),
    15: (
        "four functions for one operation, forty arguments by place",
        [
            "client/test_documentation.py::test_an_operation_is_one_method_with_one_signature",
            "client/test_documentation.py::test_only_what_a_call_is_about_may_stand_without_its_name",
        ],
    ),
    16: (
        "no server, no User-Agent, no retries, no pages, no hooks, the account in every call",
        [
            "client/test_settings.py::test_the_server_of_the_description_is_the_default",
            "client/test_settings.py::test_every_request_says_who_asks",
            "client/test_settings.py::test_headers_may_be_given_for_each_call",
            "client/test_settings.py::test_arguments_come_before_the_environment",
            "client/test_retries.py::test_safe_calls_are_repeated_by_default",
            "client/test_paging.py::test_each_item_comes_once_in_order",
        ],
    ),
    17: (
        "accessors on every model, reprs that differ from run to run",
        [
            "client/test_models.py::test_a_model_has_its_fields_and_little_else",
            "client/test_models.py::test_a_repr_is_the_same_in_every_process",
        ],
    ),
    18: (
        "ten times slower than need be",
        [
            "client/test_decoding.py::test_what_is_described_is_read_in_one_pass",
            "client/test_decoding.py::test_a_model_has_no_dict_of_its_own",
        ],
    ),
    19: (
        "errors of strict pyright, long lines",
        [
            "client/test_types.py::test_the_package_and_a_right_program_are_clean",
            f"{HERE}::test_no_line_is_longer_than_it_may_be",
        ],
    ),
    20: (
        "no author, no licence, no py.typed, a README of nothing, a cache left behind",
        [
            "generator/test_package.py::test_metadata_tells_the_truth",
            "generator/test_package.py::test_wheel_holds_the_package_and_nothing_else",
            "generator/test_generate.py::test_a_second_run_writes_the_same_bytes_and_leaves_nothing_behind",
            "client/test_documentation.py::test_the_readme_lists_every_method",
        ],
    ),
}


@pytest.mark.parametrize("point", range(1, 21))
def test_every_defect_has_its_tests(point: int) -> None:
    """Each of the twenty points names tests, and they are there."""
    _, tests = DEFECTS[point]
    for test in tests:
        name, _, function = test.partition("::")
        tree = ast.parse((ROOT / "contract_tests" / name).read_text("utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, test


def _outcomes(call: str, *arguments: object, answer: httpx.Response | None = None) -> list[tuple[object, int]]:
    """What both clients make of one call of the tag of active numbers, and how many requests they send."""

    def blocking() -> object:
        with NumbersClient(base_url=BASE, account_id="AC1", max_retries=0) as client:
            value: Any = getattr(client.active_numbers, call)(*arguments)
            return value.first_page() if call == "list" else value

    async def asynchronous() -> object:
        async with AsyncNumbersClient(base_url=BASE, account_id="AC1", max_retries=0) as client:
            return await getattr(client.active_numbers, call)(*arguments)

    ways: list[Callable[[], object]] = [blocking, lambda: asyncio.run(asynchronous())]
    return [_outcome(way, answer or httpx.Response(500)) for way in ways]


def _outcome(way: Callable[[], object], answer: httpx.Response) -> tuple[object, int]:
    with respx.mock(assert_all_called=False) as service:
        route = service.route().mock(return_value=answer)
        try:
            value = way()
        except numbers_api.NumbersError as error:
            value = error
        return value, route.call_count


@pytest.mark.parametrize(
    "nothing", ["..", ".", "", None, UNSET, "../..", "%2e%2e", "+1415/..", "+14155550123/..", "\n"]
)
def test_releasing_no_number_sends_nothing(nothing: object) -> None:
    """Whatever is no phone number never reaches the wire: not as the list, not as the account."""
    for error, sent in _outcomes("release", nothing):
        assert isinstance(error, InvalidRequest)
        assert (error.field, error.operation, sent) == ("phone_number", "releaseActiveNumber", 0)


@pytest.mark.parametrize("status", [502, 503, 520, 522, 599])
@pytest.mark.parametrize(
    "body", [b"<html>Bad gateway</html>", b"", b"null", b"[]", b"\xff", b'{"code": "x", "message": 5}']
)
def test_a_failure_in_front_of_the_service_is_a_server_error(status: int, body: bytes) -> None:
    """A status that nobody registered, with a page of HTML or nothing at all, is a ServerError that says so."""
    for error, sent in _outcomes("get", NUMBER, answer=httpx.Response(status, content=body)):
        assert isinstance(error, ServerError)
        assert (error.status, error.code, error.operation, sent) == (status, None, "getActiveNumber", 1)
        assert f"HTTP {status}" in str(error)


@pytest.mark.parametrize(
    ("call", "body", "pointer"),
    [
        ("list", {"items": [{"phone_number": NUMBER}, None], "meta": {"page": 0}}, "/items/1"),
        ("list", {"items": "oops", "meta": {"page": 0}}, "/items"),
        ("list", {"items": [{"type": None}], "meta": {"page": 0}}, "/items/0"),
        ("list", {"items": [{"phone_number": NUMBER}]}, ""),
        ("get", {"phone_number": NUMBER, "configuration": {"voice": None}}, "/configuration/voice"),
        ("get", {"phone_number": NUMBER, "configuration": "x"}, "/configuration"),
        ("get", {"phone_number": 5}, "/phone_number"),
        ("get", {"phone_number": NUMBER, "statusCallbackMethod": "PUT"}, "/statusCallbackMethod"),
        ("get", {"phone_number": NUMBER, "capabilities": {"voice": {"calls_per_second": 1.5}}},
         "/capabilities/voice/calls_per_second"),
    ],
)  # fmt: skip
def test_one_wrong_value_is_named_with_its_place(call: str, body: object, pointer: str) -> None:
    """An item, a nested null, a wrong type: the error has the JSON Pointer, and no value of another type comes out."""
    arguments = [NUMBER] if call == "get" else []
    for error, _ in _outcomes(call, *arguments, answer=httpx.Response(200, json=body)):
        assert isinstance(error, ContractError)
        assert (error.path, error.status) == (pointer, 200)


@pytest.mark.parametrize("body", [b"<html></html>", b"", b"null", b"[]", b"5"])
def test_a_success_that_is_none_is_a_breach(body: bytes) -> None:
    """A 200 without the described body is never None and never a crash; a purchase is looked for, and was charged."""
    for error, sent in _outcomes("buy", NUMBER, answer=httpx.Response(200, content=body)):
        assert isinstance(error, ContractError)
        assert (error.path, error.charged, error.operation, sent) == ("", "yes", "buyActiveNumber", 2)


@pytest.mark.parametrize("answer", [httpx.Response(204), httpx.Response(200), httpx.Response(200, text="gone")])
def test_a_release_without_content_is_done(answer: httpx.Response) -> None:
    """A release is answered by nothing, with any success that has no content, or by text that means nothing."""
    assert _outcomes("release", NUMBER, answer=answer) == [(None, 1), (None, 1)]


def test_a_model_is_what_it_says() -> None:
    """What comes out of a call is of the class that the method promises."""
    for value, _ in _outcomes("get", NUMBER, answer=httpx.Response(200, json={"phone_number": NUMBER})):
        assert value == ActiveNumber(phone_number=NUMBER)


def test_no_line_is_longer_than_it_may_be() -> None:
    """The generated modules keep to 120 columns."""
    modules = list((ROOT / "generated" / "numbers_api").rglob("*.py"))

    assert len(modules) > 40
    assert [path.name for path in modules if max(map(len, path.read_text("utf-8").splitlines()), default=0) > 120] == []
