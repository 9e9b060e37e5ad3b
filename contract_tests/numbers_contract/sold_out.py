"""The purchase of what says itself that there is none left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .pointers import MISSING

if TYPE_CHECKING:
    from .accounts import Account
    from .context import Context
    from .life import Life

__all__ = ["exhausted"]

Json = dict[str, Any]


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
