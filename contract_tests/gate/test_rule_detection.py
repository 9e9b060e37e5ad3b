"""Each rule fails on a server that breaks it and is silent on the correct one."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest
from gate import test_wire
from gate.altered import Altered
from gate.rule_faults import BREACHES
from gate.served import held_to
from numbers_contract import CHECKS, RULES

if TYPE_CHECKING:
    from gate.altered import Asked
    from gate.breach import Breach
    from numbers_contract import Result


def shown(result: Result) -> list[str]:
    """What is held against the server; a warning, as of one slow answer of a busy machine, is not."""
    return [f"{one.rule}: {one.operation}: {one.message}" for one in result.findings if not one.warning]


@pytest.mark.parametrize("breach", BREACHES.values(), ids=BREACHES)
def test_a_broken_server_is_found(breach: Breach) -> None:
    """The rule that a server breaks is the one that fails, among those that the same mistake breaks as well."""
    result = held_to(
        lambda app: Altered(app, breach.before, breach.after), only=frozenset(breach.checks), auth=breach.auth
    )
    assert breach.rule in {finding.rule for finding in result.findings}, shown(result)


@pytest.mark.parametrize("auth", [False, True])
def test_the_correct_server_is_clean(*, auth: bool) -> None:
    """The sandbox breaks no rule, and no check fails to be carried out that could be."""
    everything = frozenset(CHECKS) - {"schemathesis"}
    result = held_to(lambda app: app, only=everything, auth=auth)
    assert shown(result) == []
    assert {notice.rule for notice in result.skipped} <= (set() if auth else {"authentication", "authorization"})


def test_a_jittery_server_is_clean() -> None:
    """Answers that take up to some hundred milliseconds, and one that takes two seconds, break nothing."""
    rng = random.Random(1)  # noqa: S311  (delays are no secret)

    def wait(asked: Asked) -> None:
        asked.memory["count"] = asked.memory.get("count", 0) + 1
        often = rng.random() < 0.02
        time.sleep(2.0 if asked.memory["count"] == 300 else rng.uniform(0, 0.4 if often else 0.004))

    result = held_to(lambda app: Altered(app, wait), only=frozenset({"catalogue", "filters", "response-times"}))
    assert shown(result) == []
    assert result.requests > 300


def test_every_rule_is_proved_by_a_check() -> None:
    """No rule is without a check."""
    observed = {"redirect", "headers", "media-type", "json", "framing", "error-status"}
    assert {rule for one in CHECKS.values() for rule in one.proves} | observed == set(RULES)


def test_requirements_that_are_not_met() -> None:
    """A server that sells in spite of requirements is found where the account is known to have nothing on file."""
    result = held_to(
        lambda app: app, only=frozenset({"catalogue", "first-purchase", "business-rejections"}), addresses=("US", "SE")
    )
    assert "requirements" in {finding.rule for finding in result.findings}, shown(result)


def test_schemathesis_is_heard() -> None:
    """What Schemathesis finds becomes a finding, and what it did is counted."""
    breach = BREACHES["a read fails"]
    result = held_to(
        lambda app: Altered(app, breach.before, breach.after), only=frozenset({"catalogue", "schemathesis"}), effort=0.2
    )
    assert "schemathesis" in {finding.rule for finding in result.findings}, shown(result)
    assert result.coverage.statuses["getActiveNumber", 404]


_BROKEN_ELSEWHERE = {
    "framing": test_wire.test_bytes_that_belong_to_no_answer,  # no ASGI application can send such bytes
    "requirements": test_requirements_that_are_not_met,  # it takes another account, not another server
    "schemathesis": test_schemathesis_is_heard,
}


def test_every_rule_has_a_broken_server() -> None:
    """No rule is without a proof that it can fail."""
    assert {breach.rule for breach in BREACHES.values()} | set(_BROKEN_ELSEWHERE) == set(RULES)
