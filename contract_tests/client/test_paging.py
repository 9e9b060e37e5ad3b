"""Lists in pages: each item once, lazily, and never from another host."""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import pickle
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import respx
import trio
from hypothesis import given
from hypothesis import strategies as st
from numbers_api import APIError, AsyncNumbersClient, InvalidRequest, NumbersClient, UnsafePageURL

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.mark.parametrize(("base", "port"), [("https://numbers.test/v1", 443), ("http://numbers.test/v1", 80)])
def test_the_port_that_a_scheme_implies_is_no_other_port(base: str, port: int) -> None:
    """A link may name the port that the base URL leaves out."""
    link = f"{base.replace('.test', f'.test:{port}')}/api/AvailableNumbers?key=1"
    with respx.mock:
        pages = [_page(["+14155550100"], link), _page(["+14155550101"], None)]
        respx.get(url__startswith=base.partition("/v1")[0]).mock(side_effect=pages)
        with NumbersClient(base_url=base) as client:
            assert len(list(client.available_numbers.search())) == 2


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


class Catalogue:
    """A service with pages of the given sizes; counts what it is asked, and refuses the pages in `broken`."""

    def __init__(self, sizes: list[int]) -> None:
        starts = [0, *accumulate(sizes)]
        self.numbers = [f"+1415555{place:04}" for place in range(starts[-1])]
        self.pages = [self.numbers[start : start + size] for start, size in zip(starts, sizes, strict=False)]
        self.broken: set[int] = set()
        self.asked: list[int] = []
        self.requests: list[httpx.Request] = []
        self.transport = httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        page = int(request.url.params.get("key", "0"))
        self.asked.append(page)
        self.requests.append(request)
        if page in self.broken:
            return httpx.Response(403)
        following = f"{LIST}?type=local&key={page + 1}" if page + 1 < len(self.pages) else None
        return _page(self.pages[page], following)

    def client(self, **settings: Any) -> NumbersClient:  # noqa: ANN401 -- of many types
        """A blocking client of it."""
        return NumbersClient(base_url=BASE, http_client=httpx.Client(transport=self.transport), **settings)

    async def some(self, count: int | None = None, **arguments: Any) -> tuple[list[str], str | None]:  # noqa: ANN401
        """The first `count` items with the asynchronous client, and the token behind them."""
        async with httpx.AsyncClient(transport=self.transport) as connection:
            found = AsyncNumbersClient(base_url=BASE, http_client=connection).available_numbers.search(**arguments)
            numbers: list[str] = []
            if count == 0:
                return numbers, found.resume_token
            async for number in found:
                numbers.append(number.phone_number)
                if len(numbers) == count:
                    break
            return numbers, found.resume_token


SIZES = st.lists(st.integers(0, 3), min_size=1, max_size=5)


@given(SIZES, st.integers(1, 20))
def test_a_limit_ends_the_list_and_asks_for_no_page_more(sizes: list[int], limit: int) -> None:
    """`limit` items come, or all there are; the page after the last of them is not asked for; both clients alike."""
    catalogue = Catalogue(sizes)
    found = [number.phone_number for number in catalogue.client().available_numbers.search(limit=limit)]
    assert found == catalogue.numbers[:limit]
    needed = next((page for page, held in enumerate(accumulate(sizes)) if held >= limit), len(sizes) - 1)
    assert catalogue.asked == list(range(needed + 1))
    assert asyncio.run(catalogue.some(limit=limit))[0] == found
    assert catalogue.asked == list(range(needed + 1)) * 2


@given(SIZES, st.integers(1, 6), st.integers(1, 20))
def test_pages_come_whole_and_as_many_as_wanted(sizes: list[int], max_pages: int, limit: int) -> None:
    """`max_pages` pages come, or fewer when they hold `limit` items, each as the service sent it."""
    catalogue = Catalogue(sizes)
    pages = list(catalogue.client().available_numbers.search(max_pages=max_pages, limit=limit).pages())
    needed = next((page for page, held in enumerate(accumulate(sizes)) if held >= limit), len(sizes) - 1)
    assert [[item.phone_number for item in page.items] for page in pages] == catalogue.pages[:max_pages][: needed + 1]
    assert catalogue.asked == list(range(len(pages)))


@given(SIZES, st.data())
def test_a_token_goes_on_behind_the_last_item(sizes: list[int], data: st.DataObject) -> None:
    """Wherever a loop stops, the token of either client gives the rest to the other: no item twice, and none lost."""
    catalogue = Catalogue(sizes)
    count = data.draw(st.integers(0, len(catalogue.numbers)))
    begun, token = asyncio.run(catalogue.some(count, type="local"))
    rest = [] if token is None else list(catalogue.client().available_numbers.search(resume=token))
    assert begun + [number.phone_number for number in rest] == catalogue.numbers
    assert asyncio.run(catalogue.some(resume=token))[0] == [number.phone_number for number in rest] or token is None


def _interrupted(catalogue: Catalogue) -> Iterator[str]:
    for number in catalogue.client(max_retries=0).available_numbers.search(type="local"):
        yield number.phone_number


@given(SIZES.filter(lambda sizes: len(sizes) > 1), st.data())
def test_an_exception_says_where_to_go_on(sizes: list[int], data: st.DataObject) -> None:
    """What ends a loop carries a token, through a pickle as well, that gives all that the loop had not given."""
    catalogue = Catalogue(sizes)
    catalogue.broken = {data.draw(st.integers(0, len(sizes) - 1))}
    begun: list[str] = []
    with pytest.raises(APIError) as caught:
        begun.extend(_interrupted(catalogue))
    begun = [number for page in catalogue.pages[: min(catalogue.broken)] for number in page]
    catalogue.broken = set()
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value)), copy.deepcopy(caught.value)):  # noqa: S301
        rest = catalogue.client().available_numbers.search(type="local", resume=error.resume_token)
        assert begun + [number.phone_number for number in rest] == catalogue.numbers


def test_a_token_holds_no_host_and_no_credential() -> None:
    """A token can be kept: it names neither the service nor the credential, and leads a client nowhere else."""
    catalogue = Catalogue([1, 1])
    found = catalogue.client(token="t0psecret").available_numbers.search(type="local")
    next(iter(found))
    text = str(json.loads(_unpadded(found.resume_token)))
    assert "t0psecret" not in text
    assert "numbers.test" not in text
    with respx.mock:
        route = respx.get("https://other.test/v1/api/AvailableNumbers").mock(return_value=_page([], None))
        with NumbersClient(base_url="https://other.test/v1") as client:
            assert list(client.available_numbers.search(resume=found.resume_token)) == []
        assert _sent(route)[0].url.query == b"type=local&key=1"


def _unpadded(token: str | None) -> bytes:
    assert token is not None
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def _token(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


SEARCH = "/v1/api/AvailableNumbers"
FORGED = [
    "",
    "a token",
    "é",
    _token("searchAvailableNumbers", SEARCH, SEARCH),
    _token("searchAvailableNumbers", SEARCH, SEARCH, -1),
    _token("searchAvailableNumbers", SEARCH, SEARCH, "0"),
    _token("listActiveNumbers", SEARCH, SEARCH, 0),
    _token("searchAvailableNumbers", "/v1/api/Other", SEARCH, 0),
    _token("searchAvailableNumbers", SEARCH, "https://other.test/v1", 0),
    _token("searchAvailableNumbers", SEARCH, "//other.test/v1", 0),
    _token("searchAvailableNumbers", SEARCH, "/v1 /x", 0),
    5,
]


@pytest.mark.parametrize("token", FORGED)
def test_what_is_no_token_of_this_list_is_refused(token: Any) -> None:  # noqa: ANN401 -- of many types
    """A token of another list, of a foreign place, or none at all is refused before anything is sent."""
    catalogue = Catalogue([1])
    with pytest.raises(InvalidRequest) as caught:
        catalogue.client().available_numbers.search(resume=token)
    assert caught.value.field == "resume"
    assert catalogue.asked == []


def test_a_token_is_not_for_other_filters_or_another_account() -> None:
    """Filters that differ from those of the token, and another account, are refused."""
    catalogue = Catalogue([1, 1])
    token = asyncio.run(catalogue.some(1, type="local"))[1]
    with pytest.raises(InvalidRequest):
        catalogue.client().available_numbers.search(type="mobile", resume=token)
    client = catalogue.client()
    mine = client.active_numbers.list(account_id="AC1").resume_token
    with pytest.raises(InvalidRequest):
        client.active_numbers.list(account_id="AC2", resume=mine)


@pytest.mark.parametrize("name", ["limit", "max_pages"])
@pytest.mark.parametrize("value", [0, -1, True, 1.5, "3"])
def test_a_number_of_items_or_pages_is_at_least_one(name: str, value: Any) -> None:  # noqa: ANN401 -- of many types
    """Zero, less, and what is no whole number are refused before anything is sent, by name."""
    catalogue = Catalogue([1])
    with pytest.raises(InvalidRequest) as caught:
        catalogue.client().available_numbers.search(**{name: value})
    assert caught.value.field == name
    assert catalogue.asked == []


def test_every_loop_starts_anew() -> None:
    """Looping twice gives the same items and asks twice; the token is that of the latest loop."""
    catalogue = Catalogue([2, 1])
    found = catalogue.client().available_numbers.search()
    begin = found.resume_token
    assert [number.phone_number for number in found] == [number.phone_number for number in found] == catalogue.numbers
    assert catalogue.asked == [0, 1, 0, 1]
    assert found.resume_token is None
    next(iter(found))
    assert found.resume_token not in {None, begin}


def test_every_page_is_asked_for_with_the_same_headers() -> None:
    """The credential and the headers of the client go with every page."""
    catalogue = Catalogue([1, 1, 1])
    list(catalogue.client(token="secret", headers={"X-Team": "numbers"}).available_numbers.search())
    sent = [(request.headers["authorization"], request.headers["x-team"]) for request in catalogue.requests]
    assert sent == [("Bearer secret", "numbers")] * 3


def test_a_loop_that_is_left_early_says_nothing_on_trio() -> None:
    """A `break` out of `async for` leaves nothing behind that trio would warn of."""
    catalogue = Catalogue([2, 2])
    assert trio.run(catalogue.some, 1)[0] == catalogue.numbers[:1]
