"""Buying a magic number: the outcomes that the server acts out; magic.py has the ranges, the store the others."""

from __future__ import annotations

from . import magic
from .fault_rules import FaultRule
from .faults import Fired

__all__ = ["LATE", "magic_fault"]

LATE = 60.0  # seconds until a purchase of the range "timeout" is answered; clients give up after 5 to 30 by default

_RULES = {
    magic.TOO_MANY_REQUESTS: FaultRule(action="rate-limit", when="before"),
    magic.ERROR_BEFORE_COMMIT: FaultRule(action="error", status=500, when="before"),
    magic.ERROR_AFTER_COMMIT: FaultRule(action="error", status=500, when="after"),
    magic.RESET_BEFORE_COMMIT: FaultRule(action="reset", when="before"),
    magic.RESET_AFTER_COMMIT: FaultRule(action="reset", when="after"),
    magic.TIMEOUT: FaultRule(action="latency", when="after"),
    magic.BROKEN_CONTRACT: FaultRule(action="contract", when="after"),
}


def magic_fault(operation: str, phone_number: str | None) -> Fired | None:
    """What the purchase of a magic number does; reading, configuring and releasing it are as usual.

    So the outcome of a purchase whose answer was lost can be looked up, as it must be with the real service.
    """
    if operation != "buyActiveNumber" or phone_number is None:
        return None
    rule = _RULES.get(magic.outcome_of(phone_number) or "")
    if rule is None:
        return None
    late = LATE if rule.action == "latency" else 0.0
    return Fired(after=late, rule=None if late else rule, label=f"magic number: {rule.action} {rule.phase}")
