"""Texts that are almost another, and texts that servers like to change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["changeable", "distorted"]

_CHANGEABLE = (  # by what servers do to texts: normal forms, letter case, trimming, cleaning, reading them as numbers
    "\u212b\ufb01\u2460\uff21",
    "e\u0301A\u030a\u1112\u1161\u11ab",
    "Stra\u00dfe \u0130I\u0131\u03c2",
    "\u00a0a\u2003\u00a0text\u3000",
    " ",
    "\ufeffa\u0001b\u007f\u0085\u200b\u202e\u2028",
    "007",
    "1.50",
    "true",
)
_OTHER_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")  # noqa: RUF001  (they are meant to look alike)
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def changeable(least: int) -> Iterator[str]:
    """Texts of at least so many characters that a server would change by tidying them."""
    for text in _CHANGEABLE:
        yield (text * (least // len(text) + 1))[: max(least, len(text))]


def distorted(example: str) -> Iterator[tuple[str, str]]:
    """What is almost the example of a pattern or a format, with a word for each."""
    yield "without its first character", example[1:]
    yield "without its last character", example[:-1]
    yield "one character more", example + example[-1:]
    yield "letter for its end", f"{example[:-1]}x"
    yield "sign before it", f"-{example}"
    yield "other case", example.swapcase()
    yield "space before it", f" {example}"
    yield "space after it", f"{example} "
    yield "space inside", f"{example[:2]} {example[2:]}"
    yield "repeated", example * 2
    yield "many times", example * 9
    yield "zero at its second place", f"{example[:1]}0{example[2:]}"
    for length in range(1, min(len(example), 8)):
        yield f"{length} characters", example[:length]
    for more in range(2, 9):
        yield f"{more} characters more", example + (example[-1:] * more)
    yield "digits of another script", example.translate(_OTHER_DIGITS)
    yield "wide digits", example.translate(_WIDE_DIGITS)
    yield "a last digit of another script", example[:-1] + example[-1:].translate(_OTHER_DIGITS)
    yield "a line break after it", f"{example}\n"
    if _DECIMAL.fullmatch(example):
        yield from _distorted_number(example)


def _distorted_number(example: str) -> Iterator[tuple[str, str]]:
    whole, _, fraction = example.partition(".")
    yield "zero before it", f"0{example}"
    yield "plus before it", f"+{example}"
    yield "point after it", f"{whole}."
    yield "nothing before its point", f".{fraction or whole}"
    yield "comma in it", f"{whole},{fraction or 0}"
    yield "exponent after it", f"{example}e0"
    yield "no finite number", "NaN"
    yield "no finite number", "Infinity"
