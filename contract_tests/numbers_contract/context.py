"""What a check works with: it asks the endpoint, judges the answers, and says what it could not check."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from .description.json_pointer import MISSING
from .http.exchange import Exchange, Request
from .http.guards import NotPermitted
from .http.response_times import ResponseTimes
from .http.session import NoResponse
from .http.targets import key_of, target_of
from .reports.coverage import Coverage
from .reports.findings import Finding, Findings, Skipped
from .reports.listener import Listener, Silent
from .reports.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from .description.description import Description
    from .description.operation import Operation
    from .http.accounts import Account
    from .http.session import Session

__all__ = ["LONG", "Context", "RunState"]

T = TypeVar("T")

LONG = 2.0  # seconds; of answers that took less nobody needs to know more than how long


@dataclass(slots=True)
class RunState:
    """State shared between the checks of one run.

    Attributes:
        effort: how thorough the run is; 1.0 is the default.
        offers: the items of the catalogue, as the first walk saw them.
        complete: whether that walk saw the whole catalogue.
        standing: values for path parameters, by name, of an item that exists.
        closed: the operations that credentials protect.
        held: the keys that this run owns.
        touched: the keys that this run has bought at any time.
    """

    effort: float = 1.0
    offers: list[dict[str, Any]] = field(default_factory=list)
    complete: bool = False
    standing: dict[str, str] = field(default_factory=dict)
    closed: list[Operation] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)


@dataclass
class Context:
    """One run.

    Attributes:
        state: what checks share.
        seconds: by operation, how long each answer took, to which request; the exchange itself if it took LONG.
    """

    description: Description
    session: Session
    seed: int
    listener: Listener = field(default_factory=Silent)
    state: RunState = field(default_factory=RunState)
    findings: Findings = field(default_factory=Findings)
    coverage: Coverage = field(default_factory=Coverage)
    missed: list[Skipped] = field(default_factory=list)
    seconds: dict[str, list[tuple[float, Request, Exchange | None]]] = field(default_factory=lambda: defaultdict(list))
    _shared: dict[Callable[[Context], Any], Any] = field(default_factory=dict)
    times: ResponseTimes = field(init=False)

    def __post_init__(self) -> None:
        """Watch how long answers take."""
        self.times = ResponseTimes(self.session.send, self.fail)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that may be used."""
        return self.session.endpoint.accounts

    def shared(self, build: Callable[[Context], T]) -> T:
        """The object that `build` makes of this context: made once in a run, shared by all who ask for it."""
        if build not in self._shared:
            self._shared[build] = build(self)
        made: T = self._shared[build]
        return made

    def random(self, name: str) -> random.Random:
        """A source of choices that depends on the seed and a name only, not on what ran before."""
        return random.Random(f"{self.seed} {name}")  # noqa: S311  (reproducible, not secret)

    def call(
        self,
        operation: Operation,
        account: Account | None = None,
        *,
        path: dict[str, str] | None = None,
        query: Iterable[tuple[str, str]] = (),
        value: Any = MISSING,
        body: bytes | None = None,
        headers: Iterable[tuple[str, str]] = (),
        method: str | None = None,
        probe: bool = False,
    ) -> Exchange:
        """Send one request to an operation.

        Args:
            operation: the operation.
            account: who asks; the first account unless given. Its identifier goes into the path where one is needed.
            path: other values of the path parameters, and the key.
            query: names and values; Raw ones are sent as they are.
            value: a body as a JSON value.
            body: a body as bytes.
            headers: instead of the usual ones with the same name; an empty value leaves the header out.
            method: another method than the operation's.
            probe: whether it is meant to be refused.

        Raises:
            NoResponse, NotPermitted, Throttled, RequestLimitReached: see `send` and Session.send.
        """
        request = self.request(
            operation,
            account,
            path=path,
            query=query,
            value=value,
            body=body,
            headers=headers,
            method=method,
            probe=probe,
        )
        return self.send(request)

    def send(self, request: Request) -> Exchange:
        """Send a request as `Session.send` does, unless what it asks is known to be slow; note how long it took."""
        self.times.permit(request)
        exchange = self.session.send(request)
        self.times.record(exchange)
        return exchange

    def request(
        self,
        operation: Operation,
        account: Account | None = None,
        *,
        path: dict[str, str] | None = None,
        query: Iterable[tuple[str, str]] = (),
        value: Any = MISSING,
        body: bytes | None = None,
        headers: Iterable[tuple[str, str]] = (),
        method: str | None = None,
        probe: bool = False,
    ) -> Request:
        """The request that `call` sends."""
        account = account or (self.accounts[0] if self.accounts else None)
        pairs = list(query)
        target = target_of(operation, account, path or {}, pairs)
        if value is not MISSING:
            body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        usual = [("Accept", "application/json")]
        if account is not None and account.authorization:
            usual.append(("Authorization", account.authorization))
        if body is not None and operation.body is not None:
            usual.append(("Content-Type", operation.body.media_type))
        given = list(headers)
        replaced = {name.lower() for name, _ in given}
        sent = [pair for pair in usual if pair[0].lower() not in replaced] + [pair for pair in given if pair[1]]
        key = key_of(operation, path or {}, pairs)
        method = method or operation.method
        meant = operation if method == operation.method else self.description.operation(method, target.split("?")[0])
        return Request(method, target, tuple(sent), body, meant, account, key, probe)

    def check(
        self,
        held: object,
        rule: str,
        operation: Operation | None,
        message: str,
        *exchanges: Exchange,
        pointer: str | None = None,
        at: str | None = None,
        subject: str = "",
        warning: bool = False,
    ) -> bool:
        """Judge: count it, and report it where the rule does not hold.

        Args:
            held: whether the rule holds.
            rule: its identifier.
            operation: of which operation.
            message: what is wrong if it does not hold.
            exchanges: what shows it, the decisive one last.
            pointer: the place in the description; that of the operation unless given.
            at: the place in the answer.
            subject: tells findings of one rule and operation apart where the place does not.
            warning: whether it only deserves a look.
        """
        if rule not in RULES:
            raise LookupError(f"there is no rule {rule}")
        self.coverage.judged(rule, operation, held=bool(held))
        if held:
            return True
        message = exchanges[-1].redacted(message) if exchanges else message
        pointer = pointer if pointer is not None else (operation.pointer if operation else "/paths")
        name = operation.id if operation else ""
        line = self.description.place(pointer)
        finding = Finding(rule, name, message, pointer, line, at, exchanges, self.seed, warning, subject=subject)
        if self.findings.add(finding):
            self.listener.found(finding)
        return False

    def fail(self, rule: str, operation: Operation | None, message: str, *exchanges: Exchange, **more: Any) -> None:
        """Report what is wrong, as `check` does."""
        self.check(False, rule, operation, message, *exchanges, **more)  # noqa: FBT003

    def skip(self, rule: str, operation: Operation | None, why: str) -> None:
        """Say that a rule could not be checked."""
        notice = Skipped(rule, operation.id if operation else "", why)
        if notice not in self.missed:
            self.missed.append(notice)
            self.listener.skipped(notice)

    @contextmanager
    def attempt(self, rule: str, operation: Operation | None = None) -> Generator[None]:
        """Go on with the next probe where one gets no answer, or is held back by the guard."""
        try:
            yield
        except NoResponse as gone:
            self.skip(rule, operation, f"no answer: {gone}")
        except NotPermitted as held:
            self.skip(rule, operation, str(held))
