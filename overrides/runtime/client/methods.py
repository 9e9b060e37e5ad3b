"""What a method of the client is: it is called, and it can be asked what it would send."""

from __future__ import annotations

import contextlib
import functools
import types
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast

from ..operations import Operation
from ..pagination.pages import AsyncPages, Pages
from ..retry_contract import RetryContract
from .options import seal_headers
from .prepared_request import PreparedRequest, Recorder
from .raw_response import RawResponse

__all__ = [
    "AsyncMethod",
    "AsyncPagesMethod",
    "BlockingMethod",
    "PagesMethod",
    "async_method",
    "async_pages_method",
    "blocking_method",
    "pages_method",
]

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
ItemT = TypeVar("ItemT")


class _Method(Generic[P, R]):
    """A method of a group of operations, such as ``client.active_numbers.buy``.

    Attributes:
        operation: What the description says of it.
    """

    _owner: Any

    def __init__(
        self, operation: Operation[Any], function: Callable[Concatenate[Any, P], R], owner: Any = None
    ) -> None:
        functools.update_wrapper(self, function)
        if owner is not None:
            self.__wrapped__ = types.MethodType(function, owner)  # for who asks for the signature: it has no `self`
        self.operation, self._function, self._owner = operation, function, owner

    def __get__(self, owner: Any, class_: type[Any] | None = None) -> Self:
        """Return this method of `owner`, which keeps it for the next time."""
        if owner is None:
            return self
        bound = type(self)(self.operation, self._function, owner)
        owner.__dict__[self._function.__name__] = bound
        return bound

    @property
    def contract(self) -> RetryContract:
        """When the call is sent again."""
        return self.operation.contract

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Carry out the call; the docstring of the method says what it takes and raises."""
        if "headers" in kwargs:
            seal_headers(cast("dict[str, Any]", kwargs))
        return self._function(self._owner, *args, **kwargs)

    def prepare(self, *args: P.args, **kwargs: P.kwargs) -> PreparedRequest:
        """Return the request that the call would send first. Nothing is sent.

        Args:
            *args: As those of the method.
            **kwargs: As those of the method.

        Raises:
            InvalidRequest: the description forbids an argument.
        """
        seal_headers(cast("dict[str, Any]", kwargs))
        return self._recorded(args, kwargs).prepared(self._owner._client)  # noqa: SLF001 -- its group's own client

    def _recorded(self, args: Any, kwargs: Any) -> Recorder:
        """Let the method say what it asks of the client, without asking it."""
        recorder, function = Recorder(), cast("Callable[..., Coroutine[Any, Any, Any] | None]", self._function)
        outcome = function(type(self._owner)(recorder), *args, **kwargs)
        if isinstance(outcome, Coroutine):
            with contextlib.suppress(StopIteration):  # the recorder never waits
                outcome.send(None)
        return recorder

    def __repr__(self) -> str:
        return f"<{self.operation.id}: {self.operation.method} {self.operation.path}>"


class BlockingMethod(_Method[P, T]):
    """A method of the blocking client."""

    def raw(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Carry out the call and return the answer as it came, with what the method itself returns as ``parsed``.

        Raises:
            NumbersError: as the method.
        """
        result: RawResponse[T] = self._recorded(args, kwargs).raw(self._owner._client)  # noqa: SLF001 -- as above
        return result


class AsyncMethod(_Method[P, Coroutine[Any, Any, T]], Generic[P, T]):
    """A method of the asynchronous client."""

    async def raw(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Carry out the call and return the answer as it came, with what the method itself returns as ``parsed``.

        Raises:
            NumbersError: as the method.
        """
        result: RawResponse[T] = await self._recorded(args, kwargs).raw(self._owner._client)  # noqa: SLF001
        return result


class PagesMethod(_Method[P, Pages[T, ItemT]], Generic[P, T, ItemT]):
    """A method of the blocking client that lists."""

    def raw(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Read the first page, or the one to resume at, and return the answer as it came.

        Raises:
            NumbersError: as any call.
        """
        result: RawResponse[T] = self._recorded(args, kwargs).raw(self._owner._client)  # noqa: SLF001 -- as above
        return result


class AsyncPagesMethod(_Method[P, AsyncPages[T, ItemT]], Generic[P, T, ItemT]):
    """A method of the asynchronous client that lists."""

    async def raw(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Read the first page, or the one to resume at, and return the answer as it came.

        Raises:
            NumbersError: as any call.
        """
        result: RawResponse[T] = await self._recorded(args, kwargs).raw(self._owner._client)  # noqa: SLF001
        return result


def blocking_method(
    operation: Operation[Any],
) -> Callable[[Callable[Concatenate[Any, P], T]], BlockingMethod[P, T]]:
    """Make a function a method of the blocking client."""
    return lambda function: BlockingMethod(operation, function)


def async_method(
    operation: Operation[Any],
) -> Callable[[Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]], AsyncMethod[P, T]]:
    """Make a function a method of the asynchronous client."""
    return lambda function: AsyncMethod(operation, function)


def pages_method(
    operation: Operation[Any],
) -> Callable[[Callable[Concatenate[Any, P], Pages[T, ItemT]]], PagesMethod[P, T, ItemT]]:
    """Make a function that lists a method of the blocking client."""
    return lambda function: PagesMethod(operation, function)


def async_pages_method(
    operation: Operation[Any],
) -> Callable[[Callable[Concatenate[Any, P], AsyncPages[T, ItemT]]], AsyncPagesMethod[P, T, ItemT]]:
    """Make a function that lists a method of the asynchronous client."""
    return lambda function: AsyncPagesMethod(operation, function)
