"""Buying a magic number: the outcomes that the server acts out; the store acts out the others."""

from __future__ import annotations

from numbers_sandbox.store import magic_numbers

from .fault_rules import FaultRule
from .faults import Fired

__all__ = ["LATE", "magic_fault"]

LATE = 60.0  # seconds until a purchase of the range "timeout" is answered; clients give up after 5 to 30 by default

_RULES = {
    magic_numbers.TOO_MANY_REQUESTS: FaultRule(action="rate-limit", when="before"),
    magic_numbers.ERROR_BEFORE_COMMIT: FaultRule(action="error", status=500, when="before"),
    magic_numbers.ERROR_AFTER_COMMIT: FaultRule(action="error", status=500, when="after"),
    magic_numbers.RESET_BEFORE_COMMIT: FaultRule(action="reset", when="before"),
    magic_numbers.RESET_AFTER_COMMIT: FaultRule(action="reset", when="after"),
    magic_numbers.TIMEOUT: FaultRule(action="latency", when="after"),
    magic_numbers.BROKEN_CONTRACT: FaultRule(action="contract", when="after"),
}


def magic_fault(operation: str, phone_number: str | None) -> Fired | None:
    """What the purchase of a magic number does; reading, configuring and releasing it are as usual.

    So the outcome of a purchase whose answer was lost can be looked up, as it must be with the real service.
    """
    if operation != "buyActiveNumber" or phone_number is None:
        return None
    rule = _RULES.get(magic_numbers.outcome_of(phone_number) or "")
    if rule is None:
        return None
    late = LATE if rule.action == "latency" else 0.0
    return Fired(after=late, rule=None if late else rule, label=f"magic number: {rule.action} {rule.phase}")
