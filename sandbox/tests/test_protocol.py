"""Below the application: what is no HTTP, methods that nobody knows, targets in absolute form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest
from http_support import active, available, bought, numbers
from numbers_sandbox.http.description import description
from test_raw_http import PATHS, request, sent, statuses

if TYPE_CHECKING:
    from numbers_sandbox.testing import LiveSandbox

SEARCH = b"/api/AvailableNumbers?page_size=1"
NEXT = b"GET " + SEARCH + b" HTTP/1.1\r\nHost: x\r\n\r\n"


def error(answer: bytes) -> dict[str, object]:
    """The body of a refusal, which must be one of the description's errors and declared as JSON."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head.lower()
    found: dict[str, object] = json.loads(body)
    assert description().error.allows(found)
    assert found["status"] == statuses(answer)[0]
    return found


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/AvailableNumbers?geography.locality=Malm\xc3\xb6 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /?\xc3\xa9 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ],
    ids=lambda raw: f"{raw[:40]!r} {len(raw)}",
)
def test_what_is_no_http_is_refused_in_the_schema_of_errors(numbers_sandbox: LiveSandbox, raw: bytes) -> None:
    """The parser's refusals are answers of the API as well: JSON, with a code, and the connection ends."""
    found = error(sent(numbers_sandbox.url, raw, half_close=False))
    assert (found["status"], found["code"]) == (400, 40014)


@pytest.mark.parametrize("method", ["FOO", "get", "Get", "POSTS", "X" * 64, "!#$%&'*+.^_`|~-"])
@pytest.mark.parametrize("path", PATHS)
def test_a_method_that_nobody_knows_is_not_allowed(numbers_sandbox: LiveSandbox, path: str, method: str) -> None:
    """A method of any name is refused with 405, the methods that the path has, and the method as it was written."""
    answer = sent(numbers_sandbox.url, request(method, path.encode(), body=b"{}"))
    assert error(answer)["code"] == 40500
    allowed = httpx.options(numbers_sandbox.url + path, trust_env=False).headers["allow"]
    assert f"\r\nallow: {allowed}\r\n".encode() in answer
    assert f"the method {method};" in str(error(answer)["message"])


def test_a_method_that_nobody_knows_on_no_path_is_not_found(numbers_sandbox: LiveSandbox) -> None:
    """The path comes before the method."""
    assert error(sent(numbers_sandbox.url, request("FOO", b"/nowhere")))["code"] == 40400


def test_unknown_methods_among_others_disturb_nobody(numbers_sandbox: LiveSandbox) -> None:
    """Of requests in one go, each is answered once and in order, up to the first that cannot be read.

    That one is refused, or the connection ends with the last answer if it was still owed.
    """
    unknown, last = NEXT.replace(b"GET", b"FOO"), request("GET", SEARCH)
    for raw, expected in {
        unknown + last: [405, 200],
        NEXT + unknown: [200, 400],
        unknown + unknown: [405, 400],
        NEXT + b"\xff\r\n\r\n": [200, 400],
    }.items():
        found = statuses(sent(numbers_sandbox.url, raw, half_close=False))
        assert found in (expected, expected[:-1] if expected[-1] == 400 else expected), raw


def test_a_purchase_before_an_unknown_method_is_made_once(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """What follows a purchase on its connection neither repeats it nor costs its buyer the answer."""
    number = available(api)[0].removeprefix("+")
    target = f"{numbers(numbers_sandbox.account)}?phoneNumber=%2B{number}".encode()
    raw = b"POST " + target + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nFOO / HTTP/1.1\r\nHost: x\r\n\r\n"
    assert statuses(sent(numbers_sandbox.url, raw, half_close=False)) in ([200], [200, 400])
    assert len(numbers_sandbox.ledger()) == 1


@pytest.mark.parametrize("authority", ["other.test", "other.test:1234", "[::1]:80", "OTHER.test"])
def test_a_target_in_absolute_form_names_the_host(numbers_sandbox: LiveSandbox, authority: str) -> None:
    """The links of a page are on the host in the target, whatever the Host header says."""
    answer = sent(numbers_sandbox.url, request("GET", b"http://" + authority.encode() + SEARCH))
    meta = json.loads(answer.partition(b"\r\n\r\n")[2])["meta"]
    assert meta["first_page_url"] == f"http://{authority}/api/AvailableNumbers?page_size=1&page=0"


def test_an_upgrade_is_ignored_without_a_word(numbers_sandbox: LiveSandbox, caplog: pytest.LogCaptureFixture) -> None:
    """A caller that would like another protocol is answered in this one, and nothing is logged."""
    answer = sent(numbers_sandbox.url, request("GET", SEARCH, b"Connection: Upgrade", b"Upgrade: h2c"))
    assert statuses(answer) == [200]
    assert not caplog.records


def test_a_caller_who_reads_late_gets_its_refusal(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """A connection stays usable after a body that was refused unread."""
    bought(api, numbers_sandbox.account, "+14155550107")
    path = active(numbers_sandbox.account, "+14155550107")
    json_type = {"Content-Type": "application/json"}
    for _ in range(3):
        assert api.post(path, content=b"x" * 10_000_000, headers=json_type).status_code == 413
        assert api.post(path, content=iter([b"x" * 2_000_000] * 5), headers=json_type).status_code == 413
        assert api.post(path, content=b"x" * 10_000_000).status_code == 415
        assert api.get(path).status_code == 200
