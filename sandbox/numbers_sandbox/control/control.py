"""What can be done to a running sandbox; the control plane and the fixture of pytest share it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from numbers_sandbox.store.paging import PageRequest

if TYPE_CHECKING:
    from numbers_sandbox.app import Endpoint

__all__ = ["Control"]

_ACCOUNTS = 20  # on the page
_NUMBERS = 20  # of each account, on the page
_ROWS = 50  # of the ledger and of the requests, on the page


class Control:
    """Resets, seeds and shows a sandbox."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.store = endpoint.store

    def reset(self, account: str | None = None, *, forget_accounts: bool = False) -> None:
        """Forget numbers, charges, requests and faults of one account, or of all, and what waits for a latency to pass.

        Registered accounts keep their credentials, addresses and documents unless they are to be forgotten as well.
        """
        self.endpoint.faults.reset(account)
        self.store.reset(account, forget_accounts=forget_accounts)
        self.endpoint.journal.clear(account)

    def seed(self, seed: int, numbers: int) -> None:
        """Make another catalogue, and forget everything.

        Raises:
            CatalogueTooLarge: there are not as many numbers.
        """
        self.store.seed(seed, numbers)
        self.reset()

    def state(self) -> dict[str, object]:
        """What the page shows."""
        accounts = self.store.accounts()
        ledger = self.store.ledger(None)
        return {
            "accounts": [
                {**one, "number_count": one["numbers"], "numbers": self._numbers(str(one["id"]))}
                for one in accounts[:_ACCOUNTS]
            ],
            "account_count": len(accounts),
            "ledger": ledger[-_ROWS:][::-1],
            "charge_count": len(ledger),
            "charged": str(sum((Decimal(str(charge["total"])) for charge in ledger), Decimal(0))),
            "requests": self.endpoint.journal.latest(_ROWS),
            "faults": self.endpoint.faults.listed(),
        }

    def _numbers(self, account: str) -> list[dict[str, object]]:
        page = self.store.owned(account, {}, PageRequest(page_size=_NUMBERS))
        shown = ("phone_number", "friendlyName", "type", "base_recurring_price")
        return [{name: item.get(name) for name in shown} for item in page.items]
