"""The first purchase, and every setting of a number: set, changed, removed and left alone."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import placed
from numbers_contract.registry import check
from numbers_contract.resource.filter_consistency import follow
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.read_only_members import foreign
from numbers_contract.resource.request_bodies import joined_bodies, settings_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import ResourceLifecycle
    from numbers_contract.resource.request_bodies import Settings

__all__: list[str] = []

Json = dict[str, Any]


@check(proves=("created", "owned-is-listed", "sold-not-listed"), changes=True)
def first_purchase(context: Context) -> None:
    """Buy one number for each account: what the other checks stand on."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None:
        return
    standing: dict[str, str] = {}
    for index, account in enumerate(context.accounts[:2]):
        key = lifecycle.acquire(account)
        if key is None:
            continue
        cause = lifecycle.model.origin[key]
        lifecycle.off_offer(key, cause)
        lifecycle.show(account, key)
        lifecycle.verify_state(cause, "owned-is-listed")
        if index == 0 and cause.request.key:
            for operation in context.description.operations:
                if operation.effect and operation.effect.key and operation.effect.resource == lifecycle.resource.name:
                    standing[operation.effect.key] = key
    context.state.standing = standing


@check(proves=("configured", "no-side-effects", "accepts-valid"), changes=True)
def configure(context: Context) -> None:
    """Every setting: set, changed, removed and left alone; alone and in pairs."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None or lifecycle.resource.update is None or not lifecycle.model.of(context.accounts[0]):
        return
    account = context.accounts[0]
    key = lifecycle.acquire(account) or next(iter(lifecycle.model.of(account)))
    settings = settings_of(context, lifecycle.resource.update)
    lifecycle.configure(account, key, settings.full(0))
    lifecycle.show(account, key, "configured")
    for pointer in settings.leaves:
        with context.attempt("configured", lifecycle.resource.update):
            _one_setting(lifecycle, account, key, settings, pointer)
    lifecycle.configure(account, key, settings.alike())
    lifecycle.show(account, key, "configured")
    lifecycle.verify_state()
    _pairs(lifecycle, account, key, settings)
    for pointer in settings.objects:
        with context.attempt("configured", lifecycle.resource.update):
            lifecycle.configure(account, key, placed(pointer, {}))
            lifecycle.show(account, key, "configured")
            for variant, emptied in enumerate((False, True)):
                if settings.nullable(pointer):
                    exchange = lifecycle.configure(account, key, placed(pointer, None))
                    lifecycle.show(account, key, "configured")
                    lifecycle.model.verify(account, "owned-is-listed", exchange)
                if emptied:
                    lifecycle.configure(account, key, placed(pointer, {}))
                lifecycle.configure(account, key, settings.full(variant + 1))
                lifecycle.show(account, key, "configured")
    _for_the_service(lifecycle, account, key, settings)
    for pointer in settings.objects:
        body = placed(pointer, {"xUnknownMember": {"x": [1]}})
        if settings.allows(body):
            lifecycle.configure(account, key, body)
    exchange = lifecycle.configure(account, key, {})
    exchange = (
        lifecycle.configure(account, key, {"xUnknownMember": "x"})
        if settings.allows({"xUnknownMember": "x"})
        else exchange
    )
    lifecycle.show(account, key, "configured")
    lifecycle.verify_state(exchange)


def _one_setting(lifecycle: ResourceLifecycle, account: Account, key: str, settings: Settings, pointer: str) -> None:
    lifecycle.configure(account, key, placed(pointer, settings.value(pointer, 1)))
    lifecycle.show(account, key, "configured")
    if settings.nullable(pointer):
        exchange = lifecycle.configure(account, key, placed(pointer, None))
        lifecycle.show(account, key, "configured")
        lifecycle.model.verify(account, "owned-is-listed", exchange)
        lifecycle.configure(account, key, placed(pointer, None))
    for sample in settings.samples(pointer):
        if sample.valid and sample.value is not None:
            assert lifecycle.resource.update is not None
            lifecycle.context.coverage.sent(lifecycle.resource.update, "body", pointer, sample.kind)
            lifecycle.configure(account, key, placed(pointer, sample.value))
            lifecycle.show(account, key, "configured")
    follow(lifecycle, account, key, settings, pointer)
    lifecycle.configure(account, key, placed(pointer, settings.value(pointer, 0)))


def _for_the_service(lifecycle: ResourceLifecycle, account: Account, key: str, settings: Settings) -> None:
    """What is not for the owner to decide stays as it is, whatever a configuration says of it."""
    bodies = foreign(
        lifecycle.context.description.schemas, lifecycle.resource.leaves, settings, lifecycle.model.of(account)[key]
    )
    whole: Json = {}
    for body in bodies.values():
        with lifecycle.context.attempt("configured", lifecycle.resource.update):
            whole = joined_bodies(whole, body)
            lifecycle.configure(account, key, body)
            lifecycle.show(account, key, "configured")
    if whole and settings.allows(whole):
        exchange = lifecycle.configure(account, key, joined_bodies(whole, settings.full(1)))
        lifecycle.show(account, key, "configured")
        lifecycle.verify_state(exchange)


def _pairs(lifecycle: ResourceLifecycle, account: Account, key: str, settings: Settings) -> None:
    """Two settings in one request: one removed and one set, in every pair."""
    rng = lifecycle.context.random("pairs of settings")
    pairs = list(permutations(settings.leaves, 2))
    rng.shuffle(pairs)
    for variant, (one, other) in enumerate(pairs[: int(60 * lifecycle.context.state.effort)]):
        with lifecycle.context.attempt("configured", lifecycle.resource.update):
            first = None if settings.nullable(one) else settings.value(one, variant)
            patch = joined_bodies(placed(one, first), placed(other, settings.value(other, variant)))
            lifecycle.configure(account, key, patch)
    lifecycle.configure(account, key, settings.full(0))
