"""Lists in pages: each item once, lazily, and never from another host."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
import respx
import trio
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import APIError, AsyncNumbersClient, NumbersClient, UnsafePageURL

BASE = "https://numbers.test/v1"
LIST = f"{BASE}/api/AvailableNumbers"


def _page(numbers: list[str], following: str | None) -> httpx.Response:
    items = [{"phone_number": number} for number in numbers]
    return httpx.Response(200, json={"items": items, "meta": {"next_page_url": following}})


def _sent(route: respx.Route) -> list[httpx.Request]:
    calls: Any = route.calls
    return [entry.request for entry in calls]


async def _all(**settings: Any) -> list[str]:  # noqa: ANN401 -- of many types
    async with AsyncNumbersClient(**settings) as client:
        return [number.phone_number async for number in client.available_numbers.search(type="local")]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=5))
def test_each_item_comes_once_in_order(sizes: list[int]) -> None:
    """Whatever the sizes of the pages, empty ones included, both clients give every item once, in order."""
    numbers = [[f"+1415555{page}{item:03}" for item in range(size)] for page, size in enumerate(sizes)]
    links = [f"{LIST}?type=local&key={page}" for page in range(1, len(sizes))]
    answers = [_page(held, link) for held, link in zip(numbers, [*links, None], strict=True)]
    wanted = [number for held in numbers for number in held]
    with respx.mock:
        route = respx.get(LIST).mock(side_effect=answers * 2)
        with NumbersClient(base_url=BASE) as client:
            found = client.available_numbers.search(type="local")
            assert route.call_count == 0
            assert [number.phone_number for number in found] == wanted
        assert asyncio.run(_all(base_url=BASE)) == wanted
        assert _sent(route)[0].url.query == b"type=local"
        assert [str(request.url) for request in _sent(route)][1 : len(sizes)] == links


def test_pages_are_read_when_they_are_needed() -> None:
    """A loop that stops on the first page asks for no second."""
    with respx.mock:
        route = respx.get(LIST).mock(side_effect=[_page(["+14155550100", "+14155550101"], f"{LIST}?key=1")])
        with NumbersClient(base_url=BASE) as client:
            assert next(iter(client.available_numbers.search())).phone_number == "+14155550100"
        assert route.call_count == 1


def test_awaiting_a_list_gives_its_first_page_on_trio_as_well() -> None:
    """`await` gives the first page, on asyncio and trio alike."""

    async def first() -> str:
        async with AsyncNumbersClient(base_url=BASE) as client:
            page = await client.available_numbers.search()
            return page.items[0].phone_number

    with respx.mock:
        respx.get(LIST).mock(side_effect=[_page(["+14155550100"], None)] * 2)
        assert asyncio.run(first()) == trio.run(first) == "+14155550100"


@pytest.mark.parametrize("link", ["?key=1", "/v1/api/AvailableNumbers?key=1", f"{LIST}?key=1", f"{LIST}?key=1#part"])
def test_a_link_to_the_same_origin_is_followed(link: str) -> None:
    """Relative and absolute links of the service itself lead on."""
    with respx.mock:
        route = respx.get(LIST).mock(side_effect=[_page(["+14155550100"], link), _page(["+14155550101"], None)])
        with NumbersClient(base_url=BASE, token="secret") as client:
            assert len(list(client.available_numbers.search())) == 2
        assert _sent(route)[1].url.query == b"key=1"
        assert _sent(route)[1].headers["authorization"] == "Bearer secret"


FOREIGN = [
    "http://numbers.test/v1/api/AvailableNumbers",
    "https://numbers.test:8443/v1/api/AvailableNumbers",
    "https://other.test/v1/api/AvailableNumbers",
    "//other.test/v1/api/AvailableNumbers",
    "https://numbers.test@other.test/v1",
    "https://user:secret@numbers.test/v1/api/AvailableNumbers",
    "https://numbers.test.other.test/v1",
    "https://[::1/v1",
    "ftp://numbers.test/v1",
    "https://numbers.test:port/v1",
    "https://numbers.test\\@other.test/v1",
    "https://numbers.test/v1/api/\tAvailableNumbers",
    "https://other.test\n/v1",
]


@pytest.mark.parametrize("link", FOREIGN)
def test_a_link_elsewhere_is_not_followed(link: str) -> None:
    """A link to another scheme, host or port, or with a user in it, is refused, and nothing is sent there."""
    with respx.mock:
        route = respx.route().mock(side_effect=[_page(["+14155550100"], link)] * 2)
        with NumbersClient(base_url=BASE, token="secret") as client, pytest.raises(UnsafePageURL) as caught:
            list(client.available_numbers.search())
        with pytest.raises(UnsafePageURL):
            asyncio.run(_all(base_url=BASE, token="secret"))
        assert caught.value.path == "/meta/next_page_url"
        assert {request.url.host for request in _sent(route)} == {"numbers.test"}
        assert route.call_count == 2


@pytest.mark.parametrize("link", [LIST, f"{LIST}?key=1"])
def test_a_circle_is_noticed(link: str) -> None:
    """A link back to a page already read ends the loop with an error instead of never."""
    with respx.mock:
        route = respx.get(LIST).mock(return_value=_page(["+14155550100"], link))
        with NumbersClient(base_url=BASE) as client, pytest.raises(UnsafePageURL):
            list(client.available_numbers.search())
        assert route.call_count <= 2


def test_an_error_on_a_later_page_is_raised() -> None:
    """What goes wrong on the second page is an exception like any other, after the items of the first."""
    found: list[str] = []
    with respx.mock:
        respx.get(LIST).mock(side_effect=[_page(["+14155550100"], "?key=1"), httpx.Response(403)])
        with NumbersClient(base_url=BASE) as client, pytest.raises(APIError) as caught:
            found.extend(number.phone_number for number in client.available_numbers.search())

    assert caught.value.status == 403
    assert caught.value.operation == "searchAvailableNumbers"
