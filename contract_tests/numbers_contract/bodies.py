"""The bodies that a purchase may have."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from .foreign import foreign
from .market import market_of
from .pointers import MISSING, placed
from .settings import joined_bodies, settings_of

if TYPE_CHECKING:
    from .context import Context
    from .operation import Operation

__all__ = ["bodies_of"]


def bodies_of(context: Context, operation: Operation) -> list[Any]:
    """Bodies that the description allows, from none to everything."""
    if operation.body is None:
        return [MISSING]
    settings = settings_of(context, operation)
    nulls = [placed(pointer, None) for pointer in settings.leaves if settings.nullable(pointer)][:1]
    singles = [placed(pointer, settings.value(pointer, index + 2)) for index, pointer in enumerate(settings.leaves)]
    found: list[Any] = [
        settings.full(1),
        settings.full(2),
        {},
        _with_more(context, operation, settings.full(3)),
        *nulls,
        *singles[-3:],
        settings.full(5),
    ]
    found += [MISSING] if not operation.body.required else []
    return [body for body in found if body is MISSING or settings.allows(body)]


def _with_more(context: Context, operation: Operation, body: Any) -> Any:
    """A body with members of the resource that are not the buyer's to decide."""
    market = market_of(context)
    leaves = market.leaves if market is not None else {}
    more = foreign(context.description.schemas, leaves, settings_of(context, operation))
    return reduce(joined_bodies, more.values(), body)
