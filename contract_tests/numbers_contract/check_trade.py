"""Buying, refusing and giving back: a varied account, every documented refusal, and a walk at random beside a model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .check_filters import Filtering
from .check_life import life_of
from .checks import check
from .pointers import MISSING, get, is_list, is_object, placed
from .refusals import INVALID, accepted, refused
from .session import OpenGuard
from .settings import joined_bodies, settings_of
from .values import text_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from .accounts import Account
    from .check_life import Life
    from .context import Context
    from .description import Operation
    from .exchange import Exchange

__all__: list[str] = []

Json = dict[str, Any]
_HOLDINGS = 9
_STEPS = 30


@check("portfolio", order=33, proves=("created", "held", "off-offer", "untouched"), changes=True)
def portfolio(context: Context) -> None:
    """Buy numbers that differ from each other, configured in different ways, for both accounts."""
    life = life_of(context)
    if life is None or life.market.create is None:
        return
    life.offers = _varied(context, life)
    bodies = _bodies(context, life.market.create)
    for index in range(int(_HOLDINGS * max(0.5, context.facts["effort"]))):
        account = context.accounts[index % 4 == 3 and len(context.accounts) > 1]
        with context.attempt("created", life.market.create):
            key = life.acquire(account, bodies[index % len(bodies)])
            if key is None:
                break
            cause = life.model.origin[key]
            life.off_offer(key, cause)
            life.show(account, key)
            if life.market.update is not None and life.market.update.body is not None:
                life.configure(account, key, settings_of(context, life.market.update).full(index))
                life.show(account, key, "configured")
            life.frames(cause, "held")


def _bodies(context: Context, operation: Operation) -> list[Any]:
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
        settings.full(3),
        *nulls,
        *singles[-3:],
        settings.full(5),
    ]
    found += [MISSING] if not operation.body.required else []
    return [body for body in found if body is MISSING or settings.allows(body)]


def _varied(context: Context, life: Life) -> list[Json]:
    """What can be bought, so ordered that each brings values that those before it do not have."""
    pool = life.candidates()
    if life.market.list is None:
        return pool
    choice = pool[:150] if context.session.endpoint.exclusive else pool[:40]  # where they cost money: of the cheapest
    places = [one.property for one in life.market.list.meaning.filters]
    first, seen = list[Json](), set[tuple[str, str]]()
    for _ in range(_HOLDINGS):
        best = max(choice, key=lambda item: len(_values(item, places) - seen), default=None)
        if best is None:
            break
        choice.remove(best)
        pool.remove(best)
        first.append(best)
        seen |= _values(best, places)
    return [*first, *pool]


def _values(item: Json, places: list[str]) -> set[tuple[str, str]]:
    found = ((place, get(item, place)) for place in places)
    return {(place, str(value)) for place, value in found if value is not MISSING and value is not None}


@check("account-filters", order=51, proves=("filter", "filters-together"), changes=True)
def account_filters(context: Context) -> None:
    """The filters of what an account holds."""
    life = life_of(context)
    if life is None or life.market.list is None or not life.market.list.meaning.filters:
        return
    account = context.accounts[0]
    items = life.market.held(account).items
    if len(items) < 2:
        context.skip(
            "filter", life.market.list, f"the account holds {len(items)} numbers, too few to tell filters apart"
        )
        return
    filtering = Filtering(context, life.market, life.market.list, account, items)
    filtering.others = [item for one in context.accounts[1:2] for item in life.model.of(one).values()]
    for name in filtering.oracle.filters:
        filtering.alone(name)
    filtering.pairs(40)


@check(
    "refusals",
    order=36,
    proves=("bought-once", "refusal-code", "released", "isolation", "requirements", "refused-unchanged", "again"),
    changes=True,
)
def refusals(context: Context) -> None:
    """Each documented reason to refuse, by the account itself and by another."""
    life = life_of(context)
    if life is None or life.market.create is None:
        return
    account, other = context.accounts[0], (*context.accounts, None)[1]
    with context.attempt("refusal-code", life.market.create):
        _unknown(context, life, account)
    with context.attempt("bought-once", life.market.create):
        _taken(context, life, account, other)
    if other is not None:
        with context.attempt("isolation"):
            _strangers(context, life, account, other)
    else:
        context.skip("isolation", None, "there is no second account")
    _released(context, life, account, other)
    _requirements(context, life, account)
    life.frames(rule="refused-unchanged")


def _unknown(context: Context, life: Life, account: Account) -> None:
    """What nobody has ever offered."""
    key = _never_offered(context, life)
    assert life.market.create is not None
    if key is None:
        context.skip("refusal-code", life.market.create, "every number seems to be on offer")
        return
    exchange = life.market.buy(account, key, probe=True)
    life.judge(life.market.create, exchange, "unknown", "refusal-code", "the purchase of what is not on offer")
    life.absent(account, key, "refusal-code", "what nobody holds")


def _never_offered(context: Context, life: Life) -> str | None:
    market = life.market
    operation = market.create
    parameter = operation.parameter(operation.effect.key) if operation and operation.effect else None
    rng = context.random("never offered")
    known = {market.key_of(item) for item in context.facts.get("offers", [])}
    examples: list[Any] = parameter.schema.get("examples", []) if parameter else []
    for base in [*sorted(known)[:1], *map(str, examples)]:
        for _ in range(20):
            key = base[:2] + "".join(rng.choice("123456789") if c.isdigit() else c for c in base[2:])
            fits = parameter is not None and parameter.shape.allows(key) and key not in known
            if fits and not market.untouchable(key) and not (market.offer and market.by_key(market.offer, key).items):
                return key
    return None


def _taken(context: Context, life: Life, account: Account, other: Account | None) -> None:
    """What somebody holds: for its holder and for anybody else, with and without a body."""
    assert life.market.create is not None
    held = list(life.model.of(account))[:2]
    for key in held:
        for buyer in (account, other):
            if buyer is not None:
                exchange = life.market.buy(buyer, key, probe=True)
                whose = "its holder" if buyer is account else "another account"
                life.judge(
                    life.market.create, exchange, "taken", "bought-once", f"the purchase by {whose} of what is held"
                )
                life.show(account, key, "bought-once")
    if held and life.market.create.body is not None:
        body = settings_of(context, life.market.create).full(4)
        exchange = life.market.buy(account, held[0], body, probe=True)
        life.judge(life.market.create, exchange, "taken", "bought-once", "the purchase of what is held, with settings")
        life.show(account, held[0], "refused-unchanged")
    life.frames(rule="bought-once")


def _strangers(context: Context, life: Life, account: Account, other: Account) -> None:
    """What one account holds does not exist for the other."""
    for owner, stranger in ((account, other), (other, account)):
        for key in list(life.model.of(owner))[:1]:
            life.absent(stranger, key, "isolation", "what another account holds")
            life.show(owner, key, "isolation")
            if life.market.list is not None:
                walk = life.market.by_key(life.market.list, key, stranger)
                context.expect(
                    not walk.items,
                    "isolation",
                    life.market.list,
                    "a filter by its key finds what another account holds",
                    *(page.exchange for page in walk.pages),
                )
    _nobody(context, life, account)
    life.frames(rule="isolation")


def _nobody(context: Context, life: Life, account: Account) -> None:
    """Under an identifier that belongs to nobody, nothing of anybody is to be seen."""
    effect = life.market.list.effect if life.market.list is not None else None
    parameter = life.market.list.parameter(effect.account) if life.market.list is not None and effect else None
    name = f"{account.id[:2]}{text_of(context.random('nobody'), len(account.id[2:]))}"
    if parameter is None or life.market.list is None or not parameter.shape.allows(name):
        return
    nobody = replace(account, id=name)
    exchange = context.call(life.market.list, nobody)
    shown = exchange.value if exchange.ok else None
    paging = life.market.list.meaning.paging
    items = get(shown, paging.items) if paging is not None else MISSING
    keys = {life.market.key_of(item) for item in items} if is_list(items) else set[str]()
    context.expect(
        not keys & life.model.of(account).keys(),
        "isolation",
        life.market.list,
        "the list of an account that nobody has shows what another account holds",
        exchange,
    )
    for key in list(life.model.of(account))[:1]:
        if life.market.read is not None:
            exchange = life.market.on_one(life.market.read, nobody, key, probe=True)
            context.expect(
                not exchange.ok,
                "isolation",
                life.market.read,
                "an account that nobody has can read what another account holds",
                exchange,
            )


def _released(context: Context, life: Life, account: Account, other: Account | None) -> None:
    """Given back: gone for every operation, for everybody; and bought again where it is on offer."""
    market = life.market
    if market.delete is None or market.create is None:
        return
    for buyer in (account, other or account):
        with context.attempt("released", market.delete):
            key = life.acquire(account, _settings(context, life))
            if key is None:
                return
            _not_by_mistake(context, life, account, key)
            exchange = life.release(account, key)
            if exchange is None or not exchange.ok:
                return
            life.absent(account, key, "released", "what was released")
            life.frames(exchange, "released")
            _again(context, life, buyer, key)


@check("forbidden-changes", order=37, proves=("accept", "refuses", "refused-unchanged"), changes=True)
def forbidden_changes(context: Context) -> None:
    """Purchases, changes and releases that would succeed but for one thing outside of their body: nothing happens."""
    life = life_of(context)
    if life is None:
        return
    account = context.accounts[0]
    for operation in (life.market.create, life.market.update, life.market.delete):
        if operation is None:
            continue
        for what, statuses, more in _flaws(context, life, operation):
            with context.attempt("refuses", operation):
                exchange = _flawed(context, life, operation, account, more)
                if exchange is not None:
                    refused(context, exchange, what, statuses, rule="accept" if 406 in statuses else "refuses")
    life.frames(rule="refused-unchanged")


def _flaws(context: Context, life: Life, operation: Operation) -> Iterator[tuple[str, tuple[int, ...], dict[str, Any]]]:
    if "406" in operation.answers:
        for header in ("text/html", "application/xml;q=0.9, image/*"):
            yield f"Accept: {header}", (406,), {"headers": [("Accept", header)]}
    rules = context.description.requests
    if rules.get("unknown-query-parameters") == "refused":
        yield "an unknown query parameter", INVALID, {"query": [("xUnknownParameter", "x")]}
    key = operation.effect.key if operation.effect else None
    parameter = operation.parameter(key)
    offers = life.candidates()
    if rules.get("repeated-query-parameters") == "refused" and parameter and parameter.place == "query" and offers:
        for item in offers[:2]:
            yield f"{parameter.name} twice", INVALID, {"query": [(parameter.name, life.market.key_of(item))]}


def _flawed(
    context: Context, life: Life, operation: Operation, account: Account, more: dict[str, Any]
) -> Exchange | None:
    """Send a request with a flaw; what is done all the same is taken up, so that it is given back."""
    creates = operation is life.market.create
    offers = life.candidates()
    key = life.market.key_of(offers[0]) if creates and offers else next(iter(life.model.of(account)), None)
    parameter = operation.parameter(operation.effect.key if operation.effect else None)
    if key is None or parameter is None:
        return None
    extra = {name: value for name, value in more.items() if name != "query"}
    query = list(more.get("query", []))
    if operation.body is not None:
        extra["value"] = settings_of(context, operation).full(7)
    path = {} if parameter.place == "query" else {parameter.name: key}
    pairs = [(parameter.name, key), *query] if parameter.place == "query" else query
    exchange = context.call(operation, account, path=path, query=pairs, probe=True, **extra)
    if exchange.ok and creates and is_object(exchange.value):
        offers.pop(0)
        life.model.of(account)[key] = exchange.value
    return exchange


def _settings(context: Context, life: Life) -> Any:
    create = life.market.create
    return settings_of(context, create).full(6) if create is not None and create.body is not None else MISSING


def _not_by_mistake(context: Context, life: Life, account: Account, key: str) -> None:
    """A release that the description forbids is refused, and the number stays."""
    if context.description.requests.get("unknown-query-parameters") != "refused" or life.market.delete is None:
        return
    effect = life.market.delete.effect
    name = effect.key if effect and effect.key else ""
    exchange = context.call(life.market.delete, account, path={name: key}, query=[("xUnknown", "x")], probe=True)
    if refused(context, exchange, "an unknown query parameter"):
        life.show(account, key, "refused-unchanged")


def _again(context: Context, life: Life, buyer: Account, key: str) -> None:
    """On offer again, it can be bought again, and has nothing left of its former life."""
    market = life.market
    assert market.create is not None
    offered = market.by_key(market.offer, key).items if market.offer is not None else []
    exchange = market.buy(buyer, key)
    if exchange.ok:
        life.model.created(buyer, offered[0] if offered else None, MISSING, exchange)
        _fresh(context, life, market.create, exchange, key)
        life.show(buyer, key, "again")
        life.frames(exchange, "again")
        return
    life.judge(market.create, exchange, "taken", "again", "the purchase of what was released")
    if offered and market.offer is not None and market.by_key(market.offer, key).items:
        accepted(context, exchange, "the purchase of what is on offer again", rule="again")


def _fresh(context: Context, life: Life, operation: Operation, exchange: Any, key: str) -> None:
    """What the owner decides is as on a number that was never configured."""
    update = life.market.update
    if update is None or update.body is None:
        return
    initial = life.market.described.get("initial", {})
    for pointer in settings_of(context, update).leaves:
        value, default = get(exchange.value, pointer), get(life.model.defaults, pointer)
        if pointer in initial or not life.model.defaults:
            continue
        same = value == default or (value in (MISSING, None) and default in (MISSING, None))
        context.expect(
            same,
            "again",
            operation,
            f"bought again, {pointer} is still {value!r}",
            life.model.origin[key],
            exchange,
            at=pointer,
            subject="former settings",
        )


def _requirements(context: Context, life: Life, account: Account) -> None:
    """Numbers that ask something of the buyer."""
    market = life.market
    create = market.create
    if create is None or not create.meaning.refusals.get("requirements"):
        return
    rng = context.random("requirements")
    by_kind: dict[str, list[Json]] = {}
    for item in context.facts.get("offers", []):
        requirement = market.requirement(item)
        if requirement and not market.untouchable(market.key_of(item)) and not market.sold_out(item):
            by_kind.setdefault(requirement, []).append(item)
    if not by_kind:
        context.skip("requirements", create, "nothing on offer has requirements")
    for items in by_kind.values():
        for item in rng.sample(items, min(2, len(items))):
            with context.attempt("requirements", create):
                _with_requirement(context, life, account, item)
    if account.on_file is None:
        context.skip("requirements", create, "it is not known what the account has on file")


def _with_requirement(context: Context, life: Life, account: Account, item: Json) -> None:
    market = life.market
    assert market.create is not None
    key = market.key_of(item)
    exchange = market.buy(account, key, probe=account.on_file is False)
    if exchange.ok:
        context.expect(
            account.on_file is not False,
            "requirements",
            market.create,
            f"a number that requires {market.requirement(item)} was sold to an account that has nothing on file",
            exchange,
        )
        life.model.created(account, item, MISSING, exchange)
        life.release(account, key)
    else:
        life.judge(
            market.create, exchange, "requirements", "requirements", "the purchase of a number with requirements"
        )


@check("race", order=44, proves=("bought-once",), changes=True)
def race(context: Context) -> None:
    """Several purchases of one number at the same time: one of them succeeds."""
    life = life_of(context)
    create = life.market.create if life is not None else None
    if life is None or create is None or create.effect is None or not isinstance(context.session.guard, OpenGuard):
        return  # where purchases cost money, one request too many is one too many
    parameter = create.parameter(create.effect.key)
    for _ in range(3):
        item = life.next_offer()
        if item is None or parameter is None or parameter.place != "query":
            return
        with context.attempt("bought-once", create):
            _at_once(context, life, create, item)


def _at_once(context: Context, life: Life, create: Operation, item: Json) -> None:
    key, buyers = life.market.key_of(item), [*context.accounts[:2], *context.accounts[:2]]
    name = create.effect.key if create.effect and create.effect.key else ""
    requests = [context.request(create, buyer, query=[(name, key)]) for buyer in buyers]
    exchanges = context.session.together(requests)
    bought = [exchange for exchange in exchanges if exchange.ok]
    for exchange in bought[:1]:
        if exchange.request.account is not None:
            life.model.created(exchange.request.account, item, MISSING, exchange)
    context.expect(
        len(bought) <= 1,
        "bought-once",
        create,
        f"of {len(exchanges)} purchases of one number at the same time {len(bought)} succeeded",
        *bought,
    )
    for exchange in exchanges:
        if not exchange.ok and exchange.status not in (401, 403, 429):
            life.judge(create, exchange, "taken", "bought-once", "the purchase of what was bought at the same time")
    life.frames(rule="bought-once")


@check("random-walk", order=45, proves=("created", "configured", "released", "untouched", "held", "safe"), changes=True)
def random_walk(context: Context) -> None:
    """Steps in no particular order, by both accounts, everything compared with the model after each."""
    life = life_of(context)
    if life is None or life.market.create is None:
        return
    rng = context.random("random walk")
    steps: list[Callable[[Life, random.Random, Account], None]] = [_buy, _change, _change, _give_back, _look]
    for _ in range(int(_STEPS * context.facts["effort"])):
        account = rng.choice(context.accounts[:2])
        with context.attempt("untouched"):
            rng.choice(steps)(life, rng, account)
            life.frames()


def _buy(life: Life, rng: random.Random, account: Account) -> None:
    assert life.market.create is not None
    if len(life.model.of(account)) < 8:
        key = life.acquire(account, rng.choice(_bodies(life.context, life.market.create)))
        if key is not None:
            life.off_offer(key, life.model.origin[key])


def _change(life: Life, rng: random.Random, account: Account) -> None:
    held = list(life.model.of(account))
    if not held or life.market.update is None:
        return
    settings = settings_of(life.context, life.market.update)
    patch: Json = {}
    whole = [pointer for pointer in settings.objects if settings.nullable(pointer)]
    if whole and rng.random() < 0.2:
        patch = placed(rng.choice(whole), None)
        life.configure(account, rng.choice(held), patch)
        return
    for pointer in rng.sample(list(settings.leaves), min(len(settings.leaves), rng.choice((1, 2, 3, 5)))):
        remove = rng.random() < 0.3 and settings.nullable(pointer)
        patch = joined_bodies(
            patch, placed(pointer, None if remove else rng.choice(settings.values(pointer) or [None]))
        )
    if settings.allows(patch):
        key = rng.choice(held)
        life.configure(account, key, patch)
        life.show(account, key, "configured")


def _give_back(life: Life, rng: random.Random, account: Account) -> None:
    held = list(life.model.of(account))
    if len(held) > 1:
        key = rng.choice(held)
        exchange = life.release(account, key)
        if exchange is not None and exchange.ok:
            life.absent(account, key, "released", "what was released")


def _look(life: Life, rng: random.Random, account: Account) -> None:
    held = list(life.model.of(account))
    if held:
        key = rng.choice(held)
        one, other = life.show(account, key), life.show(account, key)
        if one is not None and other is not None:
            life.context.expect(
                one.value == other.value, "safe", life.market.read, "reading twice gives two answers", one, other
            )


@check("give-back", order=990, proves=("released",), changes=True)
def give_back(context: Context) -> None:
    """Release all that was bought, and see that the accounts are as they were."""
    life = life_of(context)
    if life is None or life.market.delete is None:
        return
    for account in context.accounts[:2]:
        for key in list(life.model.of(account)):
            with context.attempt("released", life.market.delete):
                life.release(account, key)
    for account in context.accounts[:2]:
        life.model.verify(account, "released")
