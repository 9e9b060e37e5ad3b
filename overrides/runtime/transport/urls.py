"""The URL of each request in the form of httpx, without parsing again what all of them begin with."""

from __future__ import annotations

import functools
import re
from typing import Any, cast

import httpx

__all__ = ["parsed"]

# What httpx would leave as it is: no dot segments, nothing to quote, and well below its limit.
_PLAIN = re.compile(
    r"(https?://[A-Za-z0-9.:-]+)((?:/(?!\.\.?(?:/|\?|\Z))[A-Za-z0-9_~%.+-]*)+)(?:\?([A-Za-z0-9_~%.&=+-]*))?"
)
_LONGEST = 8_000
_PARTS = "_uri_reference"  # not public: where httpx keeps them elsewhere, every URL is parsed as a whole


def parsed(url: str) -> httpx.URL:
    """Return `url` as httpx parses it.

    Raises:
        httpx.InvalidURL: it is none, or too long.
    """
    found = _PLAIN.fullmatch(url) if len(url) < _LONGEST else None
    origin = _origin(found[1]) if found else None
    if found is None or origin is None:
        return httpx.URL(url)
    made = object.__new__(httpx.URL)
    vars(made)[_PARTS] = origin._replace(path=found[2], query=found[3])
    return made


@functools.lru_cache(maxsize=16)
def _origin(text: str) -> Any:
    """Return the parts of an origin, or ``None`` where they cannot be put together as `parsed` does."""
    held: dict[str, Any] = vars(cast("object", httpx.URL(text)))
    try:
        made = object.__new__(httpx.URL)
        vars(made)[_PARTS] = held[_PARTS]._replace(path="/a%2B1/", query="b=c")
        same = made == (whole := httpx.URL(f"{text}/a%2B1/?b=c")) and made.raw_path == whole.raw_path
    except (KeyError, AttributeError, TypeError, ValueError):
        return None
    return held[_PARTS] if same else None
