"""A recorded corpus of answers, judged by a validator that the server does not use: jsonschema, in pure Python."""

from __future__ import annotations

import copy
import itertools
import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx
import jsonschema
import pytest
from http_support import active, available, numbers
from numbers_sandbox.http.description import read_description

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_sandbox.testing import LiveSandbox

DOCUMENT = read_description()
FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("int32")
def is_int32(value: object) -> bool:
    """Whether an integer fits into 32 bits."""
    return not isinstance(value, int) or isinstance(value, bool) or -(2**31) <= value < 2**31


@FORMATS.checks("decimal", raises=InvalidOperation)
def is_decimal(value: object) -> bool:
    """Whether a text is a decimal number."""
    return not isinstance(value, str) or Decimal(value).is_finite()


@FORMATS.checks("e164")
def is_e164(value: object) -> bool:
    """Whether a text is a phone number in E.164 form."""
    return not isinstance(value, str) or re.fullmatch(r"\+[1-9][0-9]{1,14}", value) is not None


@FORMATS.checks("uri-reference", raises=ValueError)
def is_uri_reference(value: object) -> bool:
    """Whether a text can be a URI reference (RFC 3986)."""
    if not isinstance(value, str):
        return True
    urlsplit(value)
    return re.fullmatch(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*", value) is not None


@dataclass
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    status: int
    headers: httpx.Headers
    body: bytes


def without_strangers(schema: Any) -> Any:  # noqa: ANN401
    """The same schema, with every object closed."""
    if isinstance(schema, list):
        return [without_strangers(item) for item in cast("list[object]", schema)]
    if not isinstance(schema, dict):
        return schema
    closed: dict[str, Any] = {key: without_strangers(item) for key, item in cast("dict[str, Any]", schema).items()}
    is_object = closed.get("type") == "object" and "properties" in closed
    return {**closed, "unevaluatedProperties": False} if is_object else closed


CLOSED = {"schemas": without_strangers(DOCUMENT["components"]["schemas"])}


def resolved(value: dict[str, Any]) -> dict[str, Any]:
    """A response that is referred to, or as it stands."""
    name = value.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = DOCUMENT["components"]["responses"][name] if name else value
    return found


def item_of(path: str) -> dict[str, Any] | None:
    """The path item that a path belongs to, by a regular expression made of its template."""
    for template, item in DOCUMENT["paths"].items():
        for spelling in (template, item.get("x-documented-path", template)):
            if re.fullmatch(re.sub(r"\\\{[A-Za-z]+\\\}", "[^/]+", re.escape(spelling)), path.removeprefix("/v1")):
                found: dict[str, Any] = item
                return found
    return None


def verdict(exchange: Exchange) -> str | None:  # noqa: PLR0911  (one return for each thing that can be wrong)
    """What is wrong with an answer."""
    item = item_of(exchange.path)
    if item is None or exchange.method.lower() not in item:
        if exchange.status not in (400, 404, 405):
            return f"{exchange.status} without an operation"
        return _body_verdict({"$ref": "#/components/schemas/Error"}, exchange)
    responses = item[exchange.method.lower()]["responses"]
    documented = responses.get(str(exchange.status)) or responses.get(f"{exchange.status // 100}XX")
    if documented is None:
        return f"{exchange.status} is not documented"
    response = resolved(documented)
    for name, header in response.get("headers", {}).items():
        if name not in exchange.headers and header.get("required"):
            return f"{name} is missing"
        if name in exchange.headers and list(_errors(header["schema"], exchange.headers[name])):
            return f"{name} is {exchange.headers[name]}"
    content = response.get("content")
    if content is None:
        return None if exchange.body == b"" else "a body without a schema"
    return _body_verdict(content["application/json"]["schema"], exchange)


def _errors(schema: dict[str, Any], value: object) -> Iterator[jsonschema.ValidationError]:
    validator: Any = jsonschema.Draft202012Validator({**schema, "components": CLOSED}, format_checker=FORMATS)
    yield from validator.iter_errors(value)


def _body_verdict(schema: dict[str, Any], exchange: Exchange) -> str | None:
    if exchange.headers.get("content-type") != "application/json":
        return f"the type is {exchange.headers.get('content-type')}"
    if len(exchange.body) != int(exchange.headers["content-length"]):
        return "the length is wrong"
    return next((f"{error.json_path}: {error.message}" for error in _errors(schema, json.loads(exchange.body))), None)


def recorded(sandbox: LiveSandbox) -> list[Exchange]:
    """Answers of every operation and of every kind that can be had without breaking something."""
    corpus: list[Exchange] = []

    def note(response: httpx.Response) -> None:
        request = response.request
        path = request.url.raw_path.partition(b"?")[0].decode()
        corpus.append(Exchange(request.method, path, response.status_code, response.headers, response.read()))

    with httpx.Client(base_url=sandbox.url, trust_env=False, event_hooks={"response": [note]}) as client:
        _search(client)
        _live(client, sandbox.account)
        _fail(client, sandbox.account)
    return corpus


def _search(client: httpx.Client) -> None:
    for country in ("US", "CA", "GB", "SE", "DE", "FR", "JP", "BR", "XX"):
        for kind in ("local", "mobile", "tollfree", "shortcode"):
            client.get(
                "/api/AvailableNumbers", params={"geography.iso_country": country, "type": kind, "page_size": "40"}
            )
    for page in range(4):
        client.get("/v1/api/AvailableNumbers", params={"page": str(page * 7), "page_size": "10"})
    client.get(client.get("/api/AvailableNumbers", params={"page_size": "3"}).json()["meta"]["next_page_url"])


def _live(client: httpx.Client, account: str) -> None:
    sid = "AP0123456789abcdef0123456789abcdef"
    bodies: list[dict[str, Any]] = [
        {},
        {"voice": {"application_sid": sid}},
        {"sms": {"url": "", "method": None}},
        {"status_callback_url": "?"},
    ]
    found = available(client, len(bodies))
    for (number, body), documented in itertools.product(zip(found, bodies, strict=True), (True, False)):
        client.post(numbers(account, documented=documented), params={"phoneNumber": number}, json=body)
        client.get(active(account, number, documented=documented))
        edits: list[dict[str, Any]] = [
            {"friendlyName": None},
            {"friendlyName": "\0ß💥", "statusCallback": "/", "configuration": {"sms": {}}},
            {},
        ]
        for changes in edits:
            client.post(active(account, number, documented=documented), json=changes)
        client.get(numbers(account, documented=documented), params={"page_size": "2"})
    for number in found:
        client.delete(active(account, number))
        client.delete(active(account, number))


def _fail(client: httpx.Client, account: str) -> None:
    for path in (
        "/",
        "/api",
        numbers(account),
        active(account, "+1"),
        "/api/AvailableNumbers",
        "/Accounts/%FF/ActiveNumbers/",
    ):
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            for headers in (
                {},
                {"Accept": "text/html"},
                {"X-Sandbox-Fault": "rate-limit"},
                {"X-Sandbox-Fault": "error; status=599"},
            ):
                for content in (b"", b"{", b"[]", b'{"friendlyName": 1}', b"x" * 2_000_000):
                    kind = {"Content-Type": "text/plain" if content == b"{" else "application/json"}
                    client.request(
                        method,
                        path,
                        params={"x": "1"} if content == b"[]" else {},
                        content=content,
                        headers={**headers, **kind},
                    )


def test_an_independent_validator_agrees_with_every_answer(numbers_sandbox: LiveSandbox) -> None:
    """Status, headers, type, length and body of every recorded answer are as the description says, objects closed."""
    corpus = recorded(numbers_sandbox)
    wrong = [
        (exchange.method, exchange.path, exchange.status, verdict(exchange)) for exchange in corpus if verdict(exchange)
    ]
    assert wrong == []
    seen = {(exchange.method, exchange.status) for exchange in corpus}
    assert {status for _, status in seen} >= {200, 400, 404, 405, 406, 413, 415, 429, 599}
    assert len(corpus) > 500


@pytest.mark.parametrize("place", ["phone_number", "capabilities", "geography", "unknown"])
def test_the_judge_finds_a_wrong_answer(numbers_sandbox: LiveSandbox, place: str) -> None:
    """The validator would say so if an answer were wrong."""
    search = next(
        exchange
        for exchange in recorded(numbers_sandbox)
        if exchange.path.endswith("AvailableNumbers") and exchange.status == 200
    )
    changed = copy.deepcopy(search)
    body = json.loads(changed.body)
    body["items"][0][place] = 1
    changed.body = json.dumps(body).encode()
    changed.headers["content-length"] = str(len(changed.body))
    assert verdict(search) is None
    assert place in (verdict(changed) or "")
