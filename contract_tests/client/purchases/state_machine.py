"""Buyers, faults and restarts in any order: a state machine over the sandbox."""

from __future__ import annotations

import importlib
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

import anyio
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from numbers_api import NumbersError
from numbers_api._runtime.transport import http

from .fault_injecting_transport import Clock, Errand
from .fault_schedules import COLOURS, Colour, Plan, plans
from .outcomes import Told
from .simulation import MAGIC, MINE, THEIRS, World

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["Money", "money"]

WANTED = st.integers(0, 5 + len(MAGIC))
ACCOUNTS = st.sampled_from([MINE, MINE, THEIRS])


class Money(RuleBasedStateMachine):
    """What happens to money. `world` is shared by all schedules, and begins anew with each."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.world.begin()
        self.given_back: set[str] = set()

    def _number(self, wanted: int) -> str:
        return (*self.world.numbers, *MAGIC)[wanted]

    def _mine(self) -> list[str]:
        return [number for number in self.world.numbers if self.world.held(MINE, number) is not None]

    @rule(wanted=WANTED, account=ACCOUNTS, plan=plans())
    def buy(self, wanted: int, account: str, plan: Plan) -> None:
        """Somebody buys a number, whatever happens on the way."""
        if self._number(wanted) not in self.given_back:
            self.world.buy(self._number(wanted), account, plan)

    @rule(wanted=WANTED, colour=COLOURS)
    def buy_in_peace(self, wanted: int, colour: Colour) -> None:
        """Nothing stands in the way: a number that nobody has is bought, and others are refused."""
        number = self._number(wanted % 6)
        if number in self.given_back:
            return
        taken = any(self.world.held(account, number) for account in (MINE, THEIRS))
        told = self.world.buy(number, MINE, Plan(colour))
        assert (told.value is not None) is not taken
        assert told.errand.sent == ["POST"]

    @precondition(lambda self: self._mine())
    @rule(data=st.data(), plan=plans(intruders=False), name=st.sampled_from(["Line", "Other"]))
    def configure(self, data: st.DataObject, plan: Plan, name: str) -> None:
        """The owner gives a number a name: success told means that it has it."""
        number = data.draw(st.sampled_from(self._mine()))
        told = Told(number, Errand(plan, MINE))
        self.world.wire.arrivals()
        self.world.call(told, lambda client: client.active_numbers.configure(number, friendly_name=name))
        if told.error is None and told.value is not None:
            held = self.world.held(MINE, number)
            assert held is not None
            assert told.value.friendly_name == held["friendlyName"] == name

    @precondition(lambda self: self._mine())
    @rule(data=st.data(), plan=plans(intruders=False))
    def release(self, data: st.DataObject, plan: Plan) -> None:
        """The owner gives a number back, which nobody wants any more: success told means that it is gone."""
        number = data.draw(st.sampled_from(self._mine()))
        self.world.wire.arrivals()
        self.given_back.add(number)
        told = Told(number, Errand(plan, MINE))
        self.world.call(told, lambda client: client.active_numbers.release(number))
        if told.ended and told.error is None and plan.cancelled is None:
            assert self.world.held(MINE, number) is None
        if isinstance(told.error, NumbersError):
            assert told.error.charged == "no"

    @rule(now=st.sampled_from([False, False, False, True]))
    def restart(self, now: bool) -> None:  # noqa: FBT001 -- drawn
        """The sandbox stops and starts again, now and then: what it holds, it holds."""
        if now:
            self.world.restart()

    @rule()
    def arrivals(self) -> None:
        """What was held up arrives."""
        self.world.wire.arrivals()

    @precondition(lambda self: any(told.doubt for told in self.world.told))
    @rule(data=st.data())
    def resolve(self, data: st.DataObject) -> None:
        """Somebody asks again about a purchase in doubt."""
        doubts = [told for told in self.world.told if told.doubt and told.number not in self.given_back]
        if doubts:
            self.world.resolve(data.draw(st.sampled_from(range(len(doubts))).map(doubts.__getitem__)))

    @invariant()
    def what_was_told_is_so(self) -> None:
        """No number is charged twice, success means one charge, and no charge none."""
        self.world.judge()

    def teardown(self) -> None:
        """Whatever was still on the way arrives; what was told stays true, and every doubt can be resolved."""
        self.world.wire.arrivals()
        self.world.judge()
        for told in self.world.told:
            if told.number not in self.given_back:
                self.world.resolve(told)


def _imported(name: str, package: str | None = None) -> Any:  # noqa: ANN401 -- a module, or what stands in for it
    if name != "anyio":
        return importlib.import_module(name, package)
    return SimpleNamespace(fail_after=_fail_after, sleep=anyio.sleep)


def _fail_after(left: float | None) -> Any:  # noqa: ANN401 -- a context
    """End what is over already; no real time counts, however slow the machine is."""
    return anyio.fail_after(None if left is None or left > 0 else 0)


@contextmanager
def money() -> Generator[type[Money]]:
    """A machine with a sandbox on a file, and time that passes only when somebody waits."""
    clock = Clock()
    fake = SimpleNamespace(
        time=clock.time, monotonic=clock.monotonic, perf_counter=clock.monotonic, sleep=clock.pass_by
    )
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("numbers_api._runtime.") and isinstance(getattr(module, "time", None), ModuleType):
                patch.setattr(module, "time", fake)

        def pass_by(_: object, seconds: float) -> None:
            clock.pass_by(seconds)

        async def async_pass_by(_: object, seconds: float) -> None:
            clock.pass_by(seconds)

        patch.setattr(http.Connection, "sleep", pass_by)
        patch.setattr(http.AsyncConnection, "sleep", async_pass_by)
        patch.setattr(http, "importlib", SimpleNamespace(import_module=_imported))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        world = World(folder, clock)
        stack.callback(world.close)
        yield type("Money", (Money,), {"world": world})
