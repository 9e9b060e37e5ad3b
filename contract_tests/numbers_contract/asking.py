"""What the gate asks for safety's sake: whether an account holds a number, and all that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .context import Context, target_of
from .exchange import Request
from .guards import NotPermitted
from .market import market_of
from .session import BudgetSpent, NoAnswer, Throttled

if TYPE_CHECKING:
    from .accounts import Account
    from .description import Description
    from .operation import Operation
    from .session import Session

__all__ = ["about", "holds", "listed"]

_NOT_FOUND = 404
_GONE = (NoAnswer, NotPermitted, Throttled, BudgetSpent)


def about(operation: Operation, account: Account, key: str) -> Request:
    """A request for one number, by its account."""
    path, query = operation.addressed(key)
    headers = [("Accept", "application/json")]
    if account.authorization:
        headers.append(("Authorization", account.authorization))
    target = target_of(operation, account, path, query)
    return Request(operation.method, target, tuple(headers), None, operation, account, key)


def holds(description: Description, session: Session, account: Account, key: str) -> bool | None:
    """Whether an account holds a number, as reading it says; None when that cannot be found out."""
    read = description.doing("read")
    if read is None:
        return None
    try:
        answer = session.send(about(read, account, key))
    except _GONE:
        return None
    return True if answer.ok else False if answer.status == _NOT_FOUND else None


def listed(description: Description, session: Session, account: Account) -> frozenset[str] | None:
    """The keys of all that an account holds; None when its list could not be read to the end."""
    market = market_of(Context(description, session, 0))  # what it finds wrong is for the checks to say
    if market is None or market.list is None:
        return None
    try:
        walk = market.held(account)
    except _GONE:
        return None
    return frozenset(map(market.key_of, walk.items)) if walk.complete else None
