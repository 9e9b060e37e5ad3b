"""Steps in no particular order, by both accounts, with a model beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import placed
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.request_bodies import joined_bodies, settings_of

from .purchase_bodies import bodies_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__: list[str] = []

Json = dict[str, Any]
_STEPS = 30


@check(proves=("created", "configured", "released", "no-side-effects", "owned-is-listed", "safe-methods"), changes=True)
def random_walk(context: Context) -> None:
    """Steps in no particular order, by both accounts, everything compared with the model after each."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None or lifecycle.resource.create is None:
        return
    rng = context.random("random walk")
    steps: list[Callable[[ResourceLifecycle, random.Random, Account], None]] = [
        _buy,
        _change,
        _change,
        _give_back,
        _look,
    ]
    for _ in range(int(_STEPS * context.state.effort)):
        account = rng.choice(context.accounts[:2])
        with context.attempt("no-side-effects"):
            rng.choice(steps)(lifecycle, rng, account)
            lifecycle.verify_state()


def _buy(lifecycle: ResourceLifecycle, rng: random.Random, account: Account) -> None:
    assert lifecycle.resource.create is not None
    if len(lifecycle.model.of(account)) < 8:
        key = lifecycle.acquire(account, rng.choice(bodies_of(lifecycle.context, lifecycle.resource.create)))
        if key is not None:
            lifecycle.off_offer(key, lifecycle.model.origin[key])


def _change(lifecycle: ResourceLifecycle, rng: random.Random, account: Account) -> None:
    held = list(lifecycle.model.of(account))
    if not held or lifecycle.resource.update is None:
        return
    settings = settings_of(lifecycle.context, lifecycle.resource.update)
    patch: Json = {}
    whole = [pointer for pointer in settings.objects if settings.nullable(pointer)]
    if whole and rng.random() < 0.2:
        patch = placed(rng.choice(whole), None)
        lifecycle.configure(account, rng.choice(held), patch)
        return
    for pointer in rng.sample(list(settings.leaves), min(len(settings.leaves), rng.choice((1, 2, 3, 5)))):
        remove = rng.random() < 0.3 and settings.nullable(pointer)
        patch = joined_bodies(
            patch, placed(pointer, None if remove else rng.choice(settings.values(pointer) or [None]))
        )
    if settings.allows(patch):
        key = rng.choice(held)
        lifecycle.configure(account, key, patch)
        lifecycle.show(account, key, "configured")


def _give_back(lifecycle: ResourceLifecycle, rng: random.Random, account: Account) -> None:
    held = list(lifecycle.model.of(account))
    if len(held) > 1:
        key = rng.choice(held)
        exchange = lifecycle.release(account, key)
        if exchange is not None and exchange.ok:
            lifecycle.absent(account, key, "released", "what was released")


def _look(lifecycle: ResourceLifecycle, rng: random.Random, account: Account) -> None:
    held = list(lifecycle.model.of(account))
    if held:
        key = rng.choice(held)
        one, other = lifecycle.show(account, key), lifecycle.show(account, key)
        if one is not None and other is not None:
            lifecycle.context.check(
                one.value == other.value,
                "safe-methods",
                lifecycle.resource.read,
                "reading twice gives two answers",
                one,
                other,
            )
