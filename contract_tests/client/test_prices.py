"""A limit on the price is kept before anything is bought."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import respx
from client.sandboxed import Service, service
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import UNSET, AsyncNumbersClient, InvalidRequest, NumbersClient, PriceExceeded, ServerError
from numbers_api._operations import GET_ACTIVE_NUMBER
from numbers_api.models import AvailableNumber

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "https://numbers.test/v1"
NUMBER = "+14155550123"
PRICES = st.decimals(0, 1000, places=2)
LIMITS = {"max_setup_price": "base_setup_price", "max_recurring_price": "base_recurring_price"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Service]:
    """The service."""
    with service() as found:
        yield found


def _offer(setup: Any = None, recurring: Any = None) -> dict[str, Any]:  # noqa: ANN401 -- prices, null or nothing
    given_ = {"base_setup_price": setup, "base_recurring_price": recurring}
    return {"phone_number": NUMBER, **{name: price for name, price in given_.items() if price is not UNSET}}


def _bought(
    limits: dict[str, Any], offer: dict[str, Any], *, by_item: bool, item: dict[str, Any] | None = None
) -> tuple[list[str], Any]:
    """Buy with both clients; return the requests, which are the same, and the error. The catalogue has `offer`."""
    number = AvailableNumber.from_dict(item or offer) if by_item else NUMBER

    async def asynchronous() -> None:
        async with AsyncNumbersClient(base_url=BASE, account_id="AC1") as client:
            await client.active_numbers.buy(number, **limits)

    def blocking() -> None:
        with NumbersClient(base_url=BASE, account_id="AC1") as client:
            client.active_numbers.buy(number, **limits)

    outcomes: list[tuple[list[str], Any]] = []
    for attempt in (blocking, lambda: asyncio.run(asynchronous())):
        with respx.mock(assert_all_called=False) as router:
            router.get(path__regex="AvailableNumbers").respond(json={"items": [offer], "meta": {}})
            router.post(path__regex="ActiveNumbers").respond(json={"phone_number": NUMBER})
            error = None
            try:
                attempt()
            except InvalidRequest as refused:
                error = refused
            calls: Any = router.calls
            outcomes.append(([call.request.method for call in calls], error))
    assert (outcomes[0][0], str(outcomes[0][1])) == (outcomes[1][0], str(outcomes[1][1]))
    return outcomes[0]


@given(st.sampled_from(list(LIMITS)), PRICES, PRICES, st.booleans(), st.sampled_from([Decimal, str]))
def test_a_price_above_the_limit_is_refused_before_anything_is_bought(
    name: str,
    price: Decimal,
    limit: Decimal,
    by_item: bool,  # noqa: FBT001 -- drawn
    form: Any,  # noqa: ANN401 -- drawn
) -> None:
    """The purchase goes out exactly when the price is not above the limit; a dear item is not even looked up."""
    offer = {**_offer("0", "0"), LIMITS[name]: f"{price:f}"}
    sent, error = _bought({name: form(limit)}, offer, by_item=by_item)

    assert sent == (([] if by_item else ["GET"]) if price > limit else ["GET", "POST"])
    assert (error is not None) is (price > limit)
    if error is not None:
        assert isinstance(error, PriceExceeded)
        assert (error.field, error.price, error.limit, error.charged) == (name, price, limit, "no")


def test_an_item_that_is_out_of_date_is_not_believed() -> None:
    """What a search said an hour ago limits nothing: the catalogue is asked again."""
    sent, error = _bought({"max_setup_price": "0.02"}, _offer("5.5"), by_item=True, item=_offer("0.01"))

    assert sent == ["GET"]
    assert (type(error), error.price) == (PriceExceeded, Decimal("5.5"))


@pytest.mark.parametrize("by_item", [True, False])
@pytest.mark.parametrize("price", [None, UNSET])
def test_an_unknown_price_is_refused(price: object, *, by_item: bool) -> None:
    """What the catalogue does not say is not taken for free."""
    sent, error = _bought({"max_setup_price": 100}, _offer(price, "1.0"), by_item=by_item)

    assert "POST" not in sent
    assert error.field == "max_setup_price"
    assert not isinstance(error, PriceExceeded)


def test_a_number_that_is_not_on_offer_has_no_price() -> None:
    """When the catalogue answers with another number, the limit cannot be kept, and nothing is bought."""
    sent, error = _bought({"max_setup_price": 100}, {**_offer("1.0"), "phone_number": "+14155550199"}, by_item=False)

    assert sent == ["GET"]
    assert error.field == "phone_number"


@pytest.mark.parametrize("limit", [1.5, True, "cheap", "-2", -1, Decimal("NaN"), "Infinity", None, [], b"1"])
@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_that_is_not_exact_is_refused(name: str, limit: object) -> None:
    """A float, a negative or any other thing that is no exact amount is refused before anything is sent."""
    sent, error = _bought({name: limit}, _offer("1.0", "1.0"), by_item=False)

    assert sent == []
    assert error.field == name


def test_a_purchase_within_its_limits_is_made(sandbox: Service) -> None:
    """The prices of the sandbox are found by the number alone, and by the item."""
    one, other = sandbox.offers(2)
    with sandbox.blocking() as client:
        limits = {"max_setup_price": one.base_setup_price, "max_recurring_price": one.base_recurring_price}
        assert client.active_numbers.buy(one.phone_number, **limits).phone_number == one.phone_number
        with pytest.raises(PriceExceeded):
            client.active_numbers.buy(other, max_recurring_price="0.001")

    assert sandbox.charged() == [one.phone_number]


def test_a_catalogue_that_fails_stops_the_purchase() -> None:
    """When the price cannot be looked up, its failure is raised, and nothing is bought."""
    with respx.mock, NumbersClient(base_url=BASE, account_id="AC1", max_retries=0) as client:
        respx.get(path__regex="AvailableNumbers").mock(return_value=httpx.Response(500))
        with pytest.raises(ServerError) as caught:
            client.active_numbers.buy(NUMBER, max_setup_price=1)

    assert (caught.value.charged, caught.value.operation) == ("no", "searchAvailableNumbers")


def test_a_call_without_a_price_takes_no_limit() -> None:
    """What the description gives no price for cannot be limited: nothing is sent, and the limit is named."""
    with NumbersClient(base_url=BASE, account_id="AC1") as client, respx.mock as routes:
        arguments = {"account_id": UNSET, "phone_number": NUMBER}
        with pytest.raises(InvalidRequest) as caught:
            client.call(GET_ACTIVE_NUMBER, arguments, price_limits={"max_setup_price": 1})
        assert (caught.value.field, routes.calls.call_count) == ("max_setup_price", 0)
