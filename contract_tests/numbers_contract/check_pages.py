"""Walks along the pages of each list: by links and by numbers, in all sizes, while items come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .check_filters import Filtering, filtering_of
from .check_life import life_of
from .checks import check
from .lists import Asked
from .market import market_of
from .pointers import MISSING, get, is_object
from .session import OpenGuard

if TYPE_CHECKING:
    from .accounts import Account
    from .check_life import Life
    from .context import Context
    from .description import Operation
    from .lists import Page, Walk
    from .market import Market

__all__: list[str] = []

Json = dict[str, Any]
_MOST = 120  # pages of one walk
_MANY = 60


class Paging:
    """The pages of one list, filtered in one way."""

    def __init__(self, context: Context, market: Market, asked: Asked) -> None:
        self.context, self.market, self.asked = context, market, asked
        self.operation = asked.operation

    def keys(self, items: list[Json]) -> list[str]:
        return [self.market.key_of(item) for item in items]

    def of_size(self, size: int | None) -> Asked:
        return Asked(self.operation, self.asked.account, self.asked.filters, size)

    def whole(self) -> list[str]:
        """All keys of the list, in the largest pages."""
        walk = self.market.lists.walk(self.of_size(1000), 3)
        return self.keys(walk.items) if walk.complete else []

    def walks(self, sizes: list[int]) -> None:
        """The same items in every size, each once."""
        expected = self.whole()
        for size in sizes:
            with self.context.attempt("pages", self.operation):
                walk = self.market.lists.walk(self.of_size(size), _MOST)
                if walk.complete:
                    self._same(expected, walk, f"pages of {size}")

    def _same(self, expected: list[str], walk: Walk, what: str, rule: str = "pages") -> None:
        shown = self.keys(walk.items)
        twice = len(shown) - len(set(shown))
        lacking, more = len(set(expected) - set(shown)), len(set(shown) - set(expected))
        exclusive = self.context.session.endpoint.quiet
        self.context.expect(
            not twice and (not (lacking or more) or not exclusive),
            rule,
            self.operation,
            f"a walk along {what} shows {twice} items twice, lacks {lacking} and has {more} too many",
            *(page.exchange for page in walk.pages[-2:]),
        )

    def numbers(self, size: int) -> None:
        """Pages by their numbers, up to an empty one."""
        paging = self.operation.meaning.paging
        if paging is None or paging.number[0] is None:
            return
        expected, shown, number = self.whole(), list[str](), paging.first
        page = self.market.lists.page(self.of_size(size), number)
        last = page
        while page is not None and page.items and number < _MOST:
            shown += self.keys(page.items)
            number += 1
            last, page = page, self.market.lists.page(self.of_size(size), number)
        if page is None or page.items or last is None:
            return
        self.context.expect(
            sorted(shown) == sorted(expected) or not self.context.session.endpoint.quiet,
            "page-numbers",
            self.operation,
            f"the pages 0 to {number - 1} of {size} items show {len(shown)} items, {len(set(shown))} different ones; "
            f"the list has {len(expected)}",
            last.exchange,
        )

    def links(self, size: int) -> None:
        """Every link of a few pages leads where it says."""
        first = self.market.lists.page(self.of_size(size))
        if first is None:
            return
        self._self(first)
        self._leads(first, "first", first)
        self._position(first)
        second = self.market.lists.follow(first, "next")
        if second is None:
            return
        self._self(second)
        self._leads(second, "first", first)
        self._leads(second, "previous", first)
        third = self.market.lists.follow(second, "next")
        if third is not None:
            self._leads(third, "previous", second)
            self._leads(third, "first", first)
            back = self.market.lists.follow(third, "previous")
            if back is not None:
                self._leads(back, "next", third)
                self._leads(back, "previous", first)
        self._by_number(second, size)

    def _by_number(self, second: Page, size: int) -> None:
        """A page asked for by its number has links like any other."""
        paging = self.operation.meaning.paging
        page = self.market.lists.page(self.of_size(size), paging.first + 1) if paging and paging.number[0] else None
        if page is not None and page.items:
            self._self(page)
            back = self.market.lists.follow(page, "previous")
            if back is not None:
                self._leads(back, "next", page)
            if set(self.keys(page.items)) == set(self.keys(second.items)):
                self.market.lists.follow(page, "next")

    def _self(self, page: Page) -> None:
        self._leads(page, "self", page)

    def _leads(self, page: Page, name: str, expected: Page) -> None:
        if page.link(name) is None:
            return
        reached = self.market.lists.follow(page, name)
        if reached is None:
            return
        paging = self.operation.meaning.paging
        self.context.expect(
            sorted(self.keys(reached.items)) == sorted(self.keys(expected.items)),
            "page-links",
            self.operation,
            f"the link to the {name} page leads to other items than that page has",
            page.exchange,
            reached.exchange,
            at=paging.links.get(name) if paging else None,
        )

    def _position(self, page: Page) -> None:
        """The position that a page names leads to it, or to the one after it."""
        paging = self.operation.meaning.paging
        key = get(page.exchange.value, paging.position[1]) if paging and paging.position[1] else None
        if paging is None or paging.position[0] is None or not isinstance(key, str):
            return
        reached = self.market.lists.page(page.asked, extra=[(paging.position[0], key)], by="position")
        if reached is None:
            return
        following = self.market.lists.follow(page, "next")
        fine = [self.keys(one.items) for one in (page, following) if one is not None]
        self.context.expect(
            self.keys(reached.items) in fine,
            "page-links",
            self.operation,
            "the position that the answer names leads to other items",
            page.exchange,
            reached.exchange,
            at=paging.position[1],
        )


def _sizes(count: int, effort: float) -> list[int]:
    """Sizes that divide a list evenly, with a rest, into one page and into single items."""
    even = next((size for size in (3, 2, 5, 7) if count % size == 0 and count > size), count)
    found = [even, 4, 1 if count < 40 * effort else 9, max(1, count), count + 1, max(1, count - 1)]
    return list(dict.fromkeys(size for size in found if size <= 1000))


@check("pages", order=48, proves=("pages", "page-size", "page-links", "page-numbers", "page-meta"))
def pages(context: Context) -> None:
    """The pages of what is on offer, of a few filters and of none."""
    market = market_of(context)
    if market is None or market.offer is None or market.offer.meaning.paging is None:
        return
    for filters in _selections(context):
        paging = Paging(context, market, Asked(market.offer, None, filters))
        with context.attempt("pages", market.offer):
            count = len(paging.whole())
            if count:
                paging.walks(_sizes(count, context.facts["effort"]))
                paging.links(max(1, min(3, count // 2)))
                paging.numbers(max(2, count // 4))
    with context.attempt("pages", market.offer):
        _unfiltered(context, market, market.offer, None)


def _unfiltered(context: Context, market: Market, operation: Operation, account: Account | None) -> None:
    """Without any parameter: the service decides how many; and the first few pages of a long list."""
    paging = Paging(context, market, Asked(operation, account))
    plain = market.lists.walk(Asked(operation, account), 3)
    keys = paging.keys(plain.items)
    if plain.pages:
        context.expect(
            len(set(keys)) == len(keys), "pages", operation, "the first pages show an item twice", plain.last
        )
    for size in (10, 50):
        paging.links(size)


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


@check(
    "pages-of-account", order=47, proves=("pages", "page-size", "page-links", "page-numbers", "page-meta"), changes=True
)
def pages_of_account(context: Context) -> None:
    """The pages of what an account holds."""
    life = life_of(context)
    if life is None or life.market.list is None or life.market.list.meaning.paging is None:
        return
    account = context.accounts[0]
    paging = Paging(context, life.market, Asked(life.market.list, account))
    count = len(paging.whole())
    if count < 3:
        context.skip("pages", life.market.list, f"the account holds {count} numbers, too few for pages")
        return
    with context.attempt("pages", life.market.list):
        paging.walks(_sizes(count, context.facts["effort"]))
        paging.links(1)
        paging.links(2)
        paging.numbers(2)
        _unfiltered(context, life.market, life.market.list, account)
    for filters in _of_account(context, life, life.market.list, account):
        with context.attempt("pages", life.market.list):
            narrowed = Paging(context, life.market, Asked(life.market.list, account, filters))
            narrowed.walks([1, 2])
            narrowed.numbers(1)
            narrowed.links(1)


def _of_account(
    context: Context, life: Life, operation: Operation, account: Account
) -> list[tuple[tuple[str, str], ...]]:
    """Filters that leave a few of the numbers of an account, and leave a few out."""
    items = life.market.held(account).items
    filtering = Filtering(context, life.market, operation, account, items)
    found: list[tuple[tuple[str, str], ...]] = []
    for name, one in filtering.oracle.filters.items():
        for value in filtering.oracle.values(name):
            count = len(filtering.oracle.possible(name, str(value)))
            if one.compare == ("equal",) and 2 <= count < len(items) and filtering.allows(name, str(value)):
                found.append(((name, str(value)),))
    context.random("pages of account").shuffle(found)
    return found[:3]


@check("pages-of-many", order=72, proves=("pages", "held"), changes=True)
def pages_of_many(context: Context) -> None:
    """An account that holds more than a page does by default: all of it is listed."""
    life = life_of(context)
    if life is None or life.market.list is None or not isinstance(context.session.guard, OpenGuard):
        return  # so many are bought only where nobody pays
    account = context.accounts[0]
    plain = life.market.lists.page(Asked(life.market.list, account))
    paging = life.market.list.meaning.paging
    said = get(plain.exchange.value, paging.size[1]) if plain is not None and paging and paging.size[1] else None
    size = said if type(said) is int and 0 < said <= _MANY else _MANY - 5
    for _ in range(max(0, size + 3 - len(life.model.of(account)))):
        item = life.next_offer()
        if item is None or _bought(life, account, item) is None:
            break
    life.model.verify(account, "held")


@check("pages-stable", order=49, proves=("pages-stable",), changes=True)
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
    while following is not None and len(found) < _MOST:
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
    lacking = expected - set(shown) - free
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
