"""Pages of lists that change: while numbers are bought and released, and when an account comes to hold many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get, is_object
from numbers_contract.registry import check
from numbers_contract.resource.filter_probes import Filtering, filtering_of
from numbers_contract.resource.lifecycle import life_of
from numbers_contract.resource.page_walks import MOST
from numbers_contract.resource.pages import Asked

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import Life
    from numbers_contract.resource.pages import Page
    from numbers_contract.resource.resource import Market

__all__: list[str] = []

Json = dict[str, Any]
_MANY = 60


@check("pages-of-many", proves=("pages", "held"), changes=True)
def pages_of_many(context: Context) -> None:
    """An account that holds more than a page does by default: all of it is listed."""
    life = life_of(context)
    if life is None or life.market.list is None or not context.session.guard.affords(0):
        return
    account = context.accounts[0]
    plain = life.market.lists.page(Asked(life.market.list, account))
    paging = life.market.list.meaning.paging
    said = get(plain.exchange.value, paging.size[1]) if plain is not None and paging and paging.size[1] else None
    size = said if type(said) is int and 0 < said <= _MANY else _MANY - 5
    wanted = max(0, size + 3 - len(life.model.of(account)))
    cost = sum(map(life.market.price, life.candidates()[:wanted]))
    if not context.session.guard.affords(cost):
        context.skip("pages", life.market.list, f"{wanted} numbers cost {cost:g}, which is more than may be spent")
        return
    for _ in range(wanted):
        item = life.next_offer()
        if item is None or _bought(life, account, item) is None:
            break
    life.model.verify(account, "held")


@check("pages-stable", proves=("pages-stable",), changes=True)
def pages_stable(context: Context) -> None:
    """Numbers are bought and released while somebody walks along the pages."""
    life = life_of(context)
    if life is None:
        return
    with context.attempt("pages-stable", life.market.offer):
        _offer_changes(context, life)
    with context.attempt("pages-stable", life.market.list):
        _account_changes(context, life)


def _offer_changes(context: Context, life: Life) -> None:
    market, account = life.market, context.accounts[0]
    filtering = filtering_of(context)
    asked = _busy(filtering, market, context) if filtering is not None else None
    if asked is None or market.offer is None:
        context.skip("pages-stable", market.offer, "no filter leaves enough numbers that can be bought")
        return
    before = market.lists.walk(Asked(market.offer, None, asked, 1000), 2)
    page = market.lists.page(Asked(market.offer, None, asked, 3))
    if page is None or not before.complete:
        return
    gone = [item for item in page.items if market.plain(item)][:2]
    bought = [key for key in (_bought(life, account, item) for item in gone) if key]
    rest = _rest(life, page)
    expected = {market.key_of(item) for item in before.items} - set(map(market.key_of, page.items))
    _judge_stable(life, page, rest, expected, f"{len(bought)} numbers of the first page were bought")
    page = market.lists.page(Asked(market.offer, None, asked, 3))
    if page is not None and bought:
        now = market.lists.walk(Asked(market.offer, None, asked, 1000), 2)
        for key in bought:
            life.release(account, key)
        expected = {market.key_of(item) for item in now.items} - set(map(market.key_of, page.items))
        _judge_stable(life, page, _rest(life, page), expected, "numbers came back", free=frozenset(bought))


def _bought(life: Life, account: Account, item: Json) -> str | None:
    key = life.market.key_of(item)
    exchange = life.market.buy(account, key)
    if not exchange.ok or not is_object(exchange.value):
        return None
    life.model.created(account, item, MISSING, exchange)
    return key


def _rest(life: Life, page: Page) -> list[Page]:
    found: list[Page] = []
    following = life.market.lists.follow(page, "next")
    while following is not None and len(found) < MOST:
        found.append(following)
        following = life.market.lists.follow(following, "next")
    return found


def _judge_stable(
    life: Life,
    first: Page,
    rest: list[Page],
    expected: set[str],
    what: str,
    *,
    free: frozenset[str] = frozenset(),
) -> None:
    market, context = life.market, life.context
    shown = [market.key_of(item) for page in rest for item in page.items]
    seen = {market.key_of(item) for item in first.items}
    lacking = expected - set(shown) - free if len(rest) < MOST else set[str]()  # else not all of it was read
    again = [key for key in shown if (key in seen or shown.count(key) > 1) and key not in free]
    context.expect(
        not again and (not lacking or not context.session.endpoint.quiet),
        "pages-stable",
        first.asked.operation,
        f"{what} after the first page was read: the pages after it skip {len(lacking)} items and repeat {len(again)}",
        first.exchange,
        *(page.exchange for page in rest[:1]),
    )


def _busy(filtering: Filtering, market: Market, context: Context) -> tuple[tuple[str, str], ...] | None:
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
                plain = sum(market.plain(oracle.items[key]) for key in keys)
                if plain * 2 >= len(keys):
                    return ((name, str(value)),)
    return None


def _account_changes(context: Context, life: Life) -> None:
    market, account = life.market, context.accounts[0]
    if market.list is None or len(life.model.of(account)) < 5:
        context.skip("pages-stable", market.list, "the account holds too few numbers")
        return
    before = {market.key_of(item) for item in market.held(account).items}
    page = market.lists.page(Asked(market.list, account, (), 2))
    if page is None:
        return
    mine = [market.key_of(item) for item in page.items if market.key_of(item) in life.model.of(account)]
    for key in mine[:1]:
        life.release(account, key)
    expected = before - set(map(market.key_of, page.items))
    _judge_stable(life, page, _rest(life, page), expected, "a number of the first page was released")
