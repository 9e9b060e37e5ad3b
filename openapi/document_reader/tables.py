"""Tables of a reference and the cells that have a closed set of values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from document_reader.errors import DocumentError, excerpt
from document_reader.lines import Cursor, Line, digest

UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
DEPRECATED = re.compile(r"[*_(]*deprecated\b", re.IGNORECASE)
STRUCK = re.compile(r"~~(.+)~~")
BREAKS_ROW = re.compile(r"#|\|.|>|```|</?h\d|<a id=|</?aside")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line that it starts on and its cells by column name."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_table(cursor: Cursor, columns: tuple[str, ...], free: str | None = None) -> list[Row]:
    """Read a table whose header names exactly `columns`; the `free` column may hold pipes and line breaks."""
    cursor.literal("|" + "|".join(columns) + "|", "the table header")
    cursor.literal("|---" * len(columns) + "|", "the line under the table header")
    rows: list[Row] = []
    while cursor.raw().text.startswith("|"):
        rows.append(_read_row(cursor, columns, free))
    return rows


def _read_row(cursor: Cursor, columns: tuple[str, ...], free: str | None) -> Row:
    first = cursor.take_raw()
    text = first.text if free is None else _whole_row(cursor, first)
    if not text.endswith("|") or text == "|":
        raise DocumentError(first.number, f"row {excerpt(text)} is open", "a table row ends with |")
    cells = UNESCAPED_PIPE.split(text[1:-1])
    extra = len(cells) - len(columns)
    if extra > 0 and free is not None:
        at = columns.index(free)
        cells[at : at + extra + 1] = ["|".join(cells[at : at + extra + 1])]
    if len(cells) != len(columns):
        rule = f"a row here has the {len(columns)} cells {', '.join(columns)}"
        raise DocumentError(first.number, f"row {excerpt(text)} has {len(cells)} cells", rule)
    return Row(first.number, dict(zip(columns, cells, strict=True)))


def _whole_row(cursor: Cursor, first: Line) -> str:
    """Join the lines of a row whose free cell holds line breaks."""
    text = first.text
    while not text.endswith("|"):
        following = cursor.raw()
        if cursor.at_end() or BREAKS_ROW.match(following.text):
            raise DocumentError(first.number, f"row {excerpt(first.text)} is open", "a table row ends with |")
        cursor.prose.add(cursor.take_raw().number)
        text += "\n" + following.text
    return text


def read_required(row: Row) -> bool:
    """Read the Required cell of `row`."""
    value = row["Required"]
    if value not in ("true", "false"):
        raise DocumentError(row.line, f"Required says {excerpt(value)}", "it is true or false")
    return value == "true"


def read_restrictions(row: Row) -> str | None:
    """Read the Restrictions cell of `row`; None where the document says `none`."""
    value = row["Restrictions"]
    if value not in ("none", "read-only", "write-only"):
        raise DocumentError(row.line, f"Restrictions says {excerpt(value)}", "it is none, read-only or write-only")
    return None if value == "none" else value


def read_text(row: Row) -> str | None:
    """Return the digest of the Description cell of `row`; None where the document says `none`."""
    value = row["Description"]
    if not value.strip():
        raise DocumentError(row.line, "the Description cell is empty", "a missing description is written `none`")
    return None if value == "none" else digest([value])


def read_name(row: Row, column: str = "Name") -> tuple[str, int, bool]:
    """Read a name cell: the bare name, its depth (the number of » before it) and whether it is struck through."""
    value = row[column]
    bare = value.lstrip("»")
    depth = len(value) - len(bare)
    name = bare.strip()
    struck = STRUCK.fullmatch(name)
    name = struck[1] if struck else name
    if not name or "~" in name or "»" in name or "`" in name or value != name_cell(name, depth, struck=bool(struck)):
        raise DocumentError(row.line, f"{column} says {excerpt(value)}", "a name is » (per level), a space, the name")
    return name, depth, bool(struck)


def says_deprecated(text: str) -> bool:
    """Tell whether a text starts with a mark of deprecation, such as `**Deprecated**`."""
    return DEPRECATED.match(text) is not None


def name_cell(name: str, depth: int, *, struck: bool = False) -> str:
    """Write a name cell as the format prints it."""
    shown = f"~~{name}~~" if struck else name
    return f"{'»' * depth} {shown}" if depth else shown
