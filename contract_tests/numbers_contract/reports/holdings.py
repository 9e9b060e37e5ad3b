"""Numbers that a run bought, and the result of releasing them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Holding", "Released"]


@dataclass(frozen=True, slots=True)
class Holding:
    """A number that the account may hold because a run asked for it.

    Args:
        base_url: the endpoint that was asked.
        account: who asked.
        key: the number.
        sure: whether the purchase was confirmed; otherwise its answer was lost, and it has to be looked up.
        files: the journals that say so.
    """

    base_url: str
    account: str
    key: str
    sure: bool
    files: tuple[Path, ...] = ()


@dataclass(slots=True)
class Released:
    """What came of it: numbers given back, numbers that turned out not to be held, and those that could not be."""

    released: list[Holding] = field(default_factory=list["Holding"])
    absent: list[Holding] = field(default_factory=list["Holding"])
    left: list[tuple[Holding, str]] = field(default_factory=list[tuple["Holding", str]])
