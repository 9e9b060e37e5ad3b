"""The end of a run: everything that was bought is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of

if TYPE_CHECKING:
    from numbers_contract.context import Context

__all__: list[str] = []


@check(proves=("released",), changes=True)
def release_all(context: Context) -> None:
    """Release all that was bought, and see that the accounts are as they were."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None or lifecycle.resource.delete is None:
        return
    for account in context.accounts[:2]:
        for key in list(lifecycle.model.of(account)):
            with context.attempt("released", lifecycle.resource.delete):
                lifecycle.release(account, key)
    for account in context.accounts[:2]:
        lifecycle.model.verify(account, "released")
