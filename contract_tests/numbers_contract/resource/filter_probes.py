"""The filters of one list, each held to what the items themselves say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get, texts_in
from numbers_contract.description.merge_patch import difference
from numbers_contract.description.near_misses import askable, measurable, misses, text_of_value
from numbers_contract.resource.lists import largest_size

from .filter_leaks import Whole
from .filter_oracle import Oracle
from .pages import ListQuery, Walk
from .resource import resource_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account

    from .lifecycle import ResourceLifecycle
    from .resource import Resource

__all__ = ["FEW", "Filtering", "account_filtering", "filtering_of"]

Json = dict[str, Any]
FEW = 120  # items that are read whole
_SOME = 20  # of a longer list, the first so many
_VALUES = 3  # of each property
_LOOKED_AT = 12  # items, for values in other places


class Filtering:
    """The filters of one list."""

    def __init__(
        self,
        context: Context,
        resource: Resource,
        operation: Operation,
        account: Account | None,
        items: list[Json],
        *,
        complete: bool = False,
    ) -> None:
        """Take the items of the list, and whether they are all of it."""
        self.context, self.resource, self.operation, self.account = context, resource, operation, account
        self.oracle = Oracle(operation, {resource.key_of(item): item for item in items if resource.key_of(item)})
        self.rng = context.random(f"filters of {operation.id}")
        self._largest = largest_size(operation)
        self.keys = sorted(self.oracle.items)
        keys = [one.parameter for one in operation.extensions.filters if one.property == resource.key]
        self.by_key = keys[0] if keys else None
        self.others: list[Json] = []  # items of other lists, whose values are worth asking for
        plain = ListQuery(operation, account, (), self._largest)
        self._whole = Whole(resource, plain, set(self.keys), complete and context.session.endpoint.quiet)
        self._asked = set[tuple[tuple[str, str], ...]]()

    def ignored(self) -> set[str]:
        """What the gate itself has bought: it may have left the list, or be back."""
        touched: set[str] = self.context.state.touched
        return touched if self.operation is self.resource.offer else set()

    def allows(self, name: str, text: str) -> bool:
        """Whether the description allows a value of a filter."""
        return askable(self.operation.parameter(name), text) and measurable(self.operation, name, text)

    def texts(self, name: str) -> Iterator[str]:
        """Values that some item has, and near misses."""
        values = self.oracle.values(name)
        chosen = values[:1] + self.rng.sample(values[1:], min(_VALUES - 1, len(values[1:])))
        chosen += [value for item in self.others if (value := self.value_of(item, name)) is not None][:2]
        near = (text for value in chosen for text in (text_of_value(value), *misses(value)))
        named = map(text_of_value, (*self._described(name), *self._elsewhere(name)))
        yield from dict.fromkeys(text for text in (*near, *named) if self.allows(name, text))

    def _described(self, name: str) -> list[Any]:
        """Values that the description names: an item may have one that no list without filters shows."""
        parameter = self.operation.parameter(name)
        schema: Json = self.context.description.schemas.flat(parameter.schema) if parameter else {}
        return [value for keyword in ("examples", "enum", "x-extensible-enum") for value in schema.get(keyword, [])]

    def _elsewhere(self, name: str) -> list[Any]:
        """Values that items have in other places only, those first that bear the same name: no filter looks there."""
        own, column = self.oracle.filters[name].property, self.oracle.column(name)
        found: dict[str, bool] = {}
        for key in self.rng.sample(self.keys, min(len(self.keys), _LOOKED_AT)):
            for pointer, text in texts_in(self.oracle.items[key]):
                if pointer != own and key not in column.get((str, text), ()):
                    alike = pointer.rpartition("/")[2] == own.rpartition("/")[2]
                    found[text] = found.get(text, False) or alike
        return sorted(found, key=lambda text: not found[text])[:2]

    def try_out(self, *asked: tuple[str, str]) -> None:
        """Ask for a filtered list, and judge it."""
        if tuple(sorted(asked)) in self._asked:
            return
        self._asked.add(tuple(sorted(asked)))
        rule = "filters" if len(asked) == 1 else "filter-combinations"
        with self.context.attempt(rule, self.operation):
            sets = sorted((self.oracle.possible(*one) for one in asked), key=len)
            possible = sets[0].intersection(*sets[1:])
            whole = len(possible) <= FEW
            size = (self._largest or None) if whole else _SOME
            wanted = ListQuery(self.operation, self.account, asked, size)
            walk = self.resource.lists.walk(wanted, most=4 if whole else 1)
            self._judge(asked, walk, rule, whole=whole)

    def _judge(self, asked: tuple[tuple[str, str], ...], walk: Walk, rule: str, *, whole: bool) -> None:
        if not walk.pages:
            return
        shown = {self.resource.key_of(item): item for item in walk.items}
        complete = walk.complete and (whole or len(shown) < _SOME)
        for name, text in asked:
            self.context.coverage.sent(self.operation, "query", name, "filter" if text else "")
        self._familiar(shown, walk)
        self._listed(shown, walk)
        standing = {name: set(ways) for name, ways in self.oracle.standing.items()}
        verdict = self.oracle.judge(asked, shown, complete=complete, ignored=self.ignored())
        if not verdict.right and not self.context.session.endpoint.quiet:
            self.oracle.standing = standing
            lacking = [key for key in verdict.lacking if self._still(key)]
            if not lacking and not verdict.extra:
                return
        names = " and ".join(name for name, _ in asked)
        first = self.operation.parameter(asked[0][0])
        example = (verdict.lacking or verdict.extra or ("",))[0]
        ways = {name: "/".join(sorted(standing[name])) for name, _ in asked}
        self.context.check(
            verdict.right,
            rule,
            self.operation,
            f"filtered by {', '.join(f'{name}={text}' for name, text in asked)} (compared as "
            f"{', '.join(ways.values())}), the list lacks {len(verdict.lacking)} items that fit and has "
            f"{len(verdict.extra)} that do not, such as {example[:4]}…{example[-2:]}",
            walk.last,
            pointer=first.pointer if first is not None and len(asked) == 1 else self.operation.pointer,
            at=self.oracle.filters[asked[0][0]].property if len(asked) == 1 else None,
            subject=names if len(asked) == 1 else "together",
        )

    def _familiar(self, shown: dict[str, Json], walk: Walk) -> None:
        """An item is the same in every list, and what somebody holds is in no search."""
        held: set[str] = self.context.state.held if self.operation is self.resource.offer else set()
        judged = shown.keys() - self.ignored() if self.context.session.endpoint.quiet else ()  # else others change them
        for key, item in shown.items():
            known = self.oracle.items.get(key) if key in judged else None
            place = difference(known, item) if known is not None else None
            if place is not None:
                self.context.fail(
                    "safe-methods",
                    self.operation,
                    f"filtered, the list shows another {place} of an item than without filters",
                    walk.last,
                    at=place,
                    subject=place,
                )
            if key in held:
                self.context.fail(
                    "sold-not-listed", self.operation, "a number that is owned is still listed", walk.last
                )
        self.context.coverage.judged("sold-not-listed", self.operation, held=True)

    def _listed(self, shown: dict[str, Json], walk: Walk) -> None:
        """What a filter finds is in the list without filters as well."""
        unlisted = self._whole.lacks(shown.keys() - self.ignored())
        message = f"a filtered list shows {len(unlisted)} items that the list without filters lacks"
        self.context.check(not unlisted, "filters", self.operation, message, walk.last, subject="unlisted")

    def _still(self, key: str) -> bool:
        """Whether an item is there yet, and has not been changed by others."""
        walk = self.resource.by_key(self.operation, key, self.account)
        return not walk.pages or any(difference(self.oracle.items[key], item) is None for item in walk.items)

    def alone(self, name: str) -> None:
        """One filter: by itself, and within a part of the list that is small enough to be read whole."""
        texts = list(self.texts(name))
        if not texts:
            self.context.skip("filters", self.operation, f"no item has a value for {name}")
        for text in texts:
            self.try_out((name, text))
            fitting = self.oracle.possible(name, text)
            if len(fitting) > FEW:
                for anchor in self.anchors(name, fitting, 2):
                    self.try_out((name, text), anchor)
            self._with_key(name, text, fitting)

    def _with_key(self, name: str, text: str, fitting: frozenset[str]) -> None:
        """One item that fits, and one that does not, each asked for by its key."""
        if self.by_key is None or name == self.by_key:
            return
        wanted = {True: 1, False: 1}
        for key in self.rng.sample(self.keys, min(len(self.keys), 60)):
            fits = key in fitting
            if wanted[fits]:
                wanted[fits] -= 1
                self.try_out((name, text), (self.by_key, key))
        if wanted[True] and fitting:
            self.try_out((name, text), (self.by_key, min(fitting)))

    def anchors(self, name: str, fitting: frozenset[str], count: int) -> list[tuple[str, str]]:
        """Other filters that leave a few items, some of which fit the first and some of which do not."""
        found: list[tuple[str, str]] = []
        names = [one for one in self.oracle.filters if one not in (name, self.by_key)]
        self.rng.shuffle(names)
        for other in names:
            column = self.oracle.column(other)
            for kind, value in self.rng.sample(self.oracle.ordered(other), min(4, len(column))):
                keys = column[kind, value]
                exact = self.oracle.standing[other] == {"equal"}
                if (
                    exact
                    and 2 <= len(keys) <= FEW
                    and keys & fitting
                    and keys - fitting
                    and self.allows(other, text_of_value(value))
                ):
                    found.append((other, text_of_value(value)))
                    break
            if len(found) == count:
                break
        return found

    def value_of(self, item: Json, name: str) -> Any:
        """The value of the property that a filter filters; None where the item has none."""
        value = get(item, self.oracle.filters[name].property)
        return None if value is MISSING else value


def filtering_of(context: Context) -> Filtering | None:
    """The filters of what is on offer, which several checks share; None where nothing is on offer."""
    return context.shared(_catalogue_filtering)


def _catalogue_filtering(context: Context) -> Filtering | None:
    resource, items = resource_of(context), context.state.offers
    if resource is None or resource.offer is None or not items:
        return None
    return Filtering(context, resource, resource.offer, None, items, complete=context.state.complete)


def account_filtering(lifecycle: ResourceLifecycle, account: Account) -> Filtering | None:
    """The filters of what an account holds now; None where its list has none."""
    operation = lifecycle.resource.list
    if operation is None or not operation.extensions.filters:
        return None
    held = lifecycle.resource.held(account)
    return Filtering(lifecycle.context, lifecycle.resource, operation, account, held.items, complete=held.complete)
