"""What a check is: a function that proves some of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .reports.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .context import Context

__all__ = ["Check", "check"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, the rules that it proves, and whether it changes anything at the endpoint."""

    name: str
    proves: tuple[str, ...]
    changes: bool
    run: Callable[[Context], None]


def check(*, proves: tuple[str, ...], changes: bool = False) -> Callable[[Callable[[Context], None]], Check]:
    """Make a function a check of the same name."""
    unknown = [rule for rule in proves if rule not in RULES]
    if unknown:
        raise LookupError(f"a check proves {unknown}, which are no rules")

    def named(run: Callable[[Context], None]) -> Check:
        return Check(run.__name__.replace("_", "-"), proves, changes, run)

    return named
