"""Links between pages, and tokens that stand for a place in a list: both lead to the service and nowhere else."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urljoin, urlsplit

import msgspec

from ..errors import InvalidRequest
from ..transport.messages import WireRequest

__all__ = ["Place", "linked", "resumed", "token"]

# The characters of RFC 3986; anything else is read differently by different parsers.
_URI_REFERENCE = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list.

    Attributes:
        request: What asks for the page.
        skip: How many items of that page lie before the place.
    """

    request: WireRequest
    skip: int = 0


class _Token(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """What a token says. It holds no host and no credential: it can be kept, and leads nowhere by itself."""

    operation: str
    start: str
    target: str
    skip: int


def linked(request: WireRequest, link: str) -> WireRequest | None:
    """Return the request for a link on the answer to `request`; ``None`` when it leaves the scheme, host or port."""
    url = _joined(request.url, link)
    return replace(request, url=url) if url is not None and _same_origin(url, request.url) else None


def token(operation: str, start: WireRequest, place: Place) -> str:
    """Return a text that stands for `place` in the list that begins at `start`."""
    said = _Token(operation, _target(start.url), _target(place.request.url), place.skip)
    return base64.urlsafe_b64encode(msgspec.json.encode(said)).rstrip(b"=").decode()


def resumed(operation: str, start: WireRequest, text: str) -> tuple[WireRequest, Place]:
    """Return the start of the list that a token belongs to, and the place that it stands for.

    Args:
        operation: The operationId.
        start: The first request of the call at hand: its path, and each query argument that it has, must be those
            of the list that the token belongs to.
        text: The token.

    Raises:
        InvalidRequest: it is no token, or that of another list.
    """
    said = _read(text)
    begun = None if said is None else linked(start, said.start)
    request = None if said is None else linked(start, said.target)
    if said is None or begun is None or request is None or said.skip < 0:
        raise InvalidRequest(field="resume", rule="is no resume token; give one that a list gave", operation=operation)
    if said.operation != operation or not _part_of(start.url, begun.url):
        rule = "is the token of another list; give it to the operation, the account and the filters that it came from"
        raise InvalidRequest(field="resume", rule=rule, operation=operation)
    return begun, Place(request, said.skip)


def _read(text: object) -> _Token | None:
    if not isinstance(text, str):
        return None
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        return msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=_Token)
    except (ValueError, binascii.Error):
        return None


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _part_of(url: str, other: str) -> bool:
    """Whether `url` has the path of `other`, and no query argument that `other` has not."""
    one, two = urlsplit(url), urlsplit(other)
    pairs = parse_qsl(two.query, keep_blank_values=True)
    return one.path == two.path and all(pair in pairs for pair in parse_qsl(one.query, keep_blank_values=True))


def _joined(base: str, link: str) -> str | None:
    """Resolve `link` against `base` (RFC 3986 section 5), or return ``None`` when it is no URI reference."""
    try:
        return urljoin(base, link).partition("#")[0] if _URI_REFERENCE.fullmatch(link) else None
    except ValueError:
        return None


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or default


def _same_origin(url: str, other: str) -> bool:
    try:
        parts = urlsplit(url)
        return _origin(url) == _origin(other) and not parts.username and not parts.password
    except ValueError:
        return False
