"""What the six operations do: from typed arguments to an answer, by way of the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, cast

from numbers_sandbox.store import errors as store_errors
from numbers_sandbox.store.paging import PageRequest

from .answers import Reply
from .errors import (
    IdentityDocumentRequired,
    InvalidPageKey,
    NoNumberFound,
    Problem,
    StateConflict,
    Unavailable,
    UnknownAccount,
    UnknownNumber,
)
from .links import page_links

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_sandbox.store.paging import Page
    from numbers_sandbox.store.store import Store

    from .description import Description, Json, Operation
    from .queries import Value

__all__ = ["Call", "Operations"]

_PAGING = ("page", "page_size", "key")
_PROBLEMS: dict[type[store_errors.StoreError], type[Problem]] = {
    store_errors.NoNumberFound: NoNumberFound,
    store_errors.AddressRequirementNotMet: IdentityDocumentRequired,
    store_errors.NumberNotFound: UnknownNumber,
    store_errors.AccountNotFound: UnknownAccount,
    store_errors.Conflict: StateConflict,
    store_errors.InvalidKey: InvalidPageKey,
    store_errors.StoreUnavailable: Unavailable,
}


@dataclass(slots=True)
class Call:
    """One request, understood: the operation, its arguments, its body, and the URL that it was made under."""

    operation: Operation
    path: dict[str, Value]
    query: dict[str, Value]
    body: Json | None
    url: str

    @property
    def account(self) -> str:
        """The account that the path names."""
        return str(self.path["AccountId"])

    @property
    def number(self) -> str:
        """The number that the path names."""
        return str(self.path["phoneNumber"])

    @property
    def phone_number(self) -> str | None:
        """The number that the request is about, wherever it stands."""
        number = self.path.get("phoneNumber", self.query.get("phoneNumber", self.query.get("phone_number")))
        return None if number is None else str(number)

    def filters(self) -> dict[str, object]:
        """The filters, by the path of the property that each is compared with."""
        names = self.operation.filters
        return {names[name]: value for name, value in self.query.items() if name in names}

    def page(self) -> PageRequest:
        """Which page of a list is asked for."""
        return PageRequest(**{name: self.query[name] for name in _PAGING if name in self.query})  # type: ignore[arg-type]


class Operations:
    """The operations of a description, carried out on a store."""

    def __init__(self, description: Description, store: Store) -> None:
        """Pair every operation with its method.

        Raises:
            LookupError: the description has an operation that nothing here carries out.
        """
        self._store = store
        self._members = Members(description)
        self._handlers: dict[str, Callable[[Call], Reply]] = {}
        for operation in description.operations:
            handler = getattr(self, f"_{operation.id}", None)
            if handler is None:
                raise LookupError(f"nothing carries out the operation {operation.id}")
            self._handlers[operation.id] = handler

    def carry_out(self, call: Call) -> Reply:
        """Do what the call says.

        Raises:
            Problem: the store refuses it.
        """
        try:
            return self._handlers[call.operation.id](call)
        except store_errors.StoreError as error:
            _refuse(error)

    def _searchAvailableNumbers(self, call: Call) -> Reply:  # noqa: N802  (named as the operation is)
        return _listed(call, self._store.search(call.filters(), call.page()))

    def _listActiveNumbers(self, call: Call) -> Reply:  # noqa: N802
        return _listed(call, self._store.owned(call.account, call.filters(), call.page()))

    def _buyActiveNumber(self, call: Call) -> Reply:  # noqa: N802
        wanted = None if call.body is None else self._members.known(call.operation, call.body)
        return Reply(200, self._store.buy(call.account, str(call.query["phoneNumber"]), wanted))

    def _getActiveNumber(self, call: Call) -> Reply:  # noqa: N802
        return Reply(200, self._store.get(call.account, call.number))

    def _configureActiveNumber(self, call: Call) -> Reply:  # noqa: N802
        changes = self._members.known(call.operation, call.body or {})
        return Reply(200, self._store.configure(call.account, call.number, changes))

    def _releaseActiveNumber(self, call: Call) -> Reply:  # noqa: N802
        self._store.release(call.account, call.number)
        return Reply(200, None)


class Members:
    """Which members a body may have: others are allowed by the description, mean nothing, and are not kept."""

    def __init__(self, description: Description) -> None:
        self._trees = {o.id: o.body.members for o in description.operations if o.body is not None}

    def known(self, operation: Operation, body: Json) -> Json:
        """The members of a body that the description knows, at every depth."""
        return _known(self._trees[operation.id], body)


def _known(tree: dict[str, Any], value: Json) -> Json:
    return {
        name: _known(tree[name], cast("Json", item)) if isinstance(item, dict) else item
        for name, item in value.items()
        if name in tree
    }


def _listed(call: Call, page: Page) -> Reply:
    return Reply(200, {"items": page.items, "meta": page_links(call.url, call.query, page)})


def _refuse(error: store_errors.StoreError) -> NoReturn:
    problem = _PROBLEMS.get(type(error))
    if problem is None:
        raise error
    message = str(error)
    raise problem(f"{message[:1].upper()}{message[1:]}.") from error
