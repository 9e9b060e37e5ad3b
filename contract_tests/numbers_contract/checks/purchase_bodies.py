"""The bodies that a purchase may have."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, placed
from numbers_contract.resource.read_only_members import foreign
from numbers_contract.resource.request_bodies import joined_bodies, settings_of
from numbers_contract.resource.resource import resource_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation

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
    resource = resource_of(context)
    leaves = resource.leaves if resource is not None else {}
    more = foreign(context.description.schemas, leaves, settings_of(context, operation))
    return reduce(joined_bodies, more.values(), body)
