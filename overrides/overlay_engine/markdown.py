"""Cells and rows of GitHub Flavored Markdown tables."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from overlay_engine.report import MISSING, Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from overlay_engine.values import Plain

_LONGEST = 60  # characters of a value that a cell shows
_PLACES = 4  # places that a cell lists before it only counts
_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
_OPERATION = 3  # the parts of a place that name an operation: paths, route, method


def head(*titles: str) -> Iterator[str]:
    """The first two lines of a table."""
    yield row(*titles)
    yield row(*("---" for _ in titles))


def row(*cells: str) -> str:
    """One line of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def text(prose: str) -> str:
    """Prose as a cell: one line, nothing in it read as markup except code in backticks."""
    return re.sub(r"([|*<\\])", r"\\\1", " ".join(prose.split()))


def code(literal: str) -> str:
    """A literal as a cell: one line in as many backticks as it needs, shortened to 60 characters."""
    line = " ".join(literal.split())
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence, space = "`" * (longest + 1), " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}".replace("|", r"\|")


def value(literal: Plain | Missing) -> str:
    """A JSON value as a cell."""
    return "nothing" if literal is MISSING else code(json.dumps(literal, ensure_ascii=False))


def place(path: Sequence[str]) -> str:
    """A place as a cell: its keys from the outside in, an operation by its method and route; never shortened."""
    parts = list(path)
    if len(parts) >= _OPERATION and parts[0] == "paths" and parts[2] in _METHODS:
        parts[:_OPERATION] = [f"{parts[2].upper()} {parts[1]}"]
    return "`" + (" > ".join(parts) or "the whole document").replace("`", "'").replace("|", r"\|") + "`"


def places(cells: Sequence[str]) -> str:
    """Several places as one cell: each once, the first few of many."""
    shown = list(dict.fromkeys(cells))
    if len(shown) > _PLACES + 1:
        shown = [*shown[:_PLACES], f"and {len(shown) - _PLACES} more"]
    return "<br>".join(shown)
