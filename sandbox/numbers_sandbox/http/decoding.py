"""Percent-encoded text as RFC 3986 has it, strictly: what is no UTF-8 is refused and never replaced."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from .errors import MalformedEncoding, clip

__all__ = ["decoded", "decoded_form"]

_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")


def decoded(text: str) -> str:
    """A percent-encoded text, decoded; a plus sign stays one.

    Raises:
        MalformedEncoding: a percent sign without two hexadecimal digits, or bytes that are no UTF-8.
    """
    if "%" not in text:
        return text
    if _BROKEN.search(text):
        raise MalformedEncoding(f"{clip(text)!r} has a percent sign without two hexadecimal digits.")
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedEncoding(f"{clip(text)!r} is not percent-encoded UTF-8.") from None


def decoded_form(text: str) -> str:
    """The same for the form encoding of queries, in which a plus sign is a space."""
    return decoded(text.replace("+", " "))
