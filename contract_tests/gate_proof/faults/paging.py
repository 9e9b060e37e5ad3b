"""Pages: which numbers are on them, how many, in which order, and what a key leads to."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from numbers_sandbox.testing import Page, PageRequest

from gate_proof.faults.catalogue import Between, front, inside
from gate_proof.faults.exchange import refused
from gate_proof.faults.queries import Filters, every, paged

if TYPE_CHECKING:
    from collections.abc import Callable

    from gate_proof.faults.catalogue import Memory, Witness
    from gate_proof.faults.exchange import Answer, Forward, Request
    from gate_proof.faults.probe import Probe

ONCE = "searchAvailableNumbers: one page at a time (each number on one page)"
LISTED_ONCE = "listActiveNumbers: one page at a time (each number on one page)"
SIZE = "parameter page_size: how many numbers a page holds at most"
KEY = "parameter key: position in the result at which the page starts"
SWEDISH: dict[str, object] = {"geography.iso_country": "SE", "page_size": 7}


def pages(name: str, says: str, breaks: str, witness: Witness) -> Callable[[type[Any]], type[Any]]:
    """A fault of this kind, inside of the sandbox."""
    return inside(f"paging-{name}", "paging", says, breaks, witness)


def swedish(p: Probe) -> list[list[str]]:
    """The numbers of a search, page by page."""
    return [page.numbers for page in p.walk(SWEDISH)]


def five(p: Probe) -> list[list[str]]:
    """Five numbers of an account, two on a page."""
    for number in p.free(5):
        p.buy(number)
    return [page.numbers for page in p.walk({"page_size": 2}, account="AC-one")]


class Turned(Between):
    """Changes the pages of searches, or, where `of_lists`, of lists."""

    of_lists = False

    def turned(self, page: Page, request: PageRequest, find: Callable[[PageRequest], Page]) -> Page:
        """What is answered instead of a page; `find` gives others."""
        raise NotImplementedError

    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        return found if self.of_lists else self.turned(found, page, lambda asked: self.store.search(filters, asked))

    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        if not self.of_lists:
            return found
        return self.turned(found, page, lambda asked: self.store.owned(account, filters, asked))


@pages("last-again", "Every page after the first begins with the last number of the page before.", ONCE, swedish)
class _LastAgain(Turned):
    def turned(self, page: Page, request: PageRequest, find: Callable[[PageRequest], Page]) -> Page:
        if not page.previous_key or not page.items:
            return page
        before = find(PageRequest(page_size=request.size, key=page.previous_key))
        return replace(page, items=[*before.items[-1:], *page.items[:-1]])


@pages("first-skipped", "Every page after the first lacks its first number.", ONCE, swedish)
class _FirstSkipped(Turned):
    def turned(self, page: Page, request: PageRequest, find: Callable[[PageRequest], Page]) -> Page:
        return replace(page, items=page.items[1:]) if page.previous_key and len(page.items) > 1 else page


@pages("list-first-skipped", "Every page of a list after the first lacks its first number.", LISTED_ONCE, five)
class _ListFirstSkipped(Turned):
    of_lists = True

    def turned(self, page: Page, request: PageRequest, find: Callable[[PageRequest], Page]) -> Page:
        return replace(page, items=page.items[1:]) if page.previous_key else page


@pages("last-page-lost", "The last page of a search is never reached.", ONCE, swedish)
class _LastLost(Turned):
    def turned(self, page: Page, request: PageRequest, find: Callable[[PageRequest], Page]) -> Page:
        if page.next_key is None:
            return page
        following = find(PageRequest(page_size=request.size, key=page.next_key))
        return replace(page, next_key=None) if following.next_key is None else page


@pages("list-rest-lost", "A last page that is not full is left out of a list of several pages.", LISTED_ONCE, five)
class _RestLost(Turned):
    of_lists = True

    def turned(self, page: Page, request: PageRequest, find: Callable[[PageRequest], Page]) -> Page:
        if page.next_key is None:
            return page
        following = find(PageRequest(page_size=request.size, key=page.next_key))
        return replace(page, next_key=None) if len(following.items) < request.size else page


@pages(
    "endless",
    "The last page of a search leads to an empty one, which leads to itself.",
    "/components/schemas/Meta/properties/next_page_url: null on the last page",
    swedish,
)
class _Endless(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        if page.key == "end":
            return Page([], page.page or 0, page.size, "end", "end", None)
        found = self.store.search(filters, page)
        return found if found.next_key or not found.items else replace(found, next_key="end")


@pages(
    "round",
    "The last page of a list leads to the first one.",
    "/components/schemas/Meta/properties/next_page_url: null on the last page",
    five,
)
class _Round(Turned):
    of_lists = True

    def turned(self, page: Page, request: PageRequest, find: Callable[[PageRequest], Page]) -> Page:
        if page.next_key is not None or request.key is None:
            return page
        return replace(page, next_key=find(PageRequest(page_size=request.size)).key)


@pages(
    "empty-after-exact-end",
    "A list whose last page is full is followed by an empty one.",
    "/components/schemas/Meta/properties/next_page_url: null on the last page",
    lambda p: [numbers := p.free(4), *(p.buy(n) for n in numbers), p.walk({"page_size": 2}, account="AC-one")],
)
class _Exact(Between):
    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        if page.key == "end":
            return Page([], page.page or 0, page.size, None, None, None)
        found = self.store.owned(account, filters, page)
        return (
            replace(found, next_key="end")
            if found.items and len(found.items) == page.size and not found.next_key
            else found
        )


@pages(
    "size-ignored",
    "The size of a page is always 50, and said to be what was asked for.",
    SIZE,
    lambda p: p.search({"page_size": 7}),
)
class _Ignored(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, replace(page, page_size=50))
        return replace(found, page_size=page.size)


@pages(
    "size-capped",
    "A page of a search holds 100 numbers at most, although it is said to hold more and others follow.",
    "/components/schemas/Meta/properties/page_size: how many items a full page holds",
    lambda p: p.search({"page_size": 300}),
)
class _Capped(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, replace(page, page_size=min(page.size, 100)))
        return replace(found, page_size=page.size)


@pages("one-too-many", "A page holds one number more than was asked for.", SIZE, lambda p: p.search({"page_size": 7}))
class _TooMany(Turned):
    def turned(self, page: Page, request: PageRequest, find: Callable[[PageRequest], Page]) -> Page:
        return find(replace(request, page_size=request.size + 1)) if request.page_size else page


@pages(
    "list-one-too-few",
    "A page of a list holds one number less than was asked for.",
    "/components/schemas/Meta/properties/page_size: how many items a full page holds",
    five,
)
class _TooFew(Between):
    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        found = self.store.owned(account, filters, replace(page, page_size=max(1, page.size - 1)))
        return replace(found, page_size=page.size)


@pages(
    "counted-from-one",
    "Page 1 is the first page, as page 0 is.",
    "parameter page: counted from 0",
    lambda p: [p.search({"page_size": 5, "page": number}).numbers for number in range(3)],
)
class _FromOne(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        if page.key is not None or not page.page:
            return self.store.search(filters, page)
        return replace(self.store.search(filters, replace(page, page=page.page - 1)), page=page.page)


@pages(
    "by-twice-the-size",
    "Pages asked for by their number overlap: each begins half a page after the one before.",
    "parameter page: which page of the result",
    lambda p: [p.search({"page_size": 6, "page": number}).numbers for number in range(3)],
)
class _Overlap(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        if page.key is not None or not page.page:
            return found
        before = self.store.search(filters, replace(page, page=page.page - 1))
        half = page.size // 2
        return replace(found, items=[*before.items[half:], *found.items[:half]])


@pages(
    "beyond-the-end-is-the-last",
    "A page beyond the end gives the first numbers again.",
    "parameter page: which page of the result",
    lambda p: p.search({**SWEDISH, "page": 99}),
)
class _Beyond(Turned):
    def turned(self, page: Page, request: PageRequest, find: Callable[[PageRequest], Page]) -> Page:
        beyond = not page.items and request.offset > 0
        return replace(find(PageRequest(page_size=request.size)), page=page.page) if beyond else page


@pages(
    "order-by-size",
    "The order of the numbers depends on the size of the page.",
    "searchAvailableNumbers: in the order of the service (the same for every size)",
    lambda p: [p.search({"geography.iso_country": "SE", "page_size": size}).numbers for size in (5, 1000)],
)
class _OrderBySize(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        return replace(found, items=found.items[::-1]) if page.size > 20 else found


@pages(
    "order-by-chance",
    "The order of the numbers on a page changes from one request to the next.",
    "searchAvailableNumbers: in the order of the service (the same at every request)",
    lambda p: [p.search({"page_size": 5, "type": "mobile"}).numbers for _ in range(3)],
)
class _OrderByChance(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        self.memory["count"] = count = self.memory.get("count", 0) + 1
        digest = {
            n: hashlib.sha256(f"{count}{n}".encode()).digest() for n in (str(i["phone_number"]) for i in found.items)
        }
        return replace(found, items=sorted(found.items, key=lambda item: digest[str(item["phone_number"])]))


@pages(
    "counted-keys",
    "A purchase between two pages of a search makes the second one skip a number.",
    f"{KEY} (stable while the data changes)",
    lambda p: [first := p.search(dict(SWEDISH)), p.buy(first.numbers[2]), p.ask("GET", first.meta["next_page_url"])],
)
class _Counted(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        return paged(list(every(self.store, filters)), page)


@pages(
    "list-counted-keys",
    "A release between two pages of a list makes the second one skip a number.",
    f"{KEY} (stable while the data changes)",
    lambda p: [
        numbers := p.free(5),
        *(p.buy(n) for n in numbers),
        first := p.listing({"page_size": 2}),
        p.release(numbers[0]),
        p.ask("GET", first.meta["next_page_url"]),
    ],
)
class _ListCounted(Between):
    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        found = self.store.owned(account, filters, PageRequest(page_size=1000))
        return paged(found.items, page)


@pages(
    "key-ignored",
    "The key is ignored: the page is found by its number.",
    KEY,
    lambda p: [
        key := p.search(dict(SWEDISH)).meta["next_page_url"].rpartition("key=")[2],
        p.search({**SWEDISH, "key": key}),
    ],
)
class _KeyIgnored(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        return (
            found if page.key is None else replace(self.store.search(filters, replace(page, key=None)), key=found.key)
        )


@pages(
    "page-ignored",
    "A page number without a key is ignored: every page is the first one.",
    "parameter page: which page of the result",
    lambda p: p.search({"page_size": 5, "page": 2}).numbers,
)
class _PageIgnored(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page if page.key else replace(page, page=None))
        return replace(found, page=page.page or 0)


@front(
    "paging-key-of-answer-refused",
    "paging",
    "The key that a page gives of itself is refused when it is sent.",
    "parameter key: as returned in meta.key",
    lambda p: p.search({"page_size": 5, "key": p.search({"page_size": 5, "page": 1}).meta["key"]}),
)
async def _key_refused(request: Request, forward: Forward, memory: Memory) -> Answer:
    answer = await forward(request)
    keys: set[str] = memory.setdefault("keys", set())
    if request.asked.get("key") in keys and "page" not in request.asked:
        return refused(400, 40011)
    if request.operation == "search" and answer.status == 200 and answer.json["meta"]["key"]:
        keys.add(answer.json["meta"]["key"])
    return answer


@front(
    "paging-bad-key-fails",
    "paging",
    "A key that was not returned is answered with 500.",
    "/components/responses/BadRequest",
    lambda p: p.search({"key": "made-up"}),
)
async def _key_fails(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    return refused(500, 50000) if "key" in request.asked and answer.status == 400 else answer
