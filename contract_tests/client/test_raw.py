"""Raw answers, and routes that the description does not have: the same care with money and credentials."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from numbers_api import (
    APIError,
    AsyncNumbersClient,
    ConnectionFailed,
    ContractError,
    InvalidRequest,
    NumbersClient,
    PurchaseOutcomeUnknown,
)
from numbers_api._runtime.transport import http

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_api.types import RawResponse

BASE = "https://numbers.test/v1"
NUMBER = "+14155550123"
SETTINGS: dict[str, Any] = {"base_url": BASE, "account_id": "AC1", "token": "t0psecret"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(_: object, seconds: float) -> None:
        del seconds

    monkeypatch.setattr(http.Connection, "sleep", lambda _, __: None)
    monkeypatch.setattr(http.AsyncConnection, "sleep", at_once)


class Service:
    """Gives one answer after the other, the last one again and again, and keeps the requests."""

    def __init__(self, *answers: httpx.Response | type[Exception]) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer, or fail."""
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        raise answer("lost")


def both(ask: Callable[[Any], Any], *answers: Any) -> list[tuple[Any, Service]]:  # noqa: ANN401 -- of many types
    """What `ask` comes to with either client, and the service that it asked."""

    async def asked(service: Service) -> Any:  # noqa: ANN401 -- the same
        async with AsyncNumbersClient(**SETTINGS, transport=httpx.MockTransport(service)) as client:
            return await ask(client)

    outcomes: list[tuple[Any, Service]] = []
    for colour in ("blocking", "asynchronous"):
        service = Service(*answers)
        try:
            if colour == "blocking":
                with NumbersClient(**SETTINGS, transport=httpx.MockTransport(service)) as client:
                    found = ask(client)
            else:
                found = asyncio.run(asked(service))
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            found = error
        outcomes.append((found, service))
    return outcomes


def test_a_raw_answer_has_all_that_came_and_the_parsed_value() -> None:
    """Status, headers, body, request id, attempts and the value of the method are there, with either client."""
    good = httpx.Response(200, json={"phone_number": NUMBER, "x": 1}, headers={"X-Request-Id": "r1", "X-More": "m"})
    for raw, service in both(lambda client: client.active_numbers.get.raw(NUMBER), httpx.Response(503), good):
        answer: RawResponse[Any] = raw
        assert (answer.status, answer.request_id, answer.attempts, answer.resends) == (200, "r1", 2, 1)
        assert answer.headers["x-more"] == "m"
        assert answer.content == good.content
        assert answer.parsed.phone_number == NUMBER
        assert answer.elapsed >= 0
        assert NUMBER not in repr(answer)
        assert len(service.requests) == 2


def test_the_raw_answer_of_a_list_is_its_first_page() -> None:
    """`raw` on a list gives the page, typed; on a purchase it takes options and arguments as the method does."""
    page = httpx.Response(200, json={"items": [{"phone_number": NUMBER}], "meta": {"next_page_url": "?key=2"}})
    for raw, service in both(lambda client: client.active_numbers.list.raw(page_size=1, limit=5), page):
        assert raw.parsed.items[0].phone_number == NUMBER
        assert len(service.requests) == 1
        assert service.requests[0].url.query == b"page_size=1"


def test_a_raw_refusal_is_the_exception_of_the_method() -> None:
    """`raw` raises as the method does."""
    for error, _ in both(lambda client: client.active_numbers.get.raw(NUMBER), httpx.Response(403)):
        assert isinstance(error, APIError)


def test_an_undocumented_route_is_asked_with_the_credential_and_the_options() -> None:
    """Method, path, query, body and headers arrive; the answer's JSON is given as it is."""

    def ask(client: Any) -> Any:  # noqa: ANN401 -- either client
        return client.request(
            "PATCH", "/Beta/Things", body={"a": [1, None]}, query={"dry": True}, headers={"X-T": "1"}, billed=False
        )

    for raw, service in both(ask, httpx.Response(201, json={"ok": True})):
        (request,) = service.requests
        assert raw.parsed == {"ok": True}
        assert (raw.status, raw.attempts) == (201, 1)
        assert str(request.url) == f"{BASE}/Beta/Things?dry=true"
        assert request.content == b'{"a":[1,null]}'
        assert request.headers["authorization"] == "Bearer t0psecret"
        assert (request.headers["x-t"], request.headers["content-type"]) == ("1", "application/json")


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff"])
def test_an_undocumented_answer_need_not_be_json(content: bytes) -> None:
    """What is no JSON is given as bytes."""
    for raw, _ in both(lambda client: client.request("GET", "/Beta"), httpx.Response(200, content=content)):
        assert (raw.parsed, raw.content) == (None, content)


def test_a_redirect_of_an_undocumented_route_is_not_followed() -> None:
    """As long as it may cost money its outcome is unknown; else the answer breaks what was promised."""
    answer = httpx.Response(307, headers={"Location": f"{BASE}/elsewhere"})
    for error, service in both(lambda client: client.request("POST", "/Beta"), answer):
        assert isinstance(error, PurchaseOutcomeUnknown)
        assert isinstance(error.__cause__, ContractError)
        assert len(service.requests) == 1
    for error, _ in both(lambda client: client.request("POST", "/Beta", billed=False), answer):
        assert isinstance(error, ContractError)


@pytest.mark.parametrize("failure", [httpx.ReadTimeout, httpx.ReadError, httpx.Response(500), httpx.Response(503)])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_undocumented_route_is_billed_until_it_is_said_not_to_be(method: str, failure: Any) -> None:  # noqa: ANN401
    """When its outcome is unknown it is sent once, whatever its method, and the error says that it may have cost."""
    for error, service in both(lambda client: client.request(method, "/Beta"), failure):
        assert isinstance(error, PurchaseOutcomeUnknown)
        assert error.charged == "unknown"
        assert len(service.requests) == 1
    for error, service in both(lambda client: client.request(method, "/Beta", billed=False), failure):
        assert isinstance(error, ConnectionFailed | APIError)
        assert error.charged == "no"
        assert len(service.requests) == (1 if method == "POST" else 3)


def test_an_undocumented_route_is_sent_again_when_it_surely_was_not_acted_on() -> None:
    """A connection that could not be made is tried again, billed or not."""
    good = httpx.Response(200, json=1)
    for raw, _ in both(lambda client: client.request("POST", "/Beta"), httpx.ConnectError, good):
        assert (raw.parsed, raw.attempts) == (1, 2)


BAD_PATHS = [
    "https://other.test/x",
    "//other.test/x",
    "other",
    "",
    "/a/../b",
    "/a/%2e%2E/b",
    "/.",
    "/a?x=1",
    "/a#b",
    "/a b",
    "/a\\b",
    "/a\n",
    "/é",
    "@other.test/",
]


@pytest.mark.parametrize("path", BAD_PATHS)
def test_a_path_that_may_lead_elsewhere_is_refused(path: str) -> None:
    """Nothing is sent, and no credential goes anywhere, unless the path lies below the base URL."""
    for error, service in both(lambda client: client.request("GET", path), httpx.Response(200)):
        assert isinstance(error, InvalidRequest), error
        assert error.field == "path"
        assert service.requests == []


@pytest.mark.parametrize("method", ["get", "BREW", "", "GET /"])
def test_what_is_no_method_is_refused(method: str) -> None:
    """Only the methods of HTTP that carry requests to a resource are sent."""
    for error, service in both(lambda client: client.request(method, "/x"), httpx.Response(200)):
        assert isinstance(error, InvalidRequest)
        assert service.requests == []


def test_what_is_no_json_and_a_redirect_are_errors_of_the_package() -> None:
    """A body that JSON cannot hold is refused; a redirect is not followed."""
    for error, _ in both(lambda client: client.request("POST", "/x", body=object()), httpx.Response(200)):
        assert isinstance(error, InvalidRequest)
    moved = httpx.Response(307, headers={"Location": "https://other.test/"})
    for error, service in both(lambda client: client.request("GET", "/x", billed=False), moved):
        assert isinstance(error, ContractError)
        assert {request.url.host for request in service.requests} == {"numbers.test"}
