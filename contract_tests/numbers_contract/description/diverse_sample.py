"""Which of many items to take first: those that together have the most different things to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .json_pointer import MISSING, get, is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from .schemas import Schemas

__all__ = ["Trait", "traits", "varied"]

Json = dict[str, Any]
Trait = tuple[str, str]


def varied(pool: list[Json], traits_of: Callable[[Json], set[Trait]], most: int, among: int) -> list[Json]:
    """The pool in another order: each of the first few brings traits that none before it has.

    Args:
        pool: the items, those that are liked best first.
        traits_of: what an item has to say.
        most: how many are chosen; the others follow in the order that they were in.
        among: how many of the pool are looked at.
    """
    looked_at = [(item, traits_of(item)) for item in pool[:among]]
    first, seen = list[Json](), set[Trait]()
    while looked_at and len(first) < most:
        index = max(range(len(looked_at)), key=lambda at: len(looked_at[at][1] - seen))
        item, brought = looked_at.pop(index)
        if not brought - seen:
            break
        first.append(item)
        seen |= brought
    taken = {id(item) for item in first}
    return [*first, *(item for item in pool if id(item) not in taken)]


def traits(schemas: Schemas, leaves: dict[str, Json], item: Json) -> set[Trait]:
    """Which places of an item say anything, and what they say where the schema lists what can be said."""
    found: set[Trait] = set()
    for pointer, schema in leaves.items():
        value = get(item, pointer)
        if value is MISSING or value is None or value == "" or ((is_list(value) or is_object(value)) and not value):
            continue
        found.add((pointer, ""))
        if isinstance(value, bool) or any(value in _listed(branch) for branch in schemas.branches(schema)):
            found.add((pointer, str(value)))
    return found


def _listed(branch: Json) -> list[Any]:
    return [*branch.get("enum", []), *branch.get("x-extensible-enum", [])]
