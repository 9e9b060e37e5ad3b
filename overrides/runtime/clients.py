"""What both clients share, and the two drivers of `engine.call`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from .engine import Send, Steps, call
from .errors import ConnectionFailed, InvalidRequest
from .operations import Operation
from .pages import AsyncPages, Pages
from .prepared import PreparedRequest, redacted
from .requests import WireRequest, build
from .responses import WireResponse
from .settings import Headers, Sealed, Settings, authorization
from .values import UNSET
from .walk import Extent

if TYPE_CHECKING:
    from .http import AsyncConnection, Connection

__all__ = ["AsyncClientBase", "ClientBase"]

T = TypeVar("T")
P = TypeVar("P")


class _Core:
    """Settings, and the request of a call. The connection belongs to the subclass."""

    def __init__(self, settings: Settings, connection: Any, user_agent: str) -> None:
        self._settings, self._connection, self._user_agent = settings, connection, user_agent
        self._shared = False

    @property
    def settings(self) -> Settings:
        """How this client is configured; the credential in it does not show."""
        return self._settings

    def with_options(
        self,
        *,
        account_id: str | None = None,
        token: str | None = None,
        basic_auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        headers: Headers | None = None,
    ) -> Self:
        """Return a client with other options that shares this one's connections; this one stays as it is.

        Closing the copy closes nothing.

        Raises:
            InvalidRequest: a setting cannot be used.
        """
        given = {"account_id": account_id, "timeout": timeout, "max_retries": max_retries, "headers": headers}
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if token is not None or basic_auth is not None:
            changes["authorization"] = authorization(token, basic_auth)
        copy = object.__new__(type(self))
        _Core.__init__(copy, dataclasses.replace(self._settings, **changes), self._connection, self._user_agent)
        copy._shared = True
        return copy

    def _request(self, operation: Operation[Any], arguments: Mapping[str, Any], body: Any) -> WireRequest:
        filled = dict(arguments)
        if "account_id" in filled and filled["account_id"] is UNSET:
            if self._settings.account_id is None:
                rule = "is required: give account_id= to the call or the client, or set NUMBERS_API_ACCOUNT_ID"
                raise InvalidRequest(field="account_id", rule=rule, operation=operation.id)
            filled["account_id"] = self._settings.account_id
        return build(operation, self._settings.base_url, filled, body)

    def _steps(self, operation: Operation[Any], request: WireRequest, arguments: Mapping[str, Any]) -> Steps:
        phone_number = arguments.get("phone_number")
        named = phone_number if isinstance(phone_number, str) else None
        return call(operation, request, self._settings.max_retries, named)

    def prepared(
        self, operation: Operation[Any], arguments: Mapping[str, Any], body: Any = UNSET, **_: Any
    ) -> PreparedRequest:
        """Return the request of a call, redacted; nothing is sent. `prepare` of the generated methods calls this."""
        return redacted(operation, self._request(operation, arguments, body), self._headers(operation))

    def _headers(self, operation: Operation[Any]) -> Sealed:
        return self._settings.headers_for(operation.id, self._user_agent)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._settings.base_url!r})"

    def __reduce__(self) -> Any:
        msg = f"{type(self).__name__} holds connections and a credential: make one in each process"
        raise TypeError(msg)


class ClientBase(_Core):
    """Drives calls, blocking."""

    _connection: Connection

    def call(self, operation: Operation[T], arguments: Mapping[str, Any], body: Any = UNSET) -> T:
        """Carry out `operation`; the generated methods call this."""
        request = self._request(operation, arguments, body)
        return self._drive(operation, self._steps(operation, request, arguments))

    def pages(
        self, operation: Operation[P], arguments: Mapping[str, Any], item: type[T], *, extent: Extent
    ) -> Pages[P, T]:
        """Return the pages of `operation`; the request is checked now and sent when the pages are read."""
        del item
        return Pages(operation, self._request(operation, arguments, UNSET), lambda: self._fetch, extent)

    def _fetch(self, operation: Operation[T], request: WireRequest) -> T:
        return self._drive(operation, self._steps(operation, request, {}))

    def _drive(self, operation: Operation[T], steps: Steps) -> T:
        headers, answer, failure = self._headers(operation), cast("WireResponse | None", None), None
        while True:
            try:
                step = steps.send(answer) if failure is None else steps.throw(failure)
            except StopIteration as stop:
                return cast("T", stop.value)
            answer, failure = None, None
            if isinstance(step, Send):
                try:
                    answer = self._connection.send(step.request, headers, self._settings.timeout)
                except ConnectionFailed as error:
                    failure = error
            else:
                self._connection.sleep(step.seconds)

    def close(self) -> None:
        """Close the connections, unless they are shared with another client."""
        if not self._shared:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClientBase(_Core):
    """Drives calls on asyncio or trio."""

    _connection: AsyncConnection

    async def call(self, operation: Operation[T], arguments: Mapping[str, Any], body: Any = UNSET) -> T:
        """Carry out `operation`; the generated methods call this."""
        request = self._request(operation, arguments, body)
        return await self._drive(operation, self._steps(operation, request, arguments))

    def pages(
        self, operation: Operation[P], arguments: Mapping[str, Any], item: type[T], *, extent: Extent
    ) -> AsyncPages[P, T]:
        """Return the pages of `operation`; the request is checked now and sent when the pages are read."""
        del item
        return AsyncPages(operation, self._request(operation, arguments, UNSET), lambda: self._fetch, extent)

    async def _fetch(self, operation: Operation[T], request: WireRequest) -> T:
        return await self._drive(operation, self._steps(operation, request, {}))

    async def _drive(self, operation: Operation[T], steps: Steps) -> T:
        headers, answer, failure = self._headers(operation), cast("WireResponse | None", None), None
        while True:
            try:
                step = steps.send(answer) if failure is None else steps.throw(failure)
            except StopIteration as stop:
                return cast("T", stop.value)
            answer, failure = None, None
            if isinstance(step, Send):
                try:
                    answer = await self._connection.send(step.request, headers, self._settings.timeout)
                except ConnectionFailed as error:
                    failure = error
            else:
                await self._connection.sleep(step.seconds)

    async def aclose(self) -> None:
        """Close the connections, unless they are shared with another client."""
        if not self._shared:
            await self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
