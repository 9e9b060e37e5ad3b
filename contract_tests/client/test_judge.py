"""The judge of requests: it reads right ones as they are meant, and refuses each kind of wrong one."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import quote

import pytest
from client.described import MISSING, Operation, description, example_of, operations
from client.judge import Emitted, RefusedError, judge

SERVER = description()["servers"][0]["url"]
ORIGIN, PREFIX = SERVER[: SERVER.index("/", 8)], SERVER[SERVER.index("/", 8) :]
BY_ID = pytest.mark.parametrize("operation", operations().values(), ids=operations())


def right(operation: Operation) -> Emitted:
    """A request with the example of every parameter, and of the body."""
    path, pairs = operation.path, list[str]()
    for node in operation.parameters:
        value = example_of(node["schema"])
        text = quote(json.dumps(value) if isinstance(value, (bool, int)) else value, safe="")
        path = path.replace(f"{{{node['name']}}}", text)
        if node["in"] == "query":
            pairs.append(f"{node['name']}={text}")
    content = json.dumps(example_of(operation.body_schema)).encode() if operation.body else b""
    headers = (("Accept", "application/json"), *((("Content-Type", "application/json"),) if content else ()))
    return Emitted(operation.method, ORIGIN, PREFIX + path + "?" * bool(pairs) + "&".join(pairs), headers, content)


@BY_ID
def test_a_right_request_is_read_as_it_is_meant(operation: Operation) -> None:
    """Operation, each value with its type, and the body come out as they were put in."""
    carried = judge(right(operation))
    assert carried.operation is operation
    assert carried.parameters == {
        (node["in"], node["name"]): example_of(node["schema"]) for node in operation.parameters
    }
    assert carried.body == (example_of(operation.body_schema) if operation.body else MISSING)
    assert carried.credential is None


WRONG_TARGETS = {
    "another server prefix": ("/v1/", "/v2/"),
    "a path that is not there": ("ActiveNumbers", "ActiveNumber"),
    "a literal in another case": ("/PN", "/pn"),
    "no letters before the number": ("/PN", "/"),
    "an empty path value": ("AC0123456789abcdef0123456789abcdef", ""),
    "a dot segment": ("AC0123456789abcdef0123456789abcdef", ".."),
    "an encoded dot segment": ("AC0123456789abcdef0123456789abcdef", "%2E%2e"),
    "a slash in a path value": ("AC0123456789", "AC/0123456789"),
    "an encoded slash against the pattern": ("AC0123456789", "AC%2F0123456789"),
    "a plus that is not encoded": ("%2B1", "+1"),
    "half an escape": ("%2B1", "%2"),
    "an escape that is not UTF-8": ("%2B1", "%FF1"),
    "a line end behind the value": ("%2B14155550123", "%2B14155550123%0A"),
    "a value against its pattern": ("%2B1", "%2B0"),
    "a doubly encoded value": ("%2B1", "%252B1"),
    "a trailing slash more": ("PN%2B14155550123", "PN%2B14155550123/"),
}


@pytest.mark.parametrize(("old", "new"), WRONG_TARGETS.values(), ids=WRONG_TARGETS)
def test_a_wrong_path_is_refused(old: str, new: str) -> None:
    """A path that is none of the description, or a value in it that breaks its schema, is refused."""
    request = right(operations()["getActiveNumber"])
    assert old in request.target
    with pytest.raises(RefusedError):
        judge(replace(request, target=request.target.replace(old, new)))


WRONG_QUERIES = {
    "a name in another case": ("capabilities.Voice.e911=true", "capabilities.voice.e911=true"),
    "a name that is not there": ("page=0", "page=0&offset=1"),
    "True": ("capabilities.Voice.e911=true", "capabilities.Voice.e911=True"),
    "1 for a boolean": ("capabilities.Voice.e911=true", "capabilities.Voice.e911=1"),
    "a float for an integer": ("page=0", "page=0.0"),
    "a plus before an integer": ("page=0", "page=%2B1"),
    "a zero before an integer": ("page=0", "page=01"),
    "no text for an integer": ("page=0", "page="),
    "more than the maximum": ("page_size=50", "page_size=1001"),
    "less than the minimum": ("page=0", "page=-1"),
    "more than int32": ("page=0", "page=2147483648"),
    "too short a text": ("key=eyJvZmZzZXQiOjUwfQ", "key="),
    "a decimal with an exponent": ("base_setup_price=2.0", "base_setup_price=2e1"),
    "a decimal with a comma": ("base_setup_price=2.0", "base_setup_price=2%2C0"),
    "a value that is not listed": ("SMS.inbound_reachability=Global", "SMS.inbound_reachability=Everywhere"),
    "a listed value in another case": ("SMS.inbound_reachability=Global", "SMS.inbound_reachability=global"),
    "a name twice": ("page=0", "page=0&page=0"),
    "a name without a value": ("page=0", "page"),
    "nothing between two marks": ("page=0", "page=0&"),
    "a space as a plus": ("San%20Francisco", "San+Francisco"),
    "a space as a space": ("San%20Francisco", "San Francisco"),
    "a fragment": ("page=0", "page=0#top"),
}


@pytest.mark.parametrize(("old", "new"), WRONG_QUERIES.values(), ids=WRONG_QUERIES)
def test_a_wrong_query_is_refused(old: str, new: str) -> None:
    """A name that is not declared, or text that is not the notation of its schema, is refused."""
    request = right(operations()["searchAvailableNumbers"])
    assert old in request.target
    with pytest.raises(RefusedError):
        judge(replace(request, target=request.target.replace(old, new)))


def test_a_question_mark_alone_is_refused() -> None:
    """An empty query is not sent."""
    request = right(operations()["getActiveNumber"])
    with pytest.raises(RefusedError, match="question mark"):
        judge(replace(request, target=request.target + "?"))


def test_an_undescribed_method_or_server_is_refused() -> None:
    """Only described methods, on described servers."""
    request = right(operations()["getActiveNumber"])
    for change in (
        {"method": "PUT"},
        {"method": "get"},
        {"origin": "http://numbers.sinch.com"},
        {"origin": ORIGIN + ":8443"},
    ):
        with pytest.raises(RefusedError):
            judge(replace(request, **change))


def test_a_missing_required_parameter_is_refused() -> None:
    """A purchase names the number to buy."""
    request = right(operations()["buyActiveNumber"])
    with pytest.raises(RefusedError, match="required"):
        judge(replace(request, target=request.target.partition("?")[0]))


WRONG_BODIES = {
    "none": b"",
    "no JSON": b"{",
    "NaN": b'{"x": NaN}',
    "a surrogate": b'{"x": "\\ud800"}',
    "no UTF-8": b'{"x": "\xff"}',
    "a member twice": b'{"friendlyName": "a", "friendlyName": "b"}',
    "a list": b"[]",
    "null": b"null",
    "too long a name": json.dumps({"friendlyName": "x" * 65}).encode(),
    "a number for a name": b'{"friendlyName": 1}',
    "a value that is not listed": b'{"statusCallbackMethod": "PUT"}',
    "null where none is": b'{"configuration": {"voice": null}}',
    "a fault below": b'{"configuration": {"voice": {"application_sid": "AP"}}}',
}


@pytest.mark.parametrize("content", WRONG_BODIES.values(), ids=WRONG_BODIES)
def test_a_wrong_body_is_refused(content: bytes) -> None:
    """What is not strict JSON of the body's schema is refused."""
    with pytest.raises(RefusedError):
        judge(replace(right(operations()["configureActiveNumber"]), content=content))


def test_a_body_where_none_is_described_is_refused() -> None:
    """Neither a body nor its type goes with an operation that has none."""
    request = right(operations()["releaseActiveNumber"])
    of_json = ("Content-Type", "application/json")
    for content, headers in ((b"{}", (of_json,)), (b"", (of_json,)), (b"{}", ())):
        with pytest.raises(RefusedError):
            judge(replace(request, content=content, headers=headers))


WRONG_HEADERS = {
    "one of its own": ("X-Account", "1"),
    "a cookie": ("Cookie", "a=b"),
    "one twice": ("ACCEPT", "application/json"),
    "another host": ("Host", "example.com"),
    "a wrong length": ("Content-Length", "1"),
    "another scheme": ("Authorization", "Digest abc"),
    "no credential": ("Authorization", "Bearer"),
    "a space in a token": ("Authorization", "Bearer a b"),
    "no base64": ("Authorization", "Basic a"),
    "no colon": ("Authorization", "Basic dXNlcg=="),
    "no UTF-8 in base64": ("Authorization", "Basic /zo="),
}


@pytest.mark.parametrize("header", WRONG_HEADERS.values(), ids=WRONG_HEADERS)
def test_a_wrong_header_is_refused(header: tuple[str, str]) -> None:
    """Headers are declared or belong to every HTTP client, and a credential is of a described scheme."""
    request = right(operations()["getActiveNumber"])
    with pytest.raises(RefusedError):
        judge(replace(request, headers=(*request.headers, header)))


def test_a_wrong_media_type_is_refused() -> None:
    """The body has the described type, and the answer is asked for in one."""
    request = right(operations()["configureActiveNumber"])
    for headers in ((("Content-Type", "text/json"),), (), (("Accept", "text/html"), request.headers[1])):
        with pytest.raises(RefusedError):
            judge(replace(request, headers=headers))


@pytest.mark.parametrize(
    ("header", "credential"),
    [("Bearer abc.DEF_~+/-1==", ("bearer", "abc.DEF_~+/-1==")), ("Basic w7xzZXI6YTpi", ("basic", "üser:a:b"))],
)
def test_a_credential_is_read(header: str, credential: tuple[str, str]) -> None:
    """A token, and a user with a password that may hold colons."""
    request = right(operations()["getActiveNumber"])
    assert judge(replace(request, headers=(("authorization", header),))).credential == credential
