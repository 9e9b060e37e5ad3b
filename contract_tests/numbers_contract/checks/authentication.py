"""Who may ask: every operation with no, wrong and malformed credentials, and with those of another account."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import is_object
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.request_bodies import settings_of

from .paths_and_methods import exists, standing
from .rejections import accepted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Exchange

__all__ = ["adopt", "offered"]

_UNAUTHORIZED = 401
_NOTHING = "no credentials"


@check(proves=("authentication", "authorization", "rejected-unchanged"), changes=True)
def authentication(context: Context) -> None:
    """Every operation by everybody who may not."""
    account = context.accounts[0] if context.accounts else None
    if account is None or not account.has_credentials:
        context.skip("authentication", None, "no credentials are configured")
        context.skip("authorization", None, "no credentials are configured")
        return
    answers = {operation.id: _anonymous(context, operation, account) for operation in context.description.operations}
    enforced = context.session.endpoint.auth
    if enforced is None:
        enforced = any(one is not None and one.status == _UNAUTHORIZED for one in answers.values())
    if not enforced:
        context.skip(
            "authentication", None, "the endpoint lets in callers without credentials, which the description allows"
        )
        return
    for operation in context.description.operations:
        if operation.security and _closed(context, operation, answers[operation.id]):
            context.state.closed.append(operation)
            _refused(context, operation, answers[operation.id], _NOTHING)
            _wrong(context, operation, account)
            _right(context, operation, account)
    _others(context, account)
    lifecycle = lifecycle_of(context)
    if lifecycle is not None:
        lifecycle.verify_state(rule="rejected-unchanged")


def _closed(context: Context, operation: Operation, anonymous: Exchange | None) -> bool:
    """Whether it asks for credentials; where that is not known, what concerns no account may be open to all."""
    if context.session.endpoint.auth or (operation.effect is not None and operation.effect.account is not None):
        return True
    return anonymous is not None and anonymous.status == _UNAUTHORIZED


def _anonymous(context: Context, operation: Operation, account: Account) -> Exchange | None:
    return _ask(context, operation, account, "")


def _ask(context: Context, operation: Operation, account: Account, authorization: str) -> Exchange | None:
    """A request that would succeed for the account itself, or nothing where that would change too much."""
    more: dict[str, Any] = {}
    if operation.body is not None and operation.body.required:
        more["value"] = settings_of(context, operation).some(1)
    query: list[tuple[str, str]] = []
    effect = operation.effect
    if effect is not None and effect.action == "create":
        key = offered(context)
        parameter = operation.parameter(effect.key)
        if key is None or parameter is None or parameter.place != "query":
            return None
        query = [(parameter.name, key)]
    exchange = None
    with context.attempt("authentication", operation):
        exchange = context.call(
            operation,
            account,
            path=standing(context, operation),
            query=query,
            probe=True,
            headers=[("Authorization", authorization)],
            **more,
        )
        adopt(context, operation, account, exchange)
    return exchange


def adopt(context: Context, operation: Operation, account: Account, exchange: Exchange) -> None:
    """What a stranger could buy or release is a breach that the next check must not stumble over."""
    lifecycle = lifecycle_of(context)
    effect = operation.effect
    key = exchange.request.key
    if lifecycle is None or effect is None or not exchange.ok or key is None:
        return
    if effect.action == "create" and is_object(exchange.value):
        lifecycle.offers = [item for item in lifecycle.offers if lifecycle.resource.key_of(item) != key]
        lifecycle.model.of(account)[key] = exchange.value
        context.state.touched.add(key)
        context.state.held.add(key)
    if effect.action == "delete":
        lifecycle.model.of(account).pop(key, None)
        context.state.held.discard(key)


def offered(context: Context) -> str | None:
    """The key of something that can be bought, for purchases that are to be refused."""
    lifecycle = lifecycle_of(context)
    offers = lifecycle.candidates() if lifecycle is not None else []
    dearest_last = not context.session.endpoint.exclusive
    return lifecycle.resource.key_of(offers[0 if dearest_last else -1]) if lifecycle is not None and offers else None


def _refused(context: Context, operation: Operation, exchange: Exchange | None, what: str) -> None:
    if exchange is None or exchange.status >= 500:
        return
    nothing = exchange.status == 404 and not exists(context, operation)  # it may be looked for first
    context.check(
        exchange.status == _UNAUTHORIZED or nothing,
        "authentication",
        operation,
        f"{operation} with {what} was answered {exchange.status}, not 401",
        exchange,
        subject=what if what == _NOTHING else "credentials that are none",  # whoever takes one, takes many
    )


def _wrong(context: Context, operation: Operation, account: Account) -> None:
    right = {f"Bearer {account.token}", str(account.basic)}
    for what, authorization in _mistakes(context, account):
        if authorization in right:  # a token without letters has no other case
            continue
        context.session.hide(authorization, what)
        _refused(context, operation, _ask(context, operation, account, authorization), what)


def _mistakes(context: Context, account: Account) -> Iterator[tuple[str, str]]:
    schemes = {
        str(scheme.get("scheme", "")).lower()
        for scheme in context.description.document.get("components", {}).get("securitySchemes", {}).values()
        if scheme.get("type") == "http"
    }
    right = account.password or account.token or ""
    if "bearer" in schemes:
        yield "a wrong token", "Bearer wrong-token"
        yield "an empty token", "Bearer "
        yield "a scheme without a token", "Bearer"
        yield "the account as its token", f"Bearer {account.id}"
        if account.token:
            yield "a token cut short", f"Bearer {account.token[:-1]}"
            yield "a token with something added", f"Bearer {account.token}x"
            yield "a token in other case", f"Bearer {account.token.swapcase()}"
            yield "the token without a scheme", account.token
            yield "the token under an unknown scheme", f"Token {account.token}"
    if "basic" in schemes:
        for what, pair in (
            ("a wrong password", f"{account.user or account.id}:wrong"),
            ("an empty password", f"{account.user or account.id}:"),
            ("an unknown user", f"nobody:{right}"),
            ("the password of another account", f"{account.user or account.id}:{_of_another(context)}"),
            ("no user", f":{right}"),
            ("a user without a colon", account.user or account.id),
        ):
            yield what, f"Basic {base64.b64encode(pair.encode()).decode('ascii')}"
        yield "Basic that is no base64", "Basic !!!!"
        if account.token and account.password is None:
            yield "the token as a bare Basic value", f"Basic {account.token}"
        if account.password is not None:
            yield "Basic credentials under Bearer", f"Bearer {str(account.basic).removeprefix('Basic ')}"
    yield "an unknown scheme", "Digest x"


def _of_another(context: Context) -> str:
    return next((one.password for one in context.accounts[1:] if one.password is not None), "another")


def _right(context: Context, operation: Operation, account: Account) -> None:
    """The right credentials are let in, whatever the case of the scheme, where nothing is changed."""
    if not operation.safe or not exists(context, operation):
        return
    spelled: list[str] = []
    if account.token is not None:
        spelled += [f"Bearer {account.token}", f"bearer {account.token}", f"BEARER {account.token}"]
    if account.basic is not None:
        value = account.basic.removeprefix("Basic ")
        spelled += [f"Basic {value}", f"basic {value}"]
    for authorization in spelled:
        exchange = _ask(context, operation, account, authorization)
        if exchange is not None:
            accepted(
                context, exchange, f"right credentials as {authorization.partition(' ')[0]}", rule="authentication"
            )


def _others(context: Context, account: Account) -> None:
    """The credentials of another account."""
    other = next((one for one in context.accounts[1:] if one.has_credentials), None)
    if other is None:
        context.skip("authorization", None, "there is no second account with credentials")
        return
    for operation in context.description.operations:
        if operation.effect is None or operation.effect.account is None:
            continue
        for authorization in dict.fromkeys(filter(None, (other.authorization, other.basic))):
            exchange = _ask(context, operation, account, authorization)
            if exchange is None or exchange.status >= 500:
                continue
            context.check(
                exchange.status in (403, 404),
                "authorization",
                operation,
                f"{operation} of one account with the credentials of another was answered {exchange.status}, not 403",
                exchange,
                subject=authorization.partition(" ")[0],
            )
