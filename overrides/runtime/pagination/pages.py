"""Lists that come in pages: read while you loop over them, each page when it is needed.

``Pages`` is for ``for``, ``AsyncPages`` for ``async for`` and ``await``; `walk` holds what they share.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import Any, Generic, TypeAlias, TypeVar

from ..operations import Operation
from ..transport.messages import WireRequest
from .walk import Extent, Walk, start

__all__ = ["AsyncPages", "Pages"]

P = TypeVar("P")
T = TypeVar("T")
# Sends the request of one page; those of one loop share a deadline, so each loop has its own.
Fetch: TypeAlias = Callable[[Operation[P], WireRequest], P]
AsyncFetch: TypeAlias = Callable[[Operation[P], WireRequest], Awaitable[P]]


class _Start(Generic[P]):
    """Where the list begins, and how far the latest loop has come."""

    def __init__(self, operation: Operation[P], request: WireRequest, extent: Extent) -> None:
        self._operation, self._extent = operation, extent
        self._start, self._place = start(operation, request, extent)
        self._walk = self._begin_walk()

    def _begin_walk(self) -> Walk:
        self._walk = Walk(self._operation, self._start, self._place, self._extent)
        return self._walk

    @property
    def resume_token(self) -> str | None:
        """Where the latest loop stands, behind the last item or page that it gave; ``None`` at the end of the list.

        Give it as ``resume=`` to the same method of the same account, in any process, to go on from there: the
        filters are in it. It holds no credential. An exception that ends a loop carries it as well. It marks a
        place in the list as it was: a number that has come or gone since may make the rest begin an item off.
        """
        return self._walk.token()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._operation.id})"


class Pages(_Start[P], Generic[P, T]):
    """A list that is read page by page while you loop over it.

    Looping gives the items; `pages` gives the pages themselves. Nothing is sent before the first item is asked for,
    and no page before its first item is. Each loop starts anew, at the place given as ``resume``, and sends its own
    requests: keep ``list(...)`` of it to use the items twice.
    """

    def __init__(
        self, operation: Operation[P], request: WireRequest, begin: Callable[[], Fetch[P]], extent: Extent
    ) -> None:
        """Read pages with what `begin` returns for each loop, starting at `request`."""
        super().__init__(operation, request, extent)
        self._begin = begin

    def __iter__(self) -> Iterator[T]:
        return _Items(self._operation, self._begin_walk(), self._begin())

    def pages(self) -> Iterator[P]:
        """Yield one page after the other, each whole, until they hold as many items as ``limit`` says.

        Raises:
            APIError, ContractError, ConnectionFailed: as any call; ``resume_token`` of the exception goes on.
            UnsafePageURL: a link leads elsewhere, or in a circle.
        """
        return _WholePages(self._operation, self._begin_walk(), self._begin())

    def first_page(self) -> P:
        """Return the first page.

        Raises:
            APIError, ContractError, ConnectionFailed: as any call.
        """
        return next(self.pages())


class _WholePages(Iterator[P]):
    def __init__(self, operation: Operation[P], walk: Walk, fetch: Fetch[P]) -> None:
        self._operation, self._walk, self._fetch = operation, walk, fetch

    def _page(self) -> P | None:
        with self._walk.marking():
            request = self._walk.next_request()
            return None if request is None else self._fetch(self._operation, request)

    def __next__(self) -> P:
        if (page := self._page()) is None:
            raise StopIteration
        self._walk.pass_by(page)
        return page


class _Items(_WholePages[Any]):
    _rest: Iterator[Any] = iter(())

    def __next__(self) -> Any:
        while (item := next(self._rest, self)) is self:
            if (page := self._page()) is None:
                raise StopIteration
            self._rest = self._walk.items(page)
        return item


class AsyncPages(_Start[P], Generic[P, T]):
    """A list that is read page by page while you loop over it; awaiting it gives the first page.

    ``async for`` gives the items; `pages` gives the pages themselves. Nothing is sent before the first item is asked
    for, and no page before its first item is. Each loop, and each ``await``, starts anew, at the place given as
    ``resume``, and sends its own requests.
    """

    def __init__(
        self,
        operation: Operation[P],
        request: WireRequest,
        begin: Callable[[], AsyncFetch[P]],
        extent: Extent,
    ) -> None:
        """Read pages with what `begin` returns for each loop, starting at `request`."""
        super().__init__(operation, request, extent)
        self._begin = begin

    def __aiter__(self) -> AsyncIterator[T]:
        return _AsyncItems(self._operation, self._begin_walk(), self._begin())

    def pages(self) -> AsyncIterator[P]:
        """Yield one page after the other, each whole, until they hold as many items as ``limit`` says.

        Raises:
            APIError, ContractError, ConnectionFailed: as any call; ``resume_token`` of the exception goes on.
            UnsafePageURL: a link leads elsewhere, or in a circle.
        """
        return _AsyncWholePages(self._operation, self._begin_walk(), self._begin())

    async def first_page(self) -> P:
        """Return the first page; ``await`` on the list itself is the same.

        Raises:
            APIError, ContractError, ConnectionFailed: as any call.
        """
        return await anext(self.pages())

    def __await__(self) -> Generator[Any, Any, P]:
        return self.first_page().__await__()


# Objects, not generators: trio warns of an asynchronous generator that a `break` leaves unfinished.
class _AsyncWholePages(AsyncIterator[P]):
    def __init__(self, operation: Operation[P], walk: Walk, fetch: AsyncFetch[P]) -> None:
        self._operation, self._walk, self._fetch = operation, walk, fetch

    async def _page(self) -> P | None:
        with self._walk.marking():
            request = self._walk.next_request()
            return None if request is None else await self._fetch(self._operation, request)

    async def __anext__(self) -> P:
        if (page := await self._page()) is None:
            raise StopAsyncIteration
        self._walk.pass_by(page)
        return page


class _AsyncItems(_AsyncWholePages[Any]):
    _rest: Iterator[Any] = iter(())

    async def __anext__(self) -> Any:
        while (item := next(self._rest, self)) is self:
            if (page := await self._page()) is None:
                raise StopAsyncIteration
            self._rest = self._walk.items(page)
        return item
