"""What a code sample sends, and the cursor that the reader of each language moves over its lines."""

from __future__ import annotations

import re

from document_reader.errors import DocumentError, excerpt
from document_reader.facts import Json, Request
from document_reader.json_text import parse
from document_reader.lines import Fence, Line

METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"})
STRING = r'"(?:[^"\\]|\\.)*"'


class SampleLines:
    """The lines of one sample, taken one by one; whatever is not as the language's template prints it is an error."""

    def __init__(self, fence: Fence) -> None:
        self.language = fence.language
        self._lines = fence.lines
        self._end = Line(fence.number + len(fence.lines) + 1, "")
        self._index = 0
        self.marks: dict[str, int] = {}

    def mark(self, part: str, line: int | None = None) -> None:
        """Note that `part` (method, url, header NAME, body, body/KEY/…) stands on `line` or the last one taken."""
        self.marks.setdefault(part, line or self.previous())

    def peek(self) -> Line:
        """Return the next line without taking it."""
        return self._lines[self._index] if self._index < len(self._lines) else self._end

    def literal(self, *expected: str) -> None:
        """Take the next lines, which must be exactly `expected`."""
        for text in expected:
            if self.peek().text != text or self._index >= len(self._lines):
                raise self.wrong(f"line {excerpt(self.peek().text)}", f"the template has {text!r} here")
            self._index += 1

    def match(self, pattern: str) -> re.Match[str]:
        """Take the next line, which must match `pattern` as a whole."""
        found = self.try_match(pattern)
        if found is None:
            raise self.wrong(f"line {excerpt(self.peek().text)}", f"the template has a line like {pattern} here")
        return found

    def try_match(self, pattern: str) -> re.Match[str] | None:
        """Take the next line if it matches `pattern` as a whole."""
        found = re.fullmatch(pattern, self.peek().text) if self._index < len(self._lines) else None
        self._index += found is not None
        return found

    def take_until(self, last: str) -> list[Line]:
        """Take lines up to and including the first that ends with `last`."""
        taken: list[Line] = []
        while self._index < len(self._lines):
            taken.append(self._lines[self._index])
            self._index += 1
            if taken[-1].text.endswith(last):
                return taken
        raise self.wrong("the sample ends early", f"a line ending with {last!r} is missing")

    def end(self) -> None:
        """Check that no line is left."""
        if self._index < len(self._lines):
            raise self.wrong(f"line {excerpt(self.peek().text)}", "the template has nothing more here")

    def wrong(self, what: str, rule: str) -> DocumentError:
        """Make an error at the next line."""
        return DocumentError(self.peek().number, f"{self.language} sample: {what}", rule)

    def previous(self) -> int:
        """Return the number of the line taken last."""
        return self._lines[self._index - 1].number

    def text(self, token: str) -> str:
        """Read a string literal in double quotes on the line taken last (JSON's escapes, as all five languages)."""
        value = parse(token, self.previous(), f"{self.language} sample: the string")
        if not isinstance(value, str):
            raise DocumentError(
                self.previous(), f"{self.language} sample: {excerpt(token)}", "a string must stand here"
            )
        return value

    def body(self, text: str) -> Json:
        """Parse the JSON text of a body on the line taken last."""
        self.mark("body")
        return parse(text, self.previous(), f"{self.language} sample: the body")


class Headers:
    """Collects the headers of one sample: names in lower case, each once."""

    def __init__(self, lines: SampleLines) -> None:
        self._lines = lines
        self._found: dict[str, str] = {}

    def add(self, name: str, value: str) -> None:
        """Add a header that stands on the line taken last."""
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9a-z-]+", name) or name in self._found:
            what = f"{self._lines.language} sample: header {excerpt(name)}"
            raise DocumentError(self._lines.previous(), what, "header names are lower case and stand once")
        self._found[name] = value
        self._lines.mark(f"header {name}")

    def in_order(self) -> dict[str, str]:
        """Return the headers sorted by name."""
        return dict(sorted(self._found.items()))


def make_request(method: str, url: str, headers: Headers, body: Json, *, has_body: bool) -> Request:
    """Build the request that a sample sends."""
    return Request(method=method, url=url, headers=headers.in_order(), has_body=has_body, body=body)
