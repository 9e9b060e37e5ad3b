"""Whole numbers and secrets, masked for people."""

from __future__ import annotations

import re

__all__ = ["cleaned", "masked"]


_WORDS = "auth|token|secret|password|passwd|signature|api_?key|session|credential"


_PARAMETER = re.compile(rf"((?:^|[?&])[^?&=]*(?:{_WORDS})[^?&=]*=)[^&\s\"]+", re.IGNORECASE)


_TEXT = r'"(?:[^"\\]|\\.)*+"?'  # of JSON, its end may be cut off


_VALUE = rf'{_TEXT}|[\[{{](?:{_TEXT}|[^"\]}}])*+[\]}}]?|[^\s,\]}}"\[{{]+'


_MEMBER = re.compile(rf'("[^"]*(?:{_WORDS})[^"]*"\s*:\s*)(?:{_VALUE})', re.IGNORECASE | re.DOTALL)


_USER = re.compile(r"(?<=://)[^/@\s\"?#]+(?=@)")


_NUMBER = re.compile(r"((?:\+|%2[Bb]|PN\+?|\b)[1-9][0-9]{2})([0-9]{4,10})([0-9]{2})\b")


_SHORT = re.compile(r"((?:\+|%2[Bb])[1-9][0-9])([0-9]{1,3})([0-9]{2})\b")  # short codes: they have six digits or so


_WRITTEN = re.compile(r"(?:\+|%2[Bb])[1-9][0-9]{0,2}(?:(?:[ ().\-/]|%20|%28|%29){1,3}[0-9]+)+")  # as people write it


def masked(text: str) -> str:
    """The text with the middle of everything that reads like a phone number replaced by asterisks."""
    for pattern in (_NUMBER, _SHORT):
        text = pattern.sub(lambda found: found[1] + "*" * len(found[2]) + found[3], text)
    return _WRITTEN.sub(lambda found: _middle(found[0]), text)


def _middle(written: str) -> str:
    """A number with spaces, brackets and hyphens in it, and with asterisks for all digits but some."""
    places = [found.start() for found in re.finditer(r"(?<!%)(?<!%[0-9A-Fa-f])[0-9]", written)]
    hidden = set(places[3:-2])
    return "".join("*" if place in hidden else character for place, character in enumerate(written))


def cleaned(text: str) -> str:
    """The text without what may be a secret in a URL or in JSON, and with phone numbers masked."""
    text = _MEMBER.sub(r'\1"***"', _PARAMETER.sub(r"\1***", text))
    return masked(_USER.sub("***", text))
