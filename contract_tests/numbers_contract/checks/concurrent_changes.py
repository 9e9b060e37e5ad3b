"""Changes, purchases and releases at the same time: none of them undoes another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get, placed
from numbers_contract.description.merge_patch import merged
from numbers_contract.http.guards import OpenGuard
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.request_bodies import settings_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Request
    from numbers_contract.resource.lifecycle import ResourceLifecycle
    from numbers_contract.resource.request_bodies import Settings

__all__: list[str] = []

Json = dict[str, Any]
_ROUNDS = 3
_AT_ONCE = 4
_CONFLICT = 409
_TOO_MANY = 429


@check(proves=("configured", "owned-is-listed", "released"), changes=True)
def concurrent_changes(context: Context) -> None:
    """What is done at the same time: each change, purchase and release that is answered with success is done."""
    lifecycle = lifecycle_of(context)
    operation = lifecycle.resource.update if lifecycle is not None else None
    if lifecycle is None or operation is None or operation.body is None:
        return
    account = context.accounts[0]
    key = next(iter(lifecycle.model.of(account)), None)
    if key is None:
        context.skip("configured", operation, "there is no number to try changes at the same time on")
        return
    settings = settings_of(context, operation)
    for variant in range(_ROUNDS):
        with context.attempt("configured", operation):
            lifecycle.configure(account, key, settings.full(variant))
            patches = _patches(context, settings, lifecycle.model.of(account).get(key, {}), variant)
            if len(patches) > 1:
                _together(lifecycle, operation, account, key, patches)
    lifecycle.configure(account, key, settings.full(0))
    if isinstance(context.session.guard, OpenGuard):  # else purchases cost money
        keys = _purchases(lifecycle, account)
        for bought in keys[:_ROUNDS]:
            with context.attempt("released", lifecycle.resource.delete):
                _released(lifecycle, operation, account, bought, settings.full(1))
        lifecycle.verify_state(rule="owned-is-listed")


def _patches(context: Context, settings: Settings, held: Json, variant: int) -> list[Json]:
    """Changes of different places, each to a value that is not there."""
    pointers = [pointer for pointer in settings.leaves if len(settings.values(pointer)) > 1]
    chosen = context.random(f"changes at once {variant}").sample(pointers, min(_AT_ONCE, len(pointers)))
    others = ((one, next(value for value in settings.values(one) if value != get(held, one))) for one in chosen)
    return [placed(pointer, value) for pointer, value in others]


def _together(
    lifecycle: ResourceLifecycle, operation: Operation, account: Account, key: str, patches: list[Json]
) -> None:
    context, (path, query) = lifecycle.context, operation.addressed(key)
    requests = [context.request(operation, account, path=path, query=query, value=patch) for patch in patches]
    exchanges = context.session.send_concurrently(requests)
    if len(exchanges) < len(requests):
        return  # what became of the one without an answer is not known
    for exchange in exchanges:
        context.check(
            exchange.ok or exchange.status in (_CONFLICT, _TOO_MANY) or exchange.status >= 500,
            "accepts-valid",
            operation,
            f"one of several changes at the same time was answered {exchange.status}",
            exchange,
            subject="at once",
        )
    done = [patch for patch, exchange in zip(patches, exchanges, strict=True) if exchange.ok]
    if any(exchange.status >= 500 for exchange in exchanges):
        return
    expected = lifecycle.model.of(account)[key]
    place = operation.effect.body if operation.effect and operation.effect.body is not None else ""
    for patch in done:
        expected = merged(expected, placed(place, patch))
    lifecycle.model.of(account)[key] = expected
    lifecycle.show(account, key, "configured")


def _purchases(lifecycle: ResourceLifecycle, account: Account) -> list[str]:
    """Purchases of different numbers at the same time; the keys of what was bought."""
    create = lifecycle.resource.create
    assert create is not None
    items = [item for item in (lifecycle.next_offer() for _ in range(_AT_ONCE)) if item is not None]
    requests: list[Request] = []
    for item in items:
        path, query = create.addressed(lifecycle.resource.key_of(item))
        requests.append(lifecycle.context.request(create, account, path=path, query=query))
    offers, bought = {lifecycle.resource.key_of(item): item for item in items}, list[str]()
    for exchange in lifecycle.context.session.send_concurrently(requests) if requests else []:
        key = exchange.request.key
        if exchange.ok and key is not None:
            lifecycle.model.created(account, offers[key], MISSING, exchange)
            bought.append(key)
    lifecycle.verify_state(rule="owned-is-listed")
    return bought


def _released(lifecycle: ResourceLifecycle, update: Operation, account: Account, key: str, patch: Json) -> None:
    """A release and a change at the same time: what was released stays so, whichever came first."""
    delete, context = lifecycle.resource.delete, lifecycle.context
    if delete is None or lifecycle.resource.read is None:
        return
    (path, query), (gone_path, gone_query) = update.addressed(key), delete.addressed(key)
    change = context.request(update, account, path=path, query=query, value=patch)
    release = context.request(delete, account, path=gone_path, query=gone_query)
    exchanges = context.session.send_concurrently([change, release])
    done = next((one for one in exchanges if one.ok and one.request.method == release.method), None)
    if done is None:  # refused for the conflict, or lost: give-back releases it
        changed = next((one for one in exchanges if one.ok), None)
        if changed is not None:
            lifecycle.model.patched(account, key, patch, changed)
        return
    lifecycle.model.of(account).pop(key, None)
    context.state.held.discard(key)
    shown = lifecycle.resource.on_one(lifecycle.resource.read, account, key, probe=True)
    context.check(
        not shown.ok,
        "released",
        delete,
        "a number that was released while it was configured is held again",
        done,
        shown,
        subject="at once",
    )
