"""Pages: complete, in order, the same forwards and backwards, and undisturbed by what is bought meanwhile."""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numbers_sandbox.store import magic_numbers
from numbers_sandbox.store.errors import InvalidKey
from numbers_sandbox.store.paging import DEFAULT_PAGE_SIZE, Page, PageRequest, Position, Scope
from store_support import catalogue, holdings, numbers_of, plain_numbers

if TYPE_CHECKING:
    from conftest_data import Clock
    from numbers_sandbox.store.store import Store

FILTERS: list[dict[str, object]] = [
    {},
    {"geography.iso_country": "US"},
    {"lifecycle": "beta"},
    {"type": "mobile", "capabilities.sms.inbound_connectivity": True},
    {"geography.locality": "San Francisco"},
    {"geography.locality": "Atlantis"},
]


def _forwards(store: Store, filters: dict[str, object], size: int) -> list[Page]:
    pages = [store.search(filters, PageRequest(page_size=size))]
    while (key := pages[-1].next_key) is not None:
        pages.append(store.search(filters, PageRequest(page=len(pages), page_size=size, key=key)))
    return pages


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("size", [7, 50, 1000])
def test_pages_by_key_and_by_number_are_the_same(store: Store, filters: dict[str, object], size: int) -> None:
    """Following keys, counting page numbers and going back give the same pages, which are the whole list in order."""
    pages = _forwards(store, filters, size)
    everything = sorted(numbers_of([item for page in pages for item in page.items]))

    assert [number for page in pages for number in numbers_of(page.items)] == everything
    assert numbers_of(catalogue(store, filters)) == everything
    assert all(len(page.items) == size for page in pages[:-1])
    assert pages[0].previous_key is None
    for index in range(0, len(pages), 1 + len(pages) // 20):
        page, counted = pages[index], store.search(filters, PageRequest(page=index, page_size=size))
        again = store.search(filters, PageRequest(page=index, page_size=size, key=page.key))
        assert (page.page, page.page_size) == (index, size)
        assert again == page
        assert (counted.items, counted.next_key) == (page.items, page.next_key)
        assert store.search(filters, PageRequest(key=counted.key, page_size=size)).items == page.items
    _assert_backwards(store, filters, pages)


def _assert_backwards(store: Store, filters: dict[str, object], pages: list[Page]) -> None:
    for index in range(len(pages) - 1, 0, -1 - len(pages) // 20):
        key, size = pages[index].previous_key, pages[index].page_size
        before = store.search(filters, PageRequest(page=index - 1, page_size=size, key=key))
        assert before.items == pages[index - 1].items
        assert (before.previous_key is None) == (index == 1)
        following = store.search(filters, PageRequest(page=index, page_size=size, key=before.next_key))
        assert following.items == pages[index].items


def test_a_page_has_a_default_size_and_a_number(store: Store) -> None:
    """Without any wish the first page comes, in the default size."""
    page = store.search({}, PageRequest())

    assert (page.page, page.page_size, len(page.items)) == (0, DEFAULT_PAGE_SIZE, DEFAULT_PAGE_SIZE)


@pytest.mark.parametrize("page", [10**4, 2**31 - 1])
@pytest.mark.parametrize("size", [1, 1000])
def test_a_page_beyond_the_last(store: Store, page: int, size: int) -> None:
    """A page far beyond the last one is empty and leads nowhere, in the catalogue and in an account."""
    for found in (
        store.search({}, PageRequest(page=page, page_size=size)),
        store.owned("A", {}, PageRequest(page=page, page_size=size)),
    ):
        assert (found.items, found.next_key, found.previous_key) == ([], None, None)


def test_pages_by_number_pass_over_what_is_taken(store: Store, clock: Clock) -> None:
    """A page number counts the numbers that are on offer, neither those held nor those in quarantine."""
    numbers = plain_numbers(store, 200)
    for index, number in enumerate(numbers):
        store.buy("A", number)
        if index % 2:
            store.release("A", number)
    for moment in (0, 61):
        clock.advance(moment)
        offered = numbers_of(catalogue(store))
        for page in range(0, len(offered) // 50 + 1, 9):
            found = store.search({}, PageRequest(page=page, page_size=50))
            assert numbers_of(found.items) == offered[page * 50 : page * 50 + 50]


@pytest.mark.parametrize("filters", FILTERS[:4], ids=str)
def test_pages_neither_skip_nor_repeat_while_numbers_are_bought(store: Store, filters: dict[str, object]) -> None:
    """Whatever is bought and released between two pages, what stays on offer is shown once."""
    store.quarantine = 0.0
    dice = random.Random(1)  # noqa: S311  (what is bought is no secret)
    offered = numbers_of(catalogue(store, filters))
    anybody = catalogue(store, {**filters, "regulatory.address_requirements": "none"})
    buyable = [
        item["phone_number"]
        for item in anybody
        if item["lifecycle"] != "exhausted"
        and magic_numbers.outcome_of(item["phone_number"]) in {None, magic_numbers.AVAILABLE}
    ]
    shown: list[str] = []
    page = store.search(filters, PageRequest(page_size=40))
    bought: set[str] = set()
    while True:
        shown += numbers_of(page.items)
        for number in dice.sample(buyable, min(6, len(buyable))):
            if number in bought and dice.random() < 0.5:
                store.release("A", number)
                bought.discard(number)
                buyable.remove(number)
            elif number not in bought:
                store.buy("A", number)
                bought.add(number)
        if page.next_key is None:
            break
        page = store.search(filters, PageRequest(page_size=40, key=page.next_key))
    touched = {row["phone_number"] for row in store.ledger()}

    assert len(shown) == len(set(shown))
    assert shown == sorted(shown)
    assert set(offered) - touched <= set(shown) <= set(offered)


def test_a_page_whose_numbers_are_all_gone(store: Store) -> None:
    """Going back to where everything was bought meanwhile gives an empty page that leads forward again."""
    filters: dict[str, object] = {"phone_number": "+12025550100"}
    key = Scope("available", filters).key(Position("+12025550100x", "before"))
    store.buy("A", "+12025550100")
    page = store.search(filters, PageRequest(key=key))

    assert (page.items, page.previous_key) == ([], None)
    assert page.next_key is not None
    assert store.search(filters, PageRequest(key=page.next_key)).items == []


def test_pages_of_an_account(store: Store) -> None:
    """The list of an account has pages as the search does, and those neither skip nor repeat either."""
    numbers = plain_numbers(store, 30)
    for number in numbers:
        store.buy("A", number)
    first = store.owned("A", {}, PageRequest(page_size=10))
    for number in numbers[5:15]:
        store.release("A", number)
    second = store.owned("A", {}, PageRequest(page=1, page_size=10, key=first.next_key))
    back = store.owned("A", {}, PageRequest(page_size=10, key=second.previous_key))

    assert numbers_of(first.items) == numbers[:10]
    assert numbers_of(second.items) == numbers[15:25]
    assert numbers_of(back.items) == numbers[:5]
    assert numbers_of(store.owned("A", {}, PageRequest(page=1, page_size=10)).items) == numbers[20:]
    assert numbers_of(holdings(store, "A")) == numbers[:5] + numbers[15:]


_KEYS = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=80)


@given(key=_KEYS | st.text(min_size=1, max_size=40))
def test_a_key_from_nowhere(shared_store: Store, key: str) -> None:
    """A text that no page returned is refused, whatever it is."""
    with pytest.raises(InvalidKey):
        shared_store.search({}, PageRequest(key=key))


@given(data=st.data())
def test_a_damaged_key(shared_store: Store, data: st.DataObject) -> None:
    """A key with a character changed, added or missing is refused."""
    key = shared_store.search({}, PageRequest(page_size=5)).next_key
    assert key is not None
    at = data.draw(st.integers(0, len(key) - 1))
    other = data.draw(st.sampled_from(string.ascii_letters + string.digits + "-_=+/ "))
    damaged = data.draw(st.sampled_from([key[:at] + other + key[at + 1 :], key[:at] + key[at + 1 :], key + other]))
    assume(damaged != key)

    with pytest.raises(InvalidKey):
        shared_store.search({}, PageRequest(page_size=5, key=damaged))


def test_a_key_of_another_list(store: Store) -> None:
    """A key works for the filters, the list and the account that it was returned for, and for no others."""
    for number in plain_numbers(store, 3):
        store.buy("A", number)
    searched = store.search({"geography.iso_country": "US"}, PageRequest(page_size=1)).next_key
    listed = store.owned("A", {}, PageRequest(page_size=1)).next_key
    assert searched is not None
    assert listed is not None

    for filters, key in (({}, searched), ({"geography.iso_country": "SE"}, searched), ({}, listed)):
        with pytest.raises(InvalidKey):
            store.search(filters, PageRequest(key=key))
    for account, key in (("A", searched), ("B", listed)):
        with pytest.raises(InvalidKey):
            store.owned(account, {}, PageRequest(key=key))
    assert store.search({"geography.iso_country": "US"}, PageRequest(page_size=9, key=searched)).items
