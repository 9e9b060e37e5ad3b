"""Finds the parameters that make answers slow, and asks for them no more than it takes to be sure.

Time says little: networks pause, machines are busy. So a slow answer is only a suspicion, which is looked into at once
by the same request, again and again, between requests that differ from it by that parameter. Only if each of the former
is slow and the latter are fast is it the parameter. A server whose delays have another cause is not accused.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .guards import NotPermitted
from .session import NoResponse, Throttled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numbers_contract.description.operation import Operation

    from .exchange import Exchange, Request

__all__ = ["ResponseTimes", "names_of"]

Names = frozenset[str]
SLOW = 0.5  # seconds; a faster answer is never held against an endpoint
FACTOR = 10  # times as long as the requests in between
ORDER = "SCCSSCSCCS"  # suspect and control; no server that is slow on every second or third request fits it
_TRIES = 3  # for one set of parameters
_ALL_TRIES = 12  # in one run, so that a jittery network does not fill it with suspicions
_SPENT = 10.0  # seconds that a run waits for answers that are known to be slow
_OTHERS = 2  # requests with other parameters among the controls


class SlowRequestSkipped(NotPermitted):
    """A request is not sent, because what it asks for is known to be slow and has been waited for long enough."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """A suspect and its controls, each asked several times."""

    suspects: tuple[Exchange, ...]
    controls: tuple[Exchange, ...]

    @property
    def quickest(self) -> float:
        """The fastest answer to the suspect."""
        return min(map(_seconds, self.suspects))

    @property
    def usual(self) -> float:
        """The median of the controls."""
        return median(map(_seconds, self.controls))

    @property
    def conclusive(self) -> bool:
        """Whether the suspect is slow and the controls are not, as far as they were asked."""
        if any(not one.ok for one in (*self.suspects, *self.controls)) or self.quickest < SLOW:
            return False
        return not self.controls or (
            self.usual * FACTOR <= self.quickest and max(map(_seconds, self.controls)) * 2 <= self.quickest
        )


class ResponseTimes:
    """What is known of the time that answers take; `confirmed` has, by operation, what makes them slow."""

    def __init__(self, send: Callable[[Request], Exchange], report: Callable[..., None]) -> None:
        """Measure with `send`, and tell `report` what is slow, as `Context.breach` is told."""
        self._send, self._breach = send, report
        self._fast: dict[str, dict[Names, Exchange]] = defaultdict(dict)  # by path, for each set of parameters one
        self._suspects: dict[str, dict[Names, Exchange]] = defaultdict(dict)
        self._tries: Counter[tuple[str, Names]] = Counter()
        self.confirmed: dict[str, dict[Names, float]] = defaultdict(dict)  # with the seconds waited for it

    def explains(self, request: Request) -> Names | None:
        """The parameters of a request that are known to make it slow."""
        known = self.confirmed.get(request.operation.id, {}) if request.operation else {}
        asked = names_of(request.target) if known else frozenset[str]()
        return next((names for names in known if names <= asked), None)

    def permit(self, request: Request) -> None:
        """Let a request pass.

        Raises:
            SlowRequestSkipped: what it asks for is slow, and enough time was spent on it.
        """
        names = self.explains(request)
        if request.operation is not None and names is not None and self.spent(request.operation, names):
            raise SlowRequestSkipped(
                f"{_shown(names)} makes the answers of {request.operation} slow; no more of them are asked for"
            )

    def spent(self, operation: Operation, asked: Iterable[str]) -> bool:
        """Whether some of these parameters are slow, and have been waited for long enough."""
        known = self.confirmed.get(operation.id, {})
        return any(names <= set(asked) and seconds > _SPENT for names, seconds in known.items())

    def record(self, exchange: Exchange) -> None:
        """Take note of an answer, and look into it where it was slow."""
        request, operation = exchange.request, exchange.request.operation
        if operation is None or not operation.safe or request.method != operation.method or not exchange.ok:
            return
        known = self.explains(request)
        if known is not None:
            self.confirmed[operation.id][known] += _seconds(exchange)
            return
        names = names_of(request.target) - _fixed(operation)
        if _seconds(exchange) < SLOW:
            kept = self._fast[request.path].get(names)
            if kept is None or _size(exchange) > _size(kept):
                self._fast[request.path][names] = exchange
        elif names:
            self._suspects[request.path][names] = exchange
        for suspected in list(self._suspects.get(request.path, ())):
            self._look_into(operation, request.path, suspected)

    def _look_into(self, operation: Operation, path: str, names: Names) -> None:
        """Measure a suspect, if there is enough to compare it with."""
        suspect = self._suspects[path][names].request
        if self.explains(suspect) is not None:
            del self._suspects[path][names]
            return
        others = [one.request for known, one in self._fast[path].items() if known and not known & names]
        possible = {parameter.name for parameter in operation.of("query")} - _fixed(operation) - names
        if len(others) < min(_OTHERS, len(possible)):
            return  # until more is known
        del self._suspects[path][names]
        if self._tries[operation.id, names] >= _TRIES or self._tries.total() >= _ALL_TRIES:
            return
        self._tries[operation.id, names] += 1
        bare = _without(suspect, names)
        controls = [bare, *(replace(one, headers=suspect.headers) for one in others[-_OTHERS:])]
        try:
            measured = self._measured(suspect, controls, ORDER)
            if measured is not None and _comparable(measured, bare):
                self._report(operation, self._narrowed(suspect, names, controls), measured)
        except (NoResponse, NotPermitted, Throttled):
            return

    def _measured(self, suspect: Request, controls: list[Request], order: str) -> _Measured | None:
        """Ask for the suspect and the controls in some order; None as soon as they do not differ."""
        measured = _Measured((), ())
        for each in order:
            if each == "S":
                measured = replace(measured, suspects=(*measured.suspects, self._send(suspect)))
            else:
                control = controls[len(measured.controls) % len(controls)]
                measured = replace(measured, controls=(*measured.controls, self._send(control)))
            if not measured.conclusive:
                return None
        return measured

    def _narrowed(self, suspect: Request, names: Names, controls: list[Request]) -> Names:
        """As few of the parameters as are slow together."""
        for name in sorted(names):
            fewer = names - {name}
            if fewer and self._measured(_without(suspect, names - fewer), controls, "SCS"):
                names, suspect = fewer, _without(suspect, names - fewer)
        return names

    def _report(self, operation: Operation, names: Names, measured: _Measured) -> None:
        self.confirmed[operation.id][names] = sum(map(_seconds, measured.suspects))
        parameter = operation.parameter(next(iter(names))) if len(names) == 1 else None
        self._breach(
            "response-time",
            operation,
            f"with {_shown(names)}, {len(measured.suspects)} answers of {len(measured.suspects)} took "
            f"{measured.quickest:.2f} s or more; those without it, asked for in between, took {measured.usual:.3f} s",
            measured.controls[0],
            measured.suspects[-1],
            pointer=parameter.pointer if parameter is not None else None,
            subject=_shown(names),
        )


def names_of(target: str) -> Names:
    """The names of the parameters in the query of a target."""
    return frozenset(unquote(pair.partition("=")[0]) for pair in target.partition("?")[2].split("&") if pair)


def _fixed(operation: Operation) -> Names:
    """The parameters that are not suspected: a request needs them, or a long page is slow with good reason."""
    paging = operation.extensions.paging
    required = {parameter.name for parameter in operation.of("query") if parameter.required}
    return frozenset(required | (paging.parameters if paging is not None else set()))


def _without(request: Request, names: Names) -> Request:
    path, _, query = request.target.partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair and not names_of(f"?{pair}") & names)
    return replace(request, target=f"{path}?{kept}" if kept else path)


def _comparable(measured: _Measured, bare: Request) -> bool:
    """Whether the suspect is not slow because it answers more than the same request without its parameters."""
    plain = [_size(one) for one in measured.controls if one.request == bare]
    return max(map(_size, measured.suspects)) <= 2 * min(plain)


def _seconds(exchange: Exchange) -> float:
    return exchange.response.seconds if exchange.response is not None else 0.0


def _size(exchange: Exchange) -> int:
    return len(exchange.response.body) if exchange.response is not None else 0


def _shown(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))
