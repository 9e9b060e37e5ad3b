"""Searching: every filter of the description, alone and together, against an oracle that reads everything."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_sandbox.http.description import description
from numbers_sandbox.store.errors import UnknownFilter
from numbers_sandbox.store.paging import PageRequest
from store_support import Item, catalogue, fits, numbers_of, value_at

if TYPE_CHECKING:
    from numbers_sandbox.store.store import Store

Filters = dict[str, object]


@cache
def _paths(operation: str) -> tuple[str, ...]:
    (found,) = [one for one in description().operations if one.id == operation]
    return tuple(sorted(found.filters.values()))


PATHS = _paths("searchAvailableNumbers")


@dataclass
class Catalogue:
    """All numbers on offer, and which of them have which value: what any search must agree with."""

    store: Store
    items: list[Item]
    having: dict[str, dict[object, set[str]]]

    def expected(self, filters: Filters) -> list[str]:
        """The numbers that fit, in order."""
        sets: list[set[str]] = [self.having[path].get(value, set()) for path, value in filters.items()]
        return sorted(sets[0].intersection(*sets)) if sets else numbers_of(self.items)

    def found(self, filters: Filters) -> list[str]:
        """The numbers that the store finds."""
        return numbers_of(catalogue(self.store, filters))


@pytest.fixture(scope="module")
def whole(shared_store: Store) -> Catalogue:
    """The catalogue with its oracle."""
    shared_store.reset(forget_accounts=True)
    items = catalogue(shared_store)
    having: dict[str, dict[object, set[str]]] = {path: defaultdict(set) for path in PATHS}
    for item in items:
        for path in PATHS:
            value = value_at(item, path)
            if value is not None:
                having[path][value].add(item["phone_number"])
    return Catalogue(shared_store, items, having)


def _of(item: Item, paths: tuple[str, ...]) -> Filters:
    return {path: value for path in paths if (value := value_at(item, path)) is not None}


def test_there_are_as_many_filters_as_documented() -> None:
    """The description has 37 filters, each on a property of its own."""
    assert len(set(PATHS)) == 37


def test_the_oracle_agrees_with_the_plainest_one(whole: Catalogue) -> None:
    """Sets of numbers by value say the same as looking at each number."""
    filters: Filters = {"geography.iso_country": "US", "capabilities.voice.e911": True, "base_setup_price": "0.0"}

    assert whole.expected(filters) == [item["phone_number"] for item in whole.items if fits(item, filters)]


@pytest.mark.parametrize("path", PATHS)
def test_a_filter_alone(whole: Catalogue, path: str) -> None:
    """Each value that occurs finds exactly the numbers that have it; of the numbers themselves, a sample."""
    values = list(whole.having[path])
    assert values

    for value in values[:: 1 + len(values) // 60]:
        assert whole.found({path: value}) == whole.expected({path: value}), value


@pytest.mark.parametrize("path", PATHS)
def test_a_value_that_nothing_has(whole: Catalogue, path: str) -> None:
    """A value that no number has finds nothing."""
    unheard: dict[type, object] = {str: "987654321", bool: True, int: 2_147_483_647}
    value = unheard[type(next(iter(whole.having[path])))]

    assert whole.found({path: value}) == whole.expected({path: value})


def test_two_filters(whole: Catalogue, backend: str) -> None:
    """Every pair of filters finds the numbers that have both values, whether taken from one number or from two."""
    items = whole.items
    sparsely = 1 if backend == "memory" else 9  # the databases differ in how they read, not in what is asked of them
    for index, (one, other) in list(enumerate(combinations(PATHS, 2)))[::sparsely]:
        left, right = (index * 7, index * 7) if index % 2 else (index * 11, index * 13)
        filters = _of(items[left % len(items)], (one,)) | _of(items[right % len(items)], (other,))
        assert whole.found(filters) == whole.expected(filters), filters


def test_all_filters(whole: Catalogue) -> None:
    """All the values of a number find it."""
    complete = [item for item in whole.items if len(_of(item, PATHS)) == len(PATHS)]
    assert complete

    for item in complete[::20]:
        filters = _of(item, PATHS)
        assert whole.found(filters) == whole.expected(filters) == [item["phone_number"]]
        without = {path: value for path, value in filters.items() if path != "phone_number"}
        assert whole.found(without) == whole.expected(without)


@given(data=st.data())
def test_any_filters(whole: Catalogue, data: st.DataObject) -> None:
    """Any filters, with values of up to two numbers, in pages of any size."""
    items = st.sampled_from(whole.items)
    paths = data.draw(st.sets(st.sampled_from(PATHS[:-1]), max_size=6))
    filters: Filters = {}
    for item in data.draw(st.lists(items, min_size=1, max_size=2)):
        filters |= _of(item, tuple(path for path in paths if path not in filters or data.draw(st.booleans())))
    size = data.draw(st.integers(1, 60))
    page = whole.store.search(filters, PageRequest(page_size=size))

    assert numbers_of(page.items) == whole.expected(filters)[:size]


@pytest.mark.parametrize("price", ["2", "2.0", "2.00", "2.000000000000000000000000"])
def test_prices_are_compared_as_numbers(whole: Catalogue, price: str) -> None:
    """However many zeros a price is written with, it is the same price."""
    assert whole.found({"base_setup_price": price}) == whole.expected({"base_setup_price": "2.0"}) != []


def test_a_property_that_is_no_filter(store: Store) -> None:
    """A path that is not in the catalogue is refused by its name."""
    with pytest.raises(UnknownFilter, match=r"geography\.planet"):
        store.search({"geography.planet": "Mars"}, PageRequest())


def test_a_number_that_is_not_on_offer(store: Store) -> None:
    """The filter on the number finds no number that is unknown, taken, or does not fit the other filters."""
    number = "+12025550100"
    alone = {"phone_number": number}

    assert numbers_of(catalogue(store, alone)) == [number]
    assert catalogue(store, alone | {"type": "mobile"}) == []
    assert catalogue(store, alone | {"geography.region": "CA"}) == []
    store.buy("A", number)
    assert catalogue(store, alone) == []


@pytest.fixture
def bought(store: Store) -> tuple[Store, list[Item]]:
    """An account with numbers of many countries, some of them with an application."""
    store.put_account("A", addresses=["SE", "US", "GB"])
    for index, item in enumerate(catalogue(store)[::40]):
        if item["lifecycle"] == "exhausted" or value_at(item, "regulatory.address_requirements") == "local":
            continue
        if item["phone_number"].startswith(("+1415555", "+1202555", "+1303555", "+1512555", "+1617555", "+1808555")):
            continue
        sid = f"AP{index % 3:032d}"
        store.buy("A", item["phone_number"], {"voice": {"application_sid": sid}} if index % 2 else None)
        if index % 5 == 0:
            store.put_account("B", addresses=["SE"])
    store.buy("B", "+14155550177")
    mine = [store.get("A", str(row["phone_number"])) for row in store.ledger("A")]
    return store, sorted(mine, key=lambda item: str(item["phone_number"]))


def test_the_filters_of_a_list(bought: tuple[Store, list[Item]]) -> None:
    """Each of the ten filters, each pair and all together find what the account holds and nothing else."""
    store, mine = bought
    paths = _paths("listActiveNumbers")
    assert len(paths) == 10
    assert len(mine) > 50

    for size in (1, 2, 10):
        for chosen in combinations(paths, size):
            for item in mine[:: 17 if size == 2 else 5]:
                filters = _of(item, chosen)
                page = store.owned("A", filters, PageRequest(page_size=1000))
                assert page.items == [one for one in mine if fits(one, filters)], filters


def test_a_list_has_no_other_filters(store: Store) -> None:
    """A filter of the search that the list does not have is refused."""
    with pytest.raises(UnknownFilter, match="lifecycle"):
        store.owned("A", {"lifecycle": "beta"}, PageRequest())
