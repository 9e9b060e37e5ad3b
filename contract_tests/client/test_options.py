"""What one call, or a copy of a client, may have otherwise; and what its connections are made of."""

from __future__ import annotations

import asyncio
import base64
import socket
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx
import pytest
import respx
from client.both_clients import bound
from client.calls import call_of_examples, first_form, keywords
from client.described import Operation, operations, snake
from client.sockets import answer_of, server, silent
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import AsyncNumbersClient, ConnectionFailed, InvalidRequest, NumbersClient, PurchaseOutcomeUnknown

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

BASE = "https://numbers.test/v1"
NUMBER = "+14155550123"
SECRET = "s3cr3t-t0k3n"
BY_ID = pytest.mark.parametrize("operation", operations().values(), ids=operations())
OPTIONS: dict[str, Any] = {"headers": {"X-Team": "a"}, "query": {"trace": ["1", 2], "beta": True}, "timeout": 2.5}


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BASE_URL", "ACCOUNT_ID", "TOKEN", "USERNAME", "PASSWORD"):
        monkeypatch.delenv(f"NUMBERS_API_{name}", raising=False)


def _sent(colour: str, operation: Operation, settings: dict[str, Any], options: dict[str, Any]) -> httpx.Request:
    """Make a call; return its request."""
    arguments = {**keywords(call_of_examples(operation), first_form), **options}
    with respx.mock as router:
        route = router.route().respond(204 if operation.success[1] is None else 500)
        if colour == "blocking":
            with NumbersClient(**settings) as client, _ignored():
                found = bound(client, operation)(**arguments)
                _ = found.first_page() if hasattr(found, "first_page") else None
        else:

            async def call() -> None:
                async with AsyncNumbersClient(**settings) as client:
                    with _ignored():
                        await bound(client, operation)(**arguments)

            asyncio.run(call())
        calls: Any = route.calls
        request: httpx.Request = calls[0].request
        return request


class _ignored:  # noqa: N801 -- reads like contextlib.suppress
    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        return isinstance(error, Exception)


@BY_ID
@pytest.mark.parametrize("spelled", [str, str.upper])
def test_no_parameter_is_sent_twice(operation: Operation, spelled: Any) -> None:  # noqa: ANN401 -- a function of texts
    """`query=` has no name of a parameter that the operation has, however spelled: which would the service take?"""
    names = {parameter["name"]: snake(parameter["name"]) for parameter in operation.parameters if _in_query(parameter)}
    with NumbersClient(base_url=BASE, account_id="AC1") as client:
        for name in names:
            arguments = {**keywords(call_of_examples(operation), first_form), "query": {spelled(name): "x"}}
            with pytest.raises(InvalidRequest, match="is a parameter of the operation") as caught:
                bound(client, operation).prepare(**arguments)
            assert caught.value.field == f"query/{spelled(name)}"


def _in_query(parameter: dict[str, Any]) -> bool:
    return bool(parameter["in"] == "query")


@BY_ID
@pytest.mark.parametrize("colour", ["blocking", "asyncio"])
def test_every_method_takes_the_options(operation: Operation, colour: str) -> None:
    """Headers, more query parameters and timeout of one call are on the wire; those of the client stay beside them."""
    settings = {"base_url": BASE, "account_id": "AC1", "headers": {"x-team": "b", "X-Own": "c"}, "max_retries": 0}
    request = _sent(colour, operation, settings, OPTIONS)

    assert request.headers.get_list("x-team") == ["a"]
    assert request.headers["x-own"] == "c"
    pairs = parse_qsl(request.url.query.decode())
    assert pairs[-3:] == [("trace", "1"), ("trace", "2"), ("beta", "true")]
    assert request.extensions["timeout"] == {"connect": 2.5, "read": 2.5, "write": 2.5, "pool": 2.5}


def test_options_hold_for_one_call_alone() -> None:
    """The next call has none of them."""
    with respx.mock, NumbersClient(base_url=BASE, account_id="AC1") as client:
        route = respx.route().respond(json={"phone_number": NUMBER})
        client.active_numbers.get(NUMBER, **OPTIONS)
        client.active_numbers.get(NUMBER)
        calls: Any = route.calls

    assert "x-team" not in calls[1].request.headers
    assert calls[1].request.url.query == b""


def test_every_page_has_the_headers() -> None:
    """Options of a list are those of all its pages."""
    link = f"{BASE}/Accounts/AC1/ActiveNumbers/?key=2"
    pages = [{"items": [], "meta": {"next_page_url": link}}, {"items": [], "meta": {}}]
    with respx.mock, NumbersClient(base_url=BASE, account_id="AC1") as client:
        route = respx.route().mock(side_effect=[httpx.Response(200, json=page) for page in pages])
        assert list(client.active_numbers.list(headers={"X-Team": "a"}, timeout=2)) == []
        calls: Any = route.calls

    assert [call.request.headers["x-team"] for call in calls] == ["a", "a"]
    assert [call.request.extensions["timeout"]["read"] for call in calls] == [2, 2]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("headers", {"X Y": "a"}),
        ("headers", {"X": "a\r\nb"}),
        ("timeout", 0),
        ("timeout", True),
        ("max_retries", -1),
        ("max_retries", 1.5),
        ("query", {"": "a"}),
        ("query", {"a": None}),
        ("query", {"a": [None]}),
    ],
)
def test_an_option_that_cannot_be_used_is_refused(option: str, value: object) -> None:
    """It is named, and nothing is sent."""
    with respx.mock, NumbersClient(base_url=BASE, account_id="AC1") as client:
        with pytest.raises(InvalidRequest) as caught:
            client.active_numbers.get(NUMBER, **{option: value})
        with pytest.raises(InvalidRequest):
            client.active_numbers.list(**{option: value})

    assert caught.value.field.startswith(option)


def test_an_option_that_there_is_not_is_a_mistake() -> None:
    """As for any function in Python."""
    with NumbersClient(base_url=BASE, account_id="AC1") as client, pytest.raises(TypeError, match="'time_out'"):
        client.active_numbers.get(NUMBER, time_out=3)


def test_the_number_of_retries_is_that_of_the_call() -> None:
    """`max_retries` of a call goes before that of its client."""
    with respx.mock, NumbersClient(base_url=BASE, account_id="AC1", max_retries=5) as client:
        route = respx.route().respond(503, headers={"Retry-After": "0"})
        with pytest.raises(Exception, match="503"):
            client.active_numbers.get(NUMBER, max_retries=1)
        assert route.call_count == 2


class _Signed(httpx.Auth):
    """Signs each request with its method."""

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["X-Signature"] = f"{SECRET}-{request.method}"
        yield request


def test_an_auth_of_httpx_signs_each_request() -> None:
    """It signs the purchase and the reading back, and no Authorization is sent beside it; a copy may have its own."""
    with respx.mock, NumbersClient(base_url=BASE, account_id="AC1", auth=_Signed()) as client:
        route = respx.route().respond(500)
        with pytest.raises(PurchaseOutcomeUnknown):
            client.active_numbers.buy(NUMBER, max_retries=0)
        with client.with_options(token="t") as other, _ignored():
            other.active_numbers.get(NUMBER, max_retries=0)
        calls: Any = route.calls

    headers = [call.request.headers for call in calls]
    assert [found.get("x-signature") for found in headers] == [f"{SECRET}-POST", f"{SECRET}-GET", None]
    assert [found.get("authorization") for found in headers] == [None, None, "Bearer t"]
    assert SECRET not in repr(client.settings)


def test_user_and_password_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """They stand in for a token, which goes before them; an argument goes before both."""
    monkeypatch.setenv("NUMBERS_API_USERNAME", "user")
    assert NumbersClient().settings.authorization is None
    monkeypatch.setenv("NUMBERS_API_PASSWORD", SECRET)
    basic = "Basic " + base64.b64encode(f"user:{SECRET}".encode()).decode()
    assert NumbersClient().settings.authorization.reveal() == basic
    assert NumbersClient(token="t").settings.authorization.reveal() == "Bearer t"
    monkeypatch.setenv("NUMBERS_API_TOKEN", "env")
    assert NumbersClient().settings.authorization.reveal() == "Bearer env"


BAD_CREDENTIALS: list[dict[str, Any]] = [
    {"token": f"{SECRET}\n"},
    {"token": f" {SECRET}"},
    {"basic_auth": (f"us:er{SECRET}", "p")},
    {"basic_auth": ("user", f"\x00{SECRET}")},
    {"token": SECRET, "basic_auth": ("user", SECRET)},
    {"headers": {"X-Api-Key": f"{SECRET}\n"}},
    {"proxy": f"nowhere://user:{SECRET}@a.test"},
]


@pytest.mark.parametrize("settings", BAD_CREDENTIALS, ids=range(len(BAD_CREDENTIALS)))
@pytest.mark.parametrize("how", ["made", "copied", "called"])
def test_a_refused_credential_is_in_no_traceback(settings: dict[str, Any], how: str) -> None:
    """Even with the local variables of each frame, a report of the refusal does not show what was refused."""
    if how == "copied" and "proxy" in settings:
        settings = {"token": f"{SECRET}\n"}
    headers = settings.get("headers", {"X-Api-Key": f"{SECRET}\n"})
    with NumbersClient(account_id="AC1") as client:
        ways = {
            "made": lambda: NumbersClient(**settings),
            "copied": lambda: client.with_options(**settings),
            "called": lambda: client.active_numbers.get(NUMBER, headers=headers),
        }
        with pytest.raises(InvalidRequest) as caught:
            ways[how]()
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in shown.stack if "/numbers_api/" in frame.filename]

    assert ours
    assert SECRET not in "".join(f"{frame.locals}" for frame in ours)
    assert SECRET not in str(caught.value)


@given(
    st.dictionaries(st.sampled_from(["http_client", "transport", "proxy"]), st.just("http://proxy.test"), min_size=2)
)
def test_connections_are_made_of_one_thing(given_: dict[str, Any]) -> None:
    """An own client excludes transport and proxy, and a transport the proxy: neither would take effect."""
    with pytest.raises(InvalidRequest, match="excludes"):
        NumbersClient(**given_)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("proxy", "nowhere"), ("proxy", "ftp://a.test"), ("max_connections", 0), ("max_keepalive_connections", -1)],
)
def test_connections_that_cannot_be_made_are_refused(setting: str, value: Any) -> None:  # noqa: ANN401 -- wrong ones
    """The setting is named when the client is made."""
    with pytest.raises(InvalidRequest) as caught:
        NumbersClient(**{setting: value})
    assert caught.value.field == setting


@pytest.mark.parametrize("by", ["argument", "environment"])
def test_a_proxy_is_asked(by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The request goes to the proxy, in the form for proxies, whether an argument or the environment names it."""
    asked: list[bytes] = []

    def serve(connection: socket.socket, over: threading.Event) -> None:
        assert not over.is_set()
        asked.append(connection.recv(65_536))
        connection.sendall(answer_of(b'{"phone_number":"+14155550123"}'))

    with server(serve) as url:
        if by == "environment":
            monkeypatch.setenv("HTTP_PROXY", url)
        settings = {"proxy": url} if by == "argument" else {}
        with NumbersClient(base_url="http://numbers.test/v1", account_id="AC1", **settings) as client:
            assert client.active_numbers.get(NUMBER).phone_number == NUMBER
            assert vars(client)["_connection"].bounded

    assert asked[0].startswith(b"GET http://numbers.test/v1/Accounts/AC1/ActiveNumbers/PN")


def test_connections_are_limited() -> None:
    """With one connection at most, the second call waits for the first, and was surely not delivered."""
    with (
        server(silent) as url,
        NumbersClient(base_url=url, account_id="AC1", max_connections=1, max_retries=0) as client,
        ThreadPoolExecutor(2) as pool,
    ):
        one = pool.submit(client.active_numbers.get, NUMBER, timeout=2)
        other = pool.submit(client.active_numbers.buy, NUMBER, timeout=0.3)
        errors = [one.exception(), other.exception()]

    assert all(isinstance(error, ConnectionFailed) for error in errors), errors
    assert {error.delivered for error in errors} == {None, False}


@pytest.mark.parametrize("colour", ["blocking", "asyncio"])
def test_idle_connections_are_probed(colour: str) -> None:
    """TCP keep-alive is on and each read keeps the deadline: httpx still has the place where that is set."""
    found: list[int] = []

    def serve(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(answer_of(b'{"phone_number":"+14155550123"}'))
        over.wait(60)

    def look(client: Any) -> None:  # noqa: ANN401 -- either client
        connection = vars(client)["_connection"]
        assert connection.bounded
        (held,) = vars(vars(connection.client)["_transport"])["_pool"].connections
        stream = vars(vars(held)["_connection"])["_network_stream"]
        found.append(stream.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))

    async def asynchronous() -> None:
        async with AsyncNumbersClient(base_url=url, account_id="AC1") as client:
            await client.active_numbers.get(NUMBER)
            look(client)

    with server(serve) as url:
        if colour == "asyncio":
            asyncio.run(asynchronous())
        else:
            with NumbersClient(base_url=url, account_id="AC1") as client:
                client.active_numbers.get(NUMBER)
                look(client)

    assert found[0] != 0
