"""What the client may believe after an answer was lost: nothing that only seems to be about this purchase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from client.scripted import ABSENT, NUMBER, OTHER, RESET, TAKEN, Scripted, answer, held, html
from numbers_api import (
    AuthenticationError,
    ContractError,
    InvalidRequest,
    NoNumberFound,
    NumbersError,
    PurchaseOutcomeUnknown,
)

if TYPE_CHECKING:
    from client.scripted import Answer

BOTH = pytest.mark.parametrize("colour", ["blocking", "asyncio"])


def _unknown(service: Scripted, **settings: Any) -> PurchaseOutcomeUnknown:  # noqa: ANN401 -- of many types
    with pytest.raises(PurchaseOutcomeUnknown) as caught:
        service.buy(**settings)
    assert caught.value.charged == "unknown"
    return caught.value


@BOTH
def test_a_gateway_does_not_say_that_a_number_is_absent(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A 404 without the body of the description is not the service's: nothing is sent again, and nobody knows."""
    service = Scripted(monkeypatch, colour, POST=[answer(502)], GET=[html(404)])
    _unknown(service)

    assert service.sent == ["POST", "GET"]


@pytest.mark.parametrize("body", [[], {}, {"code": "x", "message": "none"}, {"code": 1}, "none"])
def test_absence_has_the_described_body(body: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON that is no error of the description says as little."""
    _unknown(Scripted(monkeypatch, POST=[RESET], GET=[answer(404, body)]))


@pytest.mark.parametrize("method", ["release", "configure"])
def test_a_gateway_does_not_say_that_a_number_is_gone(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that ends with a gateway's 404 after a lost answer was none that anybody knows of."""
    service = Scripted(monkeypatch, POST=[answer(502), html(404)], DELETE=[answer(502), html(404)], GET=[html(404)])
    with pytest.raises(NumbersError):
        service.call(method, NUMBER)
    service = Scripted(monkeypatch, DELETE=[answer(502), ABSENT], GET=[html(404)])
    assert service.call("release", NUMBER) is None


def test_one_answer_resolves_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks later need not ask twice: the first answer that says anything counts, also after one that failed."""
    service = Scripted(monkeypatch, POST=[KeyboardInterrupt()], GET=[answer(503), ABSENT])
    with service.client() as client:
        with pytest.raises(KeyboardInterrupt):
            client.active_numbers.buy(NUMBER)
        (doubt,) = client.purchases_in_doubt
        assert doubt.resolve() is None
    assert service.sent == ["POST", "GET", "GET"]


def test_a_doubt_can_be_asked_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is being handled: what led to it then leads to itself, and nobody follows that for ever."""
    service = Scripted(monkeypatch, POST=[RESET], GET=[RESET])
    with service.client(max_retries=0) as client:
        try:
            client.active_numbers.buy(NUMBER)
        except PurchaseOutcomeUnknown as doubt:
            for _ in range(3):
                with pytest.raises(PurchaseOutcomeUnknown):
                    doubt.resolve()
    assert service.sent.count("GET") == 4


def test_what_the_caller_handles_is_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of an exception that was there before the call says nothing of the service."""
    service = Scripted(monkeypatch, GET=[httpx.ReadTimeout("slow")])
    with service.client(max_retries=0) as client:
        try:
            Path("not there").read_text(encoding="utf-8")
        except OSError:
            with pytest.raises(NumbersError) as caught:
                client.active_numbers.get(NUMBER)
    assert "No such file" not in str(caught.value)


def test_a_gateway_does_not_resolve_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doubt stays until the service itself says that the number is not there."""
    service = Scripted(monkeypatch, POST=[KeyboardInterrupt()], GET=[html(404)])
    with service.client() as client:
        with pytest.raises(KeyboardInterrupt):
            client.active_numbers.buy(NUMBER)
        (doubt,) = client.purchases_in_doubt
        with pytest.raises(PurchaseOutcomeUnknown):
            doubt.resolve()
        assert client.purchases_in_doubt == (doubt,)
        service.script(GET=[ABSENT])
        assert doubt.resolve() is None
        assert client.purchases_in_doubt == ()


REFUSALS = [401, 402, 403, 404, 407, 409, 410, 421, 422, 423, 425, 429, 431, 451, 499]


@pytest.mark.parametrize("refusal", [*map(html, REFUSALS), answer(400, {"code": 1, "message": "x"})], ids=str)
def test_a_refusal_after_a_doubt_says_nothing(refusal: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the description has as a refusal of the purchase is one, after an attempt that may have been it."""
    _unknown(Scripted(monkeypatch, POST=[answer(500), refusal], GET=[ABSENT]))
    _unknown(Scripted(monkeypatch, POST=[answer(500), ABSENT], GET=[ABSENT]))


def test_a_described_refusal_after_a_doubt_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the number is absent before and after it, and long enough each time."""
    service = Scripted(monkeypatch, POST=[answer(500), TAKEN], GET=[ABSENT])
    with pytest.raises(NoNumberFound) as caught:
        service.buy()

    assert caught.value.charged == "no"
    assert service.sent == ["POST", "GET", "GET", "POST", "GET", "GET"]
    assert [seconds for seconds in service.slept if seconds] == [2.0, 2.0]


@BOTH
@pytest.mark.parametrize("lost", [RESET, httpx.ReadTimeout("late"), answer(500)], ids=str)
def test_reads_that_lag_are_waited_for(lost: Answer, colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Absence is believed after two seconds, not after two requests: what is seen late is not bought again."""

    def lagging(_: httpx.Request) -> httpx.Response:
        return held() if service.now >= 1001.9 else ABSENT

    service = Scripted(monkeypatch, colour, POST=[lost], GET=[lagging])
    assert service.buy().reconciled
    assert service.sent == ["POST", "GET", "GET"]


def test_a_deadline_without_room_to_wait_leaves_it_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the two seconds do not fit, nothing is sent again and no refusal is believed."""
    service = Scripted(monkeypatch, POST=[answer(500), TAKEN], GET=[ABSENT])
    _unknown(service, deadline=1.5)
    assert service.sent == ["POST", "GET"]
    service = Scripted(monkeypatch, POST=[answer(500), TAKEN], GET=[ABSENT])
    _unknown(service, deadline=3.5)
    assert service.sent == ["POST", "GET", "GET", "POST", "GET"]


def test_reading_back_takes_of_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """`Retry-After` counts from its answer, and what no longer fits before the deadline is not begun."""

    def slow(_: httpx.Request) -> httpx.Response:
        service.now += seconds
        return ABSENT

    seconds = 12.0
    service = Scripted(monkeypatch, POST=[answer(503, retry_after="40"), held()], GET=[slow])
    assert not service.buy(deadline=60).reconciled
    assert (service.now, service.slept[0]) == (1040.0, 2.0)
    seconds = 28.0
    service = Scripted(monkeypatch, POST=[answer(503, retry_after="1"), held()], GET=[slow])
    _unknown(service, deadline=58)
    assert service.now <= 1058.0


@BOTH
def test_an_answer_about_another_number_is_no_success(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was charged, nobody knows for what: an error that says so, with the answer; or what is read back."""
    service = Scripted(monkeypatch, colour, POST=[held(OTHER)], GET=[ABSENT])
    with pytest.raises(ContractError) as caught:
        service.buy()
    assert (caught.value.charged, service.sent) == ("yes", ["POST", "GET"])
    assert OTHER.encode() in caught.value.body
    assert Scripted(monkeypatch, colour, POST=[held(OTHER)], GET=[held()]).buy().reconciled


def test_reading_another_number_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read back is compared with what was asked for: by a purchase, by `resolve` and by a configuration."""
    service = Scripted(monkeypatch, POST=[RESET], GET=[held(OTHER)])
    doubt = _unknown(service)
    with pytest.raises(PurchaseOutcomeUnknown):
        doubt.resolve()
    for answers in ([RESET], [held(OTHER, friendlyName="Line")]):
        service = Scripted(monkeypatch, POST=answers, GET=[held(OTHER, friendlyName="Line")])
        with pytest.raises(NumbersError):
            service.call("configure", NUMBER, options={"friendly_name": "Line"})


def test_what_is_there_need_not_be_as_described(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number with a price of a wrong type is held all the same."""
    found = Scripted(monkeypatch, POST=[RESET], GET=[held(base_setup_price=5)]).buy()

    assert (found.phone_number, found.reconciled) == (NUMBER, True)
    assert found.additional_properties == {"base_setup_price": 5}


def _in_doubt(service: Scripted) -> PurchaseOutcomeUnknown:
    with service.client() as client, pytest.raises(PurchaseOutcomeUnknown) as caught:
        client.active_numbers.buy(NUMBER)
    return caught.value


def test_resolve_says_why_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is the cause and stands in the message; the doubt is the same one, so that nothing is left over."""
    service = Scripted(monkeypatch, POST=[RESET], GET=[answer(503)])
    closed = _in_doubt(service)
    with pytest.raises(PurchaseOutcomeUnknown, match="is closed") as caught:
        closed.resolve()
    assert caught.value is closed
    assert isinstance(closed.__cause__, InvalidRequest)

    refused = _unknown(Scripted(monkeypatch, POST=[RESET], GET=[answer(401, {"code": 1, "message": "bad token"})]))
    with pytest.raises(PurchaseOutcomeUnknown, match="bad token") as caught:
        refused.resolve()
    assert isinstance(caught.value.__cause__, AuthenticationError)


def test_an_undocumented_route_cannot_be_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to read back, and `resolve` does not promise an answer for later."""
    with Scripted(monkeypatch, POST=[answer(500)]).client() as client:
        with pytest.raises(PurchaseOutcomeUnknown) as caught:
            client.request("POST", "/credits")
        with pytest.raises(PurchaseOutcomeUnknown, match="cannot be asked about") as again:
            caught.value.resolve()
    assert again.value is caught.value
