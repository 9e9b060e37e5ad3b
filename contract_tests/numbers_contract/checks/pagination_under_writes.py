"""Pages of lists that change: while numbers are bought and released, and when an account comes to hold many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get, is_object
from numbers_contract.registry import check
from numbers_contract.resource.filter_probes import Filtering, filtering_of
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.page_walks import MOST
from numbers_contract.resource.pages import ListQuery

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import ResourceLifecycle
    from numbers_contract.resource.pages import Page
    from numbers_contract.resource.resource import Resource

__all__: list[str] = []

Json = dict[str, Any]
_MANY = 60


@check(proves=("pages", "owned-is-listed"), changes=True)
def large_account(context: Context) -> None:
    """An account that holds more than a page does by default: all of it is listed."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None or lifecycle.resource.list is None or not context.session.guard.affords(0):
        return
    account = context.accounts[0]
    plain = lifecycle.resource.lists.page(ListQuery(lifecycle.resource.list, account))
    paging = lifecycle.resource.list.extensions.paging
    said = get(plain.exchange.value, paging.size[1]) if plain is not None and paging and paging.size[1] else None
    size = said if type(said) is int and 0 < said <= _MANY else _MANY - 5
    wanted = max(0, size + 3 - len(lifecycle.model.of(account)))
    cost = sum(map(lifecycle.resource.price, lifecycle.candidates()[:wanted]))
    if not context.session.guard.affords(cost):
        context.skip(
            "pages", lifecycle.resource.list, f"{wanted} numbers cost {cost:g}, which is more than may be spent"
        )
        return
    for _ in range(wanted):
        item = lifecycle.next_offer()
        if item is None or _bought(lifecycle, account, item) is None:
            break
    lifecycle.model.verify(account, "owned-is-listed")


@check(proves=("pages-stable",), changes=True)
def pagination_under_writes(context: Context) -> None:
    """Numbers are bought and released while somebody walks along the pages."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None:
        return
    with context.attempt("pages-stable", lifecycle.resource.offer):
        _offer_changes(context, lifecycle)
    with context.attempt("pages-stable", lifecycle.resource.list):
        _account_changes(context, lifecycle)


def _offer_changes(context: Context, lifecycle: ResourceLifecycle) -> None:
    resource, account = lifecycle.resource, context.accounts[0]
    filtering = filtering_of(context)
    asked = _busy(filtering, resource, context) if filtering is not None else None
    if asked is None or resource.offer is None:
        context.skip("pages-stable", resource.offer, "no filter leaves enough numbers that can be bought")
        return
    before = resource.lists.walk(ListQuery(resource.offer, None, asked, 1000), 2)
    page = resource.lists.page(ListQuery(resource.offer, None, asked, 3))
    if page is None or not before.complete:
        return
    gone = [item for item in page.items if resource.plain(item)][:2]
    bought = [key for key in (_bought(lifecycle, account, item) for item in gone) if key]
    rest = _rest(lifecycle, page)
    expected = {resource.key_of(item) for item in before.items} - set(map(resource.key_of, page.items))
    _judge_stable(lifecycle, page, rest, expected, f"{len(bought)} numbers of the first page were bought")
    page = resource.lists.page(ListQuery(resource.offer, None, asked, 3))
    if page is not None and bought:
        now = resource.lists.walk(ListQuery(resource.offer, None, asked, 1000), 2)
        for key in bought:
            lifecycle.release(account, key)
        expected = {resource.key_of(item) for item in now.items} - set(map(resource.key_of, page.items))
        _judge_stable(lifecycle, page, _rest(lifecycle, page), expected, "numbers came back", free=frozenset(bought))


def _bought(lifecycle: ResourceLifecycle, account: Account, item: Json) -> str | None:
    key = lifecycle.resource.key_of(item)
    exchange = lifecycle.resource.buy(account, key)
    if not exchange.ok or not is_object(exchange.value):
        return None
    lifecycle.model.created(account, item, MISSING, exchange)
    return key


def _rest(lifecycle: ResourceLifecycle, page: Page) -> list[Page]:
    found: list[Page] = []
    following = lifecycle.resource.lists.follow(page, "next")
    while following is not None and len(found) < MOST:
        found.append(following)
        following = lifecycle.resource.lists.follow(following, "next")
    return found


def _judge_stable(
    lifecycle: ResourceLifecycle,
    first: Page,
    rest: list[Page],
    expected: set[str],
    what: str,
    *,
    free: frozenset[str] = frozenset(),
) -> None:
    resource, context = lifecycle.resource, lifecycle.context
    shown = [resource.key_of(item) for page in rest for item in page.items]
    seen = {resource.key_of(item) for item in first.items}
    lacking = expected - set(shown) - free if len(rest) < MOST else set[str]()  # else not all of it was read
    again = [key for key in shown if (key in seen or shown.count(key) > 1) and key not in free]
    context.check(
        not again and (not lacking or not context.session.endpoint.quiet),
        "pages-stable",
        first.query.operation,
        f"{what} after the first page was read: the pages after it skip {len(lacking)} items and repeat {len(again)}",
        first.exchange,
        *(page.exchange for page in rest[:1]),
    )


def _busy(filtering: Filtering, resource: Resource, context: Context) -> tuple[tuple[str, str], ...] | None:
    """A filter that leaves some numbers which anybody can buy."""
    oracle = filtering.oracle
    rng = context.random("busy")
    names = [name for name in oracle.filters if oracle.standing[name] == {"equal"} and name != filtering.by_key]
    rng.shuffle(names)
    for name in names:
        values = oracle.values(name)
        for value in rng.sample(values, min(12, len(values))):
            keys = (
                oracle.possible(name, str(value)) - filtering.ignored() if isinstance(value, str) else frozenset[str]()
            )
            if 8 <= len(keys) <= 60 and filtering.allows(name, str(value)):
                plain = sum(resource.plain(oracle.items[key]) for key in keys)
                if plain * 2 >= len(keys):
                    return ((name, str(value)),)
    return None


def _account_changes(context: Context, lifecycle: ResourceLifecycle) -> None:
    resource, account = lifecycle.resource, context.accounts[0]
    if resource.list is None or len(lifecycle.model.of(account)) < 5:
        context.skip("pages-stable", resource.list, "the account holds too few numbers")
        return
    before = {resource.key_of(item) for item in resource.held(account).items}
    page = resource.lists.page(ListQuery(resource.list, account, (), 2))
    if page is None:
        return
    mine = [resource.key_of(item) for item in page.items if resource.key_of(item) in lifecycle.model.of(account)]
    for key in mine[:1]:
        lifecycle.release(account, key)
    expected = before - set(map(resource.key_of, page.items))
    _judge_stable(lifecycle, page, _rest(lifecycle, page), expected, "a number of the first page was released")
