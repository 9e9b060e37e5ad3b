"""Reads an object literal as Node.js prints it (`util.inspect`): bare keys, single quotes, joined strings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from document_reader.errors import DocumentError, excerpt

if TYPE_CHECKING:
    from collections.abc import Callable

    from document_reader.facts import Json

TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_$][\w$]*)|(?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"
    r"""|(?P<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|(?P<mark>[{}\[\]:,+]))"""
)
WORDS: dict[str, Json] = {"true": True, "false": False, "null": None}
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)


def read_literal(text: str, line: int, mark: Callable[[str, int], None]) -> Json:
    """Read one literal that starts on `line`; `mark` is told the line of each member, as `body/POINTER`.

    DocumentError names the line of the token that is wrong.
    """
    reader = _Reader(text, line, mark)
    value = reader.value()
    if reader.peek()[1]:
        raise reader.wrong("nothing may follow the value")
    return value


class _Reader:
    def __init__(self, text: str, line: int, mark: Callable[[str, int], None]) -> None:
        self._mark = mark
        self._text = text
        self._line = line
        self._at = 0

    def peek(self) -> tuple[str, str, int]:
        """Return kind, text and end of the next token; an empty text at the end."""
        if not self._text[self._at :].strip():
            return "end", "", len(self._text)
        found = TOKEN.match(self._text, self._at)
        if found is None or found.lastgroup is None:
            raise self.wrong("only object literals, strings, numbers, true, false and null are known")
        return found.lastgroup, found[found.lastgroup], found.end()

    def take(self, mark: str | None = None) -> tuple[str, str]:
        kind, text, end = self.peek()
        if mark is not None and (kind, text) != ("mark", mark):
            raise self.wrong(f"{mark!r} must stand here")
        self._at = end
        return kind, text

    def is_mark(self, mark: str) -> bool:
        return self.peek()[:2] == ("mark", mark)

    def wrong(self, rule: str) -> DocumentError:
        rest = self._text[self._at :].lstrip()
        return DocumentError(self._line_here(), f"node sample: body literal at {excerpt(rest, 30)}", rule)

    def _line_here(self) -> int:
        blank = len(self._text[self._at :]) - len(self._text[self._at :].lstrip())
        return self._line + self._text.count("\n", 0, self._at + blank)

    def value(self, place: str = "body") -> Json:
        self._mark(place, self._line_here())
        kind, text, _ = self.peek()
        if kind == "string":
            return self._string()
        if kind == "number":
            self.take()
            return float(text) if re.search(r"[.e]", text) else int(text)
        if kind == "name" and text in WORDS:
            self.take()
            return WORDS[text]
        if self.is_mark("["):
            return self._array(place)
        if self.is_mark("{"):
            return self._object(place)
        raise self.wrong("a value must stand here")

    def _string(self) -> str:
        text = _unescape(self.take()[1])
        while self.is_mark("+"):
            self.take()
            if self.peek()[0] != "string":
                raise self.wrong("a string must follow +")
            text += _unescape(self.take()[1])
        return text

    def _array(self, place: str) -> list[Json]:
        self.take("[")
        items: list[Json] = []
        while not self.is_mark("]"):
            items.append(self.value(f"{place}/{len(items)}"))
            if not self.is_mark("]"):
                self.take(",")
        self.take("]")
        return items

    def _object(self, place: str) -> dict[str, Json]:
        self.take("{")
        members: dict[str, Json] = {}
        while not self.is_mark("}"):
            kind, text = self.take()
            key = _unescape(text) if kind == "string" else text
            if kind not in ("name", "string") or key in members:
                raise self.wrong(f"key {excerpt(key)} before this must be a name or a string, and stand once")
            self.take(":")
            members[key] = self.value(f"{place}/{key}")
            if not self.is_mark("}"):
                self.take(",")
        self.take("}")
        return members


def _unescape(token: str) -> str:
    def replace(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else ESCAPES.get(found[3], found[3])

    return ESCAPE.sub(replace, token[1:-1])
