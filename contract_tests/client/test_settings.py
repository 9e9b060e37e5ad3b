"""Where a client's settings come from, and what every request carries because of them."""

from __future__ import annotations

import asyncio
import base64
import re
from typing import Any

import httpx
import pytest
import respx
from client.described import description
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import (
    AsyncNumbersClient,
    ContractError,
    InvalidRequest,
    NumbersClient,
    PurchaseOutcomeUnknown,
    __version__,
)

BASE = "https://numbers.test/v1"
NUMBER = "+14155550123"
VARIABLES = ("NUMBERS_API_BASE_URL", "NUMBERS_API_ACCOUNT_ID", "NUMBERS_API_TOKEN")


def _request(client: NumbersClient, **arguments: Any) -> httpx.Request:  # noqa: ANN401 -- of many types
    with respx.mock:
        respx.route().mock(return_value=httpx.Response(200, json={"phone_number": NUMBER}))
        client.active_numbers.get(NUMBER, **arguments)
        calls: Any = respx.calls
        request: httpx.Request = calls.last.request
        return request


def test_the_server_of_the_description_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without argument and environment the client asks the server that the description names."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)

    assert NumbersClient().settings.base_url == description()["servers"][0]["url"]
    assert "authorization" not in _request(NumbersClient(account_id="AC1")).headers


def test_arguments_come_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment fills what is not given, and an argument wins over it."""
    for name, value in zip(VARIABLES, (f"{BASE}/", "ACenv", "tokenenv"), strict=True):
        monkeypatch.setenv(name, value)

    filled = _request(NumbersClient())
    given_ = _request(NumbersClient(base_url="https://other.test/v2", account_id="ACarg", token="tokenarg"))

    assert str(filled.url).startswith(f"{BASE}/Accounts/ACenv/")
    assert filled.headers["authorization"] == "Bearer tokenenv"
    assert str(given_.url).startswith("https://other.test/v2/Accounts/ACarg/")
    assert given_.headers["authorization"] == "Bearer tokenarg"
    assert "/Accounts/ACcall/" in str(_request(NumbersClient(), account_id="ACcall").url)


def test_a_missing_account_is_named_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an account the call says where one could come from."""
    monkeypatch.delenv("NUMBERS_API_ACCOUNT_ID", raising=False)
    with respx.mock, pytest.raises(InvalidRequest) as caught:
        NumbersClient(base_url=BASE).active_numbers.get(NUMBER)

    assert caught.value.field == "account_id"
    assert "NUMBERS_API_ACCOUNT_ID" in str(caught.value)


def test_every_request_says_who_asks() -> None:
    """User-Agent, Accept and basic credentials are on the wire as their RFCs have them."""
    request = _request(NumbersClient(base_url=BASE, account_id="AC1", basic_auth=("user", "päss:word")))

    assert request.headers["user-agent"].startswith(f"numbers-api-client/{__version__} python/")
    assert request.headers["accept"] == "application/json"
    assert request.headers["authorization"] == "Basic " + base64.b64encode("user:päss:word".encode()).decode()


@pytest.mark.parametrize("client_class", [NumbersClient, AsyncNumbersClient])
def test_a_program_may_say_who_it_is(client_class: type[Any]) -> None:
    """`user_agent` stands behind our own name, for copies as well; what cannot be a header is refused."""
    with respx.mock:
        route = respx.route().mock(return_value=httpx.Response(200, json={"phone_number": NUMBER}))
        client = client_class(base_url=BASE, account_id="AC1", user_agent="shop/2.1 (test)").with_options(timeout=3)
        answer = client.active_numbers.get(NUMBER)
        if asyncio.iscoroutine(answer):
            asyncio.run(answer)
        sent = route.calls.last.request.headers["user-agent"]

    assert re.fullmatch(r"numbers-api-client/\S+ python/\S+ httpx/\S+ shop/2\.1 \(test\)", sent)
    for wrong in ("", "naïve", "a\nb: c", " a"):
        with pytest.raises(InvalidRequest) as caught:
            client_class(user_agent=wrong)
        assert caught.value.field == "user_agent"


def test_headers_may_be_given_for_each_call() -> None:
    """`headers` is a mapping, or a function that is asked with the operationId of each call."""
    fixed = _request(NumbersClient(base_url=BASE, account_id="AC1", headers={"X-Team": "a"}))
    asked = _request(
        NumbersClient(base_url=BASE, account_id="AC1", headers=lambda operation: {"X-Request-Id": operation})
    )

    assert fixed.headers["x-team"] == "a"
    assert asked.headers["x-request-id"] == "getActiveNumber"


def test_no_request_waits_for_ever() -> None:
    """All four phases of a request have a time limit, by default and when one is given."""
    for client, seconds in ((NumbersClient(base_url=BASE, account_id="AC1"), 30), (_limited(), 2)):
        phases = _request(client).extensions["timeout"]
        assert set(phases) == {"connect", "read", "write", "pool"}
        assert all(0 < limit <= seconds for limit in phases.values())


def _limited() -> NumbersClient:
    return NumbersClient(base_url=BASE, account_id="AC1", timeout=2)


def test_options_of_a_copy_leave_the_original_alone() -> None:
    """`with_options` gives a client on the same connections; neither its options nor its end touch the original."""
    with NumbersClient(base_url=BASE, account_id="AC1", token="one", headers={"X-A": "1"}) as client:
        before = client.settings
        with client.with_options(
            account_id="AC2", token="two", timeout=1, headers={"X-B": "2"}, max_retries=0
        ) as other:
            changed = _request(other)
        kept = _request(client)

        assert client.settings is before
        assert vars(client)["_connection"] is vars(other)["_connection"]
    assert (changed.headers["authorization"], kept.headers["authorization"]) == ("Bearer two", "Bearer one")
    assert ("x-b" in changed.headers, "x-b" in kept.headers) == (True, False)
    assert "/AC2/" in str(changed.url)
    assert "/AC1/" in str(kept.url)


def test_a_client_of_ones_own_is_not_closed() -> None:
    """An injected httpx client is used and stays open."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"phone_number": NUMBER})

    with httpx.Client(transport=httpx.MockTransport(answer)) as own:
        with NumbersClient(base_url=BASE, account_id="AC1", http_client=own) as client:
            client.active_numbers.get(NUMBER)
        assert not own.is_closed
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("client_class", "setting", "value"),
    [
        (NumbersClient, "http_client", httpx.AsyncClient()),
        (AsyncNumbersClient, "http_client", httpx.Client()),
        (NumbersClient, "http_client", object()),
        (NumbersClient, "transport", httpx.AsyncHTTPTransport()),
        (AsyncNumbersClient, "transport", httpx.HTTPTransport()),
    ],
)
def test_what_belongs_to_the_other_client_is_refused(client_class: type[Any], setting: str, value: object) -> None:
    """A client of httpx of the wrong kind would send a purchase and lose its answer: it is refused at once."""
    with pytest.raises(InvalidRequest, match=r"httpx.* here$") as caught:
        client_class(**{setting: value})

    assert caught.value.field == setting


def test_a_closed_client_is_named() -> None:
    """After `close` nothing is sent any more, nothing is in doubt, and the reason is told."""
    client = NumbersClient(base_url=BASE, account_id="AC1")
    client.close()
    with pytest.raises(InvalidRequest, match="client: is closed"):
        client.active_numbers.buy(NUMBER)

    assert client.purchases_in_doubt == ()


def test_a_redirect_is_not_followed() -> None:
    """A redirect could send a purchase twice, or elsewhere: it is an error, even with an own client that follows."""
    seen: list[httpx.Request] = []

    def redirect(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(307, headers={"location": "https://other.test/"})

    with httpx.Client(transport=httpx.MockTransport(redirect), follow_redirects=True) as own:
        client = NumbersClient(base_url=BASE, account_id="AC1", http_client=own)
        with pytest.raises(PurchaseOutcomeUnknown, match="307") as caught:
            client.active_numbers.buy(NUMBER)

    assert {request.url.host for request in seen} == {"numbers.test"}
    assert [request.method for request in seen] == ["POST", "GET"]
    assert isinstance(caught.value.__cause__, ContractError)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("base_url", "numbers.test"),
        ("base_url", "ftp://numbers.test"),
        ("base_url", "https://numbers.test/v1?x=1"),
        ("base_url", "https://user:secret@numbers.test"),
        ("base_url", "https://"),
        ("base_url", 5),
        ("token", "with space"),
        ("token", "line\nend"),
        ("basic_auth", ("us:er", "secret")),
        ("timeout", 0),
        ("max_retries", -1),
    ],
)
@pytest.mark.parametrize("client_class", [NumbersClient, AsyncNumbersClient])
def test_a_setting_that_cannot_be_used_is_named(client_class: type[Any], setting: str, value: object) -> None:
    """A wrong setting is refused when the client is made, by its name and without its secret."""
    with pytest.raises(InvalidRequest) as caught:
        client_class(**{setting: value})

    assert caught.value.field == setting
    assert "secret" not in str(caught.value)


@given(st.text(max_size=8))
def test_no_account_changes_the_path(account: str) -> None:
    """Whatever the account is, the request is for that account, or there is none."""
    with respx.mock(assert_all_called=False) as router:
        router.route().mock(return_value=httpx.Response(200, json={"phone_number": NUMBER}))
        try:
            NumbersClient(base_url=BASE, account_id="AC1").active_numbers.get(NUMBER, account_id=account)
        except InvalidRequest:
            assert not router.calls
        else:
            calls: Any = router.calls
            assert calls.last.request.url.raw_path.decode() == f"/v1/Accounts/{account}/ActiveNumbers/PN%2B14155550123"
