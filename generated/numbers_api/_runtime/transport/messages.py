"""A request and a response as they stand on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import ConnectionFailed

__all__ = ["WireRequest", "WireResponse"]


@dataclass(frozen=True, slots=True)
class WireResponse:
    """An answer, as any HTTP library gives it.

    Attributes:
        status: The HTTP status.
        headers: Header values by name, in any case.
        content: The body.
        cut: Set when only a part of the body arrived: what ended it.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes = b""
    cut: ConnectionFailed | None = None

    def __repr__(self) -> str:
        return f"WireResponse({self.status}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class WireRequest:
    """A request, ready for any HTTP library.

    Attributes:
        method: The HTTP method.
        url: The absolute URL, percent-encoded (RFC 3986).
        headers: The headers that this request needs beside those of the client.
        content: The body, or ``None``.
        foreign: Whether it has query parameters beside those of the operation.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes | None = None
    foreign: bool = False

    def __repr__(self) -> str:
        return f"WireRequest({self.method}, {len(self.content or b'')} bytes)"
