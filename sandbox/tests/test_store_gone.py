"""Pages by number count what is not on offer: whoever took it, and until when."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from numbers_sandbox.store.paging import PageRequest
from numbers_sandbox.store.store import Store
from store_support import PLAIN, catalogue, numbers_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest_data import Clock


def _second_page(store: Store) -> list[str]:
    return numbers_of(store.search(PLAIN, PageRequest(page=1, page_size=5)).items)


def test_a_page_is_counted_anew_after_each_change(store: Store, clock: Clock) -> None:
    """Buying, releasing and the end of a quarantine each show on the page that comes after the numbers concerned."""
    first = numbers_of(catalogue(store, PLAIN))
    assert _second_page(store) == first[5:10]

    store.buy("AC1", first[0])
    assert _second_page(store) == first[6:11]
    store.release("AC1", first[0])
    assert _second_page(store) == first[6:11]
    clock.advance(59.0)
    assert _second_page(store) == first[6:11]
    clock.advance(1.0)
    assert _second_page(store) == first[5:10]
    clock.advance(-1.0)
    assert _second_page(store) == first[6:11]


def test_a_page_counts_what_others_bought(new_url: Callable[[], str], backend: str) -> None:
    """A purchase by another process, which is another store on the same database, shows at once."""
    url = new_url()
    if backend == "memory":
        return  # nobody else can open it
    with closing(Store.open(url, numbers=1000)) as store, closing(Store.open(url)) as other:
        first = numbers_of(catalogue(store, PLAIN))
        assert _second_page(store) == first[5:10]
        other.buy("AC1", first[2])
        assert _second_page(store) == first[6:11]
        store.buy("AC1", first[3])
        assert _second_page(store) == _second_page(other) == first[7:12]


def test_every_page_by_number_is_the_next_part_of_the_list(store: Store) -> None:
    """With every third of the first numbers bought, the pages by number make up the list, without gap or overlap."""
    for number in numbers_of(catalogue(store, PLAIN))[:60:3]:
        store.buy("AC1", number)
    whole = numbers_of(catalogue(store, PLAIN))

    for page in range(len(whole) // 7 + 2):
        found = store.search(PLAIN, PageRequest(page=page, page_size=7)).items
        assert numbers_of(found) == whole[page * 7 : page * 7 + 7]
