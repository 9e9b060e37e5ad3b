"""HTTP/1.1 as bytes: sends what it is given, broken or not, and reads exactly what comes."""

from __future__ import annotations

import http.client
import select
import ssl
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .codings import decoded
from .exchange import Response

if TYPE_CHECKING:
    from .exchange import Request

__all__ = ["Wire", "WireError"]

_FRESH = 1.0  # seconds; a connection idle for longer may just be being closed by the server
_EXTRA = 65536


class WireError(Exception):
    """No complete answer came; the text says why."""


class Wire:
    """One connection at a time to one server, kept open between requests."""

    def __init__(self, base_url: str, timeout: float) -> None:
        """Remember where the server is; nothing is sent yet.

        Raises:
            ValueError: the base URL is no HTTP URL.
        """
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{base_url!r} is no URL of the form http://host or https://host")
        self._parts = parts
        self._timeout = timeout
        self._connection: http.client.HTTPConnection | None = None
        self._used = 0.0

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def send(self, request: Request, *, repeatable: bool) -> Response:
        """Send a request and read its answer.

        Args:
            request: what to send.
            repeatable: whether it may be sent again when a connection that was kept open turns out to be closed.

        Raises:
            WireError: no complete answer came.
        """
        reused = self._ready(repeatable=repeatable)
        try:
            return self._exchanged(request)
        except (http.client.HTTPException, OSError) as error:
            self.close()
            if not (reused and repeatable) or isinstance(error, TimeoutError):
                raise WireError(_reason(error, self._timeout)) from error
        try:
            self._ready(repeatable=False)
            return self._exchanged(request)
        except (http.client.HTTPException, OSError) as error:
            self.close()
            raise WireError(_reason(error, self._timeout)) from error

    def _ready(self, *, repeatable: bool) -> bool:
        """Whether the connection was there already."""
        connection = self._connection
        idle = time.monotonic() - self._used
        if connection is not None and (idle > _FRESH or not repeatable) and (idle > _FRESH or _readable(connection)):
            self.close()
        if self._connection is not None and self._connection.sock is not None:
            return True
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "https":
            context = ssl.create_default_context()
            self._connection = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)
        else:
            self._connection = http.client.HTTPConnection(host, port, timeout=self._timeout)
        return False

    def _exchanged(self, request: Request) -> Response:
        connection = self._connection
        assert connection is not None
        started = time.perf_counter()
        connection.putrequest(
            request.method,
            f"{self._parts.path.rstrip('/')}{request.target}",
            skip_host=request.header("host") is not None,
            skip_accept_encoding=True,
        )
        for name, value in request.headers:
            connection.putheader(name, value)
        if request.header("accept-encoding") is None:
            connection.putheader("Accept-Encoding", "identity")
        chunked = request.header("transfer-encoding") == "chunked"
        if request.body is not None and not chunked and request.header("content-length") is None:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body, encode_chunked=chunked)
        answer = connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - started
        self._used = time.monotonic()
        extra = self._extra(connection, wait=0.02 if request.method == "HEAD" else 0.0)
        if extra or connection.sock is None:
            self.close()
        body, coding = decoded(body, answer.getheader("content-encoding"), request.header("accept-encoding"))
        return Response(answer.status, tuple(answer.getheaders()), body, seconds, extra, coding)

    @staticmethod
    def _extra(connection: http.client.HTTPConnection, wait: float) -> bytes:
        """Bytes beyond the end of the answer."""
        if connection.sock is None or not _readable(connection, wait):
            return b""
        try:
            return bytes(connection.sock.recv(_EXTRA))
        except OSError:
            return b""


def _readable(connection: http.client.HTTPConnection, wait: float = 0.0) -> bool:
    """Whether the server has sent something, or closed the connection."""
    return connection.sock is not None and bool(select.select([connection.sock], [], [], wait)[0])


def _reason(error: Exception, timeout: float) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {timeout:g} seconds"
    if isinstance(error, http.client.IncompleteRead):
        return f"the connection was closed in the middle of the body, after {len(error.partial)} bytes"
    if isinstance(error, http.client.RemoteDisconnected):
        return "the connection was closed without an answer"
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    return f"{type(error).__name__}: {error}".rstrip(": ")
