"""Which items fit a filter, computed from the items themselves.

Where the description leaves open how a filter compares, each allowed way is a hypothesis: an answer is wrong when no
hypothesis that all earlier answers left standing explains it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get, reader
from numbers_contract.description.near_misses import NEAR, text_of_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numbers_contract.description.extensions import Filter
    from numbers_contract.description.operation import Operation

__all__ = ["Oracle", "Verdict", "same_number"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an answer compares with what it should be: keys that are missing and keys that are too many."""

    lacking: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    why: str = ""

    @property
    def right(self) -> bool:
        """Whether it is as it should be."""
        return not (self.lacking or self.extra or self.why)


@dataclass(eq=False)
class Oracle:
    """Knows all items of a list, by key, and judges what a filtered list holds."""

    operation: Operation
    items: dict[str, Json]
    standing: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    _columns: dict[str, dict[Any, set[str]]] = field(default_factory=dict[str, dict[Any, set[str]]])

    def __post_init__(self) -> None:
        """Begin with every hypothesis."""
        self.filters: dict[str, Filter] = {one.parameter: one for one in self.operation.extensions.filters}
        self._keys = frozenset(self.items)
        for one in self.filters.values():
            self.standing[one.parameter] = set(_hypotheses(one, self._kind(one)))

    def _kind(self, one: Filter) -> str:
        parameter = self.operation.parameter(one.parameter)
        schema = parameter.schema if parameter else {}
        return "decimal" if schema.get("format") == "decimal" else str(schema.get("type", "string"))

    @cache  # noqa: B019  (there is one oracle a list, and it lives as long as the run)
    def having(self, name: str) -> frozenset[str]:
        """The keys of the items that have a value for a filter."""
        return frozenset[str]().union(*self.column(name).values())

    def column(self, name: str) -> dict[Any, set[str]]:
        """The values of the property that a filter filters, each with the keys of the items that have it."""
        if name not in self._columns:
            found: dict[Any, set[str]] = {}
            read = reader(self.filters[name].property)
            for key, item in self.items.items():
                value = read(item)
                if value is not MISSING and value is not None and not isinstance(value, (dict, list)):
                    found.setdefault((type(value), value), set()).add(key)
            self._columns[name] = found
        return self._columns[name]

    @cache  # noqa: B019
    def ordered(self, name: str) -> tuple[tuple[type, Any], ...]:
        """The values of the property with their types, in an order that does not depend on that of the items."""
        return tuple(sorted(self.column(name), key=str))

    @cache  # noqa: B019
    def values(self, name: str) -> list[Any]:
        """The values of the property, the most frequent first; not to be changed."""
        column = self.column(name)
        return [value for _, value in sorted(column, key=lambda one: (-len(column[one]), str(one[1])))]

    @cache  # noqa: B019
    def fitting(self, name: str, text: str, how: str) -> frozenset[str]:
        """The keys of the items that fit a filter, if it compares in one way."""
        if how == "equal":
            return frozenset(self._by_text(name).get(text, ()))
        found = [keys for value, keys in self._by_text(name).items() if _fits(value, text, how)]
        return frozenset[str]().union(*found)

    @cache  # noqa: B019
    def _by_text(self, name: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for (_, value), keys in self.column(name).items():
            found.setdefault(text_of_value(value), set()).update(keys)
        return found

    def possible(self, name: str, text: str) -> frozenset[str]:
        """The keys of the items that fit by any hypothesis that is left."""
        if NEAR in self.standing[name]:
            return self.having(name)
        ways = self.standing[name]
        return frozenset[str]().union(*(self.fitting(name, text, how) for how in ways))

    def judge(
        self, asked: Sequence[tuple[str, str]], shown: dict[str, Json], *, complete: bool, ignored: set[str]
    ) -> Verdict:
        """Compare an answer with what it should be.

        Args:
            asked: filters and texts.
            shown: the items of the answer, by key.
            complete: whether the answer is all of it, or only a part.
            ignored: keys of which it is not known whether they are in the list.
        """
        open_names = [name for name, _ in asked]
        best: Verdict | None = None
        right: list[tuple[str, ...]] = []
        for way in product(*(sorted(self.standing[name]) for name in open_names)):
            verdict = self._by(asked, way, shown, complete=complete, ignored=ignored)
            if verdict.right:
                right.append(way)
            elif best is None or len(verdict.lacking) + len(verdict.extra) < len(best.lacking) + len(best.extra):
                best = verdict
        if not right:
            return best or Verdict(why="nothing explains it")
        for index, name in enumerate(open_names):
            self.standing[name] &= {way[index] for way in right}
        return Verdict()

    def _by(
        self,
        asked: Sequence[tuple[str, str]],
        way: tuple[str, ...],
        shown: dict[str, Json],
        *,
        complete: bool,
        ignored: set[str],
    ) -> Verdict:
        exact = [(name, text, how) for (name, text), how in zip(asked, way, strict=True) if how != NEAR]
        near = [(name, text) for (name, text), how in zip(asked, way, strict=True) if how == NEAR]
        extra = [key for key, item in shown.items() if key not in ignored and not self._all(item, exact, near)]
        if not complete:
            return Verdict(extra=tuple(extra))
        fitting = sorted((self.fitting(*one) for one in exact), key=len) or [self._keys]
        expected = fitting[0].intersection(*fitting[1:]) - ignored
        if near:
            expected = self._near(expected, near, shown)
        return Verdict(tuple(sorted(expected - shown.keys())), tuple(extra))

    def _all(self, item: Json, exact: list[tuple[str, str, str]], near: list[tuple[str, str]]) -> bool:
        for name, text, how in exact:
            value = get(item, self.filters[name].property)
            if value is MISSING or value is None or not _fits(value, text, how):
                return False
        return all(_distance(get(item, self.filters[name].property), text) is not None for name, text in near)

    def _near(self, among: frozenset[str], near: list[tuple[str, str]], shown: dict[str, Json]) -> frozenset[str]:
        """Of some keys, those that are no farther than the farthest shown; with two distances, those at the place."""
        if len(near) > 1:
            return among.intersection(*(self._exactly(name, text) for name, text in near))
        name, text = near[0]
        numbers, wanted = self._numbers(name), _number(text)
        if wanted is None:
            return frozenset()
        farthest = max((abs(numbers[key] - wanted) for key in shown if key in numbers), default=Decimal(0))
        return frozenset(key for key in among if key in numbers and abs(numbers[key] - wanted) <= farthest)

    def _exactly(self, name: str, text: str) -> frozenset[str]:
        """The keys of the items that have a number."""
        wanted = _number(text)
        return frozenset(key for key, number in self._numbers(name).items() if number == wanted)

    @cache  # noqa: B019
    def _numbers(self, name: str) -> dict[str, Decimal]:
        """The number that each item has, by key, where it has one."""
        read = {text: number for text in self._by_text(name) if (number := _number(text)) is not None}
        return {key: number for text, number in read.items() for key in self._by_text(name)[text]}


def _hypotheses(one: Filter, kind: str) -> Iterator[str]:
    for how in one.compare:
        yield how
        if how == "equal" and kind == "decimal":
            yield "same-number"
        if how == "equal" and NEAR in one.compare:
            yield "same-number"


def _fits(value: Any, text: str, how: str) -> bool:
    if isinstance(value, bool) or how == "equal":
        return text_of_value(value) == text
    number, wanted = _number(value), _number(text)
    if number is None or wanted is None:
        return False
    return {"at-least": number >= wanted, "at-most": number <= wanted, "same-number": number == wanted}[how]


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def same_number(one: str, other: str) -> bool:
    """Whether two texts are the same number, as 2.0 and 2.00 are; any other text only equals itself."""
    return one == other or (_number(one) is not None and _number(one) == _number(other))


def _distance(value: Any, text: str) -> Decimal | None:
    number, wanted = _number(value), _number(text)
    return None if value is MISSING or value is None or number is None or wanted is None else abs(number - wanted)
