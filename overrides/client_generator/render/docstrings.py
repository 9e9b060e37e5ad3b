"""Docstrings from descriptions: wrapped, escaped, in sections."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

__all__ = ["docstring", "section"]

_COLUMNS = 120
_WIDTH = 116


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _filled(text: str, width: int, first: str = "", others: str = "") -> str:
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )


def section(title: str, entries: Iterable[tuple[str, str]]) -> str:
    """Return a section such as ``Args:`` with an entry for each name and text; empty without entries."""
    lines = [
        _filled(f"{name}: {_plain(text)}" if text else name, _WIDTH - 8, "    ", "        ") for name, text in entries
    ]
    return "\n".join([f"{title}:", *lines]) if lines else ""


def docstring(*blocks: str, indent: int = 0) -> str:
    """Return a docstring literal of `blocks`; the first is its summary, those with line ends stand as they are."""
    paragraphs = [
        block
        if "\n" in block
        else textwrap.fill(_plain(block), _WIDTH - indent, break_long_words=False, break_on_hyphens=False)
        for block in blocks
        if block.strip()
    ]
    if paragraphs and paragraphs[0][-1:].isalnum():
        paragraphs[0] += "."
    body = "\n\n".join(paragraphs).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    body = "".join(character for character in body if character == "\n" or character.isprintable())
    if body.endswith('"'):
        body += " "
    closing = "\n" if "\n" in body or indent + len(body) + 6 > _COLUMNS else ""
    return textwrap.indent(f'"""{body}{closing}"""', " " * indent).lstrip()
