"""The guard of a run that may buy: within a limit, never without a journal, and never touching what others bought."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from .guards import NotPermitted
from .journal import Ledger
from .pointers import get

if TYPE_CHECKING:
    from .description import Description
    from .exchange import Exchange, Request
    from .journal import Holding, Journal

__all__ = ["SpendingGuard"]

Json = dict[str, Any]
_BAD_REQUEST, _SERVER_ERROR = 400, 500


class SpendingGuard:
    """Lets purchases pass whose price is known and within the limit, and changes of numbers that this run bought.

    A purchase counts from the moment it is asked for until it is refused; one whose answer is lost counts for good.
    """

    def __init__(self, description: Description, journal: Journal, base_url: str, most: Decimal) -> None:
        """Guard a run.

        Args:
            description: says what is billed and where prices stand.
            journal: where purchases are written before they are sent.
            base_url: the endpoint, as the journal names it.
            most: the most that all purchases together may cost, in the currency of the catalogue.
        """
        self._resources = description.resources
        self._journal = journal
        self._base_url = base_url
        self._ledger = Ledger()
        self._prices: dict[str, Decimal] = {}
        self._counted: dict[tuple[str, str], Decimal] = {}
        self._charged = Decimal(0)
        self._ours: set[str] = set()
        self.most = most

    @property
    def spent(self) -> Decimal:
        """What was charged, or may have been."""
        return self._charged + sum(self._counted.values(), Decimal(0))

    @property
    def holdings(self) -> list[Holding]:
        """What this run may still hold."""
        return self._ledger.holdings()

    def observe(self, exchange: Exchange) -> None:
        """Learn prices from what is on offer."""
        operation = exchange.request.operation
        if operation is None or operation.effect is None or operation.effect.does != "offer" or not exchange.ok:
            return
        described: Json = self._resources.get(operation.effect.resource, {})
        paging = operation.meaning.paging
        found: list[Any] | None = get(exchange.value, paging.items) if paging else None
        items = found if isinstance(found, list) else []
        for item in items:
            key = get(item, described.get("key", ""))
            price = _price(item, described.get("prices", []))
            if isinstance(key, str) and price is not None:
                self._prices[key] = price

    def permit(self, request: Request) -> None:
        """Let a request pass.

        Raises:
            NotPermitted: it could cost more than is allowed, or change a number that this run did not buy.
        """
        effect = request.operation.effect if request.operation else None
        if effect is None or effect.does not in ("create", "update", "delete"):
            raise NotPermitted(f"nobody knows what {request.method} would change there")
        if effect.does != "create":
            if request.key not in self._ours:
                raise NotPermitted("the number was not bought by this run")
            return
        account = request.account.id if request.account else ""
        if not request.key:
            raise NotPermitted("the purchase names no number, so that a broken server could sell any")
        price = self._prices.get(request.key)
        if price is None:
            raise NotPermitted("the price of the number is not known from the catalogue")
        if self.spent + price > self.most:
            raise NotPermitted(f"it costs {price}, and {self.most - self.spent} of MAX_SPEND={self.most} is left")
        self._journal.write("asked", account, request.key, price)
        self._ledger.note("asked", self._base_url, account, request.key)
        self._counted[account, request.key] = price

    def settled(self, exchange: Exchange) -> None:
        """Write down what became of a purchase or a release."""
        request = exchange.request
        effect = request.operation.effect if request.operation else None
        if effect is None or not request.key:
            return
        account = request.account.id if request.account else ""
        if effect.does == "create":
            self._bought(exchange, account, request.key)
        elif effect.does == "delete" and exchange.ok:
            self._note("released", account, request.key)

    def _bought(self, exchange: Exchange, account: str, key: str) -> None:
        if exchange.ok:
            self._ours.add(key)
            self._charged += self._counted.pop((account, key), Decimal(0))
            self._note("bought", account, key)
        elif _BAD_REQUEST <= exchange.status < _SERVER_ERROR:
            self._counted.pop((account, key), None)
            self._note("refused", account, key)
        else:
            self._ours.add(key)
            self._charged += self._counted.pop((account, key), Decimal(0))
            self._note("unknown", account, key)

    def _note(self, event: Any, account: str, key: str) -> None:
        self._journal.write(event, account, key)
        self._ledger.note(event, self._base_url, account, key)


def _price(item: Any, pointers: list[str]) -> Decimal | None:
    """The sum of all prices of an item; None where one is missing or no number, so that it is not bought."""
    total = Decimal(0)
    for pointer in pointers:
        try:
            price = Decimal(str(get(item, pointer)))
        except InvalidOperation:
            return None
        if not price.is_finite() or price < 0:
            return None
        total += price
    return total
