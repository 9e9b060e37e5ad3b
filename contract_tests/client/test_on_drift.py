"""`on_drift=`: what an answer has beyond the description is told, and costs nobody the rest of the answer."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from client.described import description, example_of
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import (
    UNSET,
    APIError,
    AsyncNumbersClient,
    ContractError,
    DriftEvent,
    InvalidRequest,
    NumbersClient,
    NumbersError,
)
from numbers_api._runtime.json.codec import decoder_of
from numbers_api.models import ActiveNumber, ActiveNumbersResponse, NumberType

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_api.types import OnDrift

NUMBER = "+14155550123"
WHOLE: dict[str, Any] = example_of(description()["components"]["schemas"]["ActiveNumber"])
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def _answering(body: object, status: int = 200) -> httpx.MockTransport:
    return httpx.MockTransport(lambda _: httpx.Response(status, json=body))


def _client(body: object, on_drift: OnDrift | None, status: int = 200) -> NumbersClient:
    transport = _answering(body, status)
    return NumbersClient(
        base_url="http://a.test", account_id="AC1", transport=transport, on_drift=on_drift, max_retries=0
    )


def _got(body: object) -> tuple[ActiveNumber, list[DriftEvent]]:
    events: list[DriftEvent] = []
    return _client(body, events.append).active_numbers.get(NUMBER), events


def test_each_kind_is_told_with_its_place_and_the_rest_is_delivered() -> None:
    """Unknown fields, unknown values and wrong types, deep ones too: an event each; a wrong value is never a value."""
    voice = {"url": 5, "method": "GET"}
    number, events = _got(
        {"phone_number": NUMBER, "zone": {"a": 1}, "type": "satellite", "configuration": {"voice": voice}}
    )

    assert [(event.kind, event.path, event.found) for event in events] == [
        ("unknown_field", "/zone", "object"),
        ("unknown_enum_value", "/type", "'satellite'"),
        ("wrong_type", "/configuration/voice/url", "number"),
    ]
    assert {(event.operation, event.status) for event in events} == {("getActiveNumber", 200)}
    assert number.type == NumberType("satellite")
    assert isinstance(number.configuration, type(ActiveNumber.from_dict(WHOLE).configuration))
    assert number.configuration.voice.url is UNSET
    assert number.configuration.voice.method == "GET"
    assert number.to_dict()["configuration"]["voice"] == voice


@given(st.sampled_from(sorted(WHOLE)), ANY_JSON)
def test_whatever_one_member_is_the_others_arrive(name: str, value: object) -> None:
    """Any JSON at any optional member: what is described arrives, the rest is set aside, told, and written back."""
    body = {**WHOLE, name: value}
    fault = _fault(body)
    if fault is not None and name == "phone_number":
        with pytest.raises(ContractError):
            _got(body)
        return
    number, events = _got(body)
    wrong = [event.path for event in events if event.kind == "wrong_type"]
    assert (fault.path in wrong) if fault is not None else (wrong == [])
    assert json.loads(number.to_json()) == body
    assert fault is not None or number == ActiveNumber.from_dict(body)


def _fault(body: dict[str, Any]) -> ContractError | None:
    try:
        ActiveNumber.from_dict(body)
    except ContractError as error:
        return error
    return None


def test_a_list_is_never_shortened() -> None:
    """A number that cannot be read ends the page, as without the callback; so does a link that cannot be followed."""
    for page, path in (
        ({"items": [WHOLE, {**WHOLE, "phone_number": 5}], "meta": {}}, "/items/1/phone_number"),
        ({"items": [WHOLE], "meta": {"next_page_url": 5}}, "/meta/next_page_url"),
    ):
        events: list[DriftEvent] = []
        with pytest.raises(ContractError) as caught:
            list(_client(page, events.append).active_numbers.list())
        assert caught.value.path == path
        assert [event.path for event in events] == [path]


def test_an_undocumented_success_of_a_purchase_is_delivered() -> None:
    """201 in place of 200: the number that was bought arrives; without the callback it is an error, and charged."""
    events: list[DriftEvent] = []
    assert _client(WHOLE, events.append, 201).active_numbers.buy(NUMBER).phone_number == NUMBER
    assert [(event.kind, event.found, event.path) for event in events] == [("undocumented_status", "201", "")]
    with pytest.raises(ContractError) as caught:
        _client(WHOLE, None, 201).active_numbers.buy(NUMBER)
    assert caught.value.charged == "yes"


def test_an_undocumented_success_with_a_body_where_none_is_due_is_no_success() -> None:
    """A release that is answered 202, and the number, has perhaps not happened yet."""
    with pytest.raises(NumbersError):
        _client(WHOLE, lambda _: None, 202).active_numbers.release(NUMBER)


@pytest.mark.parametrize("status", [302, 304, 399])
def test_what_is_no_success_is_never_read_as_one(status: int) -> None:
    """An answer that leads elsewhere has no number of ours, whatever its body looks like."""
    with pytest.raises(ContractError):
        _client(WHOLE, lambda _: None, status).active_numbers.get(NUMBER)


def test_refusals_are_watched_too() -> None:
    """The body of a refusal and a status that nobody documented are told, and the exception stays the same."""
    events: list[DriftEvent] = []
    with pytest.raises(APIError):
        _client({"code": 99999, "message": f"no {NUMBER}", "hint": "x"}, events.append, 400).active_numbers.get(NUMBER)
    assert {(event.kind, event.path) for event in events} == {
        ("unknown_enum_value", "/code"),
        ("unknown_field", "/hint"),
    }
    with pytest.raises(APIError):
        _client({}, events.append, 418).active_numbers.get(NUMBER)
    assert (events[-1].kind, events[-1].found) == ("undocumented_status", "418")


def test_a_callback_that_fails_loses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever it raises is logged by its class alone; the purchase is delivered."""

    def broken(_: DriftEvent) -> None:
        raise RuntimeError(NUMBER)

    with caplog.at_level(logging.WARNING, "numbers_api"):
        assert _client({**WHOLE, "zone": 1}, broken).active_numbers.buy(NUMBER).phone_number == NUMBER
    assert "RuntimeError" in caplog.text
    assert NUMBER not in caplog.text


def test_numbers_are_masked_in_events() -> None:
    """A phone number in the wrong place does not travel on in an event."""
    _, events = _got({**WHOLE, "type": NUMBER, NUMBER: 1})

    assert len(events) == 2
    assert NUMBER not in "".join(map(str, events)) + "".join(map(repr, events))


def test_the_asynchronous_client_tells_the_same() -> None:
    """Both colours report alike, and so does a copy with another callback."""
    events: list[DriftEvent] = []

    async def got() -> ActiveNumber:
        transport = _answering({**WHOLE, "zone": 1})
        client = AsyncNumbersClient(base_url="http://a.test", account_id="AC1", transport=transport)
        async with client:
            return await client.with_options(on_drift=events.append).active_numbers.get(NUMBER)

    assert asyncio.run(got()).additional_properties == {"zone": 1}
    assert [event.kind for event in events] == ["unknown_field"]


def test_what_is_described_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer without drift takes one pass, watched or not; nothing watches when nobody asked."""
    made: list[object] = []

    def nothing(*_: object) -> Callable[[], None]:
        made.append(1)
        raise AssertionError

    monkeypatch.setattr("numbers_api._runtime.json.drift._mended", nothing)
    number, events = _got(WHOLE)
    assert (number.to_dict(), events, made) == (WHOLE, [], [])
    monkeypatch.setattr("numbers_api._runtime.json.drift.Watch.__init__", nothing)
    assert _client(WHOLE, None).active_numbers.get(NUMBER) == number
    assert decoder_of(ActiveNumbersResponse) is decoder_of(ActiveNumbersResponse)


def test_only_functions_can_be_told() -> None:
    """Something that cannot be called is refused when the client is made."""
    wrong: Any = "print"
    with pytest.raises(InvalidRequest) as caught:
        NumbersClient(on_drift=wrong)
    assert caught.value.field == "on_drift"
