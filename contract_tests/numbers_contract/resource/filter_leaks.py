"""Items that a filter finds and the list without filters lacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .pages import ListQuery
    from .resource import Resource

__all__ = ["Whole"]


@dataclass
class Whole:
    """A list without filters: `keys` are those seen in it, `complete` says whether they are all of it."""

    resource: Resource
    asked: ListQuery
    keys: set[str] = field(default_factory=set[str])
    complete: bool = False

    def lacks(self, keys: Iterable[str]) -> list[str]:
        """Those that it lacks, also at a second look: what was kept back after a release may have come since."""
        unknown = [key for key in keys if not self.resource.untouchable(key)]
        if not self.complete or self.keys.issuperset(unknown):
            return []
        walk = self.resource.lists.walk(self.asked)
        self.keys |= {self.resource.key_of(item) for item in walk.items}
        lacking = [key for key in unknown if key not in self.keys] if walk.complete else []
        self.complete = walk.complete and not lacking  # what is known to be broken is not looked at again
        return lacking
