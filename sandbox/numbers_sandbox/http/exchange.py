"""From a raw request to a call that the description allows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .bodies import checked_body, read_body
from .errors import InvalidHost, clip
from .negotiation import check_accept, check_content_type
from .operations import Call
from .queries import path_values, query_values
from .router import Router

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

    from .auth import Guard
    from .description import Description, Operation

__all__ = ["Exchange", "Reader"]

_HOST = re.compile(rb"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{0,5}))?")
_LAST_PORT = 65535


class Exchange:
    """One request, and what is known about it so far."""

    __slots__ = ("body", "fault", "headers", "operation", "raw_path", "receive", "scope", "status", "texts")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.raw_path: bytes = scope.get("raw_path") or scope["path"].encode("utf-8")
        self.headers = _joined(scope["headers"])
        self.operation: Operation | None = None
        self.texts: dict[str, str] = {}
        self.body = b""
        self.fault: str | None = None
        self.status: int | None = None

    def header(self, name: bytes) -> str | None:
        """A header of the request."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    @property
    def account(self) -> str | None:
        """The account in the path, as far as there is one."""
        return self.texts.get("AccountId")

    @property
    def target(self) -> bytes:
        """The path and the query as they came."""
        query: bytes = self.scope.get("query_string", b"")
        return self.raw_path + b"?" + query if query else self.raw_path


class Reader:
    """Reads requests."""

    def __init__(self, description: Description, guard: Guard, body_limit: int) -> None:
        self._router = Router(description)
        self._guard = guard
        self._body_limit = body_limit

    def find(self, exchange: Exchange) -> Operation:
        """The operation that a request means, if its caller may have it and can take its answer.

        Raises:
            Problem: there is none.
        """
        operation, exchange.texts = self._router.find(exchange.scope["method"], exchange.raw_path)
        exchange.operation = operation
        if self._guard.required:
            self._guard.check(exchange.header(b"authorization"), exchange.account)
        accept = exchange.headers.get(b"accept")
        if accept is not None and accept != b"*/*":
            check_accept(accept.decode("latin-1"))
        return operation

    async def body(self, exchange: Exchange) -> bytes:
        """The body of a request, which is empty when there is none.

        Raises:
            Problem: it is of another type than JSON, or too long.
        """
        length = exchange.header(b"content-length")
        declared = int(length) if length is not None and length.isdecimal() else None
        if declared == 0 or (declared is None and b"transfer-encoding" not in exchange.headers):
            return b""
        check_content_type(exchange.header(b"content-type"), exchange.header(b"content-encoding"))
        return await read_body(exchange.receive, declared, self._body_limit)

    def call(self, operation: Operation, exchange: Exchange) -> Call:
        """The call that a request is.

        Raises:
            Problem: a parameter or the body breaks the description.
        """
        path = path_values(operation, exchange.texts)
        query = query_values(operation, exchange.scope.get("query_string", b""))
        body = None if operation.body is None else checked_body(operation.body, exchange.body)
        return Call(operation, path, query, body, _url(exchange))


def _url(exchange: Exchange) -> str:
    """Scheme, host and path that were asked, for links.

    Raises:
        InvalidHost: the Host header is missing, or cannot be part of a URL.
    """
    host = exchange.headers.get(b"host")
    if host is None and exchange.scope.get("http_version") == "1.1":  # RFC 9112, section 3.2
        raise InvalidHost("The request has no Host header, which HTTP/1.1 requires.")
    if host is None:
        name, port = exchange.scope.get("server") or ("127.0.0.1", None)
        host = f"{name}:{port}".encode("ascii") if port else name.encode("ascii")
    return f"{exchange.scope['scheme']}://{_checked_host(host)}{exchange.raw_path.decode('ascii')}"


@lru_cache(maxsize=64)
def _checked_host(host: bytes) -> str:
    found = _HOST.fullmatch(host)
    if not found or int(found[1] or 0) > _LAST_PORT:
        raise InvalidHost(f"The Host header {clip(host.decode('latin-1'))!r} is not a host and a port.")
    return host.decode("ascii")


def _joined(pairs: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers by name; the values of a repeated one are one list (RFC 9110, section 5.3)."""
    headers = dict(pairs)
    if len(headers) < len(pairs):
        headers = {name: b", ".join(v for n, v in pairs if n == name) for name in headers}
    return headers
