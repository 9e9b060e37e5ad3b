"""No answer leaves that breaks the description: a store that returns nonsense makes a loud 500, not a quiet 200."""

from __future__ import annotations

import copy
import json
import logging
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from numbers_sandbox.app import Endpoint
from numbers_sandbox.http.answers import Checker, Reply
from numbers_sandbox.http.description import compile_description, description, read_description
from numbers_sandbox.http.errors import MethodNotAllowed, Problem, problems
from numbers_sandbox.http.masking import masked
from numbers_sandbox.http.operations import Operations
from numbers_sandbox.testing import Sandbox, open_endpoint
from numbers_sandbox.transport import SandboxTransport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_sandbox.store.store import Store

NUMBER = {
    "phone_number": "+14155550123",
    "friendlyName": "x",
    "accountSid": "AC1",
    "statusCallback": None,
    "statusCallbackMethod": None,
    "configuration": None,
    "type": "local",
    "base_setup_price": "1.0",
    "base_recurring_price": "1.0",
    "lifecycle": "beta",
    "capabilities": {"voice": {"calls_per_second": 1}, "sms": None},
    "regulatory": {"address_requirements": "none"},
    "geography": {"iso_country": "US", "region": "CA"},
}


class Nonsense:
    """A store that returns what it is told."""

    blocking = False

    def __init__(self, value: object) -> None:
        self.value = value

    def get(self, account: str, phone_number: str) -> object:
        """Whatever was asked."""
        del account, phone_number
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


def answered(value: object) -> httpx.Response:
    """What a request for a number is answered with when the store returns `value`."""
    store: Any = Nonsense(value)
    transport = SandboxTransport(Endpoint(store))
    try:
        return httpx.Client(transport=transport, base_url="http://sandbox").get(
            "/Accounts/AC1/ActiveNumbers/PN+14155550123"
        )
    finally:
        transport.shut_down()


def changed(path: str, value: object) -> dict[str, Any]:
    """The number with one member changed or added."""
    number: dict[str, Any] = copy.deepcopy(NUMBER)
    *parents, last = path.split("/")
    target = number
    for part in parents:
        target = target[part]
    target[last] = value
    return number


def test_a_right_answer_passes() -> None:
    """What the description allows goes out as it is."""
    answer = answered(NUMBER)
    assert (answer.status_code, answer.json()) == (200, NUMBER)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("phone_number", "14155550123"),
        ("phone_number", None),
        ("friendlyName", "x" * 65),
        ("unknown", 1),
        ("type", 1),
        ("capabilities/voice/calls_per_second", 2**31),
        ("capabilities/voice/calls_per_second", 1.5),
        ("capabilities/fax", {}),
        ("capabilities/voice/e911", None),
        ("geography/iso_country", "usa"),
        ("geography/planet", "Mars"),
        ("base_setup_price", "1,0"),
        ("statusCallback", "http://[broken"),
        ("regulatory/address_requirements", "some"),
        ("configuration", {"voice": None}),
        ("configuration", {"voice": {"application_sid": "short"}}),
        ("configuration", {"colour": "red"}),
    ],
)
def test_a_wrong_answer_becomes_a_loud_500(caplog: pytest.LogCaptureFixture, path: str, value: object) -> None:
    """Types, ranges of int32, formats, patterns and undocumented members: each is named in the log and on the wire."""
    answer = answered(changed(path, value))
    assert answer.status_code == 500
    body = answer.json()
    place = f"/{path}" if value is not None and "/" in path else path.partition("/")[0]
    assert body["code"] == 50001
    assert "getActiveNumber" in body["message"]
    assert place in body["message"] or path.rpartition("/")[2] in body["message"]
    assert [record.levelno for record in caplog.records if record.name == "numbers_sandbox"] == [logging.ERROR]
    assert masked(body["message"].partition(": ")[2]) in caplog.text
    assert "4155550123" not in caplog.text


def test_an_exception_becomes_a_500_with_an_error_body(caplog: pytest.LogCaptureFixture) -> None:
    """A fault of the sandbox itself is in its log with the traceback, and on the wire without it."""
    answer = answered(RuntimeError("secret"))
    assert (answer.status_code, answer.json()["code"]) == (500, 50000)
    assert "secret" not in answer.text
    assert "RuntimeError: secret" in caplog.text


def test_an_undocumented_status_or_header_becomes_a_500() -> None:
    """The status must be documented for the operation, required headers must be there, and no body may stand alone."""
    checker = Checker(description())
    by_id = {operation.id: operation for operation in description().operations}
    error = {"code": 1, "message": "x", "status": 429}
    assert checker.sent(by_id["getActiveNumber"], Reply(204, None)).status == 500
    assert checker.sent(by_id["searchAvailableNumbers"], Reply(404, error)).status == 500
    assert checker.sent(by_id["getActiveNumber"], Reply(429, error)).status == 500
    assert checker.sent(by_id["getActiveNumber"], Reply(429, error, (("Retry-After", "soon"),))).status == 500
    assert checker.sent(by_id["getActiveNumber"], Reply(429, error, (("Retry-After", "1"),))).status == 429
    assert checker.sent(by_id["releaseActiveNumber"], Reply(200, {})).status == 500
    assert checker.sent(by_id["getActiveNumber"], Reply(200, None)).status == 500
    assert checker.sent(None, Reply(403, error)).status == 500


def test_what_was_right_once_is_checked_again_when_it_has_changed() -> None:
    """An item that begins like one which was right before is held to the description to its end."""
    checker = Checker(description())
    listing = next(operation for operation in description().operations if operation.id == "listActiveNumbers")
    meta: dict[str, object] = {"first_page_url": "http://sandbox/", "url": "http://sandbox/", "page": 0}
    meta |= {"page_size": 50, "previous_page_url": None, "next_page_url": None, "key": None}

    def status(item: dict[str, Any]) -> int:
        return checker.sent(listing, Reply(200, {"items": [item], "meta": meta})).status

    assert [status(NUMBER), status(changed("geography/iso_country", "usa")), status(NUMBER)] == [200, 500, 200]


def _instance(kind: type[Problem]) -> Problem:
    return MethodNotAllowed("PUT", "GET") if kind is MethodNotAllowed else kind()


@pytest.mark.parametrize("kind", problems(), ids=lambda kind: kind.__name__)
def test_every_problem_is_documented_where_it_occurs(kind: type[Problem]) -> None:
    """Each refusal keeps the schema of errors, and its status is documented for an operation, or is one without any."""
    problem = _instance(kind)
    reply = Reply.of(problem)
    if kind.__name__ == "TooManyRequests":
        reply.headers = (("Retry-After", "1"),)
    operations = [*description().operations, None]
    assert any(Checker(description()).sent(operation, reply).status == problem.status for operation in operations)


def test_codes_are_unique() -> None:
    """A code says which refusal it is."""
    codes = [kind.code for kind in problems()]
    assert len(set(codes)) == len(codes)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of its own, to be broken."""
    endpoint = open_endpoint(numbers=1000)
    yield Sandbox(endpoint)
    endpoint.store.close()


@pytest.mark.parametrize(
    ("schema", "name", "change"),
    [("Meta", "url", None), ("AvailableNumber", "lifecycle", None), ("Geography", "lata", {"pattern": "^[0-9]{9}$"})],
)
def test_the_sandbox_follows_the_description(
    sandbox: Sandbox, schema: str, name: str, change: dict[str, str] | None
) -> None:
    """When the description changes and the sandbox does not, its own check says so: nothing is compiled in."""
    document = json.loads(json.dumps(read_description()))
    properties = document["components"]["schemas"][schema]["properties"]
    if change is None:
        del properties[name]
    else:
        properties[name].update(change)
    transport = SandboxTransport(Endpoint(sandbox.endpoint.store, compiled=compile_description(document)))
    answer = httpx.Client(transport=transport, base_url="http://sandbox").get(
        "/api/AvailableNumbers?geography.iso_country=US"
    )
    transport.shut_down()
    assert (answer.status_code, answer.json()["code"]) == (500, 50001)


def test_an_operation_that_nothing_carries_out_stops_the_start(sandbox: Sandbox) -> None:
    """A description with a seventh operation is not served halfway."""
    document = read_description()
    document["paths"]["/api/AvailableNumbers"]["post"] = {
        "operationId": "orderNumbers", "parameters": [], "responses": {"200": {"description": "x"}},
    }  # fmt: skip
    store: Store = sandbox.endpoint.store
    with pytest.raises(LookupError, match="orderNumbers"):
        Operations(compile_description(document), store)
