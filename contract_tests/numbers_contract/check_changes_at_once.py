"""Several changes of one number at the same time: none of them undoes another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .checks import check
from .life import life_of
from .merging import merged
from .pointers import get, placed
from .settings import settings_of

if TYPE_CHECKING:
    from .accounts import Account
    from .context import Context
    from .life import Life
    from .operation import Operation
    from .settings import Settings

__all__: list[str] = []

Json = dict[str, Any]
_ROUNDS = 3
_AT_ONCE = 4
_CONFLICT = 409
_TOO_MANY = 429


@check("changes-at-once", order=43, proves=("configured",), changes=True)
def changes_at_once(context: Context) -> None:
    """Changes of different settings at the same time: each that is answered with success is there afterwards."""
    life = life_of(context)
    operation = life.market.update if life is not None else None
    if life is None or operation is None or operation.body is None:
        return
    account = context.accounts[0]
    key = next(iter(life.model.of(account)), None)
    if key is None:
        context.skip("configured", operation, "there is no number to try changes at the same time on")
        return
    settings = settings_of(context, operation)
    for variant in range(_ROUNDS):
        with context.attempt("configured", operation):
            life.configure(account, key, settings.full(variant))
            patches = _patches(context, settings, life.model.of(account).get(key, {}), variant)
            if len(patches) > 1:
                _together(life, operation, account, key, patches)
    life.configure(account, key, settings.full(0))


def _patches(context: Context, settings: Settings, held: Json, variant: int) -> list[Json]:
    """Changes of different places, each to a value that is not there."""
    pointers = [pointer for pointer in settings.leaves if len(settings.values(pointer)) > 1]
    chosen = context.random(f"changes at once {variant}").sample(pointers, min(_AT_ONCE, len(pointers)))
    others = ((one, next(value for value in settings.values(one) if value != get(held, one))) for one in chosen)
    return [placed(pointer, value) for pointer, value in others]


def _together(life: Life, operation: Operation, account: Account, key: str, patches: list[Json]) -> None:
    context, (path, query) = life.context, operation.addressed(key)
    requests = [context.request(operation, account, path=path, query=query, value=patch) for patch in patches]
    exchanges = context.session.together(requests)
    if len(exchanges) < len(requests):
        return  # what became of the one without an answer is not known
    for exchange in exchanges:
        context.expect(
            exchange.ok or exchange.status in (_CONFLICT, _TOO_MANY) or exchange.status >= 500,
            "accepts",
            operation,
            f"one of several changes at the same time was answered {exchange.status}",
            exchange,
            subject="at once",
        )
    done = [patch for patch, exchange in zip(patches, exchanges, strict=True) if exchange.ok]
    if any(exchange.status >= 500 for exchange in exchanges):
        return
    expected = life.model.of(account)[key]
    place = operation.effect.body if operation.effect and operation.effect.body is not None else ""
    for patch in done:
        expected = merged(expected, placed(place, patch))
    life.model.of(account)[key] = expected
    life.show(account, key, "configured")
