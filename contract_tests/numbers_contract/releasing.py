"""Giving back what a run bought, at its end or after a crash."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .context import target_of
from .exchange import Request
from .guards import NotPermitted
from .session import BudgetSpent, NoAnswer, Throttled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .accounts import Account
    from .description import Description
    from .exchange import Exchange
    from .journal import Holding
    from .operation import Operation
    from .session import Session

__all__ = ["Released", "release"]

_NOT_FOUND = 404
_TRIES = 3


@dataclass(slots=True)
class Released:
    """What came of it: numbers given back, numbers that turned out not to be held, and those that could not be."""

    released: list[Holding] = field(default_factory=list["Holding"])
    absent: list[Holding] = field(default_factory=list["Holding"])
    left: list[tuple[Holding, str]] = field(default_factory=list[tuple["Holding", str]])


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
    read, delete = description.doing("read"), description.doing("delete")
    accounts = {account.id: account for account in session.endpoint.accounts}
    for holding in holdings:
        account = accounts.get(holding.account)
        if account is None:
            outcome.left.append((holding, f"the credentials of {holding.account} are not given"))
            continue
        if delete is None:
            outcome.left.append((holding, "the description has no operation that releases"))
            continue
        reason = _released(session, read, delete, account, holding)
        if reason in ("released", "absent"):
            done(holding)
            getattr(outcome, reason).append(holding)
        else:
            outcome.left.append((holding, reason))
    return outcome


def _released(session: Session, read: Operation | None, delete: Operation, account: Account, holding: Holding) -> str:
    """Release one number: "released", "absent", or why not. A lost answer is followed by looking again."""
    reason = ""
    for _ in range(_TRIES):
        try:
            if read is not None and _send(session, read, account, holding).status == _NOT_FOUND:
                return "absent" if not reason else "released"
            answer = _send(session, delete, account, holding)
        except NoAnswer as gone:
            reason = f"no answer: {gone}"
            continue
        except (NotPermitted, Throttled, BudgetSpent) as held:
            return str(held)
        if answer.ok:
            return "released"
        if answer.status == _NOT_FOUND:
            return "absent" if not reason else "released"
        reason = f"the release was answered {answer.status}"
    return reason


def _send(session: Session, operation: Operation, account: Account, holding: Holding) -> Exchange:
    path, query = operation.addressed(holding.key)
    headers = [("Accept", "application/json")]
    if account.authorization:
        headers.append(("Authorization", account.authorization))
    target = target_of(operation, account, path, query)
    return session.send(Request(operation.method, target, tuple(headers), None, operation, account, holding.key))
