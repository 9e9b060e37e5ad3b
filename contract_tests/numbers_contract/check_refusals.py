"""Every documented reason to refuse, by the account itself and by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .checks import check
from .isolation import isolated
from .life import life_of
from .requirements import required
from .resale import released
from .settings import settings_of
from .sold_out import exhausted

if TYPE_CHECKING:
    from .accounts import Account
    from .context import Context
    from .life import Life

__all__: list[str] = []


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
