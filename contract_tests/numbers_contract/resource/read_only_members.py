"""Members of a resource that a body may carry and that are not for the caller to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import get, parts, placed

from .request_bodies import joined_bodies, plain_values

if TYPE_CHECKING:
    from numbers_contract.description.schemas import Schemas

    from .request_bodies import Settings

__all__ = ["foreign"]

Json = dict[str, Any]


def foreign(schemas: Schemas, leaves: dict[str, Json], settings: Settings, item: Json | None = None) -> dict[str, Json]:
    """Bodies that the description allows and that mean nothing: one for each member at the top.

    Args:
        schemas: those of the description.
        leaves: the places of the resource that hold a value.
        settings: the body.
        item: what the resource is now; each value in the bodies is another.
    """
    found: dict[str, Json] = {}
    for pointer, schema in leaves.items():
        name = parts(pointer)[0]
        compiled = schemas.request(schema, "")
        current = get(item, pointer)
        values = (one for one in plain_values(schemas, schema) if one not in (None, current) and compiled.allows(one))
        value = next(values, None)
        if value is not None and not any(_overlap(pointer, own) for own in settings.leaves):
            found[name] = joined_bodies(found.get(name, {}), placed(pointer, value))
    return {name: body for name, body in found.items() if settings.allows(body)}


def _overlap(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
