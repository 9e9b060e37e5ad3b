"""The way through the pages of a list, written once for both colours: what to ask next, and when to stop."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from ..errors import InvalidRequest, NumbersError, UnsafePageURL
from ..operations import Operation, Paging
from ..transport.messages import WireRequest
from ..values import Unset
from .links import Place, linked, resumed, token

__all__ = ["WHOLE", "Extent", "Walk", "start"]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a list is wanted.

    Attributes:
        limit: How many items at most, or ``None``.
        max_pages: How many pages at most, or ``None``.
        resume: The token of the place to start at, or ``None`` for the beginning.
    """

    limit: int | None = None
    max_pages: int | None = None
    resume: str | None = None

    def check(self, operation: str) -> None:
        """Refuse what is no number of items or pages.

        Raises:
            InvalidRequest: a number is less than 1, or none.
        """
        given: tuple[tuple[str, Any], ...] = (("limit", self.limit), ("max_pages", self.max_pages))
        for field, value in given:
            if value is not None and (type(value) is not int or value < 1):
                rule = "must be a whole number, 1 or more; leave it out for no limit"
                raise InvalidRequest(field=field, rule=rule, operation=operation)


WHOLE = Extent()


def start(operation: Operation[Any], request: WireRequest, extent: Extent) -> tuple[WireRequest, Place]:
    """Return the first request of a list, and the place to begin at.

    Raises:
        InvalidRequest: `extent` cannot be, or its token is that of another list.
    """
    extent.check(operation.id)
    if extent.resume is None:
        return request, Place(request)
    return resumed(operation.id, request, extent.resume)


class Walk:
    """One loop over a list."""

    def __init__(self, operation: Operation[Any], first: WireRequest, place: Place, extent: Extent) -> None:
        """Go through the list that begins at `first`, from `place` on."""
        if operation.paging is None:
            raise InvalidRequest(field=operation.id, rule="has no pages")
        self._operation, self._paging, self._first = operation, operation.paging, first
        self._items_left, self._pages_left = extent.limit, extent.max_pages
        self._place: Place | None = place
        self._page: Any = None
        self._seen = {place.request.url}

    def token(self) -> str | None:
        """Return the token of the place behind the last item that was given, or ``None`` at the end."""
        place = self._place
        if place is not None and self._page is not None and place.skip >= len(_items(self._paging, self._page)):
            with suppress(UnsafePageURL):  # the page may have a better link when it is asked for again
                following = self._following(place)
                place = None if following is None else Place(following)
        return None if place is None else token(self._operation.id, self._first, place)

    @contextmanager
    def marking(self) -> Generator[None]:
        """Let an exception say where the loop stood."""
        try:
            yield
        except NumbersError as error:
            error.resume_token = self.token()
            raise

    def next_request(self) -> WireRequest | None:
        """Return the request of the next page; ``None`` at the end, or when as much as wanted was given.

        Raises:
            UnsafePageURL: the link to it leaves the scheme, host or port of the first request, or repeats itself.
        """
        place = self._place
        if place is None or self._items_left == 0 or self._pages_left == 0:
            return None
        if self._page is not None:
            following = self._following(place)
            self._place = place = None if following is None else Place(following)
            self._page = None
            if place is None:
                return None
            self._seen.add(place.request.url)
        return place.request

    def items(self, page: Any) -> Iterator[Any]:
        """Yield the items of `page` that are still wanted."""
        place = self._arrived(page)
        for item in _items(self._paging, page)[place.skip :]:
            if self._items_left is not None:
                if self._items_left == 0:
                    return
                self._items_left -= 1
            self._place = place = Place(place.request, place.skip + 1)
            yield item

    def pass_by(self, page: Any) -> None:
        """Count `page` as given, whole."""
        place = self._arrived(page)
        held = len(_items(self._paging, page))
        if self._items_left is not None:
            self._items_left = max(0, self._items_left - max(0, held - place.skip))
        self._place = Place(place.request, held)

    def _arrived(self, page: Any) -> Place:
        if self._place is None:
            raise AssertionError  # a page arrives after `next_request` gave its request
        self._page = page
        if self._pages_left is not None:
            self._pages_left -= 1
        return self._place

    def _following(self, place: Place) -> WireRequest | None:
        link: Any = self._page
        for name in self._paging.next_url:
            link = getattr(link, name, None)
        if not isinstance(link, str) or not link:
            return None
        request = linked(place.request, link)
        if request is None:
            raise self._unsafe("the link to the next page leads to another scheme, host or port; it was not followed")
        if request.url in self._seen:
            raise self._unsafe("the link to the next page leads back to a page already read")
        return request

    def _unsafe(self, rule: str) -> UnsafePageURL:
        return UnsafePageURL(rule, path="/" + "/".join(self._paging.next_url), operation=self._operation.id)


def _items(paging: Paging, page: Any) -> list[Any]:
    found = getattr(page, paging.items)
    return [] if found is None or isinstance(found, Unset) else found
