"""The lifecycle of a number, with a model beside it: each step is taken and judged here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.diverse_sample import traits, varied
from numbers_contract.description.json_pointer import MISSING, get, is_object

from .reference_model import Model
from .request_bodies import settings_of
from .resource import Resource, resource_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.diverse_sample import Trait
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.accounts import Account
    from numbers_contract.http.exchange import Exchange

__all__ = ["ResourceLifecycle", "lifecycle_of"]

Json = dict[str, Any]
_TRIES = 10
_VARIED = 12  # purchases that together should say all that can be said
_LOOKED_AT = 1500  # offers, among which those are chosen


class ResourceLifecycle:
    """Buys, changes and releases, with a model beside it."""

    def __init__(self, context: Context, resource: Resource) -> None:
        self.context = context
        self.resource = resource
        self.model = Model(context, resource)
        self.offers: list[Json] = []

    def candidates(self) -> list[Json]:
        """What anybody can buy, the cheapest first; where nobody pays, what differs most, by the seed."""
        if not self.offers:
            known: list[Json] = list(self.context.state.offers)
            plain = [item for item in known if self.resource.plain(item)]
            if self.context.session.endpoint.exclusive:
                self.context.random("candidates").shuffle(plain)
                plain = varied(plain, self.traits, _VARIED, among=_LOOKED_AT)
            else:
                plain.sort(key=lambda item: (self.resource.price(item), self.resource.key_of(item)))
            self.offers = plain
        return self.offers

    def traits(self, item: Json) -> set[Trait]:
        """What an item has to say."""
        return traits(self.context.description.schemas, self.resource.leaves, item)

    def next_offer(self) -> Json | None:
        """The next one that can be bought, and that no account held before: what is sold again is given back."""
        offers = self.candidates()
        while offers:
            item = offers.pop(0)
            key = self.resource.key_of(item)
            if any(key in before for before in self.model.before.values()):
                if self.context.session.endpoint.quiet:
                    self.off_offer(key)
            elif self.resource.plain(item):
                return item
        return None

    def acquire(self, account: Account, settings: Any = MISSING, **more: Any) -> str | None:
        """Buy something; None when nothing can be bought, which is reported."""
        operation = self.resource.create
        assert operation is not None
        for _ in range(_TRIES):
            item = self.next_offer()
            if item is None:
                break
            key = self.resource.key_of(item)
            exchange = self.resource.buy(account, key, settings, **more)
            if exchange.ok:
                self.model.created(account, item, settings, exchange)
                return (
                    key if key in self.model.of(account) else None
                )  # a success that shows nothing is reported already
            self._refused(operation, key, exchange)
        self.context.skip("created", operation, "no number on offer could be bought")
        return None

    def _refused(self, operation: Operation, key: str, exchange: Exchange) -> None:
        """What is on offer may be refused for reasons that a stranger cannot know, but not for being gone."""
        reasons = operation.extensions.refusals
        reason = self.context.description.errors.get("reason", "")
        code = get(exchange.value, reason)
        gone = any(
            exchange.status == one.status and (one.code is None or one.code == code)
            for one in (*reasons.get("unknown", ()), *reasons.get("taken", ()))
        )
        unmet = any(exchange.status == one.status and one.code == code for one in reasons.get("requirements", ()))
        if exchange.status == 401 and exchange.request.header("authorization"):
            self.context.fail("authentication", operation, "credentials that were right before are refused", exchange)
        if exchange.status >= 500 or exchange.status in (401, 403) or (unmet and not self._meets()):
            return
        still = self.resource.by_key(self.resource.offer, key) if self.resource.offer and gone else None
        if gone and still is not None and not still.items:
            return
        self.context.fail(
            "accepts-valid",
            operation,
            f"a number on offer was refused with {exchange.status} and code {code}",
            exchange,
            subject=f"{exchange.status} {code}",
        )

    def _meets(self) -> bool:
        return self.context.accounts[0].on_file is True or self.context.session.endpoint.exclusive

    def configure(self, account: Account, key: str, patch: Any, *, also: tuple[int, ...] = ()) -> Exchange:
        """Change one, and see that exactly that is changed; `also` are refusals that are as right."""
        assert self.resource.update is not None
        exchange = self.resource.on_one(self.resource.update, account, key, value=patch)
        fine = self.context.check(
            exchange.ok or exchange.status >= 500 or exchange.status in also,
            "accepts-valid",
            self.resource.update,
            f"a change that the description allows was answered {exchange.status}",
            exchange,
            subject=str(sorted(_names(patch))),
        )
        if exchange.ok and fine:
            self.model.patched(account, key, patch, exchange)
        return exchange

    def show(self, account: Account, key: str, rule: str = "owned-is-listed") -> Exchange | None:
        """Read one, and see that it is as it should be."""
        if self.resource.read is None:
            return None
        exchange = self.resource.on_one(self.resource.read, account, key)
        self.context.check(
            exchange.ok or exchange.status >= 500,
            rule,
            self.resource.read,
            f"a number that the account holds was answered {exchange.status}",
            exchange,
            subject=str(exchange.status),
        )
        if exchange.ok and is_object(exchange.value):
            self.model.compare(account, key, exchange.value, rule, exchange)
        return exchange

    def release(self, account: Account, key: str) -> Exchange | None:
        """Give one back."""
        if self.resource.delete is None:
            return None
        exchange = self.resource.on_one(self.resource.delete, account, key)
        self.context.check(
            exchange.ok or exchange.status >= 500,
            "accepts-valid",
            self.resource.delete,
            f"the release of a number that the account holds was answered {exchange.status}",
            exchange,
        )
        if exchange.ok:
            self.model.of(account).pop(key, None)
            self.context.state.held.discard(key)
        return exchange

    def absent(self, account: Account, key: str, rule: str, why: str) -> None:
        """Reading, changing and releasing what an account does not hold is refused as documented."""
        for operation in (self.resource.read, self.resource.update, self.resource.delete):
            if operation is None:
                continue
            with self.context.attempt(rule, operation):
                body: Json = {} if operation.body is None else {"value": settings_of(self.context, operation).some(1)}
                exchange = self.resource.on_one(operation, account, key, probe=True, **body)
                self.judge(operation, exchange, "absent", rule, f"{why}: {operation}")
        if self.resource.list is not None:
            with self.context.attempt(rule, self.resource.list):
                pages = self.resource.by_key(self.resource.list, key, account).pages
                found = any(page.items for page in pages)
                shown = [page.exchange for page in pages]
                self.context.check(not found, rule, self.resource.list, f"{why}: a filter by its key finds it", *shown)

    def judge(self, operation: Operation, exchange: Exchange, when: str, rule: str, what: str) -> None:
        """A refusal has one of the documented statuses, and the code that is documented with it."""
        refusals = operation.extensions.refusals.get(when, ())
        if exchange.status >= 500 or not refusals:
            return
        by_status = [one for one in refusals if one.status == exchange.status]
        wanted = " or ".join(str(one.status) for one in refusals)
        self.context.check(
            by_status,
            rule,
            operation,
            f"{what} was answered {exchange.status}, not {wanted}",
            exchange,
            pointer=f"{operation.pointer}/responses",
            subject=f"{when} status",
        )
        codes = [one.code for one in by_status]
        if codes and None not in codes:
            code = get(exchange.value, self.context.description.errors.get("reason", ""))
            self.context.check(
                code in codes,
                "error-code",
                operation,
                f"{what} was refused with the code {code}, not {' or '.join(map(str, codes))}",
                exchange,
                pointer=f"{operation.pointer}/responses/{exchange.status}",
                subject=when,
            )

    def off_offer(self, key: str, cause: Exchange | None = None) -> None:
        """What is held is in no search."""
        if self.resource.offer is None:
            return
        walk = self.resource.by_key(self.resource.offer, key)
        if walk.pages:
            causes = [cause] if cause is not None else []
            self.context.check(
                not walk.items,
                "sold-not-listed",
                self.resource.offer,
                "a number that is held is still on offer",
                *causes,
                walk.last,
            )

    def verify_state(self, cause: Exchange | None = None, rule: str = "no-side-effects") -> None:
        """Everything that the gate knows is as it should be."""
        for account in self.context.accounts[:2]:
            self.model.verify(account, rule, cause)


def _names(patch: Any) -> list[str]:
    return list(patch) if is_object(patch) else []


def lifecycle_of(context: Context) -> ResourceLifecycle | None:
    """The lifecycle that the checks of a run share, its accounts read; None where the description has none."""
    return context.shared(_begin)


def _begin(context: Context) -> ResourceLifecycle | None:
    resource = resource_of(context)
    if resource is None or resource.create is None or resource.list is None or not context.accounts:
        return None
    lifecycle = ResourceLifecycle(context, resource)
    for account in context.accounts[:2]:
        lifecycle.model.begin(account)
    return lifecycle
