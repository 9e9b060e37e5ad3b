"""Endpoints that sell what they should not: the run harms nobody, and leaves nothing behind."""

from __future__ import annotations

import io
from copy import deepcopy
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from gate_proof.second_server.choices import Choices
from gate_proof.second_server.server import SecondServer
from gate_proof.second_server.service import RefusedError
from numbers_contract import Endpoint, Exchange, OpenGuard, Options, Request, Response, Session, run
from numbers_contract import command as gate
from numbers_contract.settings import settings_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numbers_contract import Description, Listener, Result
    from numbers_contract.reports.outcome import Outcome

Item: TypeAlias = dict[str, Any]
OURS = "AC-first"
CHECKS = frozenset({"catalogue", "first-purchase", "varied-purchases", "release-all"})


@pytest.fixture
def server() -> Iterator[SecondServer]:
    """A server whose accounts hold nothing."""
    with SecondServer(Choices(released="offered")) as server:
        yield server


@pytest.fixture
def checked(server: SecondServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Outcome]:
    """A run of a few checks that may spend a hundred; a second one cleans up."""

    def some(description: Description, endpoint: Endpoint, seed: int, options: Options, listener: Listener) -> Result:
        few = Options(options.limits, options.guard, CHECKS, effort=options.effort)
        return run(description, endpoint, seed, few, listener)

    monkeypatch.setattr(gate, "run", some)
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)  # the server is this test's alone
    given = {"BASE_URL": server.url, "ACCOUNT_ID": OURS, "JOURNAL": str(tmp_path)}
    allowed = {**given, "PURCHASES": "allow", "MAX_SPEND": "100"}
    return lambda: gate.check(settings_from(allowed), io.StringIO())


def free(server: SecondServer) -> list[str]:
    """What anybody can buy, the cheapest first."""

    def price(item: Item) -> Decimal:
        return Decimal(item["base_setup_price"]) + Decimal(item["base_recurring_price"])

    plain = [
        item
        for item in server.service.offers.values()
        if item["regulatory"] in (None, {"address_requirements": None}, {"address_requirements": "none"})
        and item["base_setup_price"]
        and item["lifecycle"] != "exhausted"
    ]
    return [item["phone_number"] for item in sorted(plain, key=price)]


def held(server: SecondServer) -> list[str]:
    """What the account holds."""
    return list(server.service._held[OURS])  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def test_a_number_that_is_sold_again(server: SecondServer, checked: Callable[[], Outcome]) -> None:
    """A number that the account held before stays there, though it is on offer and the cheapest; that is reported."""
    number = free(server)[0]
    offered = deepcopy(server.service.offers[number])
    server.service.buy(OURS, number, None)
    server.service.offers[number] = offered
    outcome = checked()

    assert held(server) == [number]
    assert {finding.rule for finding in outcome.findings} == {"sold-not-listed"}


def test_another_number_is_sold(
    server: SecondServer, checked: Callable[[], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sold in place of what was asked for is given back, and it is the only purchase."""
    sell, sold, others = server.service.buy, list[str](), iter(free(server)[::-1])

    def another(account: str, number: str, configuration: Item | None) -> Item:
        del number
        sold.append(next(others))
        return sell(account, sold[-1], configuration)

    monkeypatch.setattr(server.service, "buy", another)
    outcome = checked()

    assert len(sold) == 1
    assert held(server) == []
    assert outcome.code == 1


def test_a_number_is_sold_and_refused(
    server: SecondServer, checked: Callable[[], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is sold although it was refused is given back, and it is the only purchase."""
    sell, sold = server.service.buy, list[str]()

    def refused(account: str, number: str, configuration: Item | None) -> Item:
        sold.append(number)
        sell(account, number, configuration)
        raise RefusedError(400, 21452, "no")

    monkeypatch.setattr(server.service, "buy", refused)
    outcome = checked()

    assert len(sold) == 1
    assert held(server) == []
    assert outcome.code == 1


def test_a_release_that_is_only_said(
    server: SecondServer, checked: Callable[[], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stays held though its release was answered with success is reported as left, not forgotten."""

    def said(account: str, number: str) -> None:
        del account, number

    monkeypatch.setattr(server.service, "release", said)
    outcome = checked()

    assert outcome.left >= len(held(server)) > 0
    assert outcome.code


@pytest.mark.parametrize("shown", [None, [], [1], {}])
def test_a_purchase_that_shows_nothing(
    server: SecondServer, checked: Callable[[], Outcome], monkeypatch: pytest.MonkeyPatch, shown: object
) -> None:
    """A success without the number breaks the contract, and the run goes on."""
    sell = server.service.buy

    def silent(account: str, number: str, configuration: Item | None) -> object:
        sell(account, number, configuration)
        return shown

    monkeypatch.setattr(server.service, "buy", silent)
    outcome = checked()

    assert outcome.code == 1
    assert held(server) == []


@pytest.mark.parametrize("link", ["http://[", "http://a℀b/", "?page=é", "http://x:99999/"])
def test_a_link_that_is_none(
    server: SecondServer, checked: Callable[[], Outcome], monkeypatch: pytest.MonkeyPatch, link: str
) -> None:
    """It breaks the contract, and what was bought is given back."""
    search = server.service.search

    def linked(listing: Any) -> Any:  # noqa: ANN401
        page = search(listing)
        return {**page, "meta": {**page["meta"], "next_page_url": link}}

    monkeypatch.setattr(server.service, "search", linked)
    outcome = checked()

    assert "page-links" in {finding.rule for finding in outcome.findings}
    assert held(server) == []


def test_a_refusal_beside_a_success() -> None:
    """Of answers at the same time, what was sold is written down before what was refused because of it."""
    settled: list[int] = []

    class Guard(OpenGuard):
        def settled(self, exchange: Exchange) -> None:
            settled.append(exchange.status)

    class Together(Session):
        def _alone(self, request: Request, number: int) -> Exchange:
            status = 400 if number == 1 else 200
            return Exchange(number, request, Response(status, (), b"{}", 0.0))

    session = Together(Endpoint("http://127.0.0.1:1"), guard=Guard())
    answers = session.send_concurrently([Request("POST", "/a"), Request("POST", "/b")])
    assert ([one.status for one in answers], settled) == ([400, 200], [200, 400])
