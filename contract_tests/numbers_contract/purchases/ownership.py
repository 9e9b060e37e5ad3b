"""What the gate asks for safety's sake: whether an account holds a number, and all that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbers_contract.context import Context
from numbers_contract.http.exchange import Request
from numbers_contract.http.guards import NotPermitted
from numbers_contract.http.session import NoResponse, RequestLimitReached, Throttled
from numbers_contract.http.targets import target_of
from numbers_contract.resource.resource import resource_of

if TYPE_CHECKING:
    from numbers_contract.description.description import Description
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.session import Session

__all__ = ["AccountInspector", "about", "holds", "listed"]

_NOT_FOUND = 404
_GONE = (NoResponse, NotPermitted, Throttled, RequestLimitReached)


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
    resource = resource_of(Context(description, session, 0))  # what it finds wrong is for the checks to say
    if resource is None or resource.list is None:
        return None
    try:
        walk = resource.held(account)
    except _GONE:
        return None
    return frozenset(map(resource.key_of, walk.items)) if walk.complete else None


class AccountInspector:
    """The accounts of a session, which can be asked what they hold."""

    def __init__(self, description: Description) -> None:
        self.session: Session | None = None
        self._description = description

    def _account(self, name: str) -> Account | None:
        accounts = self.session.endpoint.accounts if self.session else ()
        return next((one for one in accounts if one.id == name), None)

    def holds(self, name: str, key: str) -> bool | None:
        """Whether an account holds a number; None when that cannot be found out."""
        account = self._account(name)
        return holds(self._description, self.session, account, key) if self.session and account else None

    def listed(self, name: str) -> frozenset[str] | None:
        """All that an account holds; None when that cannot be found out."""
        account = self._account(name)
        return listed(self._description, self.session, account) if self.session and account else None

    def of(self, request: Request) -> tuple[str, ...]:
        """The account that a request names, and that whose credentials it sends: a broken server may sell to either."""
        account = request.account.id if request.account else ""
        sent = request.header("authorization")
        accounts = self.session.endpoint.accounts if self.session and sent else ()
        others = (one.id for one in accounts if one.id != account and sent in (f"Bearer {one.token}", one.basic))
        return (account, *others)
