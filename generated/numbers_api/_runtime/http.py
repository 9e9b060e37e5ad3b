from __future__ import annotations

import contextlib
import functools
import importlib
import sys
import time
from collections.abc import Mapping
from typing import Any

import httpx

from .credentials import Secret
from .errors import InvalidRequest
from .pool import Pool, agent_of, cut_tracebacks, sends_once, what_is_left
from .requests import WireRequest
from .responses import WireResponse
from .settings import Sealed
from .urls import parsed
from .waiting import remaining

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
    left = max(left, 0.001)
    return httpx.Timeout(left, connect=min(left, _CONNECT), pool=min(left, _CONNECT))


def _merged(headers: Mapping[str, str], needed: Mapping[str, str]) -> Mapping[str, str]:
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
    kind: Any

    def __init__(self, pool: Pool | None = None) -> None:
        sockets = importlib.import_module(".sockets", __package__)
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
        if not self.owned and prepared.url != httpx.URL(url):
            raise InvalidRequest(field="http_client", rule="asks for another URL: use query= for what its params= say")
        return prepared

    def _once(self, auth: Secret | None) -> bool:
        return sends_once(auth.reveal() if auth else None) and (self.owned or sends_once(self.client.auth))


class Connection(_Connection):
    kind = httpx.Client

    def send(
        self,
        request: WireRequest,
        headers: Mapping[str, str],
        timeout: float,
        until: float | None = None,
        auth: Secret | None = None,
    ) -> WireResponse:
        prepared, outer = self.prepared(request, headers, timeout, until), sys.exception()
        self.until.set(until)
        response: Any = None
        parts: list[bytes] = []
        try:
            response = self.client.send(prepared, **_options(auth))
            for part in response.iter_bytes():
                parts.append(part)
                if not self.bounded:
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
        time.sleep(seconds)

    def close(self) -> None:
        if self.owned:
            self.client.close()


class AsyncConnection(_Connection):
    kind = httpx.AsyncClient

    async def send(
        self,
        request: WireRequest,
        headers: Mapping[str, str],
        timeout: float,
        until: float | None = None,
        auth: Secret | None = None,
    ) -> WireResponse:
        prepared, outer = self.prepared(request, headers, timeout, until), sys.exception()
        self.until.set(until)
        response: Any = None
        parts: list[bytes] = []
        try:
            with _NOTHING if self.bounded else importlib.import_module("anyio").fail_after(remaining(until)):
                response = await self.client.send(prepared, **_options(auth))
                async for part in response.aiter_bytes():
                    parts.append(part)
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
        import anyio

        await anyio.sleep(seconds)

    async def close(self) -> None:
        if self.owned:
            await self.client.aclose()


def _check_end(until: float | None, request: httpx.Request) -> None:
    left = remaining(until)
    if left is not None and left <= 0:
        raise httpx.ReadTimeout("the deadline is over", request=request)
