"""The client never buys twice, and never leaves its user guessing: proved by schedules of faults."""

from __future__ import annotations

import os

import pytest
from client.purchases.broken_clients import Naive, absent
from client.purchases.state_machine import money
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from numbers_api._runtime.calls import engine, purchases

# `make nightly` asks for more of them, each time others.
SCHEDULES = int(os.environ.get("MONEY_SCHEDULES", "200"))
_NIGHTLY = "MONEY_SCHEDULES" in os.environ


def _run(schedules: int, *, shrink: bool) -> None:
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    with money() as machine:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=schedules,
                stateful_step_count=12,
                phases=phases,
                deadline=None,
                derandomize=not _NIGHTLY,
                database=None,
                print_blob=True,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
            ),
        )


def test_no_schedule_charges_twice_or_tells_what_is_not_so() -> None:
    """Whatever is lost, late, cancelled or restarted: one charge a number, and what its buyer is told stays true."""
    _run(SCHEDULES, shrink=_NIGHTLY)


@pytest.mark.parametrize("way", ["as others do", "without reading back"])
def test_the_proof_fails_when_the_client_does_not_read_back(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same schedules find the lie when purchases are just sent again, or are not looked up."""
    if way == "as others do":
        monkeypatch.setattr(engine, "Purchase", Naive)
    else:
        monkeypatch.setattr(purchases, "look", absent)
    with pytest.raises(AssertionError, match=r"charged is|success is not told"):
        _run(200, shrink=False)
