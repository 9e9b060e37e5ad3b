"""The life of a number: found, bought, read, listed, configured, released, bought again, by two accounts."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from .checks import check
from .market import Market, market_of
from .model import Model
from .pointers import MISSING, get, is_object, placed
from .settings import joined_bodies, settings_of

if TYPE_CHECKING:
    from .accounts import Account
    from .context import Context
    from .description import Operation
    from .exchange import Exchange
    from .settings import Settings

__all__ = ["Life", "life_of"]

Json = dict[str, Any]
_TRIES = 10


class Life:
    """Buys, changes and releases, with a model beside it."""

    def __init__(self, context: Context, market: Market) -> None:
        self.context = context
        self.market = market
        self.model = Model(context, market)
        self.offers: list[Json] = []

    def candidates(self) -> list[Json]:
        """What anybody can buy, the cheapest first; in another order for each seed where nobody pays."""
        if not self.offers:
            known: list[Json] = list(self.context.facts.get("offers", []))
            plain = [item for item in known if self.market.plain(item)]
            if self.context.session.endpoint.exclusive:
                self.context.random("candidates").shuffle(plain)
            else:
                plain.sort(key=lambda item: (self.market.price(item), self.market.key_of(item)))
            self.offers = plain
        return self.offers

    def next_offer(self) -> Json | None:
        """The next one that can be bought."""
        offers = self.candidates()
        while offers:
            item = offers.pop(0)
            if self.market.plain(item):
                return item
        return None

    def acquire(self, account: Account, settings: Any = MISSING, **more: Any) -> str | None:
        """Buy something; None when nothing can be bought, which is reported."""
        operation = self.market.create
        assert operation is not None
        for _ in range(_TRIES):
            item = self.next_offer()
            if item is None:
                break
            key = self.market.key_of(item)
            exchange = self.market.buy(account, key, settings, **more)
            if exchange.ok:
                self.model.created(account, item, settings, exchange)
                return key
            self._refused(operation, key, exchange)
        self.context.skip("created", operation, "no number on offer could be bought")
        return None

    def _refused(self, operation: Operation, key: str, exchange: Exchange) -> None:
        """What is on offer may be refused for reasons that a stranger cannot know, but not for being gone."""
        reasons = operation.meaning.refusals
        reason = self.context.description.errors.get("reason", "")
        code = get(exchange.value, reason)
        gone = any(
            exchange.status == one.status and (one.code is None or one.code == code)
            for one in (*reasons.get("unknown", ()), *reasons.get("taken", ()))
        )
        unmet = any(exchange.status == one.status and one.code == code for one in reasons.get("requirements", ()))
        if exchange.status == 401 and exchange.request.header("authorization"):
            self.context.breach("authentication", operation, "credentials that were right before are refused", exchange)
        if exchange.status >= 500 or exchange.status in (401, 403) or (unmet and not self._meets()):
            return
        still = self.market.by_key(self.market.offer, key) if self.market.offer and gone else None
        if gone and still is not None and not still.items:
            return
        self.context.breach(
            "accepts",
            operation,
            f"a number on offer was refused with {exchange.status} and code {code}",
            exchange,
            subject=f"{exchange.status} {code}",
        )

    def _meets(self) -> bool:
        return self.context.accounts[0].on_file is True or self.context.session.endpoint.exclusive

    def configure(self, account: Account, key: str, patch: Any) -> Exchange:
        """Change one, and see that exactly that is changed."""
        assert self.market.update is not None
        exchange = self.market.on_one(self.market.update, account, key, value=patch)
        fine = self.context.expect(
            exchange.ok or exchange.status >= 500,
            "accepts",
            self.market.update,
            f"a change that the description allows was answered {exchange.status}",
            exchange,
            subject=str(sorted(_names(patch))),
        )
        if exchange.ok and fine:
            self.model.patched(account, key, patch, exchange)
        return exchange

    def show(self, account: Account, key: str, rule: str = "held") -> Exchange | None:
        """Read one, and see that it is as it should be."""
        if self.market.read is None:
            return None
        exchange = self.market.on_one(self.market.read, account, key)
        self.context.expect(
            exchange.ok or exchange.status >= 500,
            rule,
            self.market.read,
            f"a number that the account holds was answered {exchange.status}",
            exchange,
            subject=str(exchange.status),
        )
        if exchange.ok and is_object(exchange.value):
            self.model.compare(account, key, exchange.value, rule, exchange)
        return exchange

    def release(self, account: Account, key: str) -> Exchange | None:
        """Give one back."""
        if self.market.delete is None:
            return None
        exchange = self.market.on_one(self.market.delete, account, key)
        self.context.expect(
            exchange.ok or exchange.status >= 500,
            "accepts",
            self.market.delete,
            f"the release of a number that the account holds was answered {exchange.status}",
            exchange,
        )
        if exchange.ok:
            self.model.of(account).pop(key, None)
            self.context.facts.get("held", set[str]()).discard(key)
        return exchange

    def absent(self, account: Account, key: str, rule: str, why: str) -> None:
        """Reading, changing and releasing what an account does not hold is refused as documented."""
        for operation in (self.market.read, self.market.update, self.market.delete):
            if operation is None:
                continue
            with self.context.attempt(rule, operation):
                body: Json = {} if operation.body is None else {"value": settings_of(self.context, operation).some(1)}
                exchange = self.market.on_one(operation, account, key, probe=True, **body)
                self.judge(operation, exchange, "absent", rule, f"{why}: {operation}")

    def judge(self, operation: Operation, exchange: Exchange, when: str, rule: str, what: str) -> None:
        """A refusal has one of the documented statuses, and the code that is documented with it."""
        refusals = operation.meaning.refusals.get(when, ())
        if exchange.status >= 500 or not refusals:
            return
        by_status = [one for one in refusals if one.status == exchange.status]
        wanted = " or ".join(str(one.status) for one in refusals)
        self.context.expect(
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
            self.context.expect(
                code in codes,
                "refusal-code",
                operation,
                f"{what} was refused with the code {code}, not {' or '.join(map(str, codes))}",
                exchange,
                pointer=f"{operation.pointer}/responses/{exchange.status}",
                subject=when,
            )

    def off_offer(self, key: str, cause: Exchange | None = None) -> None:
        """What is held is in no search."""
        if self.market.offer is None:
            return
        walk = self.market.by_key(self.market.offer, key)
        if walk.pages:
            causes = [cause] if cause is not None else []
            self.context.expect(
                not walk.items,
                "off-offer",
                self.market.offer,
                "a number that is held is still on offer",
                *causes,
                walk.last,
            )

    def frames(self, cause: Exchange | None = None, rule: str = "untouched") -> None:
        """Everything that the gate knows is as it should be."""
        for account in self.context.accounts[:2]:
            self.model.verify(account, rule, cause)


def _names(patch: Any) -> list[str]:
    return list(patch) if is_object(patch) else []


def life_of(context: Context) -> Life | None:
    """The life that the checks of a run share, with the accounts looked at; None where the description has none."""
    if "life" not in context.facts:
        market = market_of(context)
        life = None
        if market is not None and market.create is not None and market.list is not None and context.accounts:
            life = Life(context, market)
            for account in context.accounts[:2]:
                life.model.begin(account)
        context.facts["life"] = life
    found: Life | None = context.facts["life"]
    return found


@check("first-purchase", order=12, proves=("created", "held", "off-offer"), changes=True)
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
    context.facts["standing"] = standing


@check("configure", order=40, proves=("configured", "untouched", "accepts"), changes=True)
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
    life.frames()
    _pairs(life, account, key, settings)
    for pointer in settings.objects:
        with context.attempt("configured", life.market.update):
            for variant, emptied in enumerate((False, True)):
                if settings.nullable(pointer):
                    life.configure(account, key, placed(pointer, None))
                    life.show(account, key, "configured")
                if emptied:
                    life.configure(account, key, placed(pointer, {}))
                life.configure(account, key, settings.full(variant + 1))
                life.show(account, key, "configured")
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
        life.configure(account, key, placed(pointer, None))
        life.show(account, key, "configured")
        life.configure(account, key, placed(pointer, None))
    for sample in settings.samples(pointer):
        if sample.valid and sample.value is not None and sample.value != "":
            assert life.market.update is not None
            life.context.coverage.sent(life.market.update, "body", pointer, sample.kind)
            life.configure(account, key, placed(pointer, sample.value))
            life.show(account, key, "configured")
    life.configure(account, key, placed(pointer, settings.value(pointer, 0)))


def _pairs(life: Life, account: Account, key: str, settings: Settings) -> None:
    """Two settings in one request: one removed and one set, in every pair."""
    rng = life.context.random("pairs of settings")
    pairs = list(permutations(settings.leaves, 2))
    rng.shuffle(pairs)
    for variant, (one, other) in enumerate(pairs[: int(60 * life.context.facts["effort"])]):
        with life.context.attempt("configured", life.market.update):
            first = None if settings.nullable(one) else settings.value(one, variant)
            patch = joined_bodies(placed(one, first), placed(other, settings.value(other, variant)))
            life.configure(account, key, patch)
    life.configure(account, key, settings.full(0))
