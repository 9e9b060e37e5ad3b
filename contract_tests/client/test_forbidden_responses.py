"""Whatever answer the description forbids is a ContractError with the JSON Pointer of the fault, never a value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from client.allowed import bodies
from client.both_clients import Answer, BothClients, Outcome, both_clients
from client.calls import call_of_examples, first_form, keywords
from client.described import Operation, example_of, fault, operations, operations_of_bodies, written
from client.forbidden import faults_of, faulty, places, replaced
from hypothesis import given, settings
from hypothesis import strategies as st
from numbers_api import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterator

BY_ID = pytest.mark.parametrize("operation", operations().values(), ids=operations())
WITH_BODY = pytest.mark.parametrize(
    "operation", [item for item in operations().values() if item.success[1]], ids=lambda operation: operation.id
)
BY_BODY = pytest.mark.parametrize("alike", operations_of_bodies().values(), ids=operations_of_bodies())
NO_JSON = {
    "nothing": b"",
    "white space": b" \n",
    "half an object": b'{"phone_number": "+14155550123"',
    "two objects": b"{}{}",
    "a comma more": b'{"phone_number": "+14155550123",}',
    "single quotes": b"{'phone_number': '+14155550123'}",
    "NaN": b'{"phone_number": "+14155550123", "x": NaN}',
    "a page for people": b"<!doctype html><title>Maintenance</title>",
    "no UTF-8": b'{"phone_number": "+14155550123", "x": "\xff"}',
    "UTF-16": '{"phone_number": "+14155550123"}'.encode("utf-16"),
    "a control character": b'{"phone_number": "+14155550123", "x": "\x00"}',
    "half a surrogate pair": b'{"phone_number": "+14155550123", "x": "\\ud800"}',
    "a number beyond double": b'{"phone_number": "+14155550123", "x": 1e999}',
    "deep lists": b"[" * 100_000,
    "deep lists, closed": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"x":' * 100_000,
    "deep lists beside": b'{"phone_number": "+14155550123", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
}


@pytest.fixture(scope="module")
def clients() -> Iterator[BothClients]:
    """Both clients."""
    with both_clients() as clients:
        yield clients


def answered(clients: BothClients, operation: Operation, answer: Answer) -> Outcome:
    """What a right call comes to with this answer."""
    return clients.call(operation, keywords(call_of_examples(operation), first_form), answer)


def check(clients: BothClients, operation: Operation, answer: Answer) -> ContractError:
    """Assert that both clients find a breach of contract in the answer, and say what it costs to know."""
    error = answered(clients, operation, answer).reason
    assert isinstance(error, ContractError), (answer, error)
    assert (error.status, error.operation) == (answer.status, operation.id)
    assert error.body == answer.content
    if not operation.raw.get("x-billed"):
        assert error.charged == "no"
    elif answer.status // 100 == 2:
        assert error.charged == "yes"
    return error


@BY_BODY
@settings(max_examples=200)
@given(data=st.data())
def test_a_fault_is_found_where_it_is(clients: BothClients, alike: tuple[Operation, ...], data: st.DataObject) -> None:
    """One fault anywhere in a body is found, where an independent validator finds it, by each operation with it."""
    schema = alike[0].success[1]
    assert schema is not None
    wrong = data.draw(faulty(schema, data.draw(bodies(schema))))
    for operation in alike:
        error = check(clients, operation, Answer(operation.success[0], json.dumps(wrong.value).encode()))
        assert error.path == written(wrong.found)


@WITH_BODY
def test_every_rule_is_kept_at_every_place(clients: BothClients, operation: Operation) -> None:
    """At each place of the example body each kind of fault is found there; a missing member, at its object."""
    status, schema = operation.success
    assert schema is not None
    example = example_of(schema)
    checked = 0
    for place in places(schema, example):
        wrong = [replaced(example, place.pointer, value) for value in faults_of(place.schema, place.value)]
        for whole in [*wrong, *place.without(example)]:
            error = check(clients, operation, Answer(status, json.dumps(whole).encode()))
            assert error.path == written(fault(schema, whole) or ())
            checked += 1
    assert checked > 10 * len(list(places(schema, example))), "so many faults at each place, or the test is empty"


@WITH_BODY
@pytest.mark.parametrize("content", NO_JSON.values(), ids=NO_JSON)
def test_what_is_no_json_is_a_breach(clients: BothClients, operation: Operation, content: bytes) -> None:
    """A success with a body that is not JSON, or too deep to read, is neither a value nor a crash."""
    assert check(clients, operation, Answer(operation.success[0], content)).path == ""


@WITH_BODY
@pytest.mark.parametrize(
    "name", ["text/html", "text/plain; charset=utf-8", "application/xml", "application/jsonp", "json"]
)
def test_another_media_type_is_a_breach(clients: BothClients, operation: Operation, name: str) -> None:
    """What is not declared to be JSON is not read as JSON, even if it could be."""
    status, schema = operation.success
    assert schema is not None
    content = json.dumps(example_of(schema)).encode()
    assert check(clients, operation, Answer(status, content, (("Content-Type", name),))).path == ""


@BY_ID
@settings(max_examples=60)
@given(data=st.data())
def test_an_undocumented_status_is_a_breach(clients: BothClients, operation: Operation, data: st.DataObject) -> None:
    """A status below 400 that the description does not have is never a value, whatever body comes with it."""
    documented, schema = operation.success
    status = data.draw(st.integers(200, 399).filter(lambda status: status != documented))
    right = json.dumps(example_of(schema)).encode() if schema else b'{"released": true}'
    content = data.draw(st.sampled_from([right, b"{}", b"<html>"]))
    location = (("Location", "https://example.com/elsewhere"), ("Content-Type", "application/json"))
    error = check(clients, operation, Answer(status, content, location))
    assert error.path == ""
    assert str(status) in str(error)


@BY_ID
def test_no_content_is_a_value_only_where_none_is_described(clients: BothClients, operation: Operation) -> None:
    """An empty 204 in place of a success without a body is that success; in place of one with a body, a breach."""
    outcome = answered(clients, operation, Answer(204, b"", ()))
    if operation.success[1] is None:
        assert (outcome.value, outcome.error) == (None, None)
    else:
        assert isinstance(outcome.error, ContractError)


@WITH_BODY
@settings(max_examples=100)
@given(data=st.data())
def test_any_bytes_are_a_value_or_a_breach(clients: BothClients, operation: Operation, data: st.DataObject) -> None:
    """No body whatever makes a success anything but a value or a ContractError."""
    pieces: list[Any] = [
        b"{",
        b"}",
        b"[",
        b"]",
        b'"items"',
        b'"phone_number"',
        b":",
        b",",
        b"1e5",
        b"null",
        b'"\\udead"',
    ]
    content = data.draw(st.binary(max_size=40) | st.lists(st.sampled_from(pieces), max_size=12).map(b"".join))
    outcome = answered(clients, operation, Answer(operation.success[0], content))
    assert outcome.error is None or type(outcome.error) is ContractError
