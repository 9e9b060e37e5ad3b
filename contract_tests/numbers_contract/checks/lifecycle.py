"""The first purchase, and every setting of a number: set, changed, removed and left alone."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import placed
from numbers_contract.registry import check
from numbers_contract.resource.filter_consistency import follow
from numbers_contract.resource.lifecycle import life_of
from numbers_contract.resource.read_only_members import foreign
from numbers_contract.resource.request_bodies import joined_bodies, settings_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import Life
    from numbers_contract.resource.request_bodies import Settings

__all__: list[str] = []

Json = dict[str, Any]


@check("first-purchase", proves=("created", "held", "off-offer"), changes=True)
def first_purchase(context: Context) -> None:
    """Buy one number for each account: what the other checks stand on."""
    life = life_of(context)
    if life is None:
        return
    standing: dict[str, str] = {}
    for index, account in enumerate(context.accounts[:2]):
        key = life.acquire(account)
        if key is None:
            continue
        cause = life.model.origin[key]
        life.off_offer(key, cause)
        life.show(account, key)
        life.frames(cause, "held")
        if index == 0 and cause.request.key:
            for operation in context.description.operations:
                if operation.effect and operation.effect.key and operation.effect.resource == life.market.resource:
                    standing[operation.effect.key] = key
    context.state.standing = standing


@check("configure", proves=("configured", "untouched", "accepts"), changes=True)
def configure(context: Context) -> None:
    """Every setting: set, changed, removed and left alone; alone and in pairs."""
    life = life_of(context)
    if life is None or life.market.update is None or not life.model.of(context.accounts[0]):
        return
    account = context.accounts[0]
    key = life.acquire(account) or next(iter(life.model.of(account)))
    settings = settings_of(context, life.market.update)
    life.configure(account, key, settings.full(0))
    life.show(account, key, "configured")
    for pointer in settings.leaves:
        with context.attempt("configured", life.market.update):
            _one_setting(life, account, key, settings, pointer)
    life.configure(account, key, settings.alike())
    life.show(account, key, "configured")
    life.frames()
    _pairs(life, account, key, settings)
    for pointer in settings.objects:
        with context.attempt("configured", life.market.update):
            life.configure(account, key, placed(pointer, {}))
            life.show(account, key, "configured")
            for variant, emptied in enumerate((False, True)):
                if settings.nullable(pointer):
                    exchange = life.configure(account, key, placed(pointer, None))
                    life.show(account, key, "configured")
                    life.model.verify(account, "held", exchange)
                if emptied:
                    life.configure(account, key, placed(pointer, {}))
                life.configure(account, key, settings.full(variant + 1))
                life.show(account, key, "configured")
    _for_the_service(life, account, key, settings)
    for pointer in settings.objects:
        body = placed(pointer, {"xUnknownMember": {"x": [1]}})
        if settings.allows(body):
            life.configure(account, key, body)
    exchange = life.configure(account, key, {})
    exchange = (
        life.configure(account, key, {"xUnknownMember": "x"}) if settings.allows({"xUnknownMember": "x"}) else exchange
    )
    life.show(account, key, "configured")
    life.frames(exchange)


def _one_setting(life: Life, account: Account, key: str, settings: Settings, pointer: str) -> None:
    life.configure(account, key, placed(pointer, settings.value(pointer, 1)))
    life.show(account, key, "configured")
    if settings.nullable(pointer):
        exchange = life.configure(account, key, placed(pointer, None))
        life.show(account, key, "configured")
        life.model.verify(account, "held", exchange)
        life.configure(account, key, placed(pointer, None))
    for sample in settings.samples(pointer):
        if sample.valid and sample.value is not None:
            assert life.market.update is not None
            life.context.coverage.sent(life.market.update, "body", pointer, sample.kind)
            life.configure(account, key, placed(pointer, sample.value))
            life.show(account, key, "configured")
    follow(life, account, key, settings, pointer)
    life.configure(account, key, placed(pointer, settings.value(pointer, 0)))


def _for_the_service(life: Life, account: Account, key: str, settings: Settings) -> None:
    """What is not for the owner to decide stays as it is, whatever a configuration says of it."""
    bodies = foreign(life.context.description.schemas, life.market.leaves, settings, life.model.of(account)[key])
    whole: Json = {}
    for body in bodies.values():
        with life.context.attempt("configured", life.market.update):
            whole = joined_bodies(whole, body)
            life.configure(account, key, body)
            life.show(account, key, "configured")
    if whole and settings.allows(whole):
        exchange = life.configure(account, key, joined_bodies(whole, settings.full(1)))
        life.show(account, key, "configured")
        life.frames(exchange)


def _pairs(life: Life, account: Account, key: str, settings: Settings) -> None:
    """Two settings in one request: one removed and one set, in every pair."""
    rng = life.context.random("pairs of settings")
    pairs = list(permutations(settings.leaves, 2))
    rng.shuffle(pairs)
    for variant, (one, other) in enumerate(pairs[: int(60 * life.context.state.effort)]):
        with life.context.attempt("configured", life.market.update):
            first = None if settings.nullable(one) else settings.value(one, variant)
            patch = joined_bodies(placed(one, first), placed(other, settings.value(other, variant)))
            life.configure(account, key, patch)
    life.configure(account, key, settings.full(0))
