"""Any sequence of actions of two accounts: the store says what a model in plain dictionaries says."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import phonenumbers
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from numbers_sandbox.store import magic_numbers
from numbers_sandbox.store.errors import AddressRequirementNotMet, NoNumberFound, NumberNotFound
from numbers_sandbox.store.paging import PageRequest
from store_support import Item, catalogue, fits, holdings, merge_patch, numbers_of, value_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest_data import Clock
    from numbers_sandbox.store.store import Store

QUARANTINE = 60.0
SIDS = ("AP" + "0" * 32, "AP" + "1" * 32)


@dataclass
class Model:
    """What a store remembers, as dictionaries."""

    offered: dict[str, Item]
    held: dict[str, Item] = field(default_factory=dict[str, Item])
    released: dict[str, tuple[str, float]] = field(default_factory=dict[str, tuple[str, float]])
    charges: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    addresses: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def available(self, now: float) -> list[Item]:
        """The numbers on offer."""
        gone = set(self.held) | {number for number, (_, until) in self.released.items() if until > now}
        return [item for number, item in sorted(self.offered.items()) if number not in gone]

    def of(self, account: str) -> list[Item]:
        """The numbers of an account."""
        return [item for _, item in sorted(self.held.items()) if item["accountSid"] == account]

    def refusal(self, account: str, number: str, now: float) -> type[Exception] | None:
        """Why a purchase is refused."""
        item = next((one for one in self.available(now) if one["phone_number"] == number), None)
        if (
            item is None
            or item["lifecycle"] == "exhausted"
            or magic_numbers.outcome_of(number) == magic_numbers.ALREADY_BOUGHT
        ):
            return NoNumberFound
        requirement, country = value_at(item, "regulatory.address_requirements"), item["geography"]["iso_country"]
        addresses = self.addresses.get(account, [])
        unmet = {
            "any": not addresses,
            "local": country not in addresses,
            "foreign": not [one for one in addresses if one != country],
        }
        if unmet.get(str(requirement)) or magic_numbers.outcome_of(number) == magic_numbers.IDENTITY_REQUIRED:
            return AddressRequirementNotMet
        return None


_ACCOUNTS = st.sampled_from(["A", "B"])
_PICKS = st.integers(0, 40)
_URLS = st.none() | st.just("https://a.example")
_VOICE = st.fixed_dictionaries({}, optional={"application_sid": st.sampled_from([None, *SIDS]), "url": _URLS})
_CONFIGURATION = st.fixed_dictionaries(
    {},
    optional={"status_callback_url": _URLS, "voice": _VOICE, "sms": st.fixed_dictionaries({}, optional={"url": _URLS})},
)
_CHANGES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "friendlyName": st.none() | st.text(max_size=5),
        "statusCallback": _URLS,
        "statusCallbackMethod": st.sampled_from([None, "GET", "POST"]),
        "configuration": st.none() | _CONFIGURATION,
    },
)


class StoreMachine(RuleBasedStateMachine):
    """Two accounts, some forty numbers of every kind, and time."""

    store: ClassVar[Store]
    clock: ClassVar[Clock]
    offered: ClassVar[dict[str, Item]]
    interesting: ClassVar[list[str]]

    @initialize()
    def begin(self) -> None:
        """A store in its first state."""
        self.store.reset(forget_accounts=True)
        self.model = Model(self.offered)

    def _number(self, pick: int) -> str:
        return self.interesting[pick % len(self.interesting)]

    def _attempt(self, refusal: type[Exception] | None, action: Callable[[], object]) -> object:
        if refusal is None:
            return action()
        with pytest.raises(refusal):
            action()
        return None

    @rule(account=_ACCOUNTS, pick=_PICKS, changes=_CHANGES)
    def buy(self, account: str, pick: int, changes: dict[str, Any]) -> None:
        """Buy a number, with a configuration or without."""
        number, configuration = self._number(pick), changes.get("configuration")
        refusal = self.model.refusal(account, number, self.clock())
        bought = self._attempt(refusal, lambda: self.store.buy(account, number, copy.deepcopy(configuration)))
        if refusal is None:
            name = phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
            item: Item = {
                "friendlyName": name,
                "accountSid": account,
                "statusCallback": None,
                "statusCallbackMethod": None,
            }
            item |= {
                "configuration": None if configuration is None else merge_patch({}, configuration),
                **self.offered[number],
            }
            self.model.held[number] = item
            self.model.released.pop(number, None)
            self.model.charges.append((account, number))
            assert bought == item

    @rule(account=_ACCOUNTS, pick=_PICKS, changes=_CHANGES)
    def configure(self, account: str, pick: int, changes: dict[str, Any]) -> None:
        """Configure a number."""
        number = self._number(pick)
        refusal = None if self._owns(account, number) else NumberNotFound
        configured = self._attempt(refusal, lambda: self.store.configure(account, number, copy.deepcopy(changes)))
        if refusal is None:
            item = self.model.held[number]
            item |= {name: merge_patch(item[name], value) for name, value in changes.items()}
            assert configured == item

    @rule(account=_ACCOUNTS, pick=_PICKS)
    def release(self, account: str, pick: int) -> None:
        """Release a number."""
        number = self._number(pick)
        refusal = None if self._owns(account, number) else NumberNotFound
        self._attempt(refusal, lambda: self.store.release(account, number))
        if refusal is None:
            del self.model.held[number]
            until = 0.0 if magic_numbers.outcome_of(number) else self.clock() + QUARANTINE
            self.model.released[number] = (account, until)

    def _owns(self, account: str, number: str) -> bool:
        return number in self.model.held and self.model.held[number]["accountSid"] == account

    @rule(account=_ACCOUNTS, pick=_PICKS)
    def get(self, account: str, pick: int) -> None:
        """Read a number."""
        number = self._number(pick)
        found = self._attempt(
            None if self._owns(account, number) else NumberNotFound, lambda: self.store.get(account, number)
        )
        assert found is None or found == self.model.held[number]

    @rule(seconds=st.sampled_from([1.0, 30.0, 59.0, 60.0, 3600.0]))
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(seconds)

    @rule(account=_ACCOUNTS, addresses=st.lists(st.sampled_from(["US", "SE", "GB"]), unique=True, max_size=2))
    def register(self, account: str, addresses: list[str]) -> None:
        """Register an account with addresses."""
        self.store.put_account(account, addresses=addresses)
        self.model.addresses[account] = addresses

    @rule(account=_ACCOUNTS | st.none())
    def reset(self, account: str | None) -> None:
        """Forget what one account, or both, did."""
        self.store.reset(account)
        model, accounts = self.model, ["A", "B"] if account is None else [account]
        model.held = {number: item for number, item in model.held.items() if item["accountSid"] not in accounts}
        model.released = {number: one for number, one in model.released.items() if one[0] not in accounts}
        model.charges = [charge for charge in model.charges if charge[0] not in accounts]

    @rule(pick=_PICKS, size=st.integers(1, 30), path=st.sampled_from(["type", "lifecycle", "geography.region"]))
    def search(self, pick: int, size: int, path: str) -> None:
        """Search for what a number is like."""
        value = value_at(self.offered[self._number(pick)], path)
        filters = {} if value is None else {path: value}
        page = self.store.search(filters, PageRequest(page_size=size))
        expected = [item for item in self.model.available(self.clock()) if fits(item, filters)]
        assert page.items == expected[:size]

    @rule(account=_ACCOUNTS, sid=st.sampled_from(SIDS), pick=_PICKS)
    def list_some(self, account: str, sid: str, pick: int) -> None:
        """List by application and by country."""
        country = value_at(self.offered[self._number(pick)], "geography.iso_country")
        for filters in ({"configuration.voice.application_sid": sid}, {"geography.iso_country": country}):
            expected = [item for item in self.model.of(account) if fits(item, filters)]
            assert holdings(self.store, account, filters) == expected

    @invariant()
    def lists_and_ledger_agree(self) -> None:
        """What the accounts hold and owe is what the model says."""
        if not hasattr(self, "model"):
            return
        for account in ("A", "B"):
            assert holdings(self.store, account) == self.model.of(account)
        charges = [(row["account"], row["phone_number"]) for row in self.store.ledger()]
        assert charges == self.model.charges

    def teardown(self) -> None:
        """In the end the catalogue is what the model says."""
        available = numbers_of(self.model.available(self.clock()))
        assert numbers_of(catalogue(self.store)) == available


def _interesting(items: list[Item]) -> list[str]:
    """A few numbers of every kind: each requirement, each stage, each magic outcome of the store."""
    chosen: dict[tuple[object, ...], list[str]] = {}
    for item in items:
        requirement = value_at(item, "regulatory.address_requirements")
        kind = (requirement, item["lifecycle"], magic_numbers.outcome_of(item["phone_number"]))
        chosen.setdefault(kind, []).append(item["phone_number"])
    return [number for numbers in chosen.values() for number in numbers[:2]]


def test_the_store_is_as_the_model(store: Store, clock: Clock) -> None:
    """Whatever two accounts do, in any order, store and model agree on every answer and on the state."""
    items = catalogue(store)
    members = {"store": store, "clock": clock, "offered": {item["phone_number"]: item for item in items}}
    machine = type("Machine", (StoreMachine,), {**members, "interesting": _interesting(items)})

    run_state_machine_as_test(machine, settings=settings(max_examples=20, stateful_step_count=25))


@pytest.mark.slow
def test_the_store_is_as_the_model_for_long(store: Store, clock: Clock) -> None:
    """The same, a thousand times."""
    items = catalogue(store)
    members = {"store": store, "clock": clock, "offered": {item["phone_number"]: item for item in items}}
    machine = type("Machine", (StoreMachine,), {**members, "interesting": _interesting(items)})

    run_state_machine_as_test(machine, settings=settings(max_examples=1000, stateful_step_count=50))
