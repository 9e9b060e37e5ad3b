"""Error codes that the document names in prose only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from document_reader.facts import ErrorCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from document_reader.lines import Line

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
STATUS = re.compile(r"\b(?:HTTP|status(?: code)?)(?: status)?(?: code)? ([1-5]\d\d)\b", re.IGNORECASE)
CODES = re.compile(r"\berror codes? ((?:\d+)(?:(?:, and |, or |, | and | or )\d+)*)", re.IGNORECASE)


def codes_in(lines: Iterable[Line], status: str = "") -> tuple[ErrorCode, ...]:
    """Return the codes of sentences such as `… an HTTP 409 with error code 7`; `status` holds where none is named."""
    return tuple(code for line in lines for code in _codes(line, int(status) if status.isdigit() else None))


def _codes(line: Line, status: int | None) -> Iterator[ErrorCode]:
    for sentence in SENTENCE_END.split(line.text):
        statuses = [(found.start(), int(found[1])) for found in STATUS.finditer(sentence)]
        for found in CODES.finditer(sentence):
            before = [value for start, value in statuses if start < found.start()]
            nearest = before[-1] if before else statuses[0][1] if statuses else status
            for code in re.findall(r"\d+", found[1]):
                yield ErrorCode(line=line.number, code=int(code), status=nearest)
