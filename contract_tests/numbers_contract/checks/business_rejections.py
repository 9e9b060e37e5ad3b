"""Every documented reason to refuse, by the account itself and by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import MISSING
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.request_bodies import settings_of

from .isolation import isolated
from .release_and_resale import released

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.http.accounts import Account
    from numbers_contract.resource.lifecycle import ResourceLifecycle

__all__ = ["exhausted", "required"]

Json = dict[str, Any]


@check(
    proves=(
        "sold-once",
        "error-code",
        "released",
        "isolation",
        "requirements",
        "rejected-unchanged",
        "clean-resale",
        "rejects-invalid",
    ),
    changes=True,
)
def business_rejections(context: Context) -> None:
    """Each documented reason to refuse, by the account itself and by another."""
    lifecycle = lifecycle_of(context)
    if lifecycle is None or lifecycle.resource.create is None:
        return
    account, other = context.accounts[0], (*context.accounts, None)[1]
    with context.attempt("error-code", lifecycle.resource.create):
        _unknown(context, lifecycle, account)
    with context.attempt("sold-once", lifecycle.resource.create):
        _taken(context, lifecycle, account, other)
    if other is not None:
        with context.attempt("isolation"):
            isolated(context, lifecycle, account, other)
    else:
        context.skip("isolation", None, "there is no second account")
    released(context, lifecycle, account, other)
    required(context, lifecycle, account)
    exhausted(context, lifecycle, account)
    lifecycle.verify_state(rule="rejected-unchanged")


def _unknown(context: Context, lifecycle: ResourceLifecycle, account: Account) -> None:
    """What nobody has ever offered."""
    key = _never_offered(context, lifecycle)
    assert lifecycle.resource.create is not None
    if key is None:
        context.skip("error-code", lifecycle.resource.create, "every number seems to be on offer")
        return
    exchange = lifecycle.resource.buy(account, key, probe=True)
    lifecycle.judge(
        lifecycle.resource.create, exchange, "unknown", "error-code", "the purchase of what is not on offer"
    )
    lifecycle.absent(account, key, "error-code", "what nobody holds")


def _never_offered(context: Context, lifecycle: ResourceLifecycle) -> str | None:
    resource = lifecycle.resource
    operation = resource.create
    parameter = operation.parameter(operation.effect.key) if operation and operation.effect else None
    rng = context.random("never offered")
    known = {resource.key_of(item) for item in context.state.offers}
    examples: list[Any] = parameter.schema.get("examples", []) if parameter else []
    for base in [*sorted(known)[:1], *map(str, examples)]:
        for _ in range(20):
            key = base[:2] + "".join(rng.choice("123456789") if c.isdigit() else c for c in base[2:])
            fits = parameter is not None and parameter.compiled.allows(key) and key not in known
            if (
                fits
                and not resource.untouchable(key)
                and not (resource.offer and resource.by_key(resource.offer, key).items)
            ):
                return key
    return None


def _taken(context: Context, lifecycle: ResourceLifecycle, account: Account, other: Account | None) -> None:
    """What somebody holds: for its holder and for anybody else, with and without a body."""
    assert lifecycle.resource.create is not None
    held = list(lifecycle.model.of(account))[:2]
    for key in held:
        for buyer in (account, other):
            if buyer is not None:
                exchange = lifecycle.resource.buy(buyer, key, probe=True)
                whose = "its holder" if buyer is account else "another account"
                lifecycle.judge(
                    lifecycle.resource.create,
                    exchange,
                    "taken",
                    "sold-once",
                    f"the purchase by {whose} of what is held",
                )
                lifecycle.show(account, key, "sold-once")
    if held and lifecycle.resource.create.body is not None:
        body = settings_of(context, lifecycle.resource.create).full(4)
        exchange = lifecycle.resource.buy(account, held[0], body, probe=True)
        lifecycle.judge(
            lifecycle.resource.create, exchange, "taken", "sold-once", "the purchase of what is held, with settings"
        )
        lifecycle.show(account, held[0], "rejected-unchanged")
    lifecycle.verify_state(rule="sold-once")


def exhausted(context: Context, lifecycle: ResourceLifecycle, account: Account) -> None:
    """What is shown although it is sold out cannot be bought; how that is refused is left open."""
    resource = lifecycle.resource
    if resource.create is None or not resource.described.get("sold-out"):
        return
    shown = [
        item
        for item in context.state.offers
        if resource.sold_out(item)
        and not resource.requirement(item)
        and not resource.untouchable(resource.key_of(item))
    ]
    if not shown:
        context.skip("rejects-invalid", resource.create, "nothing that is shown is sold out")
        return
    if not context.session.endpoint.exclusive:
        shown = sorted(shown, key=resource.price)[:1]
    with context.attempt("rejects-invalid", resource.create):
        _refused(context, lifecycle, account, context.random("sold out").choice(shown))


def _refused(context: Context, lifecycle: ResourceLifecycle, account: Account, item: Json) -> None:
    create, key, offer = lifecycle.resource.create, lifecycle.resource.key_of(item), lifecycle.resource.offer
    assert create is not None
    now = lifecycle.resource.by_key(offer, key).items if offer is not None else []
    if not any(lifecycle.resource.sold_out(one) for one in now):
        return  # there are some again
    exchange = lifecycle.resource.buy(account, key, probe=True)
    sold = not context.check(
        not exchange.ok, "rejects-invalid", create, "a number that is sold out, as it says itself, was sold", exchange
    )
    if sold:
        lifecycle.model.created(account, item, MISSING, exchange)
        lifecycle.release(account, key)


def required(context: Context, lifecycle: ResourceLifecycle, account: Account) -> None:
    """Numbers that ask something of the buyer."""
    resource = lifecycle.resource
    create = resource.create
    if create is None or not create.extensions.refusals.get("requirements"):
        return
    rng = context.random("requirements")
    by_kind: dict[str, list[Json]] = {}
    for item in context.state.offers:
        requirement = resource.requirement(item)
        if requirement and not resource.untouchable(resource.key_of(item)) and not resource.sold_out(item):
            by_kind.setdefault(requirement, []).append(item)
    if not by_kind:
        context.skip("requirements", create, "nothing on offer has requirements")
    for items in by_kind.values():
        for item in rng.sample(items, min(2, len(items))):
            with context.attempt("requirements", create):
                _with_requirement(context, lifecycle, account, item)
    if account.on_file is None:
        context.skip("requirements", create, "it is not known what the account has on file")


def _with_requirement(context: Context, lifecycle: ResourceLifecycle, account: Account, item: Json) -> None:
    resource = lifecycle.resource
    assert resource.create is not None
    key = resource.key_of(item)
    exchange = resource.buy(account, key, probe=account.on_file is False)
    if exchange.ok:
        context.check(
            account.on_file is not False,
            "requirements",
            resource.create,
            f"a number that requires {resource.requirement(item)} was sold to an account that has nothing on file",
            exchange,
        )
        lifecycle.model.created(account, item, MISSING, exchange)
        lifecycle.release(account, key)
    else:
        lifecycle.judge(
            resource.create, exchange, "requirements", "requirements", "the purchase of a number with requirements"
        )
