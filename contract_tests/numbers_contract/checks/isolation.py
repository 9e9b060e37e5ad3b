"""What one account holds, looked for by another and by nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from numbers_contract.description.boundary_values import text_of
from numbers_contract.description.json_pointer import MISSING, get, is_list

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__ = ["isolated"]


def isolated(context: Context, lifecycle: ResourceLifecycle, account: Account, other: Account) -> None:
    """What one account holds does not exist for the other."""
    for owner, stranger in ((account, other), (other, account)):
        for key in list(lifecycle.model.of(owner))[:1]:
            lifecycle.absent(stranger, key, "isolation", "what another account holds")
            lifecycle.show(owner, key, "isolation")
    _nobody(context, lifecycle, account)
    lifecycle.verify_state(rule="isolation")


def _nobody(context: Context, lifecycle: ResourceLifecycle, account: Account) -> None:
    """Under an identifier that belongs to nobody, nothing of anybody is to be seen."""
    made_up = f"{account.id[:2]}{text_of(context.random('nobody'), len(account.id[2:]))}"
    others = {one.id for one in context.accounts}
    for name in dict.fromkeys((made_up, account.id.lower(), account.id.upper(), account.id.swapcase())):
        if name not in others:
            _under(context, lifecycle, account, name)


def _under(context: Context, lifecycle: ResourceLifecycle, account: Account, name: str) -> None:
    effect = lifecycle.resource.list.effect if lifecycle.resource.list is not None else None
    parameter = (
        lifecycle.resource.list.parameter(effect.account) if lifecycle.resource.list is not None and effect else None
    )
    if parameter is None or lifecycle.resource.list is None or not parameter.compiled.allows(name):
        return
    nobody = replace(account, id=name)
    exchange = context.call(lifecycle.resource.list, nobody)
    shown = exchange.value if exchange.ok else None
    paging = lifecycle.resource.list.extensions.paging
    items = get(shown, paging.items) if paging is not None else MISSING
    keys = {lifecycle.resource.key_of(item) for item in items} if is_list(items) else set[str]()
    context.check(
        not keys & lifecycle.model.of(account).keys(),
        "isolation",
        lifecycle.resource.list,
        "the list of an account that nobody has shows what another account holds",
        exchange,
    )
    for key in list(lifecycle.model.of(account))[:1]:
        if lifecycle.resource.read is not None:
            exchange = lifecycle.resource.on_one(lifecycle.resource.read, nobody, key, probe=True)
            context.check(
                not exchange.ok,
                "isolation",
                lifecycle.resource.read,
                "an account that nobody has can read what another account holds",
                exchange,
            )
