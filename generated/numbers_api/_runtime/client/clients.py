"""The two drivers of `engine.run`: blocking, and for asyncio and trio."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack, cast

from ..backoff import Budget
from ..calls.attempts import Call, Send, Steps
from ..calls.engine import interrupted, run, settle
from ..errors import PurchaseOutcomeUnknown
from ..operations import Operation
from ..pagination.pages import AsyncPages, Pages
from ..pagination.walk import WHOLE, Extent
from ..transport.messages import WireRequest, WireResponse
from ..values import UNSET
from .client_core import NO_OPTIONS, ClientCore
from .options import CallOptions, Choices, chosen
from .raw_response import RawResponse, parsed_as_it_is, raw_response, undocumented

if TYPE_CHECKING:
    from ..transport.http import AsyncConnection, Connection

__all__ = ["AsyncClientBase", "ClientBase"]

T = TypeVar("T")
P = TypeVar("P")


class ClientBase(ClientCore):
    """Drives calls, blocking."""

    _connection: Connection

    def request(
        self, method: str, path: str, *, body: Any = UNSET, billed: bool = True, **options: Unpack[CallOptions]
    ) -> RawResponse[Any]:
        """Send a request to a route below the base URL that the description does not have.

        Args:
            method: The HTTP method, in capitals.
            path: The path below the base URL, percent-encoded, with a slash in front and without a query.
            body: What is sent as JSON; nothing by default.
            billed: Whether a success may cost money. As long as this is not said to be false, the request is sent
                again only when it surely was not acted on, whatever its method.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            The answer; ``parsed`` is its JSON, or ``None`` when there is none.

        Raises:
            InvalidRequest: the path leads elsewhere, or something cannot be sent; nothing was sent.
            APIError: the service refused.
            PurchaseOutcomeUnknown: the request was sent and may have cost money, and its answer was lost, or is a
                redirect, which is not followed.
            ConnectionFailed: no answer arrived, and nothing was to be paid.
            ContractError: a success was cut off, or the answer is a redirect and nothing was to be paid.
        """
        choices, begun = chosen(options, self._settings, "request"), time.perf_counter()
        call = self._undocumented(undocumented(method, path, billed=billed), body, choices)
        return parsed_as_it_is(raw_response(call, self._drive(run(call), choices), begun))

    def raw(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: CallOptions = NO_OPTIONS,
        price_limits: Mapping[str, Any] | None = None,
        *,
        extent: Extent = WHOLE,
    ) -> RawResponse[T]:
        """Carry out `operation` and return its answer as it came; `raw` of the generated methods calls this."""
        choices, begun = chosen(options, self._settings, operation.id), time.perf_counter()
        call = self._call(operation, arguments, body, choices, price_limits, extent=extent)
        return raw_response(call, self._drive(run(call), choices), begun)

    def call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: CallOptions = NO_OPTIONS,
        price_limits: Mapping[str, Any] | None = None,
    ) -> T:
        """Carry out `operation`; the generated methods call this."""
        choices = chosen(options, self._settings, operation.id)
        return cast("T", self._drive(run(self._call(operation, arguments, body, choices, price_limits)), choices))

    def pages(
        self,
        operation: Operation[P],
        arguments: Mapping[str, Any],
        item: type[T],
        *,
        extent: Extent,
        options: CallOptions = NO_OPTIONS,
    ) -> Pages[P, T]:
        """Return the pages of `operation`; the request is checked now and sent when the pages are read."""
        del item
        choices = chosen(options, self._settings, operation.id)
        request = self._request(operation, arguments, UNSET, choices)
        return Pages(operation, request, self._fetcher(choices), extent)

    def _fetcher(self, choices: Choices) -> Any:
        """Return what begins a walk over pages: all that it then fetches shares one deadline."""

        def begin() -> Any:
            budget = Budget(choices.deadline)

            def fetch(operation: Operation[Any], request: WireRequest) -> Any:
                call = Call(operation, request, max_retries=choices.max_retries, until=budget.start())
                call.on_drift = self._settings.on_drift
                try:
                    return self._drive(run(call), choices)
                finally:
                    budget.stop()

            return fetch

        return begin

    def _settling(self, choices: Choices) -> Callable[[Call, PurchaseOutcomeUnknown], Any]:
        def ask(call: Call, doubt: PurchaseOutcomeUnknown) -> Any:
            again = dataclasses.replace(call, until=Budget(choices.deadline).start(), unread=None)
            return self._settled(again, doubt, self._drive(settle(again), choices))

        return ask

    def _drive(self, steps: Steps, choices: Choices) -> Any:
        answer: WireResponse | None = None
        failure: BaseException | None = None
        try:
            while True:
                step = steps.send(answer) if failure is None else steps.throw(failure)
                answer = failure = None
                try:
                    if isinstance(step, Send):
                        headers = self._headers(step.operation, choices)
                        auth, step.begun = self._settings.auth, True
                        answer = self._connection.send(step.request, headers, choices.timeout, step.until, auth)
                    else:
                        self._connection.sleep(step.seconds)
                except BaseException as error:  # noqa: BLE001 -- the steps decide, and raise it again
                    failure = error
        except StopIteration as stop:
            return stop.value
        except BaseException as stop:
            interrupted(steps, stop)
            raise
        finally:
            del failure

    def close(self) -> None:
        """Close the connections, unless they are shared with another client."""
        if not self._shared:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClientBase(ClientCore):
    """Drives calls on asyncio or trio."""

    _connection: AsyncConnection

    async def request(
        self, method: str, path: str, *, body: Any = UNSET, billed: bool = True, **options: Unpack[CallOptions]
    ) -> RawResponse[Any]:
        """Send a request to a route below the base URL that the description does not have.

        Args:
            method: The HTTP method, in capitals.
            path: The path below the base URL, percent-encoded, with a slash in front and without a query.
            body: What is sent as JSON; nothing by default.
            billed: Whether a success may cost money. As long as this is not said to be false, the request is sent
                again only when it surely was not acted on, whatever its method.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            The answer; ``parsed`` is its JSON, or ``None`` when there is none.

        Raises:
            InvalidRequest: the path leads elsewhere, or something cannot be sent; nothing was sent.
            APIError: the service refused.
            PurchaseOutcomeUnknown: the request was sent and may have cost money, and its answer was lost, or is a
                redirect, which is not followed.
            ConnectionFailed: no answer arrived, and nothing was to be paid.
            ContractError: a success was cut off, or the answer is a redirect and nothing was to be paid.
        """
        choices, begun = chosen(options, self._settings, "request"), time.perf_counter()
        call = self._undocumented(undocumented(method, path, billed=billed), body, choices)
        return parsed_as_it_is(raw_response(call, await self._drive(run(call), choices), begun))

    async def raw(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: CallOptions = NO_OPTIONS,
        price_limits: Mapping[str, Any] | None = None,
        *,
        extent: Extent = WHOLE,
    ) -> RawResponse[T]:
        """Carry out `operation` and return its answer as it came; `raw` of the generated methods calls this."""
        choices, begun = chosen(options, self._settings, operation.id), time.perf_counter()
        call = self._call(operation, arguments, body, choices, price_limits, extent=extent)
        return raw_response(call, await self._drive(run(call), choices), begun)

    async def call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: CallOptions = NO_OPTIONS,
        price_limits: Mapping[str, Any] | None = None,
    ) -> T:
        """Carry out `operation`; the generated methods call this."""
        choices = chosen(options, self._settings, operation.id)
        return cast("T", await self._drive(run(self._call(operation, arguments, body, choices, price_limits)), choices))

    def pages(
        self,
        operation: Operation[P],
        arguments: Mapping[str, Any],
        item: type[T],
        *,
        extent: Extent,
        options: CallOptions = NO_OPTIONS,
    ) -> AsyncPages[P, T]:
        """Return the pages of `operation`; the request is checked now and sent when the pages are read."""
        del item
        choices = chosen(options, self._settings, operation.id)
        request = self._request(operation, arguments, UNSET, choices)
        return AsyncPages(operation, request, self._fetcher(choices), extent)

    def _fetcher(self, choices: Choices) -> Any:
        """Return what begins a walk over pages: all that it then fetches shares one deadline."""

        def begin() -> Any:
            budget = Budget(choices.deadline)

            async def fetch(operation: Operation[Any], request: WireRequest) -> Any:
                call = Call(operation, request, max_retries=choices.max_retries, until=budget.start())
                call.on_drift = self._settings.on_drift
                try:
                    return await self._drive(run(call), choices)
                finally:
                    budget.stop()

            return fetch

        return begin

    def _settling(self, choices: Choices) -> Callable[[Call, PurchaseOutcomeUnknown], Any]:
        async def ask(call: Call, doubt: PurchaseOutcomeUnknown) -> Any:
            again = dataclasses.replace(call, until=Budget(choices.deadline).start(), unread=None)
            return self._settled(again, doubt, await self._drive(settle(again), choices))

        return ask

    async def _drive(self, steps: Steps, choices: Choices) -> Any:
        answer: WireResponse | None = None
        failure: BaseException | None = None
        try:
            while True:
                step = steps.send(answer) if failure is None else steps.throw(failure)
                answer = failure = None
                try:
                    if isinstance(step, Send):
                        headers = self._headers(step.operation, choices)
                        auth, step.begun = self._settings.auth, True
                        answer = await self._connection.send(step.request, headers, choices.timeout, step.until, auth)
                    else:
                        await self._connection.sleep(step.seconds)
                except BaseException as error:  # noqa: BLE001 -- the steps decide, and raise it again
                    failure = error
        except StopIteration as stop:
            return stop.value
        except BaseException as stop:
            interrupted(steps, stop)
            raise
        finally:
            del failure

    async def aclose(self) -> None:
        """Close the connections, unless they are shared with another client."""
        if not self._shared:
            await self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
