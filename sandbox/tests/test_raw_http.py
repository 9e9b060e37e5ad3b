"""Never a 500, whatever bytes come: broken HTTP, invalid text, huge and deep values, connections that end anywhere."""

from __future__ import annotations

import contextlib
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from http_support import active, available, bought, numbers
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    import random

    import httpx
    from numbers_sandbox.testing import LiveSandbox

ACCOUNT = "AC1"
PATHS = ("/api/AvailableNumbers", numbers(ACCOUNT), numbers(ACCOUNT, documented=True), active(ACCOUNT, "+14155550123"),
         active(ACCOUNT, "+14155550123", documented=True))  # fmt: skip


def sent(url: str, request: bytes, *, half_close: bool = True) -> bytes:
    """All that comes back for raw bytes."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(request)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        found = bytearray()
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65536):
                found += part
        return bytes(found)


def statuses(answer: bytes) -> list[int]:
    """The status of each answer in a stream."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] ([0-9]{3}) ", answer)]


def request(method: str, target: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    """A request as raw bytes, whatever is in its parts."""
    lines = [method.encode() + b" " + target + b" HTTP/1.1", b"Host: sandbox", b"Connection: close", *headers]
    if body:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def joined(parts: list[bytes]) -> st.SearchStrategy[bytes]:
    """Some of these parts, in any order and number."""
    return st.lists(st.sampled_from(parts)).map(b"".join)


def target(path: str, tail: bytes) -> bytes:
    """A path with anything behind it."""
    return path.encode() + tail


def header_line(name: bytes, value: bytes) -> bytes:
    """A header, whatever is in it."""
    return name + b": " + value


ENDS = [b" ", b"9" * 400, *b"%FF %00 % %2F .. / ? & = page= type= phoneNumber= + \xff \x00 # key=".split(b" ")]
PIECES = [
    b"[" * 2000, b'{"a":' * 200, b"9" * 5000,
    *b'{ } [ ] " : , null \xff \x00 1e999 "friendlyName" "\\ud800"'.split(b" "),
]  # fmt: skip
NAMES = (
    b"Accept Content-Type Content-Encoding Content-Length Transfer-Encoding Host Authorization X-Sandbox-Fault "
    b"Expect Connection Upgrade \xff X"
).split(b" ")
VALUES = [b"", b"Basic /w==", b"9" * 30, *b"application/json chunked 100-continue Upgrade websocket -1".split(b" ")]
STARTS = [*PATHS, "/", "/Accounts/", "/_sandbox/reset", "/_sandbox/faults/", "*", "http://x/api/AvailableNumbers", ""]

targets = st.builds(target, st.sampled_from(STARTS), st.one_of(st.just(b""), st.binary(max_size=40), joined(ENDS)))
bodies = st.one_of(st.binary(max_size=60), joined(PIECES))
header_lines = st.lists(
    st.builds(header_line, st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), st.binary(max_size=20))),
    max_size=3,
)


@settings(max_examples=400)
@given(
    st.sampled_from(
        ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PATCH", "NONSENSE", "get"]
    ),
    targets,
    header_lines,
    bodies,
)
def test_no_request_is_answered_with_a_500(
    numbers_sandbox: LiveSandbox, method: str, target: bytes, headers: list[bytes], body: bytes
) -> None:
    """Whatever is in the parts of a request, no answer is a 5xx, and the server goes on."""
    if b"error" in b"".join(headers):
        return  # a fault that was asked for
    answer = sent(numbers_sandbox.url, request(method, target, *headers, body=body))
    assert all(status < 500 for status in statuses(answer)), answer[:300]


@settings(max_examples=150)
@given(st.randoms(use_true_random=False))
def test_no_damage_to_a_good_request_is_answered_with_a_500(numbers_sandbox: LiveSandbox, dice: random.Random) -> None:
    """A good request with bytes changed, doubled, dropped or cut off is answered, refused or ignored."""
    body = b'{"friendlyName":"Line","configuration":{"voice":{"url":"https://example.com/"}}}'
    raw = bytearray(request("POST", PATHS[3].encode(), b"Content-Type: application/json", body=body))
    for _ in range(dice.randint(1, 4)):
        place = dice.randrange(len(raw))
        match dice.randrange(4):
            case 0:
                raw[place] = dice.randrange(256)
            case 1:
                del raw[place]
            case 2:
                raw[place:place] = bytes([dice.randrange(256)]) * dice.randrange(1, 300)
            case _:
                del raw[place:]
                raw += b"\r" if not raw else b""
    answer = sent(numbers_sandbox.url, bytes(raw))
    assert all(status < 500 for status in statuses(answer)), bytes(raw)


HUGE = [
    b"9" * 5000, b"9" * 100_000, b"-" + b"9" * 400, b"1e400", b"\xf0\x9f\x92\xa5" * 1000, b"%F0%9F%92%A5" * 3000,
    b"%00" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("value", HUGE, ids=lambda value: f"{value[:6]!r} {len(value)}")
@pytest.mark.parametrize(
    "name",
    [b"page", b"page_size", b"key", b"geography.locality", b"phone_number", b"capabilities.Voice.e911", b"nonsense"],
)
def test_huge_values_are_answered(numbers_sandbox: LiveSandbox, name: bytes, value: bytes) -> None:
    """A value of any length in the query is found nowhere or refused, in an answer that is short itself."""
    answer = sent(numbers_sandbox.url, request("GET", b"/api/AvailableNumbers?" + name + b"=" + value))
    found = statuses(answer)
    assert found == [400] or (found == [200] and b'"items":[]' in answer)
    assert found == [200] or len(answer) < 2000


GET = b"GET /api/AvailableNumbers HTTP/1.1\r\n"
BUY = b"POST /Accounts/A/ActiveNumbers/?phoneNumber=%2B1 HTTP/1.1\r\nHost: x\r\n"
BROKEN = [
    b"\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 2000 + b"\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET /%00 HTTP/1.0\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    BUY + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
    BUY + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n",
    BUY + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    GET + b"Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n",
    b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://[::1/ HTTP/1.1\r\nHost: x\r\n\r\n",
    GET + b"Host: a\r\nHost: b\r\n\r\n",
    GET + b"\r\n",
    b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
]


@pytest.mark.parametrize("raw", BROKEN, ids=lambda raw: f"{raw[:40]!r} {len(raw)}")
def test_broken_http_is_refused(api: httpx.Client, numbers_sandbox: LiveSandbox, raw: bytes) -> None:
    """What is no HTTP is refused or not answered at all, and the next caller notices nothing."""
    assert all(status < 500 for status in statuses(sent(numbers_sandbox.url, raw)))
    assert api.get("/api/AvailableNumbers?page_size=1").status_code == 200


def test_a_caller_who_leaves_in_the_middle_buys_nothing(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """A purchase whose body never arrives whole does not happen, and is no error of the sandbox."""
    number = available(api)[0]
    raw = request(
        "POST",
        f"{numbers(numbers_sandbox.account)}?phoneNumber={number}".encode(),
        b"Content-Type: application/json",
        b"Content-Length: 50",
    )
    answer = sent(numbers_sandbox.url, raw + b'{"voice":')
    assert statuses(answer) in ([], [400])
    assert numbers_sandbox.ledger() == []
    assert available(api)[0] == number


def test_many_requests_in_one_go_are_answered_in_their_order(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Requests that are sent before the first is answered (pipelined) get their answers one after the other."""
    number = bought(api, numbers_sandbox.account)["phone_number"]
    lines = [
        f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        for path in (active(numbers_sandbox.account, number), "/nowhere", "/api/AvailableNumbers?page_size=1")
    ]
    lines.append(b"GET /api/AvailableNumbers?x=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert statuses(sent(numbers_sandbox.url, b"".join(lines), half_close=False)) == [200, 404, 200, 400]


def test_http_1_1_needs_a_host(numbers_sandbox: LiveSandbox) -> None:
    """Without a Host header HTTP/1.1 is refused and buys nothing (RFC 9112, section 3.2); HTTP/1.0 knew none."""
    for version, status in (("1.1", 400), ("1.0", 200)):
        for asked in ("GET /api/AvailableNumbers", f"POST {numbers(ACCOUNT)}?phoneNumber=%2B14155550123"):
            answer = sent(numbers_sandbox.url, f"{asked} HTTP/{version}\r\n\r\n".encode())
            assert statuses(answer) == [status]
            assert (b'"code":40013,' in answer) == (status == 400)
        assert len(numbers_sandbox.ledger(ACCOUNT)) == (status == 200)


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_of_thousands_of_digits_is_refused_as_one(api: httpx.Client, sign: str) -> None:
    """The message is about the number, not about the limits of the language that the sandbox is written in."""
    body = b'{"friendlyName": %b}' % (sign.encode() + b"9" * 5000)
    answer = api.post(
        active(ACCOUNT, "+14155550123"), content=body, headers={"Content-Type": "application/json"}
    ).json()
    assert answer["code"] == 40006
    assert "is beyond every range" in answer["message"]
