"""Filters of one list together: those that something fits, and those that contradict each other."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from numbers_contract.description.near_misses import text_of_value

from .filter_probes import FEW

if TYPE_CHECKING:
    from .filter_probes import Filtering

__all__ = ["try_contradictions", "try_pairs"]


def try_pairs(filtering: Filtering, count: int) -> None:
    """Two filters at once, with the values of an item, so that something fits both."""
    names = [name for name in filtering.oracle.filters if name != filtering.by_key and filtering.oracle.column(name)]
    chosen = list(combinations(names, 2))
    filtering.rng.shuffle(chosen)
    for one, other in chosen[:count]:
        asked = _telling(filtering, one, other)
        if asked is not None:
            possible = filtering.oracle.possible(*asked[0]) & filtering.oracle.possible(*asked[1])
            if len(possible) > FEW:
                asked = (*asked, *filtering.anchors(one, possible, 1))
            filtering.try_out(*asked)
            _third(filtering, asked, possible)


def try_contradictions(filtering: Filtering, count: int) -> None:
    """Two filters at once that nothing fits, with values that each fit something."""
    names = [
        name
        for name in filtering.oracle.filters
        if filtering.oracle.standing[name] == {"equal"} and name != filtering.by_key
    ]
    chosen = list(combinations(names, 2))
    filtering.rng.shuffle(chosen)
    for one, other in chosen[:count]:
        asked = _excluding(filtering, one, other)
        if asked is not None:
            filtering.try_out(*asked)


def _excluding(filtering: Filtering, one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    for first in _some_values(filtering, one):
        for second in _some_values(filtering, other):
            if filtering.oracle.possible(one, first).isdisjoint(filtering.oracle.possible(other, second)):
                return (one, first), (other, second)
    return None


def _some_values(filtering: Filtering, name: str) -> list[str]:
    values = [text_of_value(value) for value in filtering.oracle.values(name)]
    return [text for text in filtering.rng.sample(values, min(len(values), 5)) if filtering.allows(name, text)]


def _third(filtering: Filtering, asked: tuple[tuple[str, str], ...], possible: frozenset[str]) -> None:
    """A third filter that leaves some of what fits the first two, and not all of it."""
    names = [name for name in filtering.oracle.filters if name != filtering.by_key and name not in dict(asked)]
    for name in filtering.rng.sample(names, min(6, len(names))):
        for value in filtering.oracle.values(name)[:2]:
            text = text_of_value(value)
            left = possible & filtering.oracle.possible(name, text)
            if 0 < len(left) < len(possible) and filtering.allows(name, text):
                filtering.try_out(*asked, (name, text))
                return


def _telling(filtering: Filtering, one: str, other: str) -> tuple[tuple[str, str], ...] | None:
    """Values that an item has, of a few the ones that best tell whether both filters were heeded."""
    best, score = None, -1
    for key in filtering.rng.sample(filtering.keys, min(6, len(filtering.keys))):
        item = filtering.oracle.items[key]
        asked = tuple((name, text_of_value(filtering.value_of(item, name))) for name in (one, other))
        if not all(filtering.value_of(item, name) is not None and filtering.allows(name, text) for name, text in asked):
            continue
        first, second = (filtering.oracle.possible(*pair) for pair in asked)
        value = min(len(first - second), len(second - first), 50)
        if value > score:
            best, score = asked, value
    return best
