"""Each refusal for its own cause: headers, parameters and bodies that the description does not allow."""

from __future__ import annotations

import contextlib
import http.client
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from http_support import active, available, bought, numbers, refusal
from hypothesis import given
from hypothesis import strategies as st
from numbers_sandbox.app import BODY_LIMIT
from numbers_sandbox.http.bodies import MAX_DEPTH
from numbers_sandbox.http.description import description
from numbers_sandbox.http.errors import NotAcceptable
from numbers_sandbox.http.negotiation import check_accept

if TYPE_CHECKING:
    import httpx
    from numbers_sandbox.http.description import Parameter
    from numbers_sandbox.testing import LiveSandbox

FILTERS = [(o.id, p) for o in description().operations for p in o.query.values() if "Numbers" in o.id]
JSON = {"Content-Type": "application/json"}
WRONG = {
    "boolean": ["True", "TRUE", "1", "0", "yes", "", "null", "true,false"],
    "integer": ["1.0", "1e2", "", "abc", "0x10", "+1", " 1", "1_000", "٣", "2147483648", "9" * 5000, "-2147483649"],
}


@pytest.mark.parametrize(("operation", "parameter"), FILTERS, ids=lambda value: getattr(value, "name", value))
def test_a_malformed_filter_is_refused_and_named(
    api: httpx.Client, numbers_sandbox: LiveSandbox, operation: str, parameter: Parameter
) -> None:
    """Whatever a parameter of a list or search cannot be is 400, and the message names the parameter."""
    name, kind, allows = parameter.name, parameter.kind, parameter.rule.allows
    path = "/api/AvailableNumbers" if operation.startswith("search") else numbers(numbers_sandbox.account)
    wrong = WRONG.get(kind, [value for value in ("", "x", "ß" * 3, "GET ", "12345") if not allows(value)])
    for value in wrong:
        status, code, message = refusal(api.get(path, params={name: value}))
        assert (status, code) == (400, 40005), value
        assert name in message
        assert len(message) < 500


@pytest.mark.parametrize("path", ["/api/AvailableNumbers", numbers("AC1"), active("AC1", "+14155550123")])
@pytest.mark.parametrize(
    "query", ["nonsense=1", "Phone_Number=%2B14155550123", "nonsense", "=1", "%20page=1", "n%00=1"]
)
def test_an_unknown_filter_is_refused_and_named(api: httpx.Client, path: str, query: str) -> None:
    """A query parameter that the operation does not have is 400 and named; names are compared as they are spelled."""
    status, code, message = refusal(api.get(f"{path}?{query}"))
    assert (status, code) == (400, 40002)
    assert query.partition("=")[0].replace("%20", " ").replace("%00", "").strip() in message.replace("�", "")


def test_a_repeated_filter_is_refused_and_named(api: httpx.Client) -> None:
    """A parameter that is there twice is 400, even if both values are the same and one name is encoded."""
    for query in ("page=1&page=1", "type=local&t%79pe=mobile"):
        status, code, message = refusal(api.get(f"/api/AvailableNumbers?{query}"))
        assert (status, code) == (400, 40003)
        assert query.partition("=")[0] in message


@pytest.mark.parametrize("query", ["type=%FF", "type=%", "type=%4", "%FF=1", "geography.locality=%ED%B0%80"])
def test_what_is_no_utf_8_is_refused_in_a_query(api: httpx.Client, query: str) -> None:
    """A query that is no percent-encoded UTF-8 is 400."""
    assert refusal(api.get(f"/api/AvailableNumbers?{query}"))[:2] == (400, 40001)


def test_a_plus_is_a_plus_in_a_number_and_a_space_elsewhere(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Forms write a space as a plus sign; no phone number has a space, and every one has a plus."""
    number = available(api, filters={"geography.locality": "New York"})[0]
    found = api.get(f"/api/AvailableNumbers?phone_number={number}&geography.locality=New+York").json()
    assert [item["phone_number"] for item in found["items"]] == [number]
    assert api.post(f"{numbers(numbers_sandbox.account)}?phoneNumber={number}").status_code == 200


def test_a_purchase_needs_a_number(api: httpx.Client) -> None:
    """Without phoneNumber a purchase is 400, and the parameter is named."""
    status, code, message = refusal(api.post(numbers("AC1"), json={}))
    assert (status, code) == (400, 40004)
    assert "phoneNumber" in message


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "application/xml, text/*",
        "application/json;q=0",
        "application/*;q=0, */*",
        "*/*;q=0",
        "application/problem+json",
    ],
)
def test_an_accept_header_that_excludes_json_is_refused(api: httpx.Client, accept: str) -> None:
    """406 for every operation when JSON is not acceptable, and nothing is bought."""
    number = available(api)[0]
    for operation in description().operations:
        path = operation.templates[0].replace("{AccountId}", "AC1").replace("{phoneNumber}", number)
        query = {"phoneNumber": number} if operation.required else {}
        answer = api.request(operation.method, path, params=query, headers={"Accept": accept})
        assert refusal(answer)[:2] == (406, 40600)
    assert available(api)[0] == number


@pytest.mark.parametrize(
    "accept",
    [
        "application/json",
        "*/*",
        "",
        "text/html, application/json;q=0.1",
        "APPLICATION/JSON",
        "application/*",
        "text/html, */*;q=0.1",
        "application/json; charset=utf-8",
        "application/json;q=1, application/*;q=0",
    ],
)
def test_an_accept_header_that_includes_json_is_fine(api: httpx.Client, accept: str) -> None:
    """The most specific range decides, names of types have no case, and no preference is a preference for all."""
    assert api.get("/api/AvailableNumbers?page_size=1", headers={"Accept": accept}).status_code == 200


@given(st.text(st.characters(max_codepoint=255)))
def test_no_accept_header_breaks_anything(header: str) -> None:
    """Whatever stands in Accept is understood or refused."""
    with contextlib.suppress(NotAcceptable):
        check_accept(header)


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json-patch+json",
        "application/json; charset=latin-1",
        "",
        "json",
        "*/*",
    ],
)
def test_a_body_of_another_type_is_refused(
    api: httpx.Client, numbers_sandbox: LiveSandbox, content_type: str | None
) -> None:
    """415 when a body is there and not declared as JSON in UTF-8, and nothing is bought or changed."""
    number, account = available(api)[0], numbers_sandbox.account
    headers = {} if content_type is None else {"Content-Type": content_type}
    answer = api.post(numbers(account), params={"phoneNumber": number}, content=b"{}", headers=headers)
    assert refusal(answer)[:2] == (415, 41500)
    assert refusal(api.post(active(account, number), content=b"{}", headers=headers))[:2] == (415, 41500)
    assert numbers_sandbox.ledger() == []


def test_a_compressed_body_is_refused(api: httpx.Client) -> None:
    """415 says which encoding is accepted instead (RFC 9110, section 15.5.16)."""
    answer = api.post(active("AC1", "+14155550123"), content=b"{}", headers={**JSON, "Content-Encoding": "gzip"})
    assert refusal(answer)[:2] == (415, 41500)
    assert answer.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON", "application/json; charset=UTF-8", 'application/json;charset="utf-8"'],
)
def test_json_is_accepted_as_it_may_be_written(
    api: httpx.Client, numbers_sandbox: LiveSandbox, content_type: str
) -> None:
    """Types and charsets have no case, and UTF-8 may be named."""
    answer = api.post(
        numbers(numbers_sandbox.account),
        params={"phoneNumber": available(api)[0]},
        content=b"{}",
        headers={"Content-Type": content_type},
    )
    assert answer.status_code == 200


def test_no_body_needs_no_type(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """A purchase without a body is fine whatever its type says; configuring needs a body, and 400 says so."""
    number, account = available(api)[0], numbers_sandbox.account
    answer = api.post(numbers(account), params={"phoneNumber": number}, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 200
    assert refusal(api.post(active(account, number)))[:2] == (400, 40010)


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize("size", [BODY_LIMIT + 1, 10 * 1024 * 1024])
def test_a_body_that_is_too_long_is_refused(
    api: httpx.Client, numbers_sandbox: LiveSandbox, *, size: int, chunked: bool
) -> None:
    """413 for a body beyond the limit, declared or not, whatever is in it; the next request is answered as usual."""
    number = available(api)[0]
    body = b'{"friendlyName": "' + b"x" * size + b'"}'
    content = (body[start : start + 65536] for start in range(0, len(body), 65536)) if chunked else body
    answer = api.post(numbers(numbers_sandbox.account), params={"phoneNumber": number}, content=content, headers=JSON)
    assert refusal(answer)[:2] == (413, 41300)
    assert str(BODY_LIMIT) in answer.json()["message"]
    assert available(api)[0] == number


def test_a_body_at_the_limit_is_read(api: httpx.Client) -> None:
    """A body of exactly the limit is not too long, only wrong."""
    body = b'{"friendlyName":"' + b"x" * (BODY_LIMIT - 19) + b'"}'
    assert len(body) == BODY_LIMIT
    assert refusal(api.post(active("AC1", "+14155550123"), content=body, headers=JSON))[:2] == (400, 40009)


def test_who_waits_for_100_continue_sends_nothing_in_vain(numbers_sandbox: LiveSandbox) -> None:
    """A caller that announces a long body and waits is refused before it sends any of it."""
    connection = http.client.HTTPConnection(urlsplit(numbers_sandbox.url).netloc, timeout=10)
    connection.putrequest("POST", active("AC1", "+14155550123"))
    for name, value in {**JSON, "Content-Length": "10485760", "Expect": "100-continue"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


DEEP = b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", 40006),
        (b"nul", 40006),
        (b"{}{}", 40006),
        (b"{'a':1}", 40006),
        (b'{"a":NaN}', 40006),
        (b'{"a":Infinity}', 40006),
        (b'{"a":1e999}', 40006),
        (b'{"a":' + b"9" * 5000 + b"}", 40006),
        (b'{"a":01}', 40006),
        (b"\xef\xbb\xbf{}", 40006),
        (b'{"a":"\x00"}', 40006),
        (b'{"a":"\xff"}', 40006),
        (b'{"a":"\xed\xa0\x80"}', 40006),
        (b'{"a":"\\ud800"}', 40006),
        (b'{"\\udc00":1}', 40006),
        (b'{"a":"\n"}', 40006),
        (b"{} \x00", 40006),
        ("{}".encode("utf-16"), 40006),
        (b"\x00", 40006),
        (b" ", 40006),
        (b'{"friendlyName":"a","friendlyName":"a"}', 40007),
        (b'{"configuration":{"sms":{},"sms":{}}}', 40007),
        (b'{"a":1,"\\u0061":2}', 40007),
        (b'{"x":[{"b":1,"b":2}]}', 40007),
        (DEEP, 40008),
        (b"[" * 100_000, 40008),
        (b'{"a":' * 200_000, 40008),
        (b"[" * 60 + b"{" * 60, 40008),
        (b"null", 40009),
        (b"[]", 40009),
        (b'"x"', 40009),
        (b"1", 40009),
    ],
    ids=lambda value: f"{str(value)[:24]} {len(str(value))}",
)
def test_a_malformed_body_is_refused(api: httpx.Client, numbers_sandbox: LiveSandbox, body: bytes, code: int) -> None:
    """What is no JSON object that two readers understand alike is 400, each cause with its code; nothing changes."""
    number = bought(api, numbers_sandbox.account)
    path = active(numbers_sandbox.account, number["phone_number"])
    assert refusal(api.post(path, content=body, headers=JSON))[:2] == (400, code)
    assert api.get(path).json() == number


def test_brackets_within_text_are_no_nesting(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Only structure counts as depth: a name may be full of brackets and escaped quotes."""
    number = bought(api, numbers_sandbox.account)["phone_number"]
    name = '[{"' * 20
    body = json.dumps({"friendlyName": name, "unknown": "[" * 500}).encode()
    answer = api.post(active(numbers_sandbox.account, number), content=body, headers=JSON)
    assert answer.json()["friendlyName"] == name


@pytest.mark.parametrize(("body", "pointer"), [
    ({"friendlyName": "x" * 65}, "/friendlyName"),
    ({"friendlyName": 1}, "/friendlyName"),
    ({"statusCallbackMethod": "PUT"}, "/statusCallbackMethod"),
    ({"statusCallback": "http://[broken"}, "/statusCallback"),
    ({"configuration": {"voice": None}}, "/configuration/voice"),
    ({"configuration": {"voice": {"application_sid": "short"}}}, "/configuration/voice/application_sid"),
    ({"configuration": {"sms": {"url": "%"}}}, "/configuration/sms/url"),
    ({"configuration": []}, "/configuration"),
    ([], "its root"),
])  # fmt: skip
def test_a_body_that_breaks_the_description_is_refused_with_the_place(
    api: httpx.Client, body: object, pointer: str
) -> None:
    """400 says where, as a JSON Pointer, and looks into the alternatives of a nullable member."""
    status, code, message = refusal(api.post(active("AC1", "+14155550123"), json=body))
    assert (status, code) == (400, 40009)
    assert f" {pointer}:" in message


def test_unknown_members_mean_nothing(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """The description's objects are open: a member that it does not know is accepted and not kept."""
    body = {"voice": {"url": "https://example.com/", "colour": "red"}, "colour": {"voice": 1}}
    found = bought(api, numbers_sandbox.account, json=body)
    assert found["configuration"] == {"voice": {"url": "https://example.com/"}}


@pytest.mark.parametrize("host", ["a b", "a/b", "", "exa\xe9mple", "a:b", "[::1", "a:999999"])
def test_a_host_that_is_none_is_refused(api: httpx.Client, host: str) -> None:
    """The links of a page are built on the Host header, so one that cannot be part of a URL is 400."""
    headers = [(b"Host", host.encode("latin-1"))]
    status, code, _ = refusal(api.get("/api/AvailableNumbers", headers=headers))
    assert (status, code) == (400, 40013)
