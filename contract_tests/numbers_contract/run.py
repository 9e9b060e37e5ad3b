"""A run: every check against one endpoint, in order, and what came of it."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .checks import CHECKS
from .context import Context, RunState
from .http.endpoint import Limits
from .http.guards import NotPermitted, OpenGuard
from .http.session import NoResponse, RequestLimitReached, Session, Throttled
from .reports.listener import Silent
from .reports.result import Result
from .response_conformance import Observer

if TYPE_CHECKING:
    from .description.description import Description
    from .http.endpoint import Endpoint
    from .http.exchange import Exchange
    from .http.guards import Guard
    from .registry import Check
    from .reports.findings import Finding, Skipped
    from .reports.listener import Listener

__all__ = ["Options", "run"]


@dataclass(slots=True)
class Options:
    """What a run may do.

    Args:
        limits: how much it may ask.
        guard: decides about requests that may change something.
        only: names of checks; all of them if empty.
        stop_at_first: end with the first finding.
        effort: how thorough; 1.0 is the default, 0.2 for a quick look.
    """

    limits: Limits = field(default_factory=Limits)
    guard: Guard[Session] = field(default_factory=OpenGuard)
    only: frozenset[str] = frozenset()
    stop_at_first: bool = False
    effort: float = 1.0


class _Watch:
    """Passes everything on, notes when the first finding came, and ends the run there if it is to."""

    def __init__(self, inner: Listener, *, stop: bool) -> None:
        self._inner, self._stop = inner, stop
        self._started = time.perf_counter()
        self.first: float | None = None

    def started(self, check: str) -> None:
        self._inner.started(check)

    def ended(self, check: str, seconds: float) -> None:
        self._inner.ended(check, seconds)

    def skipped(self, notice: Skipped) -> None:
        self._inner.skipped(notice)

    def exchanged(self, exchange: Exchange) -> None:
        self._inner.exchanged(exchange)

    def found(self, finding: Finding) -> None:
        self._inner.found(finding)
        if not finding.warning:
            self.first = self.first if self.first is not None else time.perf_counter() - self._started
            if self._stop:
                raise _Stop


class _Stop(Exception):  # noqa: N818
    """The first finding is enough."""


def run(
    description: Description,
    endpoint: Endpoint,
    seed: int = 0,
    options: Options | None = None,
    listener: Listener | None = None,
) -> Result:
    """Hold an endpoint to a description. Two runs with the same seed against the same state send the same requests.

    Raises:
        LookupError: `options.only` has a name that no check has.
    """
    options = options or Options()
    unknown = sorted(options.only - CHECKS.keys())
    if unknown:
        raise LookupError(f"{', '.join(unknown)}: there is no such check: choose from {', '.join(CHECKS)}")
    started = time.perf_counter()
    watch = _Watch(listener or Silent(), stop=options.stop_at_first)
    session = Session(endpoint, options.limits, options.guard)
    context = Context(description, session, seed, watch, RunState(effort=options.effort))
    session.observers.append(Observer(context))
    timings: dict[str, float] = {}
    cut = ""
    try:
        cut = _checks(context, options, timings)
    except _Stop:
        pass
    finally:
        gc.unfreeze()
        session.close()
    findings = list(context.findings.found.values())
    seconds = time.perf_counter() - started
    return Result(
        findings,
        context.missed,
        context.coverage,
        session.count,
        seconds,
        seed,
        watch.first,
        timings,
        cut,
        session.not_before,
    )


def _checks(context: Context, options: Options, timings: dict[str, float]) -> str:
    """Run every check; say why those that had no turn had none."""
    chosen = [one for one in CHECKS.values() if not options.only or one.name in options.only]
    spent = ""
    for one in chosen:
        if spent:
            _missed(context, one, spent)
            continue
        context.listener.started(one.name)
        gc.freeze()  # what the checks before have read stays: it need not be searched for rubbish again and again
        began = time.perf_counter()
        try:
            one.run(context)
        except (NoResponse, NotPermitted) as gone:
            _missed(context, one, str(gone))
        except (RequestLimitReached, Throttled) as over:
            spent = str(over)
            _missed(context, one, spent)
        timings[one.name] = time.perf_counter() - began
        context.listener.ended(one.name, timings[one.name])
    return spent


def _missed(context: Context, one: Check, why: str) -> None:
    for rule in one.proves:
        context.skip(rule, None, why)
