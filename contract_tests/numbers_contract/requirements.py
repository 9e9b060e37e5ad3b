"""The purchase of numbers that ask something of the buyer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .pointers import MISSING

if TYPE_CHECKING:
    from .accounts import Account
    from .context import Context
    from .life import Life

__all__ = ["required"]

Json = dict[str, Any]


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
