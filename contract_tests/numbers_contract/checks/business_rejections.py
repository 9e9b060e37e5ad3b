"""Every documented reason to refuse, by the account itself and by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import life_of
from numbers_contract.resource.request_bodies import settings_of

from .isolation import isolated
from .release_and_resale import released

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import Life

__all__ = ["exhausted", "required"]

Json = dict[str, Any]


@check(
    "refusals",
    proves=(
        "bought-once",
        "refusal-code",
        "released",
        "isolation",
        "requirements",
        "refused-unchanged",
        "again",
        "refuses",
    ),
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
            isolated(context, life, account, other)
    else:
        context.skip("isolation", None, "there is no second account")
    released(context, life, account, other)
    required(context, life, account)
    exhausted(context, life, account)
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
    known = {market.key_of(item) for item in context.state.offers}
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


def exhausted(context: Context, life: Life, account: Account) -> None:
    """What is shown although it is sold out cannot be bought; how that is refused is left open."""
    market = life.market
    if market.create is None or not market.described.get("sold-out"):
        return
    shown = [
        item
        for item in context.state.offers
        if market.sold_out(item) and not market.requirement(item) and not market.untouchable(market.key_of(item))
    ]
    if not shown:
        context.skip("refuses", market.create, "nothing that is shown is sold out")
        return
    if not context.session.endpoint.exclusive:
        shown = sorted(shown, key=market.price)[:1]
    with context.attempt("refuses", market.create):
        _refused(context, life, account, context.random("sold out").choice(shown))


def _refused(context: Context, life: Life, account: Account, item: Json) -> None:
    create, key, offer = life.market.create, life.market.key_of(item), life.market.offer
    assert create is not None
    now = life.market.by_key(offer, key).items if offer is not None else []
    if not any(life.market.sold_out(one) for one in now):
        return  # there are some again
    exchange = life.market.buy(account, key, probe=True)
    sold = not context.expect(
        not exchange.ok, "refuses", create, "a number that is sold out, as it says itself, was sold", exchange
    )
    if sold:
        life.model.created(account, item, MISSING, exchange)
        life.release(account, key)


def required(context: Context, life: Life, account: Account) -> None:
    """Numbers that ask something of the buyer."""
    market = life.market
    create = market.create
    if create is None or not create.meaning.refusals.get("requirements"):
        return
    rng = context.random("requirements")
    by_kind: dict[str, list[Json]] = {}
    for item in context.state.offers:
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
