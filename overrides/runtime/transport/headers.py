"""Header fields that a caller sets: checked, and kept out of reprs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from ..errors import InvalidRequest
from .credentials import Secret

__all__ = ["Headers", "Sealed", "can_be_sent", "check_headers", "headers_of", "sealed"]


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2


Headers: TypeAlias = Mapping[str, str] | Callable[[str], Mapping[str, str]]


class Sealed(dict[str, str]):
    """Headers of a request: a traceback that prints local variables shows their names alone."""

    def __repr__(self) -> str:
        return f"Sealed({', '.join(sorted(self))})"


def sealed(given: Secret) -> Sealed:
    """Return headers that do not show, from a `Secret`: until then they must not stand in a local variable.

    Raises:
        InvalidRequest: they are no mapping.
    """
    if isinstance(given.reveal(), Sealed):
        found: Sealed = given.reveal()
        return found
    if not isinstance(given.reveal(), Mapping):
        raise InvalidRequest(field="headers", rule="must be a mapping of names to texts")
    return Sealed(given.reveal())


def headers_of(given: Secret) -> Headers | None:
    """Return the headers of a client, which may be a function as well, from a `Secret`.

    Raises:
        InvalidRequest: they are neither a mapping nor a function.
    """
    headers: Headers | None = given.reveal() if given.reveal() is None or callable(given.reveal()) else sealed(given)
    return headers


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse headers that would break the request, or smuggle in others.

    Raises:
        InvalidRequest: a name is no token, or a value is not printable ASCII. No value is shown.
    """
    wrong = next((name for name in headers if _TOKEN.fullmatch(str(name)) is None), None)
    if wrong is not None:
        raise InvalidRequest(field="headers", rule=f"{wrong!r} is no name of a header (RFC 9110 section 5.1)")
    wrong = next((name for name, text in headers.items() if not can_be_sent(text)), None)
    if wrong is not None:
        raise InvalidRequest(field=f"headers/{wrong}", rule="must be printable ASCII without spaces at its ends")


def can_be_sent(text: object) -> bool:
    """Whether `text` may be the value of a header."""
    return isinstance(text, str) and text.isascii() and text.isprintable() and text == text.strip()
