"""A second opinion: Schemathesis with all its checks and phases, which shares no code with the checks here.

Its settings say what a description cannot: which account there is, that a purchase may be refused, and that the
position of a page is opaque. Every answer that it gets passes the observer as well.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from numbers_contract.description.json_pointer import is_object
from numbers_contract.http.exchange import Exchange, Request, Response
from numbers_contract.http.guards import OpenGuard
from numbers_contract.registry import check
from numbers_contract.resource.lifecycle import lifecycle_of
from numbers_contract.resource.resource import resource_of

from .schemathesis_config import mistaken, schema_of

if TYPE_CHECKING:
    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation

__all__: list[str] = []

_NEEDED = 3000  # requests, at most about so many


@check(proves=("schemathesis",), changes=True)
def schemathesis(context: Context) -> None:
    """Examples, coverage, fuzzing and stateful runs along the links of the description."""
    if not isinstance(context.session.guard, OpenGuard):
        why = "Schemathesis tries undocumented methods too, past the guard; it is run only where all may be changed"
        context.skip("schemathesis", None, why)
        return
    if context.session.announced:
        context.skip("schemathesis", None, "it takes an answer that announces another (1xx) for the one announced")
        return
    left = context.session.limits.requests - context.session.count
    if left < _NEEDED:
        context.skip("schemathesis", None, f"{left} requests are left of this run's limit, and it needs {_NEEDED}")
        return
    schema = schema_of(context)
    opinion = _Opinion(context)
    schema.hooks.register_hook_with_name(opinion.filter_case, "filter_case")
    for event in from_schema(schema).execute():
        if isinstance(event, ScenarioFinished):
            opinion.heard(event.recorder)
        elif isinstance(event, (NonFatalError, FatalError)):
            context.skip("schemathesis", None, f"Schemathesis failed: {_first_line(event)}")
    opinion.conclude()


def _first_line(event: Any) -> str:
    text = str(getattr(event, "value", None) or getattr(event, "exception", event))
    return text.strip().splitlines()[0][:200] if text.strip() else type(event).__name__


class _Opinion:
    """Takes down what Schemathesis does and finds."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.accepted: Counter[str] = Counter()
        self.followed = 0
        self._seen: set[str] = set()
        resource = resource_of(context)
        self._resource = resource

    def filter_case(self, _context: Any, case: Any) -> bool:
        """Leave out what nobody should buy, and what was waited for long enough."""
        values: list[Any] = [*(case.path_parameters or {}).values(), *(case.query or {}).values()]
        texts = [value.replace("%2B", "+") for value in values if isinstance(value, str)]
        operation = self.context.description.operation(case.method.upper(), case.operation.path)
        if operation is not None and self.context.times.spent(operation, case.query or {}):
            return False
        return self._resource is None or not any(map(self._resource.untouchable, texts))

    def heard(self, recorder: Any) -> None:
        """Look at the answers and the verdicts of one scenario."""
        for case_id, interaction in recorder.interactions.items():
            if case_id in self._seen:
                continue
            self._seen.add(case_id)
            node = recorder.cases.get(case_id)
            self.followed += node is not None and node.transition is not None
            self.context.session.count += 1
            exchange = self._exchange(interaction)
            operation = exchange.request.operation
            if operation is not None and exchange.ok:
                self.accepted[operation.id] += 1
                self._adopt(operation, exchange)
            self.context.session.notify(exchange)
            for verdict in recorder.checks.get(case_id, []):
                if verdict.failure_info is not None:
                    self._report(operation, verdict, exchange)

    def _report(self, operation: Operation | None, verdict: Any, exchange: Exchange) -> None:
        if mistaken(self.context.description, verdict.name, exchange.request, exchange.status):
            return
        failure = verdict.failure_info.failure
        detail = " ".join(failure.message.split())[:200]
        self.context.fail(
            "schemathesis",
            operation,
            f"{verdict.name}: {failure.title}: {detail}",
            exchange,
            subject=f"{verdict.name} {failure.title}",
        )

    def _exchange(self, interaction: Any) -> Exchange:
        base = self.context.session.endpoint.base_url.rstrip("/")
        asked, answered = interaction.request, interaction.response
        target = asked.uri.removeprefix(base) or "/"
        headers = tuple((name, value[0]) for name, value in asked.headers.items())
        operation = self.context.description.operation(asked.method.upper(), target.partition("?")[0])
        request = Request(asked.method.upper(), target, headers, asked.body, operation)
        response = None
        if answered is not None:
            found = tuple((name, value) for name, values in answered.headers.items() for value in values)
            response = Response(answered.status_code, found, answered.content, answered.elapsed)
        return Exchange(self.context.session.count, request, response, "no answer", self.context.session.secrets)

    def _adopt(self, operation: Operation, exchange: Exchange) -> None:
        """What it bought for the account is given back in the end."""
        lifecycle, effect = lifecycle_of(self.context), operation.effect
        if lifecycle is None or effect is None or not self.context.accounts:
            return
        account = self.context.accounts[0]
        key = lifecycle.resource.key_of(exchange.value) if is_object(exchange.value) else ""
        if effect.action in ("create", "update") and key:
            lifecycle.model.of(account)[key] = exchange.value
        elif effect.action == "delete":
            held = [
                one for one in lifecycle.model.of(account) if re.search(re.escape(one[1:]), exchange.request.target)
            ]
            for one in held:
                lifecycle.model.of(account).pop(one, None)

    def conclude(self) -> None:
        """A green run that tried nothing proves nothing."""
        for operation in self.context.description.operations:
            if self.accepted[operation.id]:
                self.context.coverage.judged("schemathesis", operation, held=True)
            else:
                self.context.skip("schemathesis", operation, "no request that Schemathesis made was accepted")
        if not self.followed:
            self.context.skip("schemathesis", None, "Schemathesis followed no link of the description")
