"""The only module that knows httpx."""

from __future__ import annotations

import logging
import platform
import time
from collections.abc import Mapping
from typing import Any

import httpx

from .errors import ConnectionFailed, DeadlineExceeded, InvalidRequest
from .masking import mask_numbers
from .requests import WireRequest
from .responses import WireResponse

__all__ = ["AsyncConnection", "Connection", "user_agent"]

_NEVER_DELIVERED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20)


class _Masking(logging.Filter):
    """Masks phone numbers in what httpx logs: it writes the whole URL of each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask_numbers(record.getMessage()), ()
        return True


logging.getLogger("httpx").addFilter(_Masking())


def user_agent(distribution: str, version: str) -> str:
    """Return the User-Agent (RFC 9110 section 10.1.5)."""
    return f"{distribution}/{version} python/{platform.python_version()} httpx/{httpx.__version__}"


def _timeout(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=min(seconds, 5.0), pool=min(seconds, 5.0))


def _failure(error: httpx.HTTPError) -> ConnectionFailed:
    delivered = False if isinstance(error, _NEVER_DELIVERED) else None
    cls = DeadlineExceeded if isinstance(error, httpx.TimeoutException) else ConnectionFailed
    return cls(f"{type(error).__name__}: no answer from the service", delivered=delivered)


def _prepared(client: Any, request: WireRequest, headers: Mapping[str, str], timeout: float) -> httpx.Request:
    needed = {name.lower() for name in request.headers}
    kept = {name: text for name, text in headers.items() if name.lower() not in needed}
    try:
        prepared: httpx.Request = client.build_request(
            request.method,
            request.url,
            content=request.content,
            headers={**kept, **request.headers},
            timeout=_timeout(timeout),
        )
    except httpx.InvalidURL as error:
        raise InvalidRequest(field="the request", rule=f"has no URL that can be sent: {error}") from None
    return prepared


def _answer(response: httpx.Response) -> WireResponse:
    return WireResponse(response.status_code, dict(response.headers.items()), response.content, str(response.url))


class Connection:
    """A connection pool, blocking."""

    def __init__(self, http_client: Any | None = None) -> None:
        """Use `http_client` (an `httpx.Client`) or make one that this object owns."""
        self.owned = http_client is None
        self.client: Any = http_client or httpx.Client(limits=_LIMITS, follow_redirects=False)

    def send(self, request: WireRequest, headers: Mapping[str, str], timeout: float) -> WireResponse:
        """Send one request; redirects are not followed.

        Raises:
            ConnectionFailed: no answer arrived.
            InvalidRequest: the URL is too long, or none.
        """
        sent = _prepared(self.client, request, headers, timeout)
        try:
            return _answer(self.client.send(sent, follow_redirects=False))
        except httpx.HTTPError as error:
            raise _failure(error) from error

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def close(self) -> None:
        """Close the pool, if it is ours."""
        if self.owned:
            self.client.close()


class AsyncConnection:
    """A connection pool, for asyncio and trio."""

    def __init__(self, http_client: Any | None = None) -> None:
        """Use `http_client` (an `httpx.AsyncClient`) or make one that this object owns."""
        self.owned = http_client is None
        self.client: Any = http_client or httpx.AsyncClient(limits=_LIMITS, follow_redirects=False)

    async def send(self, request: WireRequest, headers: Mapping[str, str], timeout: float) -> WireResponse:
        """Send one request; redirects are not followed.

        Raises:
            ConnectionFailed: no answer arrived.
            InvalidRequest: the URL is too long, or none.
        """
        sent = _prepared(self.client, request, headers, timeout)
        try:
            return _answer(await self.client.send(sent, follow_redirects=False))
        except httpx.HTTPError as error:
            raise _failure(error) from error

    async def sleep(self, seconds: float) -> None:
        """Wait, on asyncio or trio."""
        import anyio  # noqa: PLC0415 -- httpx's own dependency, which it too imports when it needs it

        await anyio.sleep(seconds)

    async def close(self) -> None:
        """Close the pool, if it is ours."""
        if self.owned:
            await self.client.aclose()
