"""What a run is told from outside is read as it was meant, or refused with the variable, the rule and the next step."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_contract.settings import NAMES, SettingsError, is_loopback, settings_from

HERE = {"BASE_URL": "http://127.0.0.1:8080/v1", "ACCOUNT_ID": "AC1"}
THERE = {"BASE_URL": "https://numbers.example/v1/", "ACCOUNT_ID": "AC1"}


def test_without_purchases_nothing_may_be_bought() -> None:
    """A run that is not told otherwise may spend nothing."""
    assert settings_from(THERE).max_spend is None


def test_a_stranger_is_asked_slowly() -> None:
    """Requests per second and in total are bounded everywhere, and tightly away from this machine."""
    near, far = settings_from(HERE).limits, settings_from(THERE).limits

    assert near.rate is not None
    assert far.rate is not None
    assert far.rate < near.rate
    assert far.requests < near.requests


def test_a_second_account_makes_two() -> None:
    """OTHER_ACCOUNT_ID with its own credential is the second account."""
    settings = settings_from({**THERE, "TOKEN": "one", "OTHER_ACCOUNT_ID": "AC2", "OTHER_PASSWORD": "two"})

    assert [account.id for account in settings.endpoint.accounts] == ["AC1", "AC2"]
    assert next(account.authorization for account in settings.endpoint.accounts) == "Bearer one"
    assert settings.endpoint.base_url == "https://numbers.example/v1"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"BASE_URL": "numbers.example"}, "BASE_URL"),
        ({"BASE_URL": "ftp://numbers.example"}, "BASE_URL"),
        ({"BASE_URL": "https://[::1"}, "BASE_URL"),
        ({"BASE_URL": "https://host:99999"}, "BASE_URL"),
        ({"BASE_URL": "https://user:secret@host/"}, "BASE_URL"),
        ({"BASE_URL": "https://host/?a=1"}, "BASE_URL"),
        ({"ACCOUNT_ID": ""}, "ACCOUNT_ID"),
        ({"OTHER_TOKEN": "x"}, "OTHER_ACCOUNT_ID"),
        ({"OTHER_ACCOUNT_ID": "AC1"}, "OTHER_ACCOUNT_ID"),
        ({"TOKEN": "a", "PASSWORD": "b"}, "TOKEN"),
        ({"PURCHASES": "yes", "MAX_SPEND": "1"}, "PURCHASES"),
        ({"PURCHASES": "allow"}, "MAX_SPEND"),
        ({"MAX_SPEND": "5"}, "PURCHASES"),
        ({"PURCHASES": "allow", "MAX_SPEND": "much"}, "MAX_SPEND"),
        ({"PURCHASES": "allow", "MAX_SPEND": "-1"}, "MAX_SPEND"),
        ({"PURCHASES": "allow", "MAX_SPEND": "NaN"}, "MAX_SPEND"),
        ({"PURCHASES": "allow", "MAX_SPEND": "Infinity"}, "MAX_SPEND"),
        ({"AUTH": "maybe"}, "AUTH"),
        ({"RATE": "0"}, "RATE"),
        ({"RATE": "nan"}, "RATE"),
        ({"SEED": "1.5"}, "SEED"),
        ({"SEEDS": "0"}, "SEEDS"),
        ({"EFFORT": "99"}, "EFFORT"),
        ({"MAX_REQUESTS": "many"}, "MAX_REQUESTS"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, str], named: str) -> None:
    """A variable that is not as it must be is named in one line, and a secret in it is not shown."""
    with pytest.raises(SettingsError) as caught:
        settings_from({**HERE, **wrong})

    assert named in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.text(max_size=12), max_size=6))
def test_any_text_is_settings_or_refused(given: dict[str, str]) -> None:
    """Whatever the variables hold, the outcome is settings or a SettingsError."""
    try:
        settings = settings_from(given)
    except SettingsError:
        return

    assert settings.endpoint.accounts
    assert settings.max_spend is None or settings.max_spend >= Decimal(0)


def test_which_addresses_are_this_machine() -> None:
    """Loopback addresses and names of them are this machine; a host that merely begins like one is not."""
    assert is_loopback("http://127.0.0.9:1/")
    assert is_loopback("http://[::1]:1/")
    assert is_loopback("http://localhost/")
    assert not is_loopback("http://127.0.0.1.example/")
    assert not is_loopback("https://localhost.example/")
