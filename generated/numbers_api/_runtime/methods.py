from __future__ import annotations

import contextlib
import functools
import types
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, cast

from .contracts import RetryContract
from .operations import Operation
from .options import seal_headers
from .pages import AsyncPages, Pages
from .prepared import PreparedRequest, Recorder
from .raw import RawResponse

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
    _owner: Any

    def __init__(
        self, operation: Operation[Any], function: Callable[Concatenate[Any, P], R], owner: Any = None
    ) -> None:
        functools.update_wrapper(self, function)
        if owner is not None:
            self.__wrapped__ = types.MethodType(function, owner)
        self.operation, self._function, self._owner = operation, function, owner

    def __get__(self, owner: Any, class_: type[Any] | None = None) -> Self:
        if owner is None:
            return self
        bound = type(self)(self.operation, self._function, owner)
        owner.__dict__[self._function.__name__] = bound
        return bound

    @property
    def contract(self) -> RetryContract:
        return self.operation.contract

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if "headers" in kwargs:
            seal_headers(cast("dict[str, Any]", kwargs))
        return self._function(self._owner, *args, **kwargs)

    def prepare(self, *args: P.args, **kwargs: P.kwargs) -> PreparedRequest:
        seal_headers(cast("dict[str, Any]", kwargs))
        return self._recorded(args, kwargs).prepared(self._owner._client)

    def _recorded(self, args: Any, kwargs: Any) -> Recorder:
        recorder, function = Recorder(), cast("Callable[..., Coroutine[Any, Any, Any] | None]", self._function)
        outcome = function(type(self._owner)(recorder), *args, **kwargs)
        if isinstance(outcome, Coroutine):
            with contextlib.suppress(StopIteration):
                outcome.send(None)
        return recorder

    def __repr__(self) -> str:
        return f"<{self.operation.id}: {self.operation.method} {self.operation.path}>"


class BlockingMethod(_Method[P, T]):
    def raw(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        result: RawResponse[T] = self._recorded(args, kwargs).raw(self._owner._client)
        return result


class AsyncMethod(_Method[P, Coroutine[Any, Any, T]], Generic[P, T]):
    async def raw(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        result: RawResponse[T] = await self._recorded(args, kwargs).raw(self._owner._client)
        return result


class PagesMethod(_Method[P, Pages[T, ItemT]], Generic[P, T, ItemT]):
    def raw(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        result: RawResponse[T] = self._recorded(args, kwargs).raw(self._owner._client)
        return result


class AsyncPagesMethod(_Method[P, AsyncPages[T, ItemT]], Generic[P, T, ItemT]):
    async def raw(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        result: RawResponse[T] = await self._recorded(args, kwargs).raw(self._owner._client)
        return result


def blocking_method(
    operation: Operation[Any],
) -> Callable[[Callable[Concatenate[Any, P], T]], BlockingMethod[P, T]]:
    return lambda function: BlockingMethod(operation, function)


def async_method(
    operation: Operation[Any],
) -> Callable[[Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]], AsyncMethod[P, T]]:
    return lambda function: AsyncMethod(operation, function)


def pages_method(
    operation: Operation[Any],
) -> Callable[[Callable[Concatenate[Any, P], Pages[T, ItemT]]], PagesMethod[P, T, ItemT]]:
    return lambda function: PagesMethod(operation, function)


def async_pages_method(
    operation: Operation[Any],
) -> Callable[[Callable[Concatenate[Any, P], AsyncPages[T, ItemT]]], AsyncPagesMethod[P, T, ItemT]]:
    return lambda function: AsyncPagesMethod(operation, function)
