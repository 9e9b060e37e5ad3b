"""Giving back what a run bought, at its end or after a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbers_contract.http.guards import NotPermitted
from numbers_contract.http.session import NoResponse, RequestLimitReached, Throttled
from numbers_contract.reports.holdings import Released

from .ownership import about, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numbers_contract.description.description import Description
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.session import Session
    from numbers_contract.reports.holdings import Holding

__all__ = ["release"]

_NOT_FOUND = 404
_TRIES = 3


def release(
    description: Description,
    session: Session,
    holdings: Iterable[Holding],
    done: Callable[[Holding], None],
) -> Released:
    """Give numbers back, each as its own account.

    Args:
        description: says which operations read and release.
        session: sends the requests; its endpoint has the accounts.
        holdings: what may be held.
        done: hears of each that is not held any more.
    """
    outcome = Released()
    accounts = {account.id: account for account in session.endpoint.accounts}
    shop, released = _Shop(description, session), list["Holding"]()
    for holding in holdings:
        account = accounts.get(holding.account)
        reason = shop.released(account, holding) if account else f"the credentials of {holding.account} are not given"
        if reason == "released":
            released.append(holding)
        elif reason == "absent":
            done(holding)
            outcome.absent.append(holding)
        else:
            outcome.left.append((holding, reason))
    for name in dict.fromkeys(holding.account for holding in released):
        still = listed(description, session, accounts[name]) or frozenset()
        for holding in released:
            if holding.account == name and holding.key in still:
                outcome.left.append((holding, "it was released with success, and the account still lists it"))
            elif holding.account == name:
                done(holding)
                outcome.released.append(holding)
    return outcome


class _Shop:
    """Where numbers are given back. That one is not held is believed only where the account's list says so too."""

    def __init__(self, description: Description, session: Session) -> None:
        self._description, self._session = description, session
        self._read, self._delete = description.doing("read"), description.doing("delete")

    def released(self, account: Account, holding: Holding) -> str:
        """Release one number: "released", "absent", or why not. A lost answer is followed by looking again."""
        if not holding.key:  # a purchase that named no number, as the journal has it
            nothing = listed(self._description, self._session, account) == frozenset()
            return "absent" if nothing else "a purchase without a number may have been made: look at the account's list"
        if self._delete is None:
            return "the description has no operation that releases"
        reason = ""
        for _ in range(_TRIES):
            try:
                answer = None
                if self._read is not None:
                    answer = self._session.send(about(self._read, account, holding.key))
                if answer is None or answer.status != _NOT_FOUND:
                    answer = self._session.send(about(self._delete, account, holding.key))
            except NoResponse as gone:
                reason = f"no answer: {gone}"
                continue
            except (NotPermitted, Throttled, RequestLimitReached) as held:
                return str(held)
            if answer.ok:
                return "released"
            if answer.status == _NOT_FOUND:
                return self._unheld(account, holding.key) or ("released" if reason else "absent")
            reason = f"the release was answered {answer.status}"
        return reason

    def _unheld(self, account: Account, key: str) -> str:
        """Why it is not believed that an account does not hold a number; "" where it is."""
        held = listed(self._description, self._session, account)
        if held is None:
            return "it was answered 404, but the account's list could not be read: is the endpoint what it was?"
        return "it was answered 404, and the account's list has it" if key in held else ""
