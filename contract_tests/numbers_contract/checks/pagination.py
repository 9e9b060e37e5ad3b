"""Walks along the pages of each list, of a few filters and of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbers_contract.registry import check
from numbers_contract.resource.filter_probes import Filtering, filtering_of
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.lists import largest_size
from numbers_contract.resource.page_walks import Paging
from numbers_contract.resource.pages import ListQuery
from numbers_contract.resource.resource import resource_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import ResourceLifecycle
    from numbers_contract.resource.resource import Resource

__all__: list[str] = []

_BACK = 2  # selections that are walked back as well


def _sizes(count: int, effort: float) -> list[int]:
    """Sizes that divide a list evenly, with a rest, into one page and into single items."""
    even = next((size for size in (3, 2, 5, 7) if count % size == 0 and count > size), count)
    found = [even, 4, 1 if count < 40 * effort else 9, max(1, count), count + 1, max(1, count - 1)]
    return list(dict.fromkeys(size for size in found if size <= 1000))


def _with_rest(count: int) -> int:
    """A size that makes about five pages, the last of which is not full where that can be."""
    least = max(1, count // 5)
    return next((size for size in range(least, count) if count % size), least)


@check(proves=("pages", "page-size", "page-links", "page-numbers", "page-meta"))
def pagination(context: Context) -> None:
    """The pages of what is on offer, of a few filters and of none."""
    resource = resource_of(context)
    if resource is None or resource.offer is None or resource.offer.extensions.paging is None:
        return
    for index, filters in enumerate(_selections(context)):
        paging = Paging(context, resource, ListQuery(resource.offer, None, filters))
        with context.attempt("pages", resource.offer):
            count = len(paging.whole())
            if count:
                paging.walks(_sizes(count, context.state.effort))
                paging.links(max(1, min(3, count // 2)))
                paging.numbers(max(2, count // 4))
                if index < _BACK:
                    paging.backwards(_with_rest(count))
    with context.attempt("pages", resource.offer):
        _unfiltered(context, resource, resource.offer, None)


def _unfiltered(context: Context, resource: Resource, operation: Operation, account: Account | None) -> None:
    """Without any parameter: the service decides how many; and the first few pages of a long list."""
    paging = Paging(context, resource, ListQuery(operation, account))
    plain = resource.lists.walk(ListQuery(operation, account), 3)
    keys = paging.keys(plain.items)
    if plain.pages:
        context.check(len(set(keys)) == len(keys), "pages", operation, "the first pages show an item twice", plain.last)
    for size in (10, 50):
        paging.links(size)
    largest = largest_size(operation)
    if largest is not None:
        paging.numbers(largest)


def _selections(context: Context) -> list[tuple[tuple[str, str], ...]]:
    """Filters that leave a few items: with spaces and signs in their values, of different kinds, and two at once."""
    filtering = filtering_of(context)
    oracle = filtering.oracle if filtering is not None else None
    if filtering is None or oracle is None:
        return []
    rng = context.random("selections")
    found: list[tuple[tuple[str, str], ...]] = []
    kinds: dict[str, list[tuple[str, str]]] = {"space": [], "odd": [], "text": []}
    for name in oracle.filters:
        if oracle.standing[name] != {"equal"} or name == filtering.by_key:
            continue
        for value in oracle.values(name):
            text = str(value)
            if isinstance(value, str) and 6 <= len(oracle.possible(name, text)) <= 60 and filtering.allows(name, text):
                kind = "space" if " " in text else "odd" if not text.isalnum() else "text"
                kinds[kind].append((name, text))
    found += [(rng.choice(selection),) for selection in kinds.values() if selection]
    both = _both(filtering, rng.sample(kinds["text"] + kinds["space"], min(20, len(kinds["text"] + kinds["space"]))))
    if both is not None:
        found.append(both)
    if filtering.by_key and filtering.keys:
        found.append(((filtering.by_key, rng.choice(filtering.keys)),))
    return found


def _both(filtering: Filtering, some: list[tuple[str, str]]) -> tuple[tuple[str, str], ...] | None:
    oracle = filtering.oracle
    for one in some:
        for name in oracle.filters:
            parameter = oracle.operation.parameter(name)
            if parameter is not None and parameter.schema.get("type") == "boolean":
                for text in ("true", "false"):
                    if 4 <= len(oracle.possible(*one) & oracle.possible(name, text)) <= 60:
                        return one, (name, text)
    return None


@check(proves=("pages", "page-size", "page-links", "page-numbers", "page-meta"), changes=True)
def account_pagination(context: Context) -> None:
    """The pages of what an account holds."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None or lifecycle.resource.list is None or lifecycle.resource.list.extensions.paging is None:
        return
    account = context.accounts[0]
    paging = Paging(context, lifecycle.resource, ListQuery(lifecycle.resource.list, account))
    count = len(paging.whole())
    if count < 3:
        context.skip("pages", lifecycle.resource.list, f"the account holds {count} numbers, too few for pages")
        return
    with context.attempt("pages", lifecycle.resource.list):
        paging.walks(_sizes(count, context.state.effort))
        paging.links(1)
        paging.links(2)
        paging.numbers(2)
        paging.backwards(_with_rest(count))
        _unfiltered(context, lifecycle.resource, lifecycle.resource.list, account)
    for filters in _of_account(context, lifecycle, lifecycle.resource.list, account):
        with context.attempt("pages", lifecycle.resource.list):
            narrowed = Paging(context, lifecycle.resource, ListQuery(lifecycle.resource.list, account, filters))
            narrowed.walks([1, 2])
            narrowed.numbers(1)
            narrowed.links(1)


def _of_account(
    context: Context, lifecycle: ResourceLifecycle, operation: Operation, account: Account
) -> list[tuple[tuple[str, str], ...]]:
    """Filters that leave a few of the numbers of an account, and leave a few out."""
    items = lifecycle.resource.held(account).items
    filtering = Filtering(context, lifecycle.resource, operation, account, items)
    found: list[tuple[tuple[str, str], ...]] = []
    for name, one in filtering.oracle.filters.items():
        for value in filtering.oracle.values(name):
            count = len(filtering.oracle.possible(name, str(value)))
            if one.compare == ("equal",) and 2 <= count < len(items) and filtering.allows(name, str(value)):
                found.append(((name, str(value)),))
    context.random("pages of account").shuffle(found)
    return found[:3]
