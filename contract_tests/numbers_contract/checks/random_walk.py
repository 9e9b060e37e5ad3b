"""Steps in no particular order, by both accounts, with a model beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import placed
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import life_of
from numbers_contract.resource.request_bodies import joined_bodies, settings_of

from .purchase_bodies import bodies_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import Life

__all__: list[str] = []

Json = dict[str, Any]
_STEPS = 30


@check("random-walk", proves=("created", "configured", "released", "untouched", "held", "safe"), changes=True)
def random_walk(context: Context) -> None:
    """Steps in no particular order, by both accounts, everything compared with the model after each."""
    life = life_of(context)
    if life is None or life.market.create is None:
        return
    rng = context.random("random walk")
    steps: list[Callable[[Life, random.Random, Account], None]] = [_buy, _change, _change, _give_back, _look]
    for _ in range(int(_STEPS * context.state.effort)):
        account = rng.choice(context.accounts[:2])
        with context.attempt("untouched"):
            rng.choice(steps)(life, rng, account)
            life.frames()


def _buy(life: Life, rng: random.Random, account: Account) -> None:
    assert life.market.create is not None
    if len(life.model.of(account)) < 8:
        key = life.acquire(account, rng.choice(bodies_of(life.context, life.market.create)))
        if key is not None:
            life.off_offer(key, life.model.origin[key])


def _change(life: Life, rng: random.Random, account: Account) -> None:
    held = list(life.model.of(account))
    if not held or life.market.update is None:
        return
    settings = settings_of(life.context, life.market.update)
    patch: Json = {}
    whole = [pointer for pointer in settings.objects if settings.nullable(pointer)]
    if whole and rng.random() < 0.2:
        patch = placed(rng.choice(whole), None)
        life.configure(account, rng.choice(held), patch)
        return
    for pointer in rng.sample(list(settings.leaves), min(len(settings.leaves), rng.choice((1, 2, 3, 5)))):
        remove = rng.random() < 0.3 and settings.nullable(pointer)
        patch = joined_bodies(
            patch, placed(pointer, None if remove else rng.choice(settings.values(pointer) or [None]))
        )
    if settings.allows(patch):
        key = rng.choice(held)
        life.configure(account, key, patch)
        life.show(account, key, "configured")


def _give_back(life: Life, rng: random.Random, account: Account) -> None:
    held = list(life.model.of(account))
    if len(held) > 1:
        key = rng.choice(held)
        exchange = life.release(account, key)
        if exchange is not None and exchange.ok:
            life.absent(account, key, "released", "what was released")


def _look(life: Life, rng: random.Random, account: Account) -> None:
    held = list(life.model.of(account))
    if held:
        key = rng.choice(held)
        one, other = life.show(account, key), life.show(account, key)
        if one is not None and other is not None:
            life.context.expect(
                one.value == other.value, "safe", life.market.read, "reading twice gives two answers", one, other
            )
