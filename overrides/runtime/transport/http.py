"""Sending requests: beside ``pool`` and ``sockets`` the only module that knows httpx."""

from __future__ import annotations

import contextlib
import functools
import importlib
import sys
import time
from collections.abc import Mapping
from typing import Any

import httpx

from ..backoff import remaining
from ..errors import InvalidRequest
from .auth import sends_once
from .credentials import Secret
from .headers import Sealed
from .messages import WireRequest, WireResponse
from .pool import Pool, agent_of, cut_tracebacks, what_is_left
from .urls import parsed

__all__ = ["AsyncConnection", "Connection", "Pool", "agent_of"]

_CONNECT = 5.0
_NOTHING = contextlib.nullcontext()


@functools.lru_cache(maxsize=16)
def _timeout(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=min(seconds, _CONNECT), pool=min(seconds, _CONNECT))


def _timeout_until(seconds: float, until: float | None) -> httpx.Timeout:
    left = remaining(until)
    if left is None or left >= seconds:
        return _timeout(seconds)
    left = max(left, 0.001)  # httpx takes 0 for a socket that does not block
    return httpx.Timeout(left, connect=min(left, _CONNECT), pool=min(left, _CONNECT))


def _merged(headers: Mapping[str, str], needed: Mapping[str, str]) -> Mapping[str, str]:
    """Return `headers` with those that the request needs, which go before the others in any case."""
    if not needed:
        return headers
    names = {name.lower() for name in needed}
    return Sealed({**{name: text for name, text in headers.items() if name.lower() not in names}, **needed})


def _options(auth: Secret | None) -> dict[str, Any]:
    options: dict[str, Any] = {"follow_redirects": False, "stream": True}
    if auth is not None:
        options["auth"] = auth.reveal()
    return options


class _Connection:
    """What both colours share. `bounded` says that every read and write keeps the deadline by itself."""

    kind: Any

    def __init__(self, pool: Pool | None = None) -> None:
        """Use the client of `pool`, or make one that this object owns."""
        sockets = importlib.import_module(".deadline_streams", __package__)
        pool = pool or Pool()
        self.owned = pool.http_client is None
        self.client: Any = pool.made(self.kind)
        self.bounded: bool = self.owned and pool.transport is None and sockets.keep_deadlines(self.client)
        self.until: Any = sockets.UNTIL
        kept = ("accept-encoding", "connection")
        self._defaults = {name: self.client.headers[name] for name in kept if name in self.client.headers}

    def prepared(
        self, request: WireRequest, headers: Mapping[str, str], timeout: float, until: float | None
    ) -> httpx.Request:
        """Return the request for httpx. A client of the caller's own adds what it is set up with.

        Raises:
            InvalidRequest: the URL is too long, or none; or the client is closed.
        """
        if self.client.is_closed:
            raise InvalidRequest(field="client", rule="is closed; make another one")
        make = httpx.Request if self.owned else self.client.build_request
        given = _merged(headers, request.headers)
        if self.owned:
            given = Sealed({**self._defaults, **given})
        limits = _timeout_until(timeout, until).as_dict()
        try:
            url = parsed(request.url) if self.owned else request.url
            prepared: httpx.Request = make(
                request.method, url, content=request.content, headers=given, extensions={"timeout": limits}
            )
        except httpx.InvalidURL as error:
            raise InvalidRequest(field="the request", rule=f"has no URL that can be sent: {error}") from None
        if not self.owned and prepared.url != httpx.URL(url):  # params= of a client take the place of the query
            raise InvalidRequest(field="http_client", rule="asks for another URL: use query= for what its params= say")
        return prepared

    def _once(self, auth: Secret | None) -> bool:
        return sends_once(auth.reveal() if auth else None) and (self.owned or sends_once(self.client.auth))


class Connection(_Connection):
    """A connection pool, blocking."""

    kind = httpx.Client

    def send(
        self,
        request: WireRequest,
        headers: Mapping[str, str],
        timeout: float,
        until: float | None = None,
        auth: Secret | None = None,
    ) -> WireResponse:
        """Send one request; redirects are not followed.

        Args:
            request: What to send.
            headers: The headers of the client.
            timeout: Seconds that each phase may take.
            until: The end on the monotonic clock, whatever the phases do.
            auth: What signs the request, an `httpx.Auth`.

        Raises:
            ConnectionFailed: no answer began. One that was cut off is returned, with what was wrong.
            InvalidRequest: the URL is too long, or none.
        """
        prepared, outer = self.prepared(request, headers, timeout, until), sys.exception()
        self.until.set(until)
        response: Any = None
        parts: list[bytes] = []
        try:
            response = self.client.send(prepared, **_options(auth))
            for part in response.iter_bytes():
                parts.append(part)
                if not self.bounded:  # nothing is known of the connections of others
                    _check_end(until, prepared)
            return WireResponse(response.status_code, response.headers, b"".join(parts))
        except BaseException as error:
            if response is not None:
                with contextlib.suppress(Exception):
                    response.close()
            cut_tracebacks(error, outer)
            if not isinstance(error, Exception):
                raise
            return what_is_left(error, prepared, response, parts, outer, once=self._once(auth))

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def close(self) -> None:
        """Close the pool, if it is ours."""
        if self.owned:
            self.client.close()


class AsyncConnection(_Connection):
    """A connection pool, for asyncio and trio."""

    kind = httpx.AsyncClient

    async def send(
        self,
        request: WireRequest,
        headers: Mapping[str, str],
        timeout: float,
        until: float | None = None,
        auth: Secret | None = None,
    ) -> WireResponse:
        """Send one request; redirects are not followed.

        Args:
            request: What to send.
            headers: The headers of the client.
            timeout: Seconds that each phase may take.
            until: The end on the monotonic clock, whatever the phases do.
            auth: What signs the request, an `httpx.Auth`.

        Raises:
            ConnectionFailed: no answer began. One that was cut off is returned, with what was wrong.
            InvalidRequest: the URL is too long, or none.
        """
        prepared, outer = self.prepared(request, headers, timeout, until), sys.exception()
        self.until.set(until)
        response: Any = None
        parts: list[bytes] = []
        try:
            with _NOTHING if self.bounded else importlib.import_module("anyio").fail_after(remaining(until)):
                response = await self.client.send(prepared, **_options(auth))
                async for part in response.aiter_bytes():
                    parts.append(part)  # noqa: PERF401 -- what came before a failure is kept
            return WireResponse(response.status_code, response.headers, b"".join(parts))
        except BaseException as error:
            if response is not None:
                with contextlib.suppress(Exception):
                    await response.aclose()
            cut_tracebacks(error, outer)
            if not isinstance(error, Exception):
                raise
            return what_is_left(error, prepared, response, parts, outer, once=self._once(auth))

    async def sleep(self, seconds: float) -> None:
        """Wait, on asyncio or trio."""
        import anyio  # noqa: PLC0415 -- httpx's own dependency, which it too imports when it needs it

        await anyio.sleep(seconds)

    async def close(self) -> None:
        """Close the pool, if it is ours."""
        if self.owned:
            await self.client.aclose()


def _check_end(until: float | None, request: httpx.Request) -> None:
    left = remaining(until)
    if left is not None and left <= 0:
        raise httpx.ReadTimeout("the deadline is over", request=request)
