"""What benchmarks measure: ratios of things measured side by side in one run, each beside its target."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Result", "Scale", "as_json", "median_ratio", "share_of", "table"]


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured: `rounds` of everything, `requests` in each, in catalogues of `numbers`."""

    rounds: int
    requests: int
    numbers: int


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was measured.

    Args:
        name: what.
        value: how much of `unit`; a ratio where the unit is "times".
        target: what the value is at most to be, None where it is only told.
        unit: of the value and of the target.
        note: what else there is to know, such as the absolute numbers of this run.
    """

    name: str
    value: float
    target: float | None = None
    unit: str = "times"
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the target is met; what has none cannot miss it."""
        return self.target is None or self.value <= self.target


def median_ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """The median of the ratios of what was measured one right after the other.

    The median of ratios, not the ratio of medians: what slows the machine down slows both of a pair.

    Raises:
        ValueError: there is no pair, or one divides by nothing.
    """
    found = list(pairs)
    if not found or any(below <= 0 for _, below in found):
        raise ValueError("a ratio needs pairs of measurements, each of something above zero")
    return median(above / below for above, below in found)


def share_of(values: Sequence[float], part: float) -> float:
    """The value that `part` of all values do not exceed.

    Raises:
        ValueError: there is no value.
    """
    if not values:
        raise ValueError("no value has no share")
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def as_json(sections: dict[str, list[Result]]) -> dict[str, object]:
    """All results, by section."""
    return {name: [{**asdict(one), "met": one.met} for one in results] for name, results in sections.items()}


def table(sections: dict[str, list[Result]]) -> str:
    """All results as a table for people, in Markdown whose columns stand in line in plain text as well."""
    rows = [["measured", "is", "at most", "", "in this run"]]
    for section, results in sections.items():
        rows += [[f"**{section}**", "", "", "", ""]]
        rows += [[one.name, _text(one.value, one.unit), _target(one), _verdict(one), one.note] for one in results]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "".join(f"| {line} |\n" for line in lines)


def _text(value: float, unit: str) -> str:
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  (three digits are what is measured)
    return f"{shown} {unit}"


def _target(one: Result) -> str:
    return "" if one.target is None else _text(one.target, one.unit)


def _verdict(one: Result) -> str:
    if one.target is None:
        return ""
    return "met" if one.met else "MISSED"
