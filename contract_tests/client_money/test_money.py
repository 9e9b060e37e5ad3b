"""The client never buys twice, and never leaves its user guessing: proved by schedules of faults."""

from __future__ import annotations

import os

from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from client_money.machine import money

PHASES = [Phase.explicit, Phase.generate]
SCHEDULES = 2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 200


def test_no_schedule_charges_twice_or_tells_what_is_not_so() -> None:
    """Whatever is lost, late, doubled, cancelled or restarted: one charge a number, and what is told of it is true."""
    with money() as machine:
        run_state_machine_as_test(machine, settings=settings(max_examples=SCHEDULES, stateful_step_count=15, phases=PHASES))
