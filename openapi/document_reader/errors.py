"""The one error that reading a reference can end with."""

from __future__ import annotations


class DocumentError(Exception):
    """A line of the document that breaks the format or contradicts another line.

    `line` is 1-based; `what` says what stands there, `rule` what the format wants, `next_step` what to do.
    """

    def __init__(self, line: int, what: str, rule: str, next_step: str = "") -> None:
        super().__init__(line, what, rule, next_step)
        self.line = line
        self.what = what
        self.rule = rule
        self.next_step = next_step or "correct the line, or teach document_reader the new form"

    def __str__(self) -> str:
        return f"{self.line}: {self.what}; {self.rule}; {self.next_step}"


def excerpt(text: str, limit: int = 60) -> str:
    """Quote the start of `text` (at most `limit` characters) for an error message."""
    return repr(text if len(text) <= limit else text[:limit] + "…")
