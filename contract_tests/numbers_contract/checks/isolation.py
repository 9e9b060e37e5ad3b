"""What one account holds, looked for by another and by nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from numbers_contract.description.boundary_values import text_of
from numbers_contract.description.json_pointer import MISSING, get, is_list

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import Life

__all__ = ["isolated"]


def isolated(context: Context, life: Life, account: Account, other: Account) -> None:
    """What one account holds does not exist for the other."""
    for owner, stranger in ((account, other), (other, account)):
        for key in list(life.model.of(owner))[:1]:
            life.absent(stranger, key, "isolation", "what another account holds")
            life.show(owner, key, "isolation")
    _nobody(context, life, account)
    life.frames(rule="isolation")


def _nobody(context: Context, life: Life, account: Account) -> None:
    """Under an identifier that belongs to nobody, nothing of anybody is to be seen."""
    made_up = f"{account.id[:2]}{text_of(context.random('nobody'), len(account.id[2:]))}"
    others = {one.id for one in context.accounts}
    for name in dict.fromkeys((made_up, account.id.lower(), account.id.upper(), account.id.swapcase())):
        if name not in others:
            _under(context, life, account, name)


def _under(context: Context, life: Life, account: Account, name: str) -> None:
    effect = life.market.list.effect if life.market.list is not None else None
    parameter = life.market.list.parameter(effect.account) if life.market.list is not None and effect else None
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
