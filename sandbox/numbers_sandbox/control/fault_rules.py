"""What a fault is: which requests it matches and what it does to them."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias, cast

import msgspec

from numbers_sandbox.http.errors import clip
from numbers_sandbox.store.accounts import is_account

__all__ = ["ACTIONS", "FaultError", "FaultRule", "checked_rule", "parsed_header"]

Action: TypeAlias = Literal["latency", "rate-limit", "error", "truncate", "malformed", "contract", "close", "reset"]
When: TypeAlias = Literal["before", "after"]
Seconds: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=3600)]

# For each action: when it happens unless the rule says so, and the members that only it has.
ACTIONS: dict[str, tuple[When, frozenset[str]]] = {
    "latency": ("before", frozenset({"seconds", "seconds_max"})),
    "rate-limit": ("before", frozenset({"retry_after", "retry_after_as"})),
    "error": ("before", frozenset({"status", "body"})),
    "truncate": ("after", frozenset()),
    "malformed": ("after", frozenset()),
    "contract": ("after", frozenset()),
    "close": ("before", frozenset()),
    "reset": ("before", frozenset()),
}
_OWN = frozenset(name for _, members in ACTIONS.values() for name in members)
_NUMBER = re.compile(r"\+[1-9][0-9]{1,14}")


class FaultError(ValueError):
    """A fault that cannot be; the text says what and why, in one line."""


class FaultRule(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One fault.

    `operation` (an operationId), `account` and `number` (E.164) narrow the requests that match; what is left out
    matches all. A rule fires `times` times, or each time with a `probability` drawn from `seed`, or always. `when` is
    before the operation (it does not happen) or after it (it happens, and the caller does not learn of it).
    A latency takes `seconds`, or with `seconds_max` a time that is drawn between the two.
    """

    action: Action
    operation: str | None = None
    account: str | None = None
    number: str | None = None
    when: When | None = None
    times: Annotated[int, msgspec.Meta(ge=1)] | None = None
    probability: Annotated[float, msgspec.Meta(gt=0, le=1)] | None = None
    seed: int | None = None
    seconds: Seconds | None = None
    seconds_max: Seconds | None = None
    retry_after: Annotated[int, msgspec.Meta(ge=0, le=86400)] | None = None
    retry_after_as: Literal["seconds", "date"] | None = None
    status: Annotated[int, msgspec.Meta(ge=500, le=599)] | None = None
    body: Literal["json", "html"] | None = None

    @property
    def phase(self) -> When:
        """When the fault happens."""
        return self.when or ACTIONS[self.action][0]

    def matches(self, operation: str | None, account: str | None, number: str | None) -> bool:
        """Whether a request is meant."""
        return self.operation in (None, operation) and self.account in (None, account) and self.number in (None, number)


def checked_rule(value: object, operations: frozenset[str], *, from_text: bool = False) -> FaultRule:
    """A rule from its JSON form.

    Args:
        value: the decoded JSON.
        operations: the operationIds that there are.
        from_text: numbers may be written as text, as in a header.

    Raises:
        FaultError: it cannot be.
    """
    members = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    action = members.get("action")
    if not isinstance(action, str) or action not in ACTIONS:
        raise FaultError(f"there is no action {clip(str(action))!r}; there are {', '.join(ACTIONS)}")
    try:
        rule = msgspec.convert(value, FaultRule, strict=not from_text)
    except msgspec.ValidationError as error:
        raise FaultError(f"the fault is not as it must be: {clip(str(error))}") from None
    if rule.operation is not None and rule.operation not in operations:
        raise FaultError(f"there is no operation {clip(rule.operation)!r}; there are {', '.join(sorted(operations))}")
    given = {name for name in _OWN if getattr(rule, name) is not None}
    if wrong := sorted(given - ACTIONS[rule.action][1]):
        raise FaultError(f"{wrong[0]} has no meaning for the action {rule.action}")
    if reason := _nowhere(rule) or _nonsense(rule):
        raise FaultError(reason)
    return rule


def _nowhere(rule: FaultRule) -> str | None:
    """Why a rule can match no request."""
    if rule.number is not None and not _NUMBER.fullmatch(rule.number):
        return f"the number {clip(rule.number)!r} is not in E.164 form, such as +14155550123"
    if rule.account is not None and not is_account(rule.account):
        return f"the account {clip(rule.account)!r} has characters other than letters, digits, _ and -"
    return None


def _nonsense(rule: FaultRule) -> str | None:
    """Why the members of a rule do not go together."""
    if rule.action == "latency" and rule.seconds is None:
        return "a latency needs seconds"
    if rule.seconds_max is not None and rule.seconds is not None and rule.seconds_max < rule.seconds:
        return "seconds_max is less than seconds"
    if rule.times is not None and rule.probability is not None:
        return "times and probability exclude each other"
    if rule.seed is not None and rule.probability is None and rule.seconds_max is None:
        return "a seed has no meaning without a probability or a drawn latency"
    return None


def parsed_header(text: str, operations: frozenset[str]) -> FaultRule:
    """A rule from the header X-Sandbox-Fault: the action, then members, as in ``error; status=502; when=after``.

    Raises:
        FaultError: it cannot be read.
    """
    action, *members = (part.strip() for part in text.split(";"))
    value: dict[str, object] = {"action": action}
    for member in filter(None, members):
        name, equals, given = (part.strip() for part in member.partition("="))
        if not equals or name in value:
            raise FaultError(f"{clip(member)!r} is not one name=value")
        value[name] = given
    for name in ("times", "operation", "account", "number"):
        if name in value:
            raise FaultError(f"{name} has no meaning in a header, which is about its own request")
    return checked_rule(value, operations, from_text=True)
