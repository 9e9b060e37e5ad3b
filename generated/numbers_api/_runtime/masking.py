from __future__ import annotations

import re

__all__ = ["mask_numbers"]

_NUMBER = re.compile(
    r"(?<![0-9])(?<![0-9]\.)(\+|%2[Bb])?(?![0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"[1-9](?:[ ()\-]{0,2}[0-9]){6,14}(?![0-9]|\.[0-9])"
)
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
    return _NUMBER.sub(_masked, text)
