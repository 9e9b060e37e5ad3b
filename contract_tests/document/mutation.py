"""One-word changes of a document, and whether reading notices them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from document_reader import DocumentError, read_document, read_facts, without_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document_reader.facts import Json

WORD = re.compile(r"[A-Za-z0-9_.+-]+")
UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
FREE = ("Description", "Scope Description")
MIXED = ("schemes", "variables")
REPLACEMENTS = ("zebra", "other", "none", "string", "x1")


@dataclass(frozen=True, slots=True)
class Change:
    """A word of the document, by its 0-based line and columns, and what is written in its place."""

    line: int
    start: int
    end: int
    new: str

    def apply(self, lines: list[str]) -> str:
        """Return the changed document."""
        old = lines[self.line]
        changed = old[: self.start] + self.new + old[self.end :]
        return "\n".join([*lines[: self.line], changed, *lines[self.line + 1 :]])


def changes(text: str, count: int, seed: int) -> list[Change]:
    """Return `count` random one-word changes in the fact-bearing lines of a document.

    A word is replaced, dropped, doubled, changed in case or in a digit. Lines of free text bear no facts, nor do the
    description cells of tables.
    """
    chance = random.Random(seed)  # noqa: S311 - a sample that can be repeated, not a secret
    words = list(_fact_words(text))
    lines = text.split("\n")
    found: list[Change] = []
    while len(found) < count:
        line, start, end = chance.choice(words)
        word = lines[line][start:end]
        new = _change(word, chance)
        if new != word:
            found.append(Change(line, start, end, new))
    return found


def _change(word: str, chance: random.Random) -> str:
    digits = [index for index, character in enumerate(word) if character.isdigit()]
    at = chance.choice(digits) if digits else len(word)
    digit = str((int(word[at]) + 1) % 10) if digits else str(chance.randrange(10))
    ways = (chance.choice(REPLACEMENTS), "", f"{word} {word}", word.swapcase(), word[:at] + digit + word[at + 1 :])
    return chance.choice(ways)


def _fact_words(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield line, start and end of each word that bears a fact."""
    prose = read_document(text)[1]
    header = ""
    for index, line in enumerate(text.split("\n")):
        is_header = line.startswith("|") and not header
        header = line if is_header else header if line.startswith("|") else ""
        free = range(0) if is_header else _description(header, line)
        if index + 1 not in prose:
            words = WORD.finditer(line)
            yield from ((index, word.start(), word.end()) for word in words if word.start() not in free)


def _description(header: str, row: str) -> range:
    """Return the columns of the description cell of a row; the cell may hold pipes, so cells after it count back."""
    columns = header.strip("|").split("|")
    pipes = [found.start() for found in UNESCAPED_PIPE.finditer(row)]
    name = next((name for name in FREE if name in columns), None)
    if name is None or len(pipes) <= columns.index(name):
        return range(0)
    at = columns.index(name)
    return range(pipes[at], pipes[at - len(columns)] if len(pipes) > len(columns) else len(row))


def missed(text: str, some: list[Change]) -> list[str]:
    """Return the changes that are not refused and alter no fact; line numbers and prose do not count."""
    lines = text.split("\n")
    facts = without_prose(without_lines(read_facts(text)))
    found: list[str] = []
    for change in some:
        try:
            changed = without_prose(without_lines(read_facts(change.apply(lines))))
        except DocumentError:
            continue
        if changed == facts:
            found.append(f"line {change.line + 1}: {lines[change.line][change.start : change.end]!r} -> {change.new!r}")
    return found


def without_prose(value: Json) -> Json:
    """Return facts without the fingerprints of free text, but for those whose text shares a line with facts."""
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key != "text"}
        return {key: item if key in MIXED else without_prose(item) for key, item in kept.items()}
    return [without_prose(item) for item in value] if isinstance(value, list) else value
