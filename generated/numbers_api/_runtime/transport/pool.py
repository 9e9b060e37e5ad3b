"""What connections are made of, what httpx says in its log, and what its exceptions mean."""

from __future__ import annotations

import contextlib
import inspect
import logging
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from ..errors import ConnectionFailed, DeadlineExceeded, InvalidRequest
from ..masking import FOREIGN, mask_numbers
from .headers import can_be_sent
from .messages import WireResponse

__all__ = ["Pool", "agent_of", "cut_tracebacks", "unanswered", "what_is_left"]


class _Masking(logging.Filter):
    """Masks phone numbers in what httpx logs, and what `query=` gave: it writes the whole URL of each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        query, shown = FOREIGN.get()
        text = record.getMessage()
        record.msg, record.args = mask_numbers(text.replace(query, shown) if query else text), ()
        return True


logging.getLogger("httpx").addFilter(_Masking())


def agent_of(distribution: str, version: str, more: str | None = None) -> str:
    """Return the User-Agent (RFC 9110 section 10.1.5), with what the caller says of its own program behind it.

    Raises:
        InvalidRequest: `more` cannot be sent.
    """
    ours = f"{distribution}/{version} python/{platform.python_version()} httpx/{httpx.__version__}"
    if more is None:
        return ours
    if not can_be_sent(more) or not more:
        raise InvalidRequest(field="user_agent", rule="must be printable ASCII, such as my-program/1.2")
    return f"{ours} {more}"


def _led_to(error: BaseException, outer: BaseException | None) -> Iterator[BaseException]:
    """Yield `error` and what led to it, each once; `outer` is what the caller was handling, which is none of it."""
    found: list[BaseException | None] = [error]
    seen = {id(None), id(outer)}
    while found:
        one = found.pop(0)
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            found += [*getattr(one, "exceptions", ()), one.__cause__, one.__context__]


def unanswered(error: BaseException, outer: BaseException | None = None) -> str:
    """Say who did not answer and why, as the system has it; what an exception says in words may quote anything."""
    request: Any = getattr(error, "_request", None)  # its property raises where there is none
    told = "no answer from " + (request.url.host if request is not None else "the service")
    cause: Any = next((one for one in _led_to(error, outer) if getattr(one, "strerror", None)), None)
    if cause is None:
        return told
    # asyncio and trio write the address into it once more
    return f"{told}: {os.strerror(cause.errno or 0) if isinstance(cause, ConnectionError) else cause.strerror}"


@dataclass(frozen=True)
class Pool:
    """What the connections are made of.

    Attributes:
        http_client: A client of httpx of the caller's own, in place of all the others.
        transport: A transport of httpx of the caller's own.
        proxy: URL of a proxy; by default those of the environment.
        max_connections: At most so many at the same time.
        max_keepalive_connections: At most so many are kept open for later.
    """

    http_client: Any = None
    transport: Any = None
    proxy: Any = field(default=None, repr=False)  # may hold a password
    max_connections: int = 100
    max_keepalive_connections: int = 20

    def made(self, kind: Any) -> Any:
        """Return a client of `kind`, `httpx.Client` or `httpx.AsyncClient`.

        Raises:
            InvalidRequest: arguments exclude each other, or the proxy cannot be used.
        """
        for name, least in (("max_connections", 1), ("max_keepalive_connections", 0)):
            limit: Any = getattr(self, name)
            if not isinstance(limit, int) or limit < least:
                raise InvalidRequest(field=name, rule=f"must be a whole number from {least} on")
        if self.transport is not None and self.proxy is not None:
            raise InvalidRequest(field="transport", rule="excludes proxy=: give the transport a proxy of its own")
        if self.http_client is not None and (self.transport is not None or self.proxy is not None):
            raise InvalidRequest(field="http_client", rule="excludes transport= and proxy=; it has its own")
        self._check_colour(kind)
        if self.http_client is not None:
            return self.http_client
        allowed = httpx.Limits(
            max_connections=self.max_connections, max_keepalive_connections=self.max_keepalive_connections
        )
        made = None
        with contextlib.suppress(ValueError, ImportError, httpx.InvalidURL):
            made = kind(limits=allowed, follow_redirects=False, transport=self.transport, proxy=self.proxy)
        if made is None:  # raised here, so that the frames of httpx with the URL are no part of the report
            raise InvalidRequest(field="proxy", rule="must be the URL of a proxy that httpx can use")
        return made

    def _check_colour(self, kind: Any) -> None:
        """Refuse what is of the other client: it may send a purchase, and nobody would see the answer."""
        asynchronous = kind is httpx.AsyncClient
        client, method = self.http_client, "handle_async_request" if asynchronous else "handle_request"
        if client is not None and not (
            hasattr(client, "build_request") and inspect.iscoroutinefunction(client.send) is asynchronous
        ):
            raise InvalidRequest(field="http_client", rule=f"must be an httpx.{kind.__name__} here")
        if self.transport is not None and not hasattr(self.transport, method):
            raise InvalidRequest(field="transport", rule=f"must be a transport of httpx with {method}() here")


_NEVER_DELIVERED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


def cut_tracebacks(error: BaseException, outer: BaseException | None) -> None:
    """Take the tracebacks off `error` and what led to it: the frames of httpx hold credentials in local variables."""
    for one in _led_to(error, outer):
        one.__traceback__ = None


def what_is_left(
    error: Exception,
    request: httpx.Request,
    response: httpx.Response | None,
    parts: list[bytes],
    outer: BaseException | None,
    *,
    once: bool,
) -> WireResponse:
    """Return what is known of the answer to `request`, which ended with `error`: its head, and a part of its body.

    Raises:
        ConnectionFailed: no answer began. It was surely not delivered only if `error` is about this very request,
            for hooks and `httpx.Auth` send others, and if it was sent `once`.
    """
    ours = getattr(error, "_request", None) is request
    if response is None and ours and isinstance(error, httpx.HTTPStatusError):  # a hook with raise_for_status()
        content = b""
        with contextlib.suppress(httpx.ResponseNotRead):
            content = error.response.content
        return WireResponse(error.response.status_code, error.response.headers, content)
    never = ours and once and response is None and isinstance(error, _NEVER_DELIVERED)
    cls = DeadlineExceeded if isinstance(error, httpx.TimeoutException | TimeoutError) else ConnectionFailed
    what = unanswered(error, outer) if response is None else "the answer was cut off"
    failure = cls(f"{type(error).__name__}: {what}", delivered=False if never else None)
    if response is None:
        raise failure from error
    failure.__cause__ = error
    return WireResponse(response.status_code, response.headers, b"".join(parts), failure)
