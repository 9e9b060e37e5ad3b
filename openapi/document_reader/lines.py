"""A cursor over the lines of a reference: every line is taken exactly once, by the reader that knows what it is."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from document_reader.errors import DocumentError, excerpt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

STRUCTURE = re.compile(r"#|\||>|```|`[A-Z]+ |</?h\d|<a id=|</?aside|\* <a href=|---$")
FENCE = "```"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; `number` is 1-based."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: the line of its opening fence, its language and the lines between."""

    number: int
    language: str
    lines: tuple[Line, ...]


class Cursor:
    """Gives out the lines of a document in order; blank lines between elements mean nothing.

    `prose` collects the numbers of lines that hold free text, so that a caller can tell them from facts.
    """

    def __init__(self, text: str) -> None:
        bare = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self._lines = [Line(number, line.rstrip()) for number, line in enumerate(bare.split("\n"), 1)]
        self._index = 0
        self.prose: set[int] = set()

    def peek(self) -> Line:
        """Return the next line that is not blank; at the end an empty line one past the last."""
        while self._index < len(self._lines) and not self._lines[self._index].text:
            self._index += 1
        return self.raw()

    def second(self) -> Line:
        """Return the line after the next one that is not blank."""
        self.peek()
        return self._lines[self._index + 1] if self._index + 1 < len(self._lines) else self.raw()

    def raw(self) -> Line:
        """Return the next line, blank or not, without taking it."""
        return self._lines[self._index] if self._index < len(self._lines) else Line(len(self._lines), "")

    def at_end(self) -> bool:
        """Tell whether only blank lines are left."""
        self.peek()
        return self._index >= len(self._lines)

    def take(self) -> Line:
        """Take the next line that is not blank."""
        line = self.peek()
        self._index += 1
        return line

    def take_raw(self) -> Line:
        """Take the next line, blank or not."""
        line = self.raw()
        self._index += 1
        return line

    def literal(self, expected: str, role: str) -> Line:
        """Take the next line, which must be `expected`; `role` names it in the error."""
        line = self.peek()
        if line.text != expected:
            raise self.misplaced(f"{role} must read {expected!r} here")
        return self.take()

    def match(self, pattern: re.Pattern[str], role: str) -> tuple[int, re.Match[str]]:
        """Take the next line, which must match `pattern` as a whole; return its number and the match."""
        found = self.try_match(pattern)
        if found is None:
            raise self.misplaced(f"{role} must stand here")
        return found

    def try_match(self, pattern: re.Pattern[str]) -> tuple[int, re.Match[str]] | None:
        """Take the next line if `pattern` matches it as a whole."""
        line = self.peek()
        found = pattern.fullmatch(line.text)
        if found is None:
            return None
        return self.take().number, found

    def misplaced(self, rule: str) -> DocumentError:
        """Make the error for a next line that cannot be placed."""
        line = self.peek()
        what = f"cannot place {excerpt(line.text)}" if not self.at_end() else "the document ends"
        return DocumentError(line.number, what, rule)

    def fence(self, languages: Collection[str], role: str) -> Fence:
        """Take a fenced block in one of `languages`."""
        opening = self.peek()
        language = opening.text.removeprefix(FENCE)
        if not opening.text.startswith(FENCE) or language not in languages:
            raise self.misplaced(f"{role} must open with ``` and one of: {', '.join(languages)}")
        self.take()
        lines: list[Line] = []
        while self._index < len(self._lines) and self.raw().text != FENCE:
            lines.append(self.take_raw())
        if self._index >= len(self._lines):
            raise DocumentError(opening.number, "the block is never closed", "a block ends with ``` on its own line")
        self.take_raw()
        return Fence(opening.number, language, tuple(lines))

    def take_prose(self, also: Collection[str] = ()) -> list[Line]:
        """Take the lines of free text up to the next line of structure or one of `also`."""
        taken: list[Line] = []
        while not self.at_end():
            line = self.peek()
            if STRUCTURE.match(line.text) or line.text in also:
                break
            taken.append(self.take())
            self.prose.add(line.number)
        return taken


def digest(texts: Iterable[str]) -> str | None:
    """Return 12 hexadecimal digits of the SHA-256 of free text, white space collapsed; None if there is none."""
    words = " ".join(texts).split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:12] if words else None
