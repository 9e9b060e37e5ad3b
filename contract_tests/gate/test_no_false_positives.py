"""Servers that make use of what the description and HTTP leave open, none of which is accused."""

from __future__ import annotations

import zlib
from http.server import HTTPServer
from typing import TYPE_CHECKING, Any, Literal

import pytest
from gate.altered import Altered, Answer
from gate.served import described, held_to
from gate_proof.second_server.choices import Choices
from gate_proof.second_server.server import SecondServer, token
from numbers_contract import CHECKS, Account, Endpoint, Limits, Options, run
from numbers_contract.reports.listener import Silent
from numbers_contract.resource.lists import origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from gate.altered import Asked
    from numbers_contract import Result

    Before = Callable[[Asked], Answer | None] | None
    After = Callable[[Asked, Answer], Answer] | None

EVERYTHING = frozenset(CHECKS) - {"schemathesis"}
MESSAGES = frozenset(
    {"catalogue", "first-purchase", "content-coding", "request-bodies", "long-bodies", "url-encoding", "parameters"}
)


def held(choices: Choices, only: frozenset[str], *, back: int = 0) -> Result:
    """Hold a server with these choices to the description."""
    with SecondServer(choices, back=back) as server:
        accounts = tuple(map(Account, server.accounts))
        return run(described(), Endpoint(server.url, accounts, auth=False, exclusive=True), 1, Options(only=only))


def accused(result: Result) -> list[str]:
    """What is held against the server."""
    return [f"{one.rule}: {one.operation}: {one.message}" for one in result.findings if not one.warning]


@pytest.mark.parametrize(
    ("chunks", "connection"), [("refused", "kept"), ("refused", "old"), ("unread", "kept"), ("unread", "closed")]
)
def test_servers_that_know_no_chunks(
    chunks: Literal["refused", "unread"], connection: Literal["kept", "closed", "old"]
) -> None:
    """A body without a length may be refused or left unread, and a connection may end after each answer."""
    choices = Choices(chunks=chunks, connection=connection, broken_text="replaced")
    assert accused(held(choices, MESSAGES)) == []


@pytest.mark.parametrize(
    "choices",
    [
        Choices(released="later", order="price", stated="less", connection="closed"),
        Choices(released="later", links="relative", key="null", connection="old", taken="conflict", page_size=7),
    ],
)
def test_servers_that_offer_later_what_was_released(choices: Choices) -> None:
    """What is released is on offer later; prices order the list; what is held says less."""
    assert accused(held(choices, EVERYTHING)) == []


@pytest.mark.parametrize(
    ("choices", "only"),
    [
        (Choices(methods="unheard"), {"methods", "head-and-conditional"}),
        (Choices(connection="abrupt"), {"configure", "varied-purchases", "business-rejections", "request-bodies"}),
        (
            Choices(connection="abrupt", framing="length", head="refused"),
            {"head-and-conditional", "content-negotiation", "content-coding"},
        ),
        (Choices(whole="fraction"), {"filters", "account-filters", "pagination", "configure", "varied-purchases"}),
        (Choices(malformed="plain"), {"unknown-paths", "url-encoding", "parameters"}),
        (Choices(off_scale="refused", places="bound"), {"parameters", "filters", "account-filters", "url-encoding"}),
        (
            Choices(interim="hints"),
            {"head-and-conditional", "request-bodies", "content-coding", "purchase-race", "varied-purchases"},
        ),
    ],
    ids=["methods", "abrupt", "abrupt and whole", "fractions", "malformed", "off scale", "announced"],
)
def test_servers_that_speak_http_in_other_ways(choices: Choices, only: set[str]) -> None:
    """Methods may be unknown, connections end at once, integers have a zero fraction, answers be announced."""
    assert only <= EVERYTHING
    assert accused(held(choices, frozenset({"catalogue", "first-purchase", *only}))) == []


def test_a_search_that_is_open_to_all() -> None:
    """Where accounts are protected, what concerns no account may still be open."""
    with SecondServer(Choices(search="open"), require_auth=True) as server:
        accounts = tuple(Account(name, token=token(name)) for name in server.accounts)
        options = Options(only=frozenset({"catalogue", "first-purchase", "authentication"}))
        assert accused(run(described(), Endpoint(server.url, accounts, exclusive=True), 1, options)) == []


def test_a_server_whose_numbers_come_back() -> None:
    """What was released before the run comes back while filters and pages are looked at."""
    choices = Choices(released="later", order="price")
    assert accused(held(choices, frozenset({"catalogue", "filters", "pagination"}), back=20)) == []


def _error(status: int, media_type: str = "application/json") -> Answer:
    return Answer(status, [("content-type", media_type)], b'{"code": 1, "message": "No."}')


def _long_bodies(asked: Asked) -> Answer | None:
    return _error(413) if len(asked.body) > 4096 else None


def _long_targets(asked: Asked) -> Answer | None:
    return _error(414, "text/plain") if len(asked.query) > 4000 else None


def _brotli(asked: Asked, answer: Answer) -> Answer:
    if "br" in asked.headers.get("accept-encoding", ""):
        answer.headers.append(("content-encoding", "br"))
        answer.body = b"\x0b\x02\x80" + answer.body  # as good as compressed to who cannot read it
    return answer


def _more_zeros(asked: Asked, answer: Answer) -> Answer:
    shown = answer.json if "/ActiveNumbers/" in asked.path and answer.status == 200 else None
    for item in shown.get("items", [shown]) if shown else ():
        item["base_setup_price"] = item.get("base_setup_price") and f"{float(item['base_setup_price']):.4f}"
    if shown:
        answer.json = shown
    return answer


def _tagged(asked: Asked, answer: Answer) -> Answer:
    if asked.method != "GET" or answer.status != 200:
        return answer
    tag = f'"{zlib.crc32(answer.body)}"'
    same = asked.headers.get("if-none-match") == tag
    return Answer(304, [("etag", tag)]) if same else Answer(200, [*answer.headers, ("etag", tag)], answer.body)


@pytest.mark.parametrize(
    ("before", "after", "only"),
    [
        (_long_bodies, None, {"long-bodies"}),
        (_long_targets, None, {"parameters"}),
        (None, _brotli, {"content-coding"}),
        (None, _more_zeros, {"varied-purchases", "account-filters"}),
        (None, _tagged, {"head-and-conditional"}),
    ],
    ids=["bodies of 4 kB", "targets of 4 kB", "another coding", "prices with more zeros", "not modified"],
)
def test_what_http_and_the_description_leave_open(before: Before, after: After, only: set[str]) -> None:
    """Limits on lengths, codings that the gate cannot read, other spellings of a number and a 304 are no breach."""
    result = held_to(lambda app: Altered(app, before, after), only=frozenset({"catalogue", "first-purchase", *only}))
    assert accused(result) == []


def _often_too_many(asked: Asked) -> Answer | None:
    """Every third request is one too many."""
    asked.memory["count"] = asked.memory.get("count", 0) + 1
    limits = [("content-type", "application/json"), ("retry-after", "0")]
    return Answer(429, limits, b'{"code": 1, "message": "Slowly."}') if asked.memory["count"] % 3 == 0 else None


def test_a_server_that_says_too_many() -> None:
    """Whatever was asked, 429 may be the answer, to the gate and to Schemathesis inside it."""
    only = frozenset({"catalogue", "first-purchase", "varied-purchases", "schemathesis"})
    assert accused(held_to(lambda app: Altered(app, _often_too_many), only=only, effort=0.2)) == []


class _OneAtATime(SecondServer):
    """Serves a connection to its end before it takes the next."""

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Serve it here."""
        HTTPServer.process_request(self, request, client_address)


def test_a_server_that_takes_one_connection_at_a_time() -> None:
    """The gate holds no connection open while it opens others."""
    with _OneAtATime(Choices()) as server:
        endpoint = Endpoint(server.url, tuple(map(Account, server.accounts)), auth=False, exclusive=True)
        options = Options(only=frozenset({"catalogue", "first-purchase", "purchase-race"}), limits=Limits(timeout=3))
        assert accused(run(described(), endpoint, 1, options)) == []


def test_credentials_without_letters() -> None:
    """A token of digits is the same in other case, and two accounts may have one password."""
    with SecondServer(require_auth=True) as server:
        accounts = [
            Account(name, token=f"{at}23", user=f"u{at}", password="0") for at, name in enumerate(server.accounts)
        ]
        for one in accounts:
            server.credentials |= {("bearer", str(one.token)): one.id, ("basic", f"{one.user}:0"): one.id}
        endpoint = Endpoint(server.url, tuple(accounts), auth=True, exclusive=True)
        options = Options(only=frozenset({"catalogue", "first-purchase", "authentication"}))
        assert accused(run(described(), endpoint, 1, options)) == []


class _Others(Silent):
    """Change every offer as the filters are about to be tried."""

    def __init__(self, offers: dict[str, dict[str, Any]]) -> None:
        self._offers = offers

    def started(self, check: str) -> None:
        """Change them."""
        for item in self._offers.values() if check == "filters" else ():
            item["base_setup_price"], item["lifecycle"] = "77.5", "beta"


def test_offers_that_others_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where others may change things, an item need not be what it was some requests ago."""
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw1")
    with SecondServer(Choices()) as server:
        listener = _Others(server.service.offers)
        options = Options(only=frozenset({"catalogue", "filters"}))
        assert accused(run(described(), Endpoint(server.url), 1, options, listener)) == []


class _Restocked(Silent):
    """Have every number again as refusals are about to be tried."""

    def __init__(self, offers: dict[str, dict[str, Any]]) -> None:
        self._offers = offers

    def started(self, check: str) -> None:
        """Restock."""
        for item in self._offers.values() if check == "refusals" else ():
            if item["lifecycle"] == "exhausted":
                item["lifecycle"] = "generally-available"


def test_numbers_that_are_there_again() -> None:
    """What was sold out when the catalogue was read may have come since, and is rightly sold."""
    with SecondServer(Choices()) as server:
        assert any(item["lifecycle"] == "exhausted" for item in server.service.offers.values())
        endpoint = Endpoint(server.url, tuple(map(Account, server.accounts)), auth=False, exclusive=True)
        options = Options(only=frozenset({"catalogue", "first-purchase", "business-rejections"}))
        assert accused(run(described(), endpoint, 1, options, _Restocked(server.service.offers))) == []


def _traced(_: Asked, answer: Answer) -> Answer:
    answer.headers = [(name, f"{text}, TRACE" if name == "allow" else text) for name, text in answer.headers]
    return answer


def test_a_server_that_can_be_traced() -> None:
    """HTTP itself has methods that no description needs to name."""
    result = held_to(lambda app: Altered(app, None, _traced), only=frozenset({"catalogue", "methods"}))
    assert accused(result) == []


def test_a_port_that_the_scheme_implies() -> None:
    """A link may leave it out where the base URL has it, and the other way round."""
    assert origin("https://a.test:443/x") == origin("https://a.test/y")
    assert origin("http://a.test:80") == origin("http://a.test")
    assert len({origin(f"{scheme}://a.test:{port}") for scheme in ("http", "https") for port in (80, 443)}) == 4
