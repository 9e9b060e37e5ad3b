"""What a buyer was told, held against the ledger."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numbers_api import NumbersError, PurchaseOutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .fault_injecting_transport import Errand

__all__ = ["Told", "judge", "judge_told"]


@dataclass
class Told:
    """What came of one call: a value, an error, or a cancellation that may have left a doubt."""

    number: str
    errand: Errand
    value: Any = None
    error: BaseException | None = None
    doubt: PurchaseOutcomeUnknown | None = None
    ended: bool = False

    def finished(self, value: Any) -> None:  # noqa: ANN401 -- the result of any call
        """Note a success."""
        self.ended, self.value = True, value

    def failed(self, error: BaseException | None, doubts: Iterable[PurchaseOutcomeUnknown]) -> None:
        """Note an error, or with ``None`` a cancellation, and what the client still knows of it."""
        self.ended, self.error = True, error
        if isinstance(error, PurchaseOutcomeUnknown):
            self.doubt = error
        elif not isinstance(error, NumbersError):
            self.doubt = next(iter(doubts), None)

    @property
    def charged(self) -> str:
        """What the caller was told of money."""
        if self.value is not None:
            return "yes"
        if isinstance(self.error, NumbersError):
            return self.error.charged
        return "unknown" if self.doubt is not None else "no"  # a cancellation without a doubt: nothing was sent


def judge_told(told: Told, held: dict[str, Any] | None) -> None:
    """Hold what a buyer was just told against what the account holds now."""
    if told.value is not None:
        assert told.value.phone_number == told.number
        assert held is not None, "success is told, and the account does not hold the number"
        if not told.value.reconciled:
            assert told.errand.charges == 1, "an answer is given that is no purchase of this call"
    if isinstance(told.error, PurchaseOutcomeUnknown):
        assert told.error.phone_number == told.number
        assert told.error.attempts == told.errand.sent.count("POST") >= 1
    assert told.errand.sent.count("POST") <= told.errand.plan.max_retries + 1, "no more attempts than allowed"
    _judge_effort(told, held)


def _judge_effort(told: Told, held: dict[str, Any] | None) -> None:
    """Where nothing stands in the way of finding out, the buyer must not be left guessing."""
    plan = told.errand.plan
    alone = not plan.intrusions and plan.cancelled is None and plan.deadline is None
    readable = held is not None and not any(fault.network or fault.sandbox for fault in plan.reads)
    if alone and readable and told.errand.charges:
        assert told.value is not None, "the number is bought and can be read, and success is not told"


def judge(all_told: Sequence[Told], ledger: Sequence[dict[str, Any]]) -> None:
    """Hold all that anybody was told against all charges: what is told once stays true."""
    for number, charges in Counter(row["phone_number"] for row in ledger).items():
        assert charges <= 1, f"a number was charged {charges} times: {number}"
    bought = Counter((row["account"], row["phone_number"]) for row in ledger)
    for told in all_told:
        if told.charged == "no":
            assert told.errand.charges == 0, "charged is no, and it was charged"
        elif told.charged == "yes":
            assert bought[told.errand.account, told.number] == 1, "charged is yes, and it was not charged once"
