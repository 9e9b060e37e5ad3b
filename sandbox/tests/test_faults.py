"""Faults, each as it is seen on the wire: what the caller gets, and whether the operation has happened."""

from __future__ import annotations

import contextlib
import gc
import random
import re
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import jsonschema_rs
import pytest
from http_support import active, available, bought, numbers, refusal
from hypothesis import given
from hypothesis import strategies as st
from numbers_sandbox.control.fault_rules import ACTIONS, FaultError, checked_rule, parsed_header
from numbers_sandbox.control.faults import Faults
from numbers_sandbox.http.description import description, read_description

if TYPE_CHECKING:
    from numbers_sandbox.http.description import Operation
    from numbers_sandbox.testing import LiveSandbox

OPERATIONS = frozenset(operation.id for operation in description().operations)
WHEN = ("before", "after")


def exchanged(url: str, request: bytes) -> bytes:
    """All that comes back for raw bytes until the connection ends.

    Raises:
        ConnectionResetError: it was reset.
    """
    with socket.create_connection((urlsplit(url).hostname or "", urlsplit(url).port or 0), timeout=10) as connection:
        connection.sendall(request)
        found = bytearray()
        while part := connection.recv(65536):
            found += part
        return bytes(found)


def purchase(account: str, number: str) -> bytes:
    """A purchase as raw bytes."""
    target = f"{numbers(account)}?phoneNumber={number}"
    return f"POST {target} HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 0\r\n\r\n".encode()


def happened(sandbox: LiveSandbox) -> bool:
    """Whether the account was charged."""
    return bool(sandbox.ledger())


@pytest.mark.parametrize("when", WHEN)
def test_a_reset_is_a_real_one(api: httpx.Client, numbers_sandbox: LiveSandbox, when: str) -> None:
    """The caller's socket gets ECONNRESET, and the purchase has happened if the reset came after it."""
    numbers_sandbox.faults.add("reset", operation="buyActiveNumber", when=when)
    number = available(api)[0]
    with pytest.raises(ConnectionResetError):
        exchanged(numbers_sandbox.url, purchase(numbers_sandbox.account, number))
    assert happened(numbers_sandbox) == (when == "after")


@pytest.mark.parametrize("when", WHEN)
def test_a_close_ends_the_connection_before_a_byte(api: httpx.Client, numbers_sandbox: LiveSandbox, when: str) -> None:
    """The caller reads the end of the stream and nothing before it."""
    numbers_sandbox.faults.add("close", operation="buyActiveNumber", when=when)
    number = available(api)[0]
    assert exchanged(numbers_sandbox.url, purchase(numbers_sandbox.account, number)) == b""
    assert happened(numbers_sandbox) == (when == "after")


@pytest.mark.parametrize("when", WHEN)
def test_a_truncated_answer_promises_more_than_it_has(
    api: httpx.Client, numbers_sandbox: LiveSandbox, when: str
) -> None:
    """The headers promise a whole body, and the connection ends in the middle of it."""
    numbers_sandbox.faults.add("truncate", operation="buyActiveNumber", when=when)
    number = available(api)[0]
    head, _, body = exchanged(numbers_sandbox.url, purchase(numbers_sandbox.account, number)).partition(b"\r\n\r\n")
    promised = re.search(rb"content-length: (\d+)", head)
    assert promised
    assert head.startswith(b"HTTP/1.1 200 ")
    assert 0 < len(body) < int(promised[1])
    assert happened(numbers_sandbox) == (when == "after")


@pytest.mark.parametrize("when", WHEN)
def test_malformed_json_is_whole_and_no_json(api: httpx.Client, numbers_sandbox: LiveSandbox, when: str) -> None:
    """The body has the length that it should and cannot be parsed."""
    numbers_sandbox.faults.add("malformed", operation="buyActiveNumber", when=when)
    answer = api.post(numbers(numbers_sandbox.account), params={"phoneNumber": available(api)[0]})
    assert answer.status_code == 200
    assert len(answer.content) == int(answer.headers["content-length"]) > 0
    with pytest.raises(ValueError, match="line 1"):
        answer.json()
    assert happened(numbers_sandbox) == (when == "after")


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("operation", description().operations, ids=lambda operation: operation.id)
def test_a_broken_contract_breaks_it(
    api: httpx.Client, numbers_sandbox: LiveSandbox, operation: Operation, when: str
) -> None:
    """For each operation the answer is JSON that the description refuses, or has a status that it does not know."""
    number = bought(api, numbers_sandbox.account)["phone_number"]
    numbers_sandbox.faults.add("contract", operation=operation.id, when=when)
    path = operation.templates[0].replace("{AccountId}", numbers_sandbox.account).replace("{phoneNumber}", number)
    query = (
        {"phoneNumber": available(api)[0]} if operation.required and operation.id != "searchAvailableNumbers" else {}
    )
    if operation.id == "buyActiveNumber":
        numbers_sandbox.faults.clear()
        query = {"phoneNumber": available(api)[0]}
        numbers_sandbox.faults.add("contract", operation=operation.id, when=when)
    body: dict[str, object] | None = {} if operation.id == "configureActiveNumber" else None
    answer = api.request(operation.method, path, params=query, json=body)
    documented = operation.answer(answer.status_code)
    if documented is None or documented.open is None:
        assert answer.status_code == 202
    else:
        assert not documented.open.allows(answer.json())


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_rate_limit_says_how_long_to_wait(
    api: httpx.Client, numbers_sandbox: LiveSandbox, form: str, when: str
) -> None:
    """429 in the API's own shape, with Retry-After as seconds or as a date that is not too early."""
    numbers_sandbox.faults.add("rate-limit", retry_after=7, retry_after_as=form, when=when, operation="buyActiveNumber")
    before = time.time()
    answer = api.post(numbers(numbers_sandbox.account), params={"phoneNumber": available(api)[0]})
    assert refusal(answer)[:2] == (429, 42900)
    waited = answer.headers["retry-after"]
    header = read_description()["components"]["responses"]["TooManyRequests"]["headers"]["Retry-After"]
    assert jsonschema_rs.is_valid(header["schema"], waited)
    if form == "seconds":
        assert waited == "7"
    else:
        assert before + 7 <= parsedate_to_datetime(waited).timestamp() <= time.time() + 9
    assert happened(numbers_sandbox) == (when == "after")


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_an_error_comes_in_the_dialect_of_the_api_or_of_a_gateway(
    api: httpx.Client, numbers_sandbox: LiveSandbox, status: int, when: str
) -> None:
    """A 5xx has the API's own body, or the page of a gateway that knows no JSON."""
    own = numbers_sandbox.faults.add("error", status=status, when=when, operation="buyActiveNumber")
    answer = api.post(numbers(numbers_sandbox.account), params={"phoneNumber": available(api)[0]})
    assert refusal(answer)[0] == status
    assert description().error.allows(answer.json())
    assert happened(numbers_sandbox) == (when == "after")
    numbers_sandbox.faults.remove(own)
    numbers_sandbox.faults.add("error", status=status, body="html")
    answer = api.get(numbers(numbers_sandbox.account))
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html")
    assert answer.text.startswith("<html>")


@pytest.mark.parametrize("when", WHEN)
def test_a_latency_is_waited_before_or_after_the_operation(
    api: httpx.Client, numbers_sandbox: LiveSandbox, when: str
) -> None:
    """The answer is as usual, only later; a caller who gives up has bought if the wait came after the purchase."""
    numbers_sandbox.faults.add("latency", seconds=3, when=when, operation="buyActiveNumber")
    number = available(api)[0]
    with pytest.raises(httpx.ReadTimeout):
        api.post(numbers(numbers_sandbox.account), params={"phoneNumber": number}, timeout=1)
    assert happened(numbers_sandbox) == (when == "after")


@pytest.mark.parametrize("of_all", [True, False])
def test_what_waits_when_it_is_reset_does_not_happen(
    api: httpx.Client, numbers_sandbox: LiveSandbox, *, of_all: bool
) -> None:
    """A purchase that a latency holds back does not turn up in the ledger of the next test."""
    numbers_sandbox.faults.add("latency", seconds=1, operation="buyActiveNumber")
    number = available(api)[0]
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(api.post, numbers(numbers_sandbox.account), params={"phoneNumber": number})
        while [fault["fired"] for fault in numbers_sandbox.faults] != [1]:
            time.sleep(0.01)
        api.post("/_sandbox/reset", json={} if of_all else {"account": numbers_sandbox.account})
        with pytest.raises(httpx.RemoteProtocolError):
            answer.result()
    assert not happened(numbers_sandbox)
    assert available(api)[0] == number


def test_a_latency_is_drawn_between_its_limits(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """A random latency stays between its two limits and is not always the same."""
    numbers_sandbox.faults.add("latency", seconds=0.02, seconds_max=0.08, seed=3)
    path = numbers(numbers_sandbox.account)
    for _ in range(8):
        assert api.get(path).status_code == 200
    taken = [request["milliseconds"] for request in numbers_sandbox.requests()]
    assert min(taken) >= 20
    assert max(taken) - min(taken) > 5


def test_delays_add_up_and_the_first_other_fault_decides(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Of several faults that match, all delays happen, and of the others the one that was added first."""
    numbers_sandbox.faults.add("latency", seconds=0.02)
    numbers_sandbox.faults.add("error", status=502)
    numbers_sandbox.faults.add("rate-limit")
    numbers_sandbox.faults.add("latency", seconds=0.02, when="after")
    assert api.get(numbers(numbers_sandbox.account)).status_code == 502
    (request,) = numbers_sandbox.requests()
    assert request["milliseconds"] >= 40
    assert request["fault"] == "latency before, error before, latency after"


def test_a_fault_matches_by_operation_account_and_number(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """What a rule names must be what the request is about; what it leaves out does not matter."""
    account, number = numbers_sandbox.account, bought(api, numbers_sandbox.account)["phone_number"]
    other = bought(api, account)["phone_number"]
    statuses: list[list[int]] = []
    for rule in (
        {"operation": "getActiveNumber"},
        {"account": account},
        {"number": number},
        {"operation": "listActiveNumbers", "number": number},
        {},
    ):
        numbers_sandbox.faults.add("error", status=503, **rule)
        asked = (
            active(account, number),
            active(account, other),
            numbers(account),
            numbers("AC-other"),
            "/api/AvailableNumbers",
        )
        statuses.append([api.get(path).status_code for path in asked])
        numbers_sandbox.faults.clear()
    bad, good = 503, 200
    assert statuses == [
        [bad, bad, good, good, good], [bad, bad, bad, good, good], [bad, good, good, good, good],
        [good, good, good, good, good], [bad, bad, bad, bad, bad],
    ]  # fmt: skip


def test_a_fault_of_a_number_matches_a_list_narrowed_to_it(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """A list or a search for one number is about that number, as a purchase of it is."""
    number = available(api)[0]
    numbers_sandbox.faults.add("error", status=503, number=number)
    for path in (numbers(numbers_sandbox.account), "/api/AvailableNumbers"):
        assert api.get(path, params={"phone_number": number}).status_code == 503
        assert api.get(path, params={"phone_number": "+14155550123"}).status_code == 200
    assert api.post(numbers(numbers_sandbox.account), params={"phoneNumber": number}).status_code == 503
    assert numbers_sandbox.ledger() == []


def test_a_fault_that_happens_n_times_ends(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """`times` counts the requests that are hit; a request that the description refuses is not one of them."""
    numbers_sandbox.faults.add("error", times=2, status=500)
    path = numbers(numbers_sandbox.account)
    assert [api.get(path).status_code, api.get(path + "?x=1").status_code] == [500, 400]
    assert [api.get(path).status_code for _ in range(3)] == [500, 200, 200]
    assert list(numbers_sandbox.faults) == []


@given(st.floats(0.05, 0.95), st.integers(0, 2**31 - 1))
def test_a_probability_is_drawn_from_its_seed(probability: float, seed: int) -> None:
    """The same seed hits the same requests, and about as many as the probability says."""
    hits: list[list[bool]] = []
    for _ in range(2):
        faults = Faults(OPERATIONS)
        faults.add({"action": "error", "probability": probability, "seed": seed})
        hits.append([faults.draw(None, "getActiveNumber", "A", None) is not None for _ in range(400)])
    assert hits[0] == hits[1]
    dice = random.Random(seed)  # noqa: S311  (to be repeated, not to be guessed)
    assert hits[0] == [dice.random() < probability for _ in range(400)]
    assert abs(Counter(hits[0])[True] - 400 * probability) < 60


def test_a_header_is_a_fault_for_its_own_request(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """X-Sandbox-Fault makes one request fail, before or after the operation, and no other."""
    number, path = available(api)[0], numbers(numbers_sandbox.account)
    lost = {"X-Sandbox-Fault": "error; status=502; body=html; when=after"}
    assert api.post(path, params={"phoneNumber": number}, headers=lost).status_code == 502
    assert [item["phone_number"] for item in api.get(path).json()["items"]] == [number]
    assert refusal(api.get(path, headers={"X-Sandbox-Fault": "rate-limit;retry_after=3"}))[0] == 429
    assert api.get(path).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "explode",
        "reset; when=never",
        "latency",
        "latency; seconds=-1",
        "latency; seconds=x",
        "latency; seconds=9999",
        "error; status=404",
        "error; status",
        "error; status=500; status=501",
        "reset; times=2",
        "reset; operation=getActiveNumber",
        "reset; seconds=1",
        "latency; seconds=2; seconds_max=1",
        "rate-limit; retry_after_as=fortnight",
        "reset; probability=2",
        "reset; seed=1",
        "reset; colour=red",
        "\xff",
    ],
)
def test_a_header_that_makes_no_sense_is_refused(api: httpx.Client, header: str) -> None:
    """400 names what is wrong with the header, and nothing else happens."""
    answer = api.get("/api/AvailableNumbers", headers=[(b"X-Sandbox-Fault", header.encode("latin-1"))])
    status, code, message = refusal(answer)
    assert (status, code) == (400, 40012)
    assert "X-Sandbox-Fault" in message


@given(st.text(st.characters(max_codepoint=255)))
def test_no_header_breaks_anything(header: str) -> None:
    """Whatever stands in the header is a rule or refused as none."""
    with contextlib.suppress(FaultError):
        parsed_header(header, OPERATIONS)


@pytest.mark.parametrize(
    "rule",
    [
        [],
        "reset",
        {},
        {"action": 1},
        {"action": "explode"},
        {"action": "reset", "operation": "x"},
        {"action": "reset", "when": "now"},
        {"action": "reset", "times": 0},
        {"action": "reset", "times": 1, "probability": 0.5},
        {"action": "reset", "probability": 0},
        {"action": "error", "status": 404},
        {"action": "error", "status": "500"},
        {"action": "error", "body": "xml"},
        {"action": "latency"},
        {"action": ["reset"]},
        {"action": {}},
        {"action": None},
        {"action": "reset", "number": "14155550123"},
        {"action": "reset", "number": ""},
        {"action": "reset", "account": ""},
        {"action": "reset", "account": "a b"},
        {"action": "truncate", "status": 500},
        {"action": "rate-limit", "retry_after": -1},
        {"action": "reset", "unknown": 1},
    ],
    ids=str,
)
def test_a_rule_that_makes_no_sense_is_refused(numbers_sandbox: LiveSandbox, rule: object) -> None:
    """A rule is checked when it is added; the message is one line."""
    with pytest.raises(FaultError, match=r"^[^\n]+$"):
        checked_rule(rule, OPERATIONS)
    assert list(numbers_sandbox.faults) == []


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_happens_when_the_table_says(action: str) -> None:
    """Without `when`, a fault happens when the table of actions says; memory is sound after many rules."""
    rule = checked_rule({"action": action, **({"seconds": 1} if action == "latency" else {})}, OPERATIONS)
    assert rule.phase == ACTIONS[action][0]
    gc.collect()


@pytest.mark.parametrize("action", ["reset", "close", "truncate", "malformed", "contract", "rate-limit", "error"])
def test_the_server_is_well_after_each_fault(api: httpx.Client, numbers_sandbox: LiveSandbox, action: str) -> None:
    """A fault hits its request and leaves the server as it was, many times over."""
    for _ in range(10):
        numbers_sandbox.faults.add(action, times=1)
        with contextlib.suppress(httpx.TransportError):
            api.get(numbers(numbers_sandbox.account))
        assert api.get(numbers(numbers_sandbox.account)).json()["items"] == []
