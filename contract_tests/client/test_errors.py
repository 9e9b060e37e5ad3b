"""Every refusal of the service is an error of its documented class, with everything that the service says in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numbers_api
import pytest
from client.allowed import bodies, text
from client.both_clients import Answer, BothClients, both_clients, class_of_status
from client.calls import call_of_examples, first_form, keywords
from client.described import Json, Operation, operations, same, schema_of
from hypothesis import given, settings
from hypothesis import strategies as st
from numbers_api import APIError, ConnectionFailed, DeadlineExceeded
from numbers_api._runtime.masking import mask_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

BY_ID = pytest.mark.parametrize("operation", operations().values(), ids=operations())
REFUSALS = [
    (operation, status, response)
    for operation in operations().values()
    for status, response in operation.responses.items()
    if not status.startswith("2")
]
BY_REFUSAL = pytest.mark.parametrize(
    ("operation", "status", "response"), REFUSALS, ids=[f"{operation.id}-{status}" for operation, status, _ in REFUSALS]
)


@pytest.fixture(scope="module")
def clients() -> Iterator[BothClients]:
    """Both clients; they do not repeat calls, so each answer is the last."""
    with both_clients() as clients:
        yield clients


def refusal(clients: BothClients, operation: Operation, answer: Answer) -> APIError:
    """The error that both clients raise at this answer."""
    outcome = clients.call(operation, keywords(call_of_examples(operation), first_form), answer)
    assert isinstance(outcome.reason, APIError), (answer, outcome)
    assert (outcome.reason.status, outcome.reason.operation) == (answer.status, operation.id)
    failed = answer.status >= 500 or answer.status == 408
    assert outcome.reason.charged == ("unknown" if failed and operation.raw.get("x-billed") else "no")
    assert outcome.error is not None
    assert outcome.error.charged == outcome.reason.charged
    return outcome.reason


def class_of(status: int, code: object, response: Json) -> type[APIError]:
    """The class that an answer should have: that of its code, if the response documents it, else of its status."""
    named = {entry["code"]: entry["name"] for entry in response.get("x-error-codes", [])}
    found: type[APIError] = getattr(numbers_api, named.get(code) or class_of_status(status))
    return found


@BY_REFUSAL
@settings(max_examples=25)
@given(data=st.data())
def test_a_documented_refusal_arrives_whole(
    clients: BothClients, operation: Operation, status: str, response: Json, data: st.DataObject
) -> None:
    """Class, code, message, explanation and body of every documented error are those of the answer."""
    schema = schema_of(response)
    assert schema is not None
    number = (
        int(status) if status.isdecimal() else data.draw(st.integers(int(status[0]) * 100, int(status[0]) * 100 + 99))
    )
    codes = [entry["code"] for entry in response.get("x-error-codes", [])]
    body = data.draw(bodies(schema))
    if codes and data.draw(st.booleans()):
        body = {**body, "code": data.draw(st.sampled_from([*codes, *map(float, codes)]))}
    error = refusal(clients, operation, Answer(number, json.dumps(body).encode()))
    assert type(error) is class_of(number, body["code"], response)
    assert error.code == body["code"]
    assert type(error.code) is int
    assert error.message == body["message"]
    assert error.more_info == body.get("more_info")
    assert not error.more_info or f"; see {mask_numbers(error.more_info)})" in str(error)
    assert same(error.body, body)
    assert error.retry_after is None


@BY_REFUSAL
@settings(max_examples=10)
@given(data=st.data())
def test_the_wait_arrives(
    clients: BothClients, operation: Operation, status: str, response: Json, data: st.DataObject
) -> None:
    """Retry-After in seconds and as an HTTP date, and the id of the exchange, arrive with every refusal."""
    assert response["content"]
    number = int(status.replace("X", "0"))
    seconds = data.draw(st.integers(0, 10**6))
    now = datetime.now(UTC)
    moment = now + timedelta(seconds=seconds)
    for value in (str(seconds), format_datetime(moment, usegmt=True)):
        headers = (("Retry-After", value), ("X-Request-Id", "an-id"), ("Content-Type", "application/json"))
        with patch("time.time", now.timestamp):  # both clients read the date at the same moment
            error = refusal(clients, operation, Answer(number, b'{"code": 1, "message": "m"}', headers))
        assert error.retry_after == pytest.approx(seconds, abs=2)
        assert error.request_id == "an-id"


@pytest.mark.parametrize("value", ["", "soon", "-5", "nan", "inf", "1e999", "Wed, 99 Foo 2020 00:00:00 GMT", "9" * 400])
def test_a_senseless_wait_is_none_or_nothing(clients: BothClients, value: str) -> None:
    """A Retry-After that cannot be read is no wait, and never another error."""
    for operation in operations().values():
        error = refusal(clients, operation, Answer(429, b"{}", (("Retry-After", value),)))
        assert error.retry_after in {None, 0.0}


@BY_ID
@settings(max_examples=80)
@given(
    status=st.integers(400, 599) | st.sampled_from([418, 451, 502, 520, 599, 600, 999]),
    content=st.binary(max_size=60) | text().map(str.encode),
)
def test_any_answer_from_400_on_is_an_api_error(
    clients: BothClients, operation: Operation, status: int, content: bytes
) -> None:
    """No body whatever makes a refusal anything but an APIError of the status's class."""
    error = refusal(clients, operation, Answer(status, content))
    assert type(error) is class_of(status, None, {})


PAGES = {
    "a page for people": (b"<!doctype html><title>Bad gateway</title>", "text/html"),
    "nothing": (b"", "application/json"),
    "a list": (b'[{"code": 21452}]', "application/json"),
    "a code as text": (b'{"code": "21452", "message": 5}', "application/json"),
    "a code as a boolean": (b'{"code": true}', "application/json"),
    "a code as a fraction": (b'{"code": 21452.5}', "application/json"),
    "a code as a list": (b'{"code": [21452], "message": null, "more_info": {}}', "application/json"),
    "a code beyond 64 bits": (b'{"code": 1' + b"0" * 40 + b"}", "application/json"),
    "no UTF-8": (b'{"message": "\xff"}', "application/json"),
    "deep lists": (b"[" * 100_000, "application/json"),
    "deep objects": (b'{"message":' * 100_000, "application/json"),
}


@BY_ID
@pytest.mark.parametrize(("content", "media_type"), PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("status", [400, 418, 502, 520, 599])
def test_an_undocumented_refusal_is_an_api_error(
    clients: BothClients, operation: Operation, status: int, content: bytes, media_type: str
) -> None:
    """What stands between client and service answers in its own way: the class follows the status."""
    error = refusal(clients, operation, Answer(status, content, (("Content-Type", media_type),)))
    assert type(error) is class_of(status, None, {})
    assert error.code is None or error.code == 10**40
    assert error.message
    assert str(status) in str(error)


def test_a_code_means_what_its_operation_documents(clients: BothClients) -> None:
    """A code that another operation documents does not change the class here."""
    for operation in operations().values():
        for status, response in operation.responses.items():
            others: list[Any] = [
                entry
                for _, _, other in REFUSALS
                for entry in other.get("x-error-codes", [])
                if entry not in response.get("x-error-codes", [])
            ]
            for entry in others if status.isdecimal() and not status.startswith("2") else ():
                body = json.dumps({"code": entry["code"], "message": "m"}).encode()
                error = refusal(clients, operation, Answer(int(status), body))
                named = [e["code"] for r in operation.responses.values() for e in r.get("x-error-codes", [])]
                if entry["code"] not in named:
                    assert type(error) is class_of(int(status), None, {})


@pytest.mark.parametrize("delivered", [None, False])
@pytest.mark.parametrize("charged", ["no", "unknown", "yes"])
def test_what_a_lost_request_is_told_it_keeps(charged: Any, delivered: bool | None) -> None:  # noqa: ANN401, FBT001
    """An error without an answer says of which operation it is, whether that cost anything, and what was tried."""
    for cls in (ConnectionFailed, DeadlineExceeded):
        error = cls("lost", delivered=delivered, attempts=2, operation="buyActiveNumber", charged=charged)
        told = (error.delivered, error.attempts, error.operation, error.charged)
        assert told == (delivered, 2, "buyActiveNumber", charged)
