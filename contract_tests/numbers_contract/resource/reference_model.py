"""What the accounts should hold, beside what the endpoint says they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING, get, is_object, parts, placed
from numbers_contract.description.merge_patch import difference, merged, without

from .filter_oracle import same_number
from .request_bodies import settings_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Exchange

    from .resource import Resource

__all__ = ["Model"]

Json = dict[str, Any]


@dataclass
class Model:
    """Follows every purchase, change and release, and compares.

    `mine` is what the gate bought, by account and key; `before` is what was there when it came, which it never touches.
    """

    context: Context
    resource: Resource
    mine: dict[str, dict[str, Json]] = field(default_factory=dict[str, dict[str, Json]])
    before: dict[str, dict[str, Json]] = field(default_factory=dict[str, dict[str, Json]])
    defaults: Json = field(default_factory=dict[str, Any])
    origin: dict[str, Exchange] = field(default_factory=dict)

    def begin(self, account: Account) -> None:
        """Look what an account holds."""
        walk = self.resource.held(account)
        self.before[account.id] = {self.resource.key_of(item): item for item in walk.items}
        self.context.session.guard.held_before(account.id, self.before[account.id], complete=walk.complete)
        self.mine[account.id] = {}

    def of(self, account: Account) -> dict[str, Json]:
        """What the gate bought for an account."""
        return self.mine.setdefault(account.id, {})

    def created(self, account: Account, offered: Json | None, settings: Any, exchange: Exchange) -> None:
        """Take up a purchase that was answered with success, and judge the answer."""
        context, resource, item = self.context, self.resource, exchange.value
        operation = exchange.request.operation
        assert operation is not None
        if not is_object(item):
            return
        key = exchange.request.key or ""
        self.origin[key] = exchange
        shown = resource.key_of(item)
        context.check(
            shown == key,
            "created",
            operation,
            f"{_mask(key)} was bought, the answer shows {_mask(shown)}",
            exchange,
            at=resource.key,
        )
        self._owner(account, operation, exchange)
        self._as_offered(offered, operation, exchange)
        place = operation.effect.body if operation.effect and operation.effect.body is not None else ""
        if settings is MISSING:
            self.defaults = self.defaults or item
        known = settings_of(self.context, operation).known(settings) if settings is not MISSING else MISSING
        expected: Any = placed(place, merged({}, known)) if settings is not MISSING else {}
        actual = get(item, place)
        self._compare(expected, placed(place, None if actual is MISSING else actual), "created", operation, exchange)
        self._initial(key, operation, exchange)
        self.of(account)[key] = item
        context.state.touched.add(key)
        context.state.held.add(key)

    def _owner(self, account: Account, operation: Operation, exchange: Exchange) -> None:
        pointer = self.resource.owner
        owner = get(exchange.value, pointer) if pointer else MISSING
        self.context.check(
            owner is MISSING or owner is None or owner == account.id,
            "created",
            operation,
            f"the owner is said to be {owner!r} and not the account that the path names",
            exchange,
            at=pointer,
        )

    def _as_offered(self, offered: Json | None, operation: Operation, exchange: Exchange) -> None:
        """What the catalogue says of it is still said of it.

        A member at the top that only one of the two states is left open, as the description leaves it.
        """
        leaves = [pointer for pointer in self.resource.leaves if not _silent(get(offered, pointer))]
        for name in {parts(pointer)[0]: None for pointer in leaves}:
            if _silent(exchange.value.get(name)):
                continue
            below = (pointer for pointer in leaves if parts(pointer)[0] == name)
            place = next((one for one in below if not self._alike(one, offered, exchange.value)), None)
            self.context.check(
                place is None,
                "created",
                operation,
                f"it was offered with {get(offered, place or '')!r} and is {get(exchange.value, place or '')!r}",
                exchange,
                at=place,
                subject=place or "",
            )

    def _alike(self, pointer: str, offered: Any, bought: Any) -> bool:
        one, other = get(offered, pointer), get(bought, pointer)
        if self.resource.leaves[pointer].get("format") == "decimal" and isinstance(one, str) and isinstance(other, str):
            return same_number(one, other)
        return bool(one == other) and type(one) is type(other)

    def _initial(self, key: str, operation: Operation, exchange: Exchange) -> None:
        """Defaults that the description promises."""
        initial: Json = self.resource.described.get("initial", {})
        for pointer, promise in initial.items():
            value = get(exchange.value, pointer)
            source = get(exchange.value, promise.get("shows", "")) if "shows" in promise else key
            digits = "".join(c for c in str(source) if c.isdigit())[-4:]
            shown = "".join(c for c in value if c.isdigit()) if isinstance(value, str) else ""
            self.context.check(
                isinstance(value, str) and shown.endswith(digits),
                "created",
                operation,
                f"by default {pointer} shows {promise.get('shows')}; it is {_shape(value)}",
                exchange,
                at=pointer,
            )

    def patched(self, account: Account, key: str, patch: Any, exchange: Exchange) -> None:
        """Take up a change that was answered with success, and judge the answer."""
        operation = exchange.request.operation
        assert operation is not None
        place = operation.effect.body if operation.effect and operation.effect.body is not None else ""
        before = self.of(account).get(key, {})
        known = settings_of(self.context, operation).known(patch) if operation.body is not None else patch
        expected = merged(before, placed(place, known))
        if not is_object(exchange.value):
            return
        self._compare(expected, exchange.value, "configured", operation, self.origin.get(key), exchange)
        self.of(account)[key] = self._settled(expected, exchange.value)

    def _settled(self, expected: Json, actual: Json) -> Json:
        """What is expected, with what the service chose for itself."""
        for pointer in self.resource.described.get("service-chooses-when-null", []):
            chosen = get(actual, pointer)
            if get(expected, pointer) in (MISSING, None) and chosen not in (MISSING, None):
                expected = merged(expected, placed(pointer, chosen))
        return expected

    def compare(self, account: Account, key: str, item: Json, rule: str, exchange: Exchange) -> bool:
        """Whether an item that the endpoint shows is as it should be."""
        expected = self.of(account).get(key, {})
        return self._compare(expected, item, rule, exchange.request.operation, self.origin.get(key), exchange)

    def _compare(
        self, expected: Any, actual: Any, rule: str, operation: Operation | None, *exchanges: Exchange | None
    ) -> bool:
        chooses: list[str] = self.resource.described.get("service-chooses-when-null", [])
        free = [
            pointer
            for pointer in chooses
            if get(expected, pointer) in (MISSING, None) and get(actual, pointer) == get(self.defaults, pointer)
        ]
        place = difference(without(expected, free), without(actual, free))
        at = place or ""
        return self.context.check(
            place is None,
            rule,
            operation,
            f"{at or '/'} is {_shown(get(actual, at))} and should be {_shown(get(expected, at))}",
            *(one for one in exchanges if one is not None),
            at=at,
            subject=at,
        )

    def verify(self, account: Account, rule: str, cause: Exchange | None = None) -> None:
        """The list of an account holds what it should, each as it should be, and nothing else."""
        context, resource = self.context, self.resource
        if resource.list is None or account.id not in self.before:
            return
        walk = resource.held(account)
        if not walk.complete:
            return
        shown = {resource.key_of(item): item for item in walk.items}
        own, before = self.of(account), self.before[account.id]
        causes = [cause] if cause is not None else []
        lacking = sorted(own.keys() - shown.keys())
        context.check(
            not lacking,
            rule,
            resource.list,
            f"the list lacks {_masked(lacking)}, which the account bought",
            *causes,
            walk.last,
            subject="lacking",
        )
        for key in sorted(own.keys() & shown.keys()):
            self.compare(account, key, shown[key], rule, walk.last)
        if context.session.endpoint.quiet:
            more = sorted(shown.keys() - own.keys() - before.keys())
            context.check(
                not more,
                rule,
                resource.list,
                f"the list has {_masked(more)}, which the account does not hold",
                *causes,
                walk.last,
                subject="more",
            )
            for key in sorted(before.keys() - own.keys()):
                place = "" if key not in shown else difference(before[key], shown[key])
                context.check(
                    place is None,
                    "no-side-effects",
                    resource.list,
                    f"{_mask(key)}, which nobody touched, has changed at {place or 'its root'}",
                    *causes,
                    walk.last,
                )


def _silent(value: Any) -> bool:
    return value is MISSING or value is None or value == {}


def _mask(key: str) -> str:
    return f"{key[:4]}…{key[-2:]}" if len(key) > 6 else key


def _masked(keys: list[str]) -> str:
    shown = ", ".join(_mask(key) for key in keys[:3])
    return f"{shown} and {len(keys) - 3} more" if len(keys) > 3 else shown


def _shape(value: Any) -> str:
    return "missing" if value is MISSING else "null" if value is None else "another text"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
