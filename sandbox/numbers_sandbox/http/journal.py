"""What arrived and what was answered: the latest requests, without secrets and without whole phone numbers."""

from __future__ import annotations

import itertools
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .masking import cleaned

if TYPE_CHECKING:
    from numbers_sandbox.clock import Clock

    from .exchange import Exchange

__all__ = ["Journal", "Record"]

_SECRET = re.compile(rb"auth|cookie|token|secret|password|signature|api-?key|session|credential")
_BODY = 2048  # bytes of a body that are kept


@dataclass(slots=True)
class Record:
    """One request as it came, with the answer that it was given."""

    id: int
    time: float
    method: str
    target: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes
    operation: str | None
    account: str | None
    status: int | None
    seconds: float
    fault: str | None

    def as_json(self) -> dict[str, object]:
        """The record for people and programs: secrets removed, phone numbers masked, times in seconds."""
        return {
            "id": self.id,
            "time": round(self.time, 6),
            "method": self.method,
            "target": cleaned(self.target.decode("utf-8", "replace")),
            "operation": self.operation,
            "account": self.account,
            "status": self.status,
            "milliseconds": round(self.seconds * 1000, 3),
            "fault": self.fault,
            "headers": {n.decode("latin-1"): cleaned(v.decode("latin-1")) for n, v in self.headers},
            "body": cleaned(self.body.decode("utf-8", "replace")),
        }


class Journal:
    """A ring of the latest records; adding one is cheap, since it is worked up only when somebody asks."""

    def __init__(self, clock: Clock, size: int = 1000) -> None:
        self._clock = clock
        self._records: deque[Record] = deque(maxlen=size)
        self._ids = itertools.count(1)

    def add(self, exchange: Exchange, seconds: float) -> None:
        """Write down one request and how long its answer took."""
        kept = [pair for pair in exchange.scope["headers"] if not _SECRET.search(pair[0])]
        operation = exchange.operation
        self._records.append(
            Record(
                next(self._ids),
                self._clock.time(),
                exchange.scope["method"],
                exchange.target,
                kept,
                exchange.body[:_BODY],
                None if operation is None else operation.id,
                exchange.account,
                exchange.status,
                seconds,
                exchange.fault,
            )
        )

    def latest(self, count: int = 100, *, account: str | None = None, after: int = 0) -> list[dict[str, object]]:
        """The latest records, newest first."""
        found = (r for r in reversed(list(self._records)) if r.id > after and (account is None or r.account == account))
        return [record.as_json() for record in itertools.islice(found, count)]

    def clear(self, account: str | None = None) -> None:
        """Forget all records, or those of one account."""
        kept = [] if account is None else [record for record in list(self._records) if record.account != account]
        self._records.clear()
        self._records.extend(kept)
