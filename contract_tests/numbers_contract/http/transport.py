"""HTTP/1.1 as bytes: sends what it is given, broken or not, and reads exactly what comes."""

from __future__ import annotations

import http.client
import io
import select
import ssl
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .content_codings import decoded
from .exchange import Response

if TYPE_CHECKING:
    import socket

    from .exchange import Request

__all__ = ["Connection", "ConnectionFailed"]

_Status = tuple[str, int, str]  # version, number and phrase
_FRESH = 1.0  # seconds; a connection idle for longer may just be being closed by the server
_EXTRA = 65536


class ConnectionFailed(Exception):  # noqa: N818  (it says what happened)
    """No complete answer came; the text says why."""


class _Reader(io.BufferedReader):
    """Keeps what came with an answer and lies beyond its end, which http.client throws away."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock.makefile("rb", buffering=0))
        self._sock = sock
        self.left = b""

    def close(self) -> None:
        """Look at what is left, without waiting for more."""
        if not self.closed:
            timeout = self._sock.gettimeout()
            with suppress(OSError):
                self._sock.settimeout(0)
                self.left = self.peek()
            with suppress(OSError):
                self._sock.settimeout(timeout)
        super().close()


class _Answer(http.client.HTTPResponse):
    """An answer; `reader` has what came with it."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp.close()
        self.fp = self.reader = _Reader(sock)
        self.announced = False  # whether another answer came before it to say so

    def _read_status(self) -> _Status:
        """The first line of the answer itself; those that only announce it are passed over (RFC 9110, section 15.2)."""
        found = cast("_Status", super()._read_status())  # type: ignore[misc]
        while 100 < found[1] < 200 and found[1] != http.HTTPStatus.SWITCHING_PROTOCOLS:
            http.client.parse_headers(self.fp)
            self.announced = True
            found = cast("_Status", super()._read_status())  # type: ignore[misc]
        return found


class _Connection(http.client.HTTPConnection):
    """Sends head and body together: a server that reads no body then closes without losing its answer."""

    _parts: list[bytes] | None = None

    def endheaders(self, message_body: Any = None, *, encode_chunked: bool = False) -> None:
        """Send what was put together."""
        self._parts = []
        super().endheaders(message_body, encode_chunked=encode_chunked)
        parts, self._parts = self._parts, None
        self.send(b"".join(parts))

    def send(self, data: Any) -> None:
        """Send it, or keep it for later."""
        if self._parts is None:
            super().send(data)
        else:
            self._parts.append(data)


class _SecureConnection(_Connection, http.client.HTTPSConnection):
    """The same over TLS."""


class Connection:
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
        self._abrupt = False  # whether this server has closed a connection that was to be kept
        self.announced = False  # whether any answer was announced by another
        self._stray = b""  # what came after the end of the answer before this one

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
            ConnectionFailed: no complete answer came.
        """
        if self._abrupt and not repeatable:
            self.close()
        reused = self._ready()
        try:
            return self._exchanged(request)
        except (http.client.HTTPException, OSError) as error:
            self.close()
            self._abrupt = self._abrupt or reused
            if not (reused and repeatable) or isinstance(error, TimeoutError):
                raise ConnectionFailed(_reason(error, self._timeout)) from error
        try:
            self._ready()
            return self._exchanged(request)
        except (http.client.HTTPException, OSError) as error:
            self.close()
            raise ConnectionFailed(_reason(error, self._timeout)) from error

    def _ready(self) -> bool:
        """Whether the connection was there already."""
        self._stray = b""
        if self._connection is not None:
            sent = self._unasked(self._connection)
            self._abrupt = self._abrupt or sent == b""
            if sent is not None or time.monotonic() - self._used > _FRESH:
                self.close()
            if sent and not sent.startswith(b"HTTP/"):  # a server may say that it grew tired of waiting: 408
                self._stray = sent
        if self._connection is not None and self._connection.sock is not None:
            return True
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "https":
            context = ssl.create_default_context()
            self._connection = _SecureConnection(host, port, timeout=self._timeout, context=context)
        else:
            self._connection = _Connection(host, port, timeout=self._timeout)
        self._connection.response_class = _Answer
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
        try:
            connection.endheaders(request.body, encode_chunked=chunked)
        except (BrokenPipeError, ConnectionResetError):
            if connection.sock is None or not request.body:
                raise
            # else it may have been answered before it was read: RFC 9112, section 9.6
        answer = connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - started
        self._used = time.monotonic()
        assert isinstance(answer, _Answer)
        self.announced = self.announced or answer.announced
        left = answer.reader.left
        extra = self._stray + left + (self._unasked(connection, 0.02 if request.method == "HEAD" else 0.0) or b"")
        if extra or connection.sock is None:
            self.close()
        body, coding = decoded(body, answer.getheader("content-encoding"), request.header("accept-encoding"))
        return Response(answer.status, tuple(answer.getheaders()), body, seconds, extra, coding)

    def _unasked(self, connection: http.client.HTTPConnection, wait: float = 0.0) -> bytes | None:
        """What the server has sent beyond an answer: None for nothing, no bytes for the end of the connection."""
        sock = connection.sock
        pending = isinstance(sock, ssl.SSLSocket) and sock.pending()
        if sock is None or not (pending or select.select([sock], [], [], wait)[0]):
            return None
        try:
            sock.settimeout(0)
            return bytes(sock.recv(_EXTRA))
        except (BlockingIOError, ssl.SSLWantReadError):  # a record of TLS that carries nothing
            return None
        except OSError:
            return b""
        finally:
            sock.settimeout(self._timeout)


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
