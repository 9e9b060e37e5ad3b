"""Pages of a list, and the walks through them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get

if TYPE_CHECKING:
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Exchange


__all__ = ["ListQuery", "Page", "Walk", "link_of"]


Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list was asked for: `filters` are names and texts."""

    operation: Operation
    account: Account | None
    filters: tuple[tuple[str, str], ...] = ()
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page that came."""

    query: ListQuery
    exchange: Exchange
    items: list[Json]

    def link(self, name: str) -> str | None:
        """A link; None where it is null or missing."""
        paging = self.query.operation.extensions.paging
        return link_of(self.exchange, paging.links.get(name)) if paging else None


@dataclass(slots=True)
class Walk:
    """Pages one after the other; `complete` says whether the end was reached."""

    pages: list[Page] = field(default_factory=list)
    complete: bool = False

    @property
    def items(self) -> list[Json]:
        """What the pages hold, in order."""
        return [item for page in self.pages for item in page.items]

    @property
    def last(self) -> Exchange:
        """The last exchange."""
        return self.pages[-1].exchange


def link_of(exchange: Exchange, pointer: str | None) -> str | None:
    """The text at a place of an answer."""
    found = get(exchange.value, pointer) if pointer else MISSING
    return found if isinstance(found, str) else None
