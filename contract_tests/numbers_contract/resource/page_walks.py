"""The pages of one list: walked in all sizes, by links and by numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import get

from .pages import ListQuery

if TYPE_CHECKING:
    from numbers_contract.context import Context

    from .pages import Page, Walk
    from .resource import Resource

__all__ = ["MOST", "Paging"]

Json = dict[str, Any]
MOST = 120  # pages of one walk
_FEW = 8  # pages of a walk forth and back


class Paging:
    """The pages of one list, filtered in one way."""

    def __init__(self, context: Context, resource: Resource, asked: ListQuery) -> None:
        self.context, self.resource, self.asked = context, resource, asked
        self.operation = asked.operation

    def keys(self, items: list[Json]) -> list[str]:
        return [self.resource.key_of(item) for item in items]

    def of_size(self, size: int | None) -> ListQuery:
        return ListQuery(self.operation, self.asked.account, self.asked.filters, size)

    def whole(self) -> list[str]:
        """All keys of the list, in the largest pages."""
        walk = self.resource.lists.walk(self.of_size(1000), 3)
        return self.keys(walk.items) if walk.complete else []

    def walks(self, sizes: list[int]) -> None:
        """The same items in every size, each once."""
        expected = self.whole()
        for size in sizes:
            with self.context.attempt("pages", self.operation):
                walk = self.resource.lists.walk(self.of_size(size), MOST)
                if walk.complete:
                    self._same(expected, walk, f"pages of {size}")

    def _same(self, expected: list[str], walk: Walk, what: str) -> None:
        shown = self.keys(walk.items)
        if set(shown) != set(expected) and set(self.whole()) != set(expected):
            return  # items came or went meanwhile, as those that were released earlier do
        twice = len(shown) - len(set(shown))
        lacking, more = len(set(expected) - set(shown)), len(set(shown) - set(expected))
        quiet = self.context.session.endpoint.quiet
        evidence = [page.exchange for page in walk.pages[-2:]]
        whole = self.context.check(
            not twice and (not (lacking or more) or not quiet),
            "pages",
            self.operation,
            f"a walk along {what} shows {twice} items twice, lacks {lacking} and has {more} too many",
            *evidence,
        )
        self.context.check(
            shown == expected or not (whole and quiet),
            "pages",
            self.operation,
            f"a walk along {what} shows the same items in another order than larger pages",
            *evidence,
            subject="order",
        )

    def numbers(self, size: int) -> None:
        """Pages by their numbers, up to an empty one."""
        paging = self.operation.extensions.paging
        if paging is None or paging.number[0] is None:
            return
        expected, shown, number = self.whole(), list[str](), paging.first
        if not expected:
            return
        page = self.resource.lists.page(self.of_size(size), number)
        last = page
        while page is not None and page.items and number < MOST:
            shown += self.keys(page.items)
            number += 1
            last, page = page, self.resource.lists.page(self.of_size(size), number)
        if page is None or page.items or last is None:
            return
        if sorted(shown) != sorted(expected) and set(self.whole()) != set(expected):
            return
        self.context.check(
            sorted(shown) == sorted(expected) or not self.context.session.endpoint.quiet,
            "page-numbers",
            self.operation,
            f"the pages {paging.first} to {number - 1} of {size} items show {len(shown)} items, "
            f"{len(set(shown))} different ones; the list has {len(expected)}",
            last.exchange,
        )

    def links(self, size: int) -> None:
        """Every link of a few pages leads where it says."""
        first = self.resource.lists.page(self.of_size(size))
        if first is None:
            return
        self._self(first)
        self._leads(first, "first", first)
        self._position(first)
        second = self.resource.lists.follow(first, "next")
        if second is None:
            return
        self._self(second)
        self._leads(second, "first", first)
        self._leads(second, "previous", first)
        third = self.resource.lists.follow(second, "next")
        if third is not None:
            self._leads(third, "previous", second)
            self._leads(third, "first", first)
            back = self.resource.lists.follow(third, "previous")
            if back is not None and self.keys(back.items) == self.keys(second.items):  # else what came back shifts it
                self._leads(back, "next", third)
                self._leads(back, "previous", first)
        self._by_number(first, size)

    def _by_number(self, first: Page, size: int) -> None:
        """Pages asked for by their numbers have links like any other, which lead from one to the next."""
        paging = self.operation.extensions.paging
        if paging is None or not paging.number[0]:
            return
        before = first
        for number in (paging.first + 1, paging.first + 2):
            page = self.resource.lists.page(self.of_size(size), number)
            if page is None or not page.items:
                return
            self._self(page)
            back = self._leads(page, "previous", before)
            if before is not first:
                self._leads(before, "next", page)
            elif back is not None and self.keys(back.items) == self.keys(first.items):
                self._leads(back, "next", page)
            before = page

    def backwards(self, size: int) -> None:
        """From the last page, the links to the previous one lead over each page back to the first."""
        walk = self.resource.lists.walk(self.of_size(size), _FEW)
        page = walk.pages[-1] if walk.complete else None
        for expected in reversed(walk.pages[:-1]):
            page = self._leads(page, "previous", expected) if page is not None else None
            if page is not None and self.keys(page.items) != self.keys(expected.items):
                return  # what came back shifts those before it

    def _self(self, page: Page) -> None:
        self._leads(page, "self", page)

    def _leads(self, page: Page, name: str, expected: Page) -> Page | None:
        reached = self.resource.lists.follow(page, name)
        if reached is None:
            return None
        paging = self.operation.extensions.paging
        same = sorted(self.keys(reached.items)) == sorted(self.keys(expected.items))
        self.context.check(
            same or self._changed(expected) or self._changed(page),
            "page-links",
            self.operation,
            f"the link to the {name} page leads to other items than that page has",
            page.exchange,
            reached.exchange,
            at=paging.links.get(name) if paging else None,
        )
        return reached

    def _changed(self, page: Page) -> bool:
        """Whether a page has other items by now, as where those that were released earlier come back."""
        now = self.resource.lists.of(page.query, self.context.send(page.exchange.request))
        return now is not None and set(self.keys(now.items)) != set(self.keys(page.items))

    def _position(self, page: Page) -> None:
        """The position that a page names leads to it, or to the one after it."""
        paging = self.operation.extensions.paging
        key = get(page.exchange.value, paging.position[1]) if paging and paging.position[1] else None
        if paging is None or paging.position[0] is None or not isinstance(key, str):
            return
        reached = self.resource.lists.page(page.query, extra=[(paging.position[0], key)], by="position")
        if reached is None:
            return
        following = self.resource.lists.follow(page, "next")
        fine = [self.keys(one.items) for one in (page, following) if one is not None]
        self.context.check(
            self.keys(reached.items) in fine or self._changed(page),
            "page-links",
            self.operation,
            "the position that the answer names leads to other items",
            page.exchange,
            reached.exchange,
            at=paging.position[1],
        )
