"""The one place through which every request goes: counted, paced, guarded, observed."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from .endpoint import Endpoint, Limits
from .exchange import Exchange
from .guards import OpenGuard
from .retry_after import retry_after
from .transport import Connection, ConnectionFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from .exchange import Request
    from .guards import Guard

__all__ = ["NoResponse", "RequestLimitReached", "Session", "Throttled"]

_TOO_MANY = 429
_SCHEMES = ("Bearer", "Basic")
_TELLING = 4  # characters, below which a text says nothing of a secret, and stands in too many others


class NoResponse(Exception):  # noqa: N818  (it says what happened)
    """The endpoint gave no complete answer; `exchange` says why. The observer has reported it already."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        super().__init__(exchange.failure)


class Throttled(Exception):  # noqa: N818
    """The endpoint kept answering 429 for longer than the gate is willing to wait; the run ends."""


class RequestLimitReached(Exception):  # noqa: N818
    """The run has sent as many requests as it may."""


@dataclass(slots=True)
class Session:
    """Sends requests; `observers` see every exchange, also those without an answer."""

    endpoint: Endpoint
    limits: Limits = field(default_factory=Limits)
    guard: Guard[Session] = field(default_factory=OpenGuard)
    observers: list[Callable[[Exchange], None]] = field(default_factory=list)
    count: int = 0
    _connection: Connection | None = None
    not_before: float = 0.0  # by time.monotonic: when the endpoint wants to be asked again
    _last: float = 0.0
    _waited: float = 0.0
    _secrets: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Prepare; raises ValueError when the base URL is none."""
        self._connection = Connection(self.endpoint.base_url, self.limits.timeout)
        for index, account in enumerate(self.endpoint.accounts):
            self._secrets |= account.secrets(("", "OTHER_")[index] if index < 2 else f"ACCOUNT_{index}_")
        self.not_before = self.limits.not_before
        self.guard.begin(self)

    @property
    def secrets(self) -> dict[str, str]:
        """Each secret with the name of the variable that stands for it."""
        return self._secrets

    def hide(self, authorization: str, what: str) -> None:
        """Take credentials that are made from right ones for a secret as well, called after what they are."""
        value = authorization.rpartition(" ")[2]
        known = {*_SCHEMES, *(one.id for one in self.endpoint.accounts)}
        if value not in known and len(value) >= _TELLING:
            self._secrets.setdefault(value, re.sub("[^A-Z]+", "_", what.upper()))

    @property
    def announced(self) -> bool:
        """Whether an answer came after one that announced it (103)."""
        return self._connection is not None and self._connection.announced

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def send(self, request: Request) -> Exchange:
        """Send a request; answers of 429 are waited out as Retry-After says.

        Raises:
            NoResponse: no complete answer came.
            NotPermitted: the guard keeps the request back.
            Throttled: the answer is 429 for too long.
            RequestLimitReached: the run is over its limits.
        """
        while True:
            self._wait()
            exchange = self._sent(request)
            if exchange.status != _TOO_MANY:
                return exchange

    def _wait(self) -> None:
        """Wait until the endpoint wants to be asked again."""
        seconds = self.not_before - time.monotonic()
        if seconds <= 0:
            return
        if self._waited + seconds > self.limits.patience:
            raise Throttled(
                f"429: the endpoint wants to be left alone for {seconds:.0f} s more, and {self._waited:.0f} s were "
                "waited already: run again later, with a lower RATE"
            )
        self._waited += seconds
        time.sleep(seconds)

    def _record_retry_after(self, exchange: Exchange) -> None:
        if exchange.status == _TOO_MANY:
            self.not_before = max(self.not_before, time.monotonic() + retry_after(exchange))

    def notify(self, exchange: Exchange) -> None:
        """Let the observers see an exchange that was made by other means."""
        for observe in self.observers:
            observe(exchange)

    def send_concurrently(self, requests: list[Request]) -> list[Exchange]:
        """Send requests at the same time, each on a connection of its own; those without an answer are left out.

        Raises:
            NotPermitted: the guard keeps one of them back.
            Throttled: the endpoint wants to be left alone for too long.
            RequestLimitReached: the run is over its limits.
        """
        self._wait()
        self.close()  # a server may take one connection at a time
        for request in requests:
            self.guard.permit(request)
            self._pace()
            self.count += 1
        with ThreadPoolExecutor(len(requests)) as pool:
            exchanges = list(pool.map(self._alone, requests, range(self.count - len(requests) + 1, self.count + 1)))
        for exchange in exchanges:
            self._record_retry_after(exchange)
        for exchange in sorted(exchanges, key=lambda one: not one.ok):  # a refusal may follow from a success beside it
            self.guard.settled(exchange)
        for exchange in exchanges:
            for observe in self.observers:
                observe(exchange)
        return [exchange for exchange in exchanges if exchange.response is not None]

    def _alone(self, request: Request, number: int) -> Exchange:
        wire = Connection(self.endpoint.base_url, self.limits.timeout)
        try:
            response = wire.send(request, repeatable=False)
        except ConnectionFailed as error:
            return Exchange(number, request, None, str(error), self._secrets)
        finally:
            wire.close()
        return Exchange(number, request, response, "", self._secrets)

    def _sent(self, request: Request) -> Exchange:
        changes = request.operation is not None and not request.operation.safe
        guarded = changes or request.method not in ("GET", "HEAD", "OPTIONS")
        if guarded:
            self.guard.permit(request)
        with self._lock:
            self._pace()
            exchange = self._on_the_wire(request)
        self._record_retry_after(exchange)
        if guarded:
            self.guard.settled(exchange)
        for observe in self.observers:
            observe(exchange)
        if exchange.response is None:
            raise NoResponse(exchange)
        return exchange

    def _on_the_wire(self, request: Request) -> Exchange:
        self.count += 1
        assert self._connection is not None
        try:
            response = self._connection.send(request, repeatable=request.method in ("GET", "HEAD"))
        except ConnectionFailed as error:
            return Exchange(self.count, request, None, str(error), self._secrets)
        return Exchange(self.count, request, response, "", self._secrets)

    def _pace(self) -> None:
        if self.count >= self.limits.requests:
            raise RequestLimitReached(f"{self.count} requests were sent, which is the limit of this run")
        if self.limits.rate:
            wait = self._last + 1 / self.limits.rate - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            self._last = time.monotonic()
