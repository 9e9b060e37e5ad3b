"""Buying, configuring and releasing: what is refused, what is kept, what it costs."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_sandbox.store import magic_numbers
from numbers_sandbox.store.errors import AddressRequirementNotMet, NoNumberFound, NumberNotFound
from numbers_sandbox.store.paging import PageRequest
from store_support import PLAIN, catalogue, holdings, merge_patch, numbers_of, plain_numbers

if TYPE_CHECKING:
    from conftest_data import Clock
    from numbers_sandbox.store.store import Store

SID = "AP" + "0" * 32


def test_a_purchase_moves_the_number(store: Store) -> None:
    """A bought number leaves the catalogue, is the account's with all that was offered, and is charged once."""
    offered = store.search(PLAIN, PageRequest(page_size=1)).items[0]
    number = str(offered["phone_number"])
    bought = store.buy("A", number)

    assert bought == store.get("A", number) == holdings(store, "A")[0]
    assert bought == {
        "friendlyName": _formatted(number),
        "accountSid": "A",
        "statusCallback": None,
        "statusCallbackMethod": None,
        "configuration": None,
        **offered,
    }
    assert number not in numbers_of(catalogue(store, PLAIN))
    assert [row["phone_number"] for row in store.ledger("A")] == [number]


def _formatted(number: str) -> str:
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def test_a_charge(store: Store, clock: Clock) -> None:
    """A charge names account, number, both prices, their sum and the time; ids count up."""
    one, other = plain_numbers(store, 2)
    clock.now = 1_800_000_000.25
    bought = store.buy("A", one)
    store.buy("B", other)
    first, second = store.ledger()

    assert first | {"id": 0} == {
        "id": 0,
        "account": "A",
        "phone_number": one,
        "setup_price": bought["base_setup_price"],
        "first_month": bought["base_recurring_price"],
        "total": str(Decimal(str(bought["base_setup_price"])) + Decimal(str(bought["base_recurring_price"]))),
        "time": datetime.fromtimestamp(1_800_000_000.25, UTC).isoformat(timespec="microseconds"),
    }
    assert int(str(second["id"])) > int(str(first["id"]))
    assert store.ledger("B") == [second]


def test_an_unstated_price_costs_nothing(store: Store) -> None:
    """A number whose offer states no price is charged nothing, in decimal numbers all the same."""
    number = next(item["phone_number"] for item in catalogue(store) if item["base_recurring_price"] is None)
    store.buy("A", number)
    (charge,) = store.ledger()

    assert (charge["setup_price"], charge["first_month"], charge["total"]) == ("0.0", "0.0", "0.0")


def test_what_cannot_be_bought(store: Store) -> None:
    """An unknown, a held, one's own, an exhausted number: no number is found, and nothing is charged."""
    held = plain_numbers(store, 1)[0]
    store.buy("A", held)
    exhausted = store.search({"lifecycle": "exhausted"}, PageRequest()).items[0]["phone_number"]

    for account, number in (("B", held), ("A", held), ("B", exhausted), ("B", "+15551231212"), ("B", "+99")):
        with pytest.raises(NoNumberFound, match=rf"\{number}"):
            store.buy(account, str(number))
    assert len(store.ledger()) == 1
    assert [one["id"] for one in store.accounts()] == ["A"]


@pytest.mark.parametrize(
    ("requirement", "enough", "not_enough"),
    [("any", ["FR"], []), ("local", ["US", "SE"], ["US", "GB"]), ("foreign", ["SE", "NO"], ["SE"])],
)
def test_address_requirements(store: Store, requirement: str, enough: list[str], not_enough: list[str]) -> None:
    """A number that requires an address is sold to an account that has a fitting one."""
    filters = {"regulatory.address_requirements": requirement, "geography.iso_country": "SE"}
    number = numbers_of(store.search(filters, PageRequest(page_size=1)).items)[0]
    store.put_account("B", addresses=not_enough)
    for account in ("A", "B"):
        with pytest.raises(AddressRequirementNotMet, match="address"):
            store.buy(account, number)
    assert store.ledger() == []
    store.put_account("B", addresses=enough)

    assert store.buy("B", number)["accountSid"] == "B"


def test_a_number_that_is_gone_is_gone_for_everybody(store: Store) -> None:
    """Of a number that is held, an account without the address learns only that it is not to be had."""
    filters = {"regulatory.address_requirements": "any", "geography.iso_country": "SE"}
    number = numbers_of(store.search(filters, PageRequest(page_size=1)).items)[0]
    store.put_account("A", addresses=["SE"])
    store.buy("A", number)

    with pytest.raises(NoNumberFound):
        store.buy("B", number)


def test_quarantine(store: Store, clock: Clock) -> None:
    """A released number returns to the catalogue after the quarantine, to the second, and can be bought again."""
    number = plain_numbers(store, 1)[0]
    store.buy("A", number)
    store.release("A", number)
    clock.advance(59.9)
    assert number not in numbers_of(catalogue(store, PLAIN))
    for account in ("A", "B"):
        with pytest.raises(NoNumberFound):
            store.buy(account, number)
    clock.advance(0.1)

    assert number in numbers_of(catalogue(store, PLAIN))
    assert store.buy("B", number)["accountSid"] == "B"
    assert len(store.ledger()) == 2


def test_a_released_number_is_forgotten(store: Store) -> None:
    """What the last owner decided is gone when a number is bought anew."""
    store.quarantine = 0.0
    number = plain_numbers(store, 1)[0]
    first = store.buy("A", number)
    store.configure("A", number, {"friendlyName": "Mine", "configuration": {"sms": {"url": "https://a.example"}}})
    store.release("A", number)

    assert store.buy("A", number) == first


def test_accounts_do_not_see_each_other(store: Store) -> None:
    """Another account's number is not found: not to get, not to configure, not to release, in no list."""
    number = plain_numbers(store, 1)[0]
    before = store.buy("A", number)

    for refused in (store.get, store.release):
        with pytest.raises(NumberNotFound):
            refused("B", number)
    with pytest.raises(NumberNotFound):
        store.configure("B", number, {"friendlyName": "Mine"})
    assert holdings(store, "B") == holdings(store, "B", {"phone_number": number}) == store.ledger("B") == []
    assert store.get("A", number) == before


def test_what_is_not_held_is_not_found(store: Store) -> None:
    """A number that was never bought, or was released, is none of the account's."""
    number = plain_numbers(store, 1)[0]
    for turn in range(2):
        with pytest.raises(NumberNotFound):
            store.get("A", number)
        with pytest.raises(NumberNotFound):
            store.configure("A", number, {})
        with pytest.raises(NumberNotFound):
            store.release("A", number)
        if turn == 0:
            store.buy("A", number)
            store.release("A", number)


def test_configuration_is_applied_with_the_purchase(store: Store) -> None:
    """What the buyer asks for is there at once, without members that say nothing."""
    number = plain_numbers(store, 1)[0]
    wanted: dict[str, Any] = {"voice": {"url": "https://a.example", "method": None, "application_sid": SID}, "sms": {}}
    bought = store.buy("A", number, wanted)

    assert bought["configuration"] == {"voice": {"url": "https://a.example", "application_sid": SID}, "sms": {}}
    assert numbers_of(holdings(store, "A", {"configuration.voice.application_sid": SID})) == [number]


def test_configuring(store: Store) -> None:
    """Null clears, what is missing stays, objects merge member by member; the answer is what is kept."""
    number = plain_numbers(store, 1)[0]
    store.buy("A", number, {"voice": {"url": "https://a.example", "method": "POST"}})
    steps: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({}, {"configuration": {"voice": {"url": "https://a.example", "method": "POST"}}}),
        ({"friendlyName": "Mine"}, {"friendlyName": "Mine"}),
        ({"statusCallback": "https://b.example"}, {"statusCallback": "https://b.example", "friendlyName": "Mine"}),
        ({"friendlyName": None}, {"friendlyName": None, "statusCallback": "https://b.example"}),
        ({"configuration": {"voice": {"method": None}}}, {"configuration": {"voice": {"url": "https://a.example"}}}),
        ({"configuration": {"sms": {"application_sid": SID}}},
         {"configuration": {"voice": {"url": "https://a.example"}, "sms": {"application_sid": SID}}}),
        ({"configuration": None}, {"configuration": None, "statusCallback": "https://b.example"}),
        ({"statusCallback": None, "statusCallbackMethod": "GET"},
         {"statusCallback": None, "statusCallbackMethod": "GET"}),
    ]  # fmt: skip
    for changes, expected in steps:
        configured = store.configure("A", number, changes)
        assert configured == store.get("A", number)
        assert {name: configured[name] for name in expected} == expected, changes


_JSON_TEXT = st.text(max_size=34) | st.just("\0") | st.just("\ud800") | st.just("😀" * 16)


@given(name=_JSON_TEXT, sid=st.text(min_size=34, max_size=34))
def test_any_text_is_kept_as_it_is(shared_store: Store, name: str, sid: str) -> None:
    """Every text that JSON can carry comes back as it was: NUL, lone surrogates, signs beyond the BMP."""
    number = "+14155550123"
    shared_store.reset()
    shared_store.buy("A", number, {"voice": {"application_sid": sid}})
    kept = shared_store.configure("A", number, {"friendlyName": name})

    assert (kept["friendlyName"], kept["configuration"]) == (name, {"voice": {"application_sid": sid}})
    assert shared_store.get("A", number) == kept
    assert holdings(shared_store, "A", {"configuration.voice.application_sid": sid}) == [kept]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
_OBJECTS = st.dictionaries(st.sampled_from(["voice", "sms", "a"]), _VALUES, max_size=3).map(
    lambda one: {name: value for name, value in one.items() if name == "a" or value is None or isinstance(value, dict)}
)


@given(patches=st.lists(_OBJECTS, max_size=4))
def test_configuring_is_a_merge_patch(shared_store: Store, patches: list[dict[str, Any]]) -> None:
    """A row of changes gives what RFC 7396 says, worked out by its own pseudocode."""
    number = "+14155550123"
    shared_store.reset()
    shared_store.buy("A", number)
    expected: Any = None
    for patch in patches:
        expected = merge_patch(expected, patch)
        assert shared_store.configure("A", number, {"configuration": patch})["configuration"] == expected
    assert shared_store.get("A", number)["configuration"] == expected


def test_reset_of_one_account(store: Store) -> None:
    """A reset of one account forgets what it bought, released and owes, and leaves the others alone."""
    one, two, three = plain_numbers(store, 3)
    store.put_account("A", addresses=["SE"])
    store.buy("A", one)
    store.buy("A", two)
    store.release("A", two)
    store.buy("B", three)
    store.reset("A")

    assert (holdings(store, "A"), store.ledger("A")) == ([], [])
    assert numbers_of(holdings(store, "B")) == [three]
    assert plain_numbers(store, 2) == [one, two]
    assert store.account("A")["addresses"] == ["SE"]


def test_reset_of_everything(store: Store) -> None:
    """A reset of all brings the first state back: accounts that were registered stay, unless told otherwise."""
    first = catalogue(store)
    for number in plain_numbers(store, 20):
        store.buy("A", number)
    store.put_account("B")
    store.reset()

    assert catalogue(store) == first
    assert store.ledger() == []
    assert [one["id"] for one in store.accounts()] == ["B"]
    store.reset(forget_accounts=True)
    assert store.accounts() == []


def test_magic_numbers_are_in_every_catalogue(store: Store) -> None:
    """Every magic number is on offer, requires no address, and is on offer again as soon as it is released."""
    for area_code in (*magic_numbers.AREA_CODES, magic_numbers.PLAIN_AREA_CODE):
        for tail in range(100):
            number = f"+1{area_code}55501{tail:02d}"
            (item,) = catalogue(store, {"phone_number": number})
            assert item["regulatory"] == {"address_requirements": "none"}
            assert magic_numbers.outcome_of(number) is not None
    for number in ("+12025550109", "+13035550100", "+14155550123"):
        for account in ("A", "B"):
            store.buy(account, number)
            store.release(account, number)


def test_only_a_search_for_itself_finds_a_number_that_fails_on_purpose(store: Store) -> None:
    """Whoever buys what any other search found succeeds; a number that is bought all the same is listed as usual."""
    everything = numbers_of(catalogue(store))
    assert not any(magic_numbers.fails(number) for number in everything)
    assert {"+14155550123", "+12025550100"} <= set(everything)
    places = {"geography.region": "DC", "geography.iso_country": "US"}
    assert not any(magic_numbers.fails(number) for number in numbers_of(catalogue(store, places)))
    failing = "+12025550150"
    assert magic_numbers.fails(failing)
    assert numbers_of(catalogue(store, {"phone_number": failing, **places})) == [failing]
    store.buy("A", failing)
    assert numbers_of(holdings(store, "A", places)) == [failing]


def test_magic_outcomes_of_the_store(store: Store) -> None:
    """The range of the lost race is found and not sold; the range of documents is sold to those who have them."""
    lost, document = "+12025550117", "+16175550120"
    assert magic_numbers.outcome_of(lost) == magic_numbers.ALREADY_BOUGHT
    assert magic_numbers.outcome_of(document) == magic_numbers.IDENTITY_REQUIRED
    with pytest.raises(NoNumberFound):
        store.buy("A", lost)
    with pytest.raises(AddressRequirementNotMet, match="identity document"):
        store.buy("A", document)
    store.put_account("A", identity_documents=True)

    assert store.buy("A", document)["phone_number"] == document
    assert magic_numbers.outcome_of("+12025550200") is None
    assert magic_numbers.outcome_of("+4412025550100") is None
