"""The tables of a run: JSON for machines, Markdown for a merge request, a page for people."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE: Final = Path(__file__).with_name("page.html.jinja")


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: What its files are called.
        title: What it shows.
        verdict: Its result in a sentence.
        good: Whether the result is the one that is wanted.
        columns: The members of a row that are shown, with their headings.
        rows: The rows; `good` in a row says whether it is as it should be.
        facts: Further results, for machines.
    """

    name: str
    title: str
    verdict: str
    good: bool
    columns: dict[str, str]
    rows: list[dict[str, Any]]
    facts: Mapping[str, object] = field(default_factory=dict[str, object])

    def cells(self, row: dict[str, Any]) -> list[str]:
        """The cells of a row as text."""
        return [_text(row.get(column, "")) for column in self.columns]

    @property
    def ordered(self) -> list[dict[str, Any]]:
        """The rows, those first that are not as they should be."""
        return sorted(self.rows, key=lambda row: bool(row["good"]))


def write(table: Table, folder: Path) -> Path:
    """Write a table in its three forms; the page is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {"title": table.title, "verdict": table.verdict, "good": table.good, **table.facts, "rows": table.rows}
    text = json.dumps(facts, indent=1, ensure_ascii=False)
    (folder / f"{table.name}.json").write_text(f"{text}\n", encoding="utf-8")
    (folder / f"{table.name}.md").write_text(markdown(table), encoding="utf-8")
    page = folder / f"{table.name}.html"
    page.write_text(html(table), encoding="utf-8")
    return page


def markdown(table: Table) -> str:
    """The table as Markdown."""
    lines = [f"# {table.title}", "", table.verdict, ""]
    lines += [f"| {' | '.join(table.columns.values())} |", f"|{'---|' * len(table.columns)}"]
    for row in table.ordered:
        cells = (cell.replace("|", "\\|").replace("\n", " ") for cell in table.cells(row))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def html(table: Table) -> str:
    """The table as a page, complete in one file."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    return environment.from_string(PAGE.read_text(encoding="utf-8")).render(table=table)


def _text(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
