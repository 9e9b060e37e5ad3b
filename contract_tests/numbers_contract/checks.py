"""The checks of a run, in the order in which they run: each proves some of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .context import Context

__all__ = ["CHECKS", "Check", "check"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, when it runs, the rules that it proves, and whether it changes anything at the endpoint."""

    name: str
    order: int
    proves: tuple[str, ...]
    changes: bool
    run: Callable[[Context], None]


CHECKS: dict[str, Check] = {}


def check(
    name: str, *, order: int, proves: tuple[str, ...], changes: bool = False
) -> Callable[[Callable[[Context], None]], Callable[[Context], None]]:
    """Make a function one of the checks."""
    unknown = [rule for rule in proves if rule not in RULES]
    if unknown:
        raise LookupError(f"the check {name} proves {unknown}, which are no rules")

    def register(run: Callable[[Context], None]) -> Callable[[Context], None]:
        CHECKS[name] = Check(name, order, proves, changes, run)
        return run

    return register
