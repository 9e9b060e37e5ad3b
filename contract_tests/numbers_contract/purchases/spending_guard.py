"""The guard of a run that may buy: within a limit, never without a journal, and never touching what others bought."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from numbers_contract.description.json_pointer import get
from numbers_contract.http.guards import NotPermitted
from numbers_contract.http.targets import Raw

from .journal import Ledger
from .ownership import AccountInspector
from .prices import Prices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numbers_contract.description.description import Description
    from numbers_contract.http.exchange import Exchange, Request
    from numbers_contract.http.session import Session
    from numbers_contract.reports.holdings import Holding

    from .journal import Event, Journal

__all__ = ["SpendingGuard"]

_BAD_REQUEST, _SERVER_ERROR = 400, 500


@dataclass(frozen=True, slots=True)
class _Purchase:
    """A request that may buy: what it asks for ("" for no number), for whom, and what that costs as far as is known."""

    request: Request
    key: str
    accounts: tuple[str, ...]
    price: Decimal
    priced: bool


class SpendingGuard:
    """Lets purchases pass that are within the limit, and changes of numbers that this run bought.

    On accounts that held nothing when the run began, where there is nothing to harm, it lets broken requests pass, and
    methods that the description does not have; those that may buy count as the dearest number that was seen.

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
        self._buyers = AccountInspector(description)
        self._key_place: str = next((one.get("key", "") for one in description.resources.values()), "")
        self._journal = journal
        self._base_url = base_url
        self._ledger = Ledger()
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
        self._buyers.session = session
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
        does = _does(request)
        key = _key(request) if does else self._named(request)
        if self._protected(key):
            raise NotPermitted("an account held the number before the run")
        if does == "create":
            self._purchase(request, key)
        elif key in self._ours:
            return
        elif does and _well_formed(request, key):
            raise NotPermitted("the number was not bought by this run")
        elif any(self._before.get(account) != frozenset() for account in self._buyers.of(request)):
            raise NotPermitted(f"nobody knows what {request.method} would change there, and the account holds numbers")
        elif not does:
            self._purchase(request, "")

    def _purchase(self, request: Request, key: str) -> None:
        if self._halted:
            raise NotPermitted(self._halted)
        accounts = self._buyers.of(request)
        if not set(accounts) <= self._before.keys():
            raise NotPermitted("what the account held before the run could not be read, so that it cannot be kept")
        price, priced = self.prices.of(key), True
        if price is None:
            price, priced = self._at_most(key, accounts), False
            key = key if _well_formed(request, key) else ""
        if self.spent + price > self.most:
            raise NotPermitted(f"it costs {price}, and {self.most - self.spent} of MAX_SPEND={self.most} is left")
        for one in accounts:
            self._note("asked", one, key, price)
        self._open[id(request)] = _Purchase(request, key, accounts, price, priced)

    def _at_most(self, key: str, accounts: tuple[str, ...]) -> Decimal:
        """What a purchase may cost whose price is not known."""
        if self.prices.unreadable(key):
            raise NotPermitted("the number is on offer, and its price cannot be read")
        if any(self._before[account] for account in accounts):
            raise NotPermitted("the purchase names no number whose price is known, and the account holds numbers")
        if self.prices.dearest is None:
            raise NotPermitted("no price is known from the catalogue")
        return self.prices.dearest

    def settled(self, exchange: Exchange) -> None:
        """Write down what became of a purchase or a release."""
        request = exchange.request
        account, gone = request.account.id if request.account else "", _does(request) == "delete" and exchange.ok
        if gone and _key(request) in self._ours and self._buyers.holds(account, _key(request)) is False:
            self._note("released", account, _key(request))  # to say so is not enough: the end looks again at the others
        purchase = self._open.get(id(request))
        if purchase is None:
            return
        shown = get(exchange.value, self._key_place)
        try:
            if exchange.ok and (purchase.key or (isinstance(shown, str) and shown)):
                self._sold(purchase, shown)
            elif not (exchange.ok or _BAD_REQUEST <= exchange.status < _SERVER_ERROR) or not self._refused(purchase):
                self._doubtful(purchase)
        finally:
            del self._open[id(request)]  # it counts until here, for a question may be sent meanwhile

    def _sold(self, purchase: _Purchase, shown: Any) -> None:
        """A purchase that succeeded. What is said to be sold may be another number, or for another account."""
        account, *others = purchase.accounts
        other = isinstance(shown, str) and shown not in ("", purchase.key)
        dearest = self.prices.dearest or purchase.price
        self._charge(purchase, (self.prices.of(str(shown)) or dearest) if other else purchase.price)
        self._note("refused" if not purchase.key else "unknown" if other else "bought", account, purchase.key)
        for one in others:
            self._note("unknown", one, purchase.key)
        if isinstance(shown, str) and other:
            self._halted = "the endpoint sold another number than was asked for, so nothing more is bought"
            if not self._protected(shown):
                self._ours.add(shown)
                self._note("bought", account, shown)

    def _refused(self, purchase: _Purchase) -> bool:
        """Whether a purchase that was refused is known to have been made, or not."""
        found = [self._appeared(purchase, account) for account in purchase.accounts]
        if None in found:
            return False
        for account, keys in zip(purchase.accounts, found, strict=True):
            self._note("bought" if purchase.key in (keys or ()) else "refused", account, purchase.key)
            self.unclaimed |= {(account, key): None for key in keys or () if key != purchase.key}
        if any(found):
            self._charge(purchase)
            self._halted = "the endpoint made a purchase that it refused, so nothing more is bought"
        return True

    def _appeared(self, purchase: _Purchase, account: str) -> frozenset[str] | None:
        """What an account holds that may come from a purchase; None when that cannot be found out."""
        if not purchase.priced:
            listed = self._buyers.listed(account)
            return None if listed is None else listed - self._before[account] - self._ours
        if purchase.key in {one.key for one in self._ledger.holdings() if one.sure}:
            return frozenset()  # whoever buys what is bought already is refused, and it is still held
        held = self._buyers.holds(account, purchase.key)
        return None if held is None else frozenset({purchase.key} if held else ())

    def _doubtful(self, purchase: _Purchase) -> None:
        """Nobody knows whether it was made: it counts, and is looked for at the end."""
        self._charge(purchase)
        for account in purchase.accounts:
            self._note("unknown", account, purchase.key)

    def _charge(self, purchase: _Purchase, price: Decimal = Decimal(0)) -> None:
        self._charged += max(price, purchase.price)
        if purchase.key:
            self._ours.add(purchase.key)

    def _named(self, request: Request) -> str:
        """The number that is named anywhere in a request that nobody knows; one that was held before, if there is."""
        texts = re.split("[/?&=]", unquote(request.target))
        found = [text for text in texts if text in self._ours or self._protected(text)]
        return next((text for text in found if self._protected(text)), found[0] if found else "")

    def _protected(self, key: str) -> bool:
        return any(key in held for held in self._before.values())

    def _note(self, event: Event, account: str, key: str, price: Any = None) -> None:
        self._journal.write(event, account, key, price)
        self._ledger.note(event, self._base_url, account, key)


def _key(request: Request) -> str:
    """The number that a request names, as it is and not as it is spelled."""
    key = request.key or ""
    return str(unquote(key)) if isinstance(key, Raw) else key


def _does(request: Request) -> str:
    """What a request that is described would change; "" for what nobody knows."""
    effect = request.operation.effect if request.operation else None
    return effect.action if effect is not None and effect.action in ("create", "update", "delete") else ""


def _well_formed(request: Request, key: str) -> bool:
    """Whether the description allows a key, so that there may be such a number."""
    operation = request.operation
    parameter = operation.parameter(operation.effect.key) if operation and operation.effect else None
    return parameter is None or parameter.compiled.allows(key)
