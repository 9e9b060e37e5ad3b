"""Credentials and whole phone numbers stay out of reprs, messages and pickles."""

from __future__ import annotations

import copy
import pickle
import re
import traceback
from decimal import Decimal
from typing import Any

import httpx
import pytest
import respx
from hypothesis import example, given
from hypothesis import strategies as st
from numbers_api import (
    APIError,
    AsyncNumbersClient,
    ContractError,
    DeadlineExceeded,
    InvalidRequest,
    NoNumberFound,
    NumbersClient,
    NumbersError,
    PriceExceeded,
    PurchaseOutcomeUnknown,
    RateLimited,
)
from numbers_api.models import ActiveNumber

BASE = "https://numbers.test/v1"
E164 = st.from_regex(r"\A\+[1-9][0-9]{7,14}\Z")
_WHOLE = re.compile(r"[0-9]{7}")


@given(E164, st.text(max_size=20))
def test_reprs_of_models_mask_numbers(number: str, name: str) -> None:
    """No repr of a model shows seven digits of its phone number in a row, wherever the number stands in it."""
    held = {
        "phone_number": number,
        "friendlyName": f"{name} {number}"[:64],
        "statusCallback": f"https://e.example/{number}",
    }
    model = ActiveNumber.from_dict({**held, "unknown": {"again": number}})

    assert number not in repr(model)
    assert number[1:] not in repr(model)


@given(E164)
def test_messages_of_errors_mask_numbers(number: str) -> None:
    """No str, repr or pickle of an error holds a whole number, even one that the service put into its message."""
    refused = APIError(
        f"cannot sell {number} today", status=400, code=1, operation="buyActiveNumber", body={"n": number}
    )
    unknown = PurchaseOutcomeUnknown(f"lost {number}", phone_number=number, attempts=2)
    broken = ContractError("no", path=f"/items/{number}", body=number.encode())
    for error in (refused, unknown, broken):
        for text in (str(error), repr(error), pickle.dumps(error).decode("latin-1")):
            assert number[1:] not in text


@example("(415) 555-0123")
@example("415 555 0123")
@example("%2B14155550123")
@given(E164)
def test_masking_keeps_start_and_end(number: str) -> None:
    """What is masked can still be told apart: the first four and the last two digits stay."""
    error = NumbersError(f"about {number}.")
    digits = re.sub("[^0-9]", "", number.removeprefix("%2B"))

    assert _WHOLE.search(str(error)) is None
    shown = re.sub("[^0-9]", "", str(error).replace("%2B", ""))
    assert shown == digits[:4] + digits[-2:]


@pytest.mark.parametrize("harmless", ["37.7749295", "2026-11-25", "code 21452", "HTTP 400", "AC0123456789abcdef"])
def test_what_is_no_phone_number_stays(harmless: str) -> None:
    """Coordinates, dates, codes and account identifiers are no phone numbers."""
    assert harmless in str(NumbersError(f"see {harmless} there"))


@pytest.mark.parametrize("client_class", [NumbersClient, AsyncNumbersClient])
@pytest.mark.parametrize("credential", [{"token": "s3cr3t-token"}, {"basic_auth": ("user", "s3cr3t-token")}])
def test_credentials_do_not_show(client_class: type[Any], credential: dict[str, Any]) -> None:
    """Neither the client nor its settings show the credential, and neither can be pickled or copied out."""
    client = client_class(base_url=BASE, account_id="AC1", **credential)
    shown = f"{client!r} {client} {client.settings!r} {vars(client)!r}"

    assert "s3cr3t-token" not in shown
    for value in (client, client.settings):
        with pytest.raises(TypeError, match="process"):
            pickle.dumps(value)
        with pytest.raises(TypeError, match="process"):
            copy.deepcopy(value)


def test_credentials_are_not_in_tracebacks() -> None:
    """A traceback as a program prints it holds no credential and no whole number."""
    with respx.mock:
        answer = {"code": 1, "message": "who are you, and what is +14155550123?"}
        respx.route().mock(return_value=httpx.Response(401, json=answer))
        token, number = "s3cr3t-token", "+14155550123"
        try:
            NumbersClient(base_url=BASE, account_id="AC1", token=token).active_numbers.get(number)
        except APIError as error:
            text = "".join(traceback.format_exception(error))
            assert token not in text
            assert number[1:] not in text
        else:
            pytest.fail("the refusal did not raise")


@pytest.mark.parametrize(
    "error",
    [
        NoNumberFound("none", status=400, code=21452, operation="buyActiveNumber", charged="no", request_id="r1"),
        RateLimited("slow down", status=429, retry_after=3.5, more_info="https://e.example/1"),
        ContractError("Expected `str`", path="/items/1", status=200, operation="listActiveNumbers", charged="yes"),
        InvalidRequest(field="page", rule="Expected `int`", operation="searchAvailableNumbers"),
        PurchaseOutcomeUnknown("lost", attempts=3, operation="buyActiveNumber"),
    ],
)
def test_errors_survive_pickling(error: NumbersError) -> None:
    """An error that crosses a process keeps class and attributes."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 -- made on the line itself

    assert type(again) is type(error)
    assert str(again) == str(error)
    assert {**vars(again), "body": None} == {**vars(error), "body": None}


@pytest.mark.parametrize("note", [True, False])
@pytest.mark.parametrize(
    "error",
    [
        NumbersError("x"),
        RateLimited("slow", status=429, request_id="550e8400-e29b-41d4-a716-446655440000"),
        ContractError("no", request_id="20261127-123456789012"),
        DeadlineExceeded("late", delivered=None),
        PriceExceeded(price=Decimal(2), limit=Decimal(1), field="max_setup_price", rule="too dear"),
        PurchaseOutcomeUnknown("lost", phone_number=None, request_id="4155550123"),
    ],
)
def test_whatever_is_put_on_an_error_survives(error: NumbersError, *, note: bool) -> None:
    """Notes and attributes of the program's own cross a process, masked; the id of a request is unchanged."""
    error = copy.copy(error)
    error.resume_token = "4155550123"  # a place in a list
    vars(error)["own"] = "+14155550123"
    if note:
        error.add_note("bought +14155550123")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):  # noqa: S301 -- ours
        assert type(again) is type(error)
        assert again.args == (error.message,)
        wanted = {**vars(error), "own": "+1415*****23"}
        assert vars(again) == ({**wanted, "__notes__": ["bought +1415*****23"]} if note else wanted)


_SECRET = "pw5ecret"


@pytest.mark.parametrize("client_class", [NumbersClient, AsyncNumbersClient])
@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"proxy": f"http://u:{_SECRET}@h", "timeout": -1}, "timeout"),
        ({"proxy": f"nonsense://u:{_SECRET}@h"}, "proxy"),
        ({"basic_auth": (b"u", _SECRET.encode())}, "basic_auth"),
        ({"basic_auth": ("u", 5, _SECRET)}, "basic_auth"),
        ({"basic_auth": f"u:{_SECRET}"}, "basic_auth"),
        ({"basic_auth": ("u", [_SECRET])}, "basic_auth"),
        ({"headers": [f"X: {_SECRET}"]}, "headers"),
        ({"headers": f"X: {_SECRET}"}, "headers"),
        ({"token": _SECRET.encode()}, "token"),
        ({"auth": _SECRET}, "auth"),
        ({"auth": ("u", _SECRET)}, "auth"),
        ({"auth": httpx.Auth}, "auth"),
    ],
)
def test_a_setting_that_is_refused_stands_in_no_traceback(
    client_class: type[Any], settings: dict[str, Any], field: str
) -> None:
    """A secret of a wrong form is refused by name; a traceback that shows local variables does not show it."""
    makers = [client_class]
    if "proxy" not in settings:
        makers.append(client_class(account_id="AC1", base_url=BASE).with_options)
    for make in makers:
        with pytest.raises(InvalidRequest) as caught:
            make(**settings)
        assert caught.value.field == field
        assert _SECRET not in _shown(caught.value)


@pytest.mark.parametrize("client_class", [NumbersClient, AsyncNumbersClient])
def test_headers_of_a_wrong_form_stand_in_no_traceback(client_class: type[Any]) -> None:
    """Headers that are no mapping are refused without showing them: those of a call, and those of a function."""
    client = client_class(base_url=BASE, account_id="AC1")
    told = client_class(base_url=BASE, account_id="AC1", headers=lambda _: [f"X: {_SECRET}"])
    for prepare in (
        lambda: client.active_numbers.get.prepare("+14155550123", headers=[f"X: {_SECRET}"]),
        lambda: told.active_numbers.get.prepare("+14155550123"),
    ):
        with pytest.raises(InvalidRequest) as caught:
            prepare()
        assert caught.value.field == "headers"
        assert _SECRET not in _shown(caught.value)


def _shown(error: BaseException) -> str:
    """A traceback with local variables, without those of this module."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    report.stack[:] = [frame for frame in report.stack if frame.filename != __file__]
    return "".join(report.format())


def test_the_log_of_httpx_masks_numbers(caplog: pytest.LogCaptureFixture) -> None:
    """What httpx logs of a request holds no whole number."""
    caplog.set_level("DEBUG")
    with respx.mock:
        respx.route().mock(return_value=httpx.Response(200, json={"phone_number": "+14155550123"}))
        NumbersClient(base_url=BASE, account_id="AC1").active_numbers.get("+14155550123")

    assert "HTTP Request" in caplog.text
    assert "4155550123" not in caplog.text
