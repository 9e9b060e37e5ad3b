"""Numbers that always do the same: the fictitious ones of North America, 555-0100 to 555-0199.

North America keeps these hundred numbers of every area code free of subscribers, for use in fiction, so nobody can
be called by mistake. In the area codes of AREA_CODES the last but one digit chooses the outcome and the last tells
ten numbers apart, so that tests which run at the same time need not share one: +1 202 555 013x answers 429, whatever
x is. In the area code PLAIN_AREA_CODE all hundred are ordinary numbers that every catalogue has.

This module is data: the store knows the two outcomes that are its own (ALREADY_BOUGHT, IDENTITY_REQUIRED), the server
acts out the others. Numbers that fail on purpose are in the catalogue, but only a search with the very number finds
them: whoever buys what another search found must not be surprised.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AREA_CODES", "OUTCOMES", "PLAIN_AREA_CODE", "MagicRange", "fails", "magic_ranges", "outcome_of"]

AVAILABLE = "available"
ALREADY_BOUGHT = "already-bought"
IDENTITY_REQUIRED = "identity-document-required"
TOO_MANY_REQUESTS = "too-many-requests"
ERROR_BEFORE_COMMIT = "error-before-commit"
ERROR_AFTER_COMMIT = "error-after-commit"
RESET_BEFORE_COMMIT = "reset-before-commit"
RESET_AFTER_COMMIT = "reset-after-commit"
TIMEOUT = "timeout"
BROKEN_CONTRACT = "broken-contract"

OUTCOMES = {
    AVAILABLE: "can be bought by whoever does not see it held already; no address, no quarantine after release",
    ALREADY_BOUGHT: "is found by a search for it, but somebody else was faster: 400 with code 21452",
    IDENTITY_REQUIRED: "400 with code 21650 until the account has an identity document on file",
    TOO_MANY_REQUESTS: "429 with Retry-After; nothing happens",
    ERROR_BEFORE_COMMIT: "500; nothing happens",
    ERROR_AFTER_COMMIT: "500; the operation has happened all the same",
    RESET_BEFORE_COMMIT: "the connection is reset; nothing happens",
    RESET_AFTER_COMMIT: "the connection is reset; the operation has happened all the same",
    TIMEOUT: "the answer comes later than a client waits; the operation has happened",
    BROKEN_CONTRACT: "200 with a body that breaks the description; the operation has happened",
}
"""What an operation on a number of each range does, in the order of the digit that chooses it."""

AREA_CODES = ("202", "303", "512", "617", "808")
PLAIN_AREA_CODE = "415"


@dataclass(frozen=True, slots=True)
class MagicRange:
    """Ten numbers with one outcome: `prefix` and any one digit."""

    prefix: str
    area_code: str
    outcome: str


def magic_ranges() -> tuple[MagicRange, ...]:
    """All of them, by prefix."""
    plain = [MagicRange(f"+1{PLAIN_AREA_CODE}55501{digit}", PLAIN_AREA_CODE, AVAILABLE) for digit in range(10)]
    chosen = [
        MagicRange(f"+1{area_code}55501{digit}", area_code, outcome)
        for area_code in AREA_CODES
        for digit, outcome in enumerate(OUTCOMES)
    ]
    return tuple(sorted([*plain, *chosen], key=lambda one: one.prefix))


_OUTCOME_OF_PREFIX = {one.prefix: one.outcome for one in magic_ranges()}


def outcome_of(phone_number: str) -> str | None:
    """The outcome that the number stands for, a key of OUTCOMES; None for an ordinary number."""
    return _OUTCOME_OF_PREFIX.get(phone_number[:-1]) if len(phone_number) == len("+12025550100") else None


def fails(phone_number: str) -> bool:
    """Whether the purchase of the number fails on purpose, or its answer does."""
    return outcome_of(phone_number) not in {None, AVAILABLE}
