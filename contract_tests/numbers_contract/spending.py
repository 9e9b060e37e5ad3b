"""The guard of a run that may buy: within a limit, never without a journal, and never touching what others bought."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .asking import holds, listed
from .context import Raw
from .guards import NotPermitted
from .journal import Ledger
from .pointers import get
from .prices import Prices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .accounts import Account
    from .description import Description
    from .exchange import Exchange, Request
    from .journal import Event, Holding, Journal
    from .session import Session

__all__ = ["SpendingGuard"]

_BAD_REQUEST, _SERVER_ERROR = 400, 500


@dataclass(frozen=True, slots=True)
class _Purchase:
    """A request that may buy: what it asks for ("" when that is no number), for whom, and what that could cost."""

    request: Request
    key: str
    accounts: tuple[str, ...]
    price: Decimal


class SpendingGuard:
    """Lets purchases pass that are within the limit, and changes of numbers that this run bought.

    A purchase counts from the moment it is asked for. One that is refused counts until the endpoint says that the
    account does not hold the number; one whose answer is lost counts for good. When the endpoint sells something that
    it refused, or another number than was asked for, nothing more is bought.
    """

    def __init__(self, description: Description, journal: Journal, base_url: str, most: Decimal) -> None:
        """Guard a run.

        Args:
            description: says what is billed and where prices stand.
            journal: where purchases are written before they are sent.
            base_url: the endpoint, as the journal names it.
            most: the most that all purchases together may cost, in the currency of the catalogue.
        """
        self.most = most
        self.prices = Prices(description)
        self.unclaimed: dict[tuple[str, str], None] = {}
        self._description = description
        self._journal = journal
        self._base_url = base_url
        self._ledger = Ledger()
        self._session: Session | None = None
        self._before: dict[str, frozenset[str]] = {}
        self._open: dict[int, _Purchase] = {}
        self._charged = Decimal(0)
        self._ours: set[str] = set()
        self._halted = ""

    @property
    def spent(self) -> Decimal:
        """What was charged, or may have been."""
        return self._charged + sum((one.price for one in self._open.values()), Decimal(0))

    @property
    def holdings(self) -> list[Holding]:
        """What this run may still hold."""
        return self._ledger.holdings()

    def begin(self, session: Session) -> None:
        """Learn prices from what the endpoint answers, and ask it what became of purchases."""
        self._session = session
        session.observers.append(self.observe)

    def observe(self, exchange: Exchange) -> None:
        """Learn prices from what is on offer."""
        self.prices.observe(exchange)

    def held_before(self, account: str, keys: Iterable[str], *, complete: bool) -> None:
        """Protect what an account held when the run began; without the whole of it, nothing is bought for it."""
        if complete:
            self._before[account] = frozenset(keys)

    def affords(self, cost: float, *, share: float = 1.0) -> bool:
        """Whether purchases for so much are possible, within a share of the limit."""
        return not self._halted and cost < float("inf") and self.spent + Decimal(cost) <= self.most * Decimal(share)

    def permit(self, request: Request) -> None:
        """Let a request pass.

        Raises:
            NotPermitted: it could cost more than is allowed, or change a number that this run did not buy.
        """
        effect = request.operation.effect if request.operation else None
        key = _key(request)
        if effect is None or effect.does not in ("create", "update", "delete"):
            raise NotPermitted(f"nobody knows what {request.method} would change there")
        if self._protected(key):
            raise NotPermitted("an account held the number before the run")
        if effect.does == "create":
            self._purchase(request, key)
        elif key not in self._ours:
            raise NotPermitted("the number was not bought by this run")

    def _purchase(self, request: Request, key: str) -> None:
        account = request.account.id if request.account else ""
        if self._halted:
            raise NotPermitted(self._halted)
        accounts = (account, *self._others(request, account))
        if not set(accounts) <= self._before.keys():
            raise NotPermitted("what the account held before the run could not be read, so that it cannot be kept")
        if not key:
            raise NotPermitted("the purchase names no number, so that a broken server could sell any")
        price = self.prices.of(key)
        if price is None:
            raise NotPermitted("the price of the number is not known from the catalogue")
        if self.spent + price > self.most:
            raise NotPermitted(f"it costs {price}, and {self.most - self.spent} of MAX_SPEND={self.most} is left")
        for one in accounts:
            self._note("asked", one, key, price)
        self._open[id(request)] = _Purchase(request, key, accounts, price)

    def settled(self, exchange: Exchange) -> None:
        """Write down what became of a purchase or a release."""
        request = exchange.request
        effect = request.operation.effect if request.operation else None
        if effect is not None and effect.does == "delete" and exchange.ok and _key(request) in self._ours:
            self._note("released", request.account.id if request.account else "", _key(request))
        purchase = self._open.get(id(request))
        if purchase is None:
            return
        try:
            if exchange.ok:
                self._sold(purchase, exchange)
            elif not (_BAD_REQUEST <= exchange.status < _SERVER_ERROR) or not self._refused(purchase):
                self._doubtful(purchase)
        finally:
            del self._open[id(request)]  # it counts until here, for a question may be sent meanwhile

    def _sold(self, purchase: _Purchase, exchange: Exchange) -> None:
        """A purchase that succeeded. What is said to be sold may be another number, or for another account."""
        account, *others = purchase.accounts
        effect = purchase.request.operation.effect if purchase.request.operation else None
        pointer = self._description.resources.get(effect.resource, {}).get("key", "") if effect else ""
        shown = get(exchange.value, pointer)
        self._charged += purchase.price
        self._ours.add(purchase.key)
        other = isinstance(shown, str) and shown not in ("", purchase.key)
        self._note("unknown" if other else "bought", account, purchase.key)
        for one in others:
            self._note("unknown", one, purchase.key)
        if isinstance(shown, str) and other:
            self._halted = "the endpoint sold another number than was asked for, so nothing more is bought"
            if not self._protected(shown):
                self._ours.add(shown)
                self._note("bought", account, shown)

    def _refused(self, purchase: _Purchase) -> bool:
        """Whether a purchase that was refused is known to have been made, or not."""
        if purchase.key in {one.key for one in self._ledger.holdings() if one.sure}:
            held: list[bool | None] = [False]  # whoever buys what is bought already is refused, and it is still held
        else:
            held = [self._holds(account, purchase.key) for account in purchase.accounts]
        if None in held:
            return False
        for account, found in zip(purchase.accounts, held, strict=False):
            self._note("bought" if found else "refused", account, purchase.key)
        if any(held):
            self._charged += purchase.price
            self._ours.add(purchase.key)
            self._halted = "the endpoint made a purchase that it refused, so nothing more is bought"
        return True

    def _doubtful(self, purchase: _Purchase) -> None:
        """Nobody knows whether it was made: it counts, and is looked for at the end."""
        self._charged += purchase.price
        self._ours.add(purchase.key)
        for account in purchase.accounts:
            self._note("unknown", account, purchase.key)

    def _holds(self, account: str, key: str) -> bool | None:
        one = self._account(account)
        return holds(self._description, self._session, one, key) if self._session and one else None

    def _listed(self, account: str) -> frozenset[str] | None:
        one = self._account(account)
        return listed(self._description, self._session, one) if self._session and one else None

    def _account(self, name: str) -> Account | None:
        accounts = self._session.endpoint.accounts if self._session else ()
        return next((one for one in accounts if one.id == name), None)

    def _others(self, request: Request, account: str) -> list[str]:
        """The accounts whose credentials are sent, where the path names another: a broken server may sell to them."""
        sent = request.header("authorization")
        accounts = self._session.endpoint.accounts if self._session and sent else ()
        return [one.id for one in accounts if one.id != account and sent in (f"Bearer {one.token}", one.basic)]

    def _protected(self, key: str) -> bool:
        return any(key in held for held in self._before.values())

    def _note(self, event: Event, account: str, key: str, price: Any = None) -> None:
        self._journal.write(event, account, key, price)
        self._ledger.note(event, self._base_url, account, key)


def _key(request: Request) -> str:
    """The number that a request names, as it is and not as it is spelled."""
    key = request.key or ""
    return unquote(key) if isinstance(key, Raw) else key
