"""The connection above a request: what the server refuses before there is a request, and what it leaves out.

uvicorn answers what its parser does not understand in plain text, knows the methods of its parser only, and ignores
the host of a target in absolute form. Here all refusals have the description's one schema for errors, a method that
nobody knows is one that the path does not have, and the host that was asked is the target's (RFC 9112, section 3.2.2).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from .answers import Checker, Reply, Sent
from .description import description
from .errors import MalformedRequest

if TYPE_CHECKING:
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

__all__ = ["Protocol"]

_UNKNOWN = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}) [^ \r\n]+ HTTP/1\.[01]\r?\n")
_STAND_IN = b"PROPFIND"  # a method that the parser knows and no description of a JSON API has
_AUTHORITY = re.compile(rb"https?://(?:[^/?#@]*@)?([^/?#]*)", re.IGNORECASE)


_BODILESS = frozenset({"GET", "DELETE"})
_BODY_HEADERS = frozenset({b"content-length", b"transfer-encoding"})
_CLOSE = (b"connection", b"close")


class Protocol(HttpToolsProtocol):
    """One connection."""

    _data = b""
    _method: str | None = None
    _waiting: RequestResponseCycle | None = None

    def data_received(self, data: bytes) -> None:
        """Remember what arrived last, in case that it is not understood."""
        self._data = data
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Correct what the parser says about the request."""
        super().on_headers_complete()
        if self._method is not None:
            self.scope["method"], self._method = self._method, None
        if self.url[:1] != b"/" and (found := _AUTHORITY.match(self.url)):
            self.headers[:] = [pair for pair in self.headers if pair[0] != b"host"] + [(b"host", found[1])]

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401  (uvicorn's types are its own)
        """Wait for the end of a request that has no body; all others are the application's as soon as they begin."""
        own: Any = cast("Any", self).app
        if app is own and cycle.more_body and hasattr(app, "at_once") and self._has_no_body():
            self._waiting = cycle
        else:
            super()._start_asgi_task(cycle, app)

    def _has_no_body(self) -> bool:
        if self.scope["method"] not in _BODILESS or self.expect_100_continue:
            return False
        return not any(name in _BODY_HEADERS for name, _ in self.headers)

    def on_message_complete(self) -> None:
        """Answer at once what can be answered at once."""
        super().on_message_complete()
        cycle, self._waiting = self._waiting, None
        if cycle is None:
            return
        app: Any = cast("Any", self).app
        answer = None if self.flow.write_paused else _at_once(app, self.scope)
        if answer is None:
            super()._start_asgi_task(cycle, app)
            return
        cycle.response_started = cycle.response_complete = True
        headers = [*cycle.default_headers, *answer.headers, *([] if cycle.keep_alive else [_CLOSE])]
        lines = [b"%b: %b\r\n" % pair for pair in headers]
        self.transport.write(b"".join([STATUS_LINE[answer.status], *lines, b"\r\n", answer.body]))
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  (the same for every reason)
        """Refuse what is no HTTP, unless only the method is unknown."""
        method = _unknown_method(self._data)
        if method:
            self._method = method.decode("ascii")
            self.parser = httptools.HttpRequestParser(self)
            data, self._data = _STAND_IN + self._data[len(method) :], b""  # another one in it is not looked for
            super().data_received(data)
            return
        if self._is_busy():  # a refusal would be taken for the answer to that request, which is the last one then
            self.cycle.keep_alive = False
            self.flow.pause_reading()
            return
        answer = _refusal()
        lines = [b"HTTP/1.1 400 Bad Request", *(b": ".join(pair) for pair in answer.headers), b"connection: close"]
        self.transport.write(b"\r\n".join([*lines, b"", answer.body]))
        self.transport.close()

    def _is_busy(self) -> bool:
        """Whether a request that has arrived whole waits for its answer."""
        cycle = cast(
            "RequestResponseCycle | None", self.cycle
        )  # uvicorn says that there is always one, and begins without
        return cycle is not None and not cycle.response_complete and not cycle.more_body

    def _unsupported_upgrade_warning(self) -> None:
        """An upgrade may be ignored (RFC 9110, section 7.8), which is nothing to warn of."""


def _at_once(app: Any, scope: Any) -> Sent | None:  # noqa: ANN401  (uvicorn's types are its own)
    try:
        answer: Sent | None = app.at_once(scope)
    except Exception:  # noqa: BLE001  (met again on the usual way, where it is told; the parser would call it bad HTTP)
        return None
    return answer


def _unknown_method(data: bytes) -> bytes | None:
    """The method with which the data begins, if nothing is wrong but that the parser does not know it."""
    found = _UNKNOWN.match(data)
    if found:
        try:
            httptools.HttpRequestParser(object()).feed_data(found[0])
        except httptools.HttpParserInvalidMethodError:
            return found[1]
        except httptools.HttpParserError:
            pass
    return None


@cache
def _refusal() -> Sent:
    return Checker(description()).sent(None, Reply.of(MalformedRequest()))
