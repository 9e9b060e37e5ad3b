"""Lists that come in pages: followed lazily, and never to another host."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import urljoin, urlsplit

from .errors import InvalidRequest, UnsafePageURL
from .operations import Operation
from .requests import WireRequest
from .values import Unset

__all__ = ["AsyncPages", "Pages", "Trail"]

# The characters of RFC 3986; anything else is read differently by different parsers.
_URI_REFERENCE = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")

P = TypeVar("P")
T = TypeVar("T")
P_co = TypeVar("P_co", covariant=True)


class _Fetch(Protocol[P_co]):
    def __call__(self, operation: Operation[Any], request: WireRequest) -> P_co: ...


class Trail:
    """The way through the pages of one list: what to ask next, and where not to go."""

    def __init__(self, operation: Operation[Any], request: WireRequest) -> None:
        """Start at `request`."""
        if operation.paging is None:
            raise InvalidRequest(field=operation.id, rule="has no pages")
        self.operation, self.paging, self.request = operation, operation.paging, request
        self.seen = {request.url}

    def following(self, page: Any) -> WireRequest | None:
        """Return the request of the page after `page`, or ``None`` at the end.

        Raises:
            UnsafePageURL: the link leaves the scheme, host or port of the first request, or repeats itself.
        """
        link: Any = page
        for name in self.paging.next_url:
            link = getattr(link, name, None)
        if not isinstance(link, str) or not link:
            return None
        url = _joined(self.request.url, link)
        if url is None or not _same_origin(url, self.request.url):
            raise self._unsafe("the link to the next page leads to another scheme, host or port; it was not followed")
        if url in self.seen:
            raise self._unsafe("the link to the next page leads back to a page already read")
        self.seen.add(url)
        self.request = WireRequest(self.request.method, url, self.request.headers)
        return self.request

    def _unsafe(self, rule: str) -> UnsafePageURL:
        path = "/" + "/".join(self.paging.next_url)
        return UnsafePageURL(rule, path=path, operation=self.operation.id)


def _items(operation: Operation[Any], page: Any) -> list[Any]:
    found = None if operation.paging is None else getattr(page, operation.paging.items)
    return [] if found is None or isinstance(found, Unset) else found


def _joined(base: str, link: str) -> str | None:
    """Resolve `link` against `base` (RFC 3986 section 5), or return ``None`` when it is no URI reference."""
    try:
        return urljoin(base, link).partition("#")[0] if _URI_REFERENCE.fullmatch(link) else None
    except ValueError:
        return None


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or default


def _same_origin(url: str, other: str) -> bool:
    try:
        parts = urlsplit(url)
        return _origin(url) == _origin(other) and not parts.username and not parts.password
    except ValueError:
        return False


class Pages(Generic[P, T]):
    """A list that is read page by page while you loop over it.

    Looping gives the items; `pages` gives the pages themselves. Each loop starts anew.
    """

    def __init__(self, operation: Operation[P], request: WireRequest, fetch: _Fetch[P]) -> None:
        """Read pages with `fetch`, starting at `request`."""
        self._operation, self._request, self._fetch = operation, request, fetch

    def pages(self) -> Iterator[P]:
        """Yield one page after the other.

        Raises:
            APIError, ContractError, ConnectionFailed: as any call.
            UnsafePageURL: a link leads elsewhere.
        """
        trail = Trail(self._operation, self._request)
        request: WireRequest | None = self._request
        while request is not None:
            page = self._fetch(self._operation, request)
            yield page
            request = trail.following(page)

    def first_page(self) -> P:
        """Return the first page."""
        return self._fetch(self._operation, self._request)

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from _items(self._operation, page)

    def __repr__(self) -> str:
        return f"Pages({self._operation.id})"


class AsyncPages(Generic[P, T]):
    """A list that is read page by page while you loop over it; awaiting it gives the first page."""

    def __init__(self, operation: Operation[P], request: WireRequest, fetch: Any) -> None:
        """Read pages with `fetch`, starting at `request`."""
        self._operation, self._request, self._fetch = operation, request, fetch

    async def pages(self) -> AsyncIterator[P]:
        """Yield one page after the other.

        Raises:
            APIError, ContractError, ConnectionFailed: as any call.
            UnsafePageURL: a link leads elsewhere.
        """
        trail = Trail(self._operation, self._request)
        request: WireRequest | None = self._request
        while request is not None:
            page: P = await self._fetch(self._operation, request)
            yield page
            request = trail.following(page)

    async def first_page(self) -> P:
        """Return the first page."""
        page: P = await self._fetch(self._operation, self._request)
        return page

    def __await__(self) -> Generator[Any, Any, P]:
        return self.first_page().__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in _items(self._operation, page):
                yield item

    def __repr__(self) -> str:
        return f"AsyncPages({self._operation.id})"
