"""Keeps whole phone numbers, and what nobody documented, out of what may end in a log."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextvars import ContextVar
from urllib.parse import unquote

__all__ = ["FOREIGN", "mask_numbers", "mask_query", "mask_url"]

# Digits that are no part of a longer run, of a decimal fraction or of a date, whatever letters stand beside them.
_NUMBER = re.compile(
    r"(?<![0-9])(?<![0-9]\.)(\+|%2[Bb])?(?![0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"[1-9](?:[ ()\-]{0,2}[0-9]){6,14}(?![0-9]|\.[0-9])"
)
# The query of the request under way as it is sent and as it may be shown, for the log of httpx, which writes the URL.
FOREIGN: ContextVar[tuple[str, str]] = ContextVar("numbers_api_query", default=("", ""))
_SHOWN_AT_START = 4
_SHOWN_AT_END = 2


def _masked(found: re.Match[str]) -> str:
    text = found.group()
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    prefix = 3 if text[:1] == "%" else 0
    hidden = {place for place in digits if place >= prefix}
    visible = sorted(hidden)
    hidden -= {*visible[:_SHOWN_AT_START], *visible[-_SHOWN_AT_END:]}
    return "".join("*" if place in hidden else character for place, character in enumerate(text))


def mask_numbers(text: str) -> str:
    """Replace the middle digits of everything in `text` that reads like a phone number.

    >>> mask_numbers("bought +14155550123")
    'bought +1415*****23'
    """
    return _NUMBER.sub(_masked, text)


def mask_query(url: str, known: Collection[str], instead: str = "***") -> str:
    """Replace the values of all query parameters of `url` that are not `known`: they may be secret.

    Args:
        url: A URL.
        known: Names of parameters.
        instead: What stands in place of a value; ``{}`` is the name in capitals.

    >>> mask_query("/a?page=1&sig=2", {"page"})
    '/a?page=1&sig=***'
    """
    head, mark, query = url.partition("?")
    pairs = [pair.partition("=") for pair in query.split("&")] if query else []
    shown = [
        f"{name}={text}" if unquote(name) in known else f"{name}={instead.format(_in_capitals(unquote(name)))}"
        for name, _, text in pairs
    ]
    return head + mark + "&".join(shown)


def _in_capitals(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", name.upper())


def mask_url(url: str, known: Collection[str]) -> str:
    """Return `url` as it may be shown: numbers masked, and values of query parameters that are not `known`."""
    return mask_numbers(mask_query(url, known))
