"""Ways round the credentials: what is not held, pages by their links, HEAD, and purchases with settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from numbers_contract.registry import check
from numbers_contract.resource.pages import ListQuery
from numbers_contract.resource.request_bodies import settings_of
from numbers_contract.resource.resource import resource_of

from .authentication import adopt, offered
from .paths_and_methods import exists, small, standing

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Exchange

__all__: list[str] = []

_UNAUTHORIZED = 401
_ABSENT = 404
_NOBODY = [("Authorization", "")]


@check(proves=("authentication", "authorization"), changes=True)
def credential_bypasses(context: Context) -> None:
    """Operations that ask for credentials, in less usual ways: by nobody, and by another account."""
    closed: list[Operation] = context.state.closed
    for operation in closed:
        account = context.accounts[0]
        if operation.safe:
            for look in (_unheld, _next_page, _head):
                with context.attempt("authentication", operation):
                    look(context, operation, account)
        other = next((one for one in context.accounts[1:] if one.has_credentials), None)
        if other is not None and operation.effect is not None and operation.effect.action == "create":
            with context.attempt("authorization", operation):
                _with_settings(context, operation, account, other)


def _unheld(context: Context, operation: Operation, account: Account) -> None:
    """What the account does not hold is no more open to nobody than what it holds."""
    key = offered(context)
    if key is not None and operation.effect is not None and operation.effect.key:
        path, _ = operation.addressed(key)
        exchange = context.call(operation, account, path=path, headers=_NOBODY, probe=True)
        _refused(context, operation, exchange, f"{operation} of what is not held")


def _next_page(context: Context, operation: Operation, account: Account) -> None:
    """A page that follows is no more open than the first."""
    resource = resource_of(context)
    paging = operation.extensions.paging
    if resource is None or paging is None or not exists(context, operation):
        return
    page = resource.lists.page(ListQuery(operation, account, (), 1))
    link = page.link("next") if page is not None else None
    target = resource.lists.target(page, "next", link) if page is not None and link is not None else None
    if page is not None and target is not None:
        headers = tuple(pair for pair in page.exchange.request.headers if pair[0] != "Authorization")
        request = replace(page.exchange.request, target=target, headers=headers, probe=True)
        _refused(context, operation, context.send(request), f"the next page of {operation}")


def _head(context: Context, operation: Operation, account: Account) -> None:
    """HEAD tells nothing that GET does not."""
    if operation.method == "GET":
        exchange = context.call(
            operation,
            account,
            path=standing(context, operation),
            query=small(operation),
            headers=_NOBODY,
            method="HEAD",
            probe=True,
        )
        context.check(
            not exchange.ok,
            "authentication",
            operation,
            f"HEAD {operation.path} with no credentials was answered {exchange.status}",
            exchange,
            subject="HEAD",
        )


def _refused(context: Context, operation: Operation, exchange: Exchange, what: str) -> None:
    context.check(
        exchange.status in (_UNAUTHORIZED, _ABSENT) or exchange.status >= 500,
        "authentication",
        operation,
        f"{what} with no credentials was answered {exchange.status}, not 401",
        exchange,
        subject=what,
    )


def _with_settings(context: Context, operation: Operation, account: Account, other: Account) -> None:
    """A purchase that configures as well is no more open to others than one that does not."""
    key = offered(context)
    if key is None or operation.body is None:
        return
    path, query = operation.addressed(key)
    body, headers = settings_of(context, operation).full(1), [("Authorization", str(other.authorization))]
    exchange = context.call(operation, account, path=path, query=query, value=body, headers=headers, probe=True)
    adopt(context, operation, account, exchange)
    context.check(
        not exchange.ok,
        "authorization",
        operation,
        f"{operation} with a body, of one account with the credentials of another, was answered {exchange.status}",
        exchange,
        subject="with a body",
    )
