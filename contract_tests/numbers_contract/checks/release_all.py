"""The end of a run: everything that was bought is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import life_of

if TYPE_CHECKING:
    from numbers_contract.context import Context

__all__: list[str] = []


@check("give-back", proves=("released",), changes=True)
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
