"""Patterns of JSON Schema, which are ECMA-262, as Python's `re` means them."""

from __future__ import annotations

import re

__all__ = ["python_pattern"]

_SPACES = "\\t\\n\\x0b\\f\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
_MEMBERS = {"\\d": "0-9", "\\w": "A-Za-z0-9_", "\\s": _SPACES}
_PIECES = {
    "$": "\\Z",
    ".": "[^\\n\\r\\u2028\\u2029]",
    "\\b": "(?a:\\b)",
    "\\B": "(?a:\\B)",
    **{name: f"[{members}]" for name, members in _MEMBERS.items()},
    **{name.upper(): f"[^{members}]" for name, members in _MEMBERS.items()},
}
_ESCAPES = re.compile(r"\\[dDwWsSbBfnrtv0]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[1-9]|\\[^A-Za-z0-9]")
_CLASS = re.compile(r"\[\^?(?:\\.|[^\]\\])*\]", re.DOTALL)


def python_pattern(pattern: str) -> str:
    r"""Translate an ECMA-262 pattern, so that Python means the same by it.

    In Python ``$`` also matches before a line end, ``\d`` matches digits of every script, and ``.`` a carriage return.

    >>> python_pattern("^[0-9]+$")
    '^[0-9]+\\Z'

    Raises:
        ValueError: it is no such pattern, or has a form that Python does not know.
    """
    translated, place = "", 0
    while place < len(pattern):
        piece = _piece(pattern, place)
        place += len(piece)
        translated += _members(piece) if piece[0] == "[" else _PIECES.get(piece, piece)
    try:
        re.compile(translated)
    except re.error as error:
        raise ValueError(str(error)) from None
    return translated


def _piece(pattern: str, place: int) -> str:
    rest = pattern[place:]
    if rest[0] == "[":
        found = _CLASS.match(rest)
        if found is None or found.group() in {"[]", "[^]"}:
            raise ValueError("a class has no end, or no members")
        return found.group()
    if rest[0] == "\\":
        return _escape(rest)
    if re.match(r"\(\?(?![:=!]|<[=!])", rest):
        raise ValueError(f"the group {rest[:4]!r} is not translated")
    return rest[0]


def _escape(rest: str) -> str:
    found = _ESCAPES.match(rest)
    if found is None:
        raise ValueError(f"the escape {rest[:2]!r} is not translated")
    return found.group()


def _members(piece: str) -> str:
    """Translate a class: its escapes, and what Python keeps for set operations of a later version."""
    inner, translated = piece[1:-1], ""
    while inner:
        member = _escape(inner) if inner[0] == "\\" else inner[0]
        inner = inner[len(member) :]
        if member in {"\\D", "\\W", "\\S", "\\B"} or re.fullmatch(r"\\[1-9]", member):
            raise ValueError(f"the escape {member!r} is not translated inside a class")
        translated += _MEMBERS.get(member) or (f"\\{member}" if member in "[&|~" else member)
    return f"[{translated}]"
