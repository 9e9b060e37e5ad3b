"""Accounts: registered or come into being, with secrets that are kept as digests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from numbers_sandbox.store.errors import AccountNotFound
from store_support import plain_numbers

if TYPE_CHECKING:
    from numbers_sandbox.store.store import Store


def test_an_account_comes_into_being_by_its_first_purchase(store: Store) -> None:
    """Reading makes no account, buying does."""
    with pytest.raises(AccountNotFound, match="A"):
        store.account("A")
    store.buy("A", plain_numbers(store, 1)[0])

    assert store.account("A") == {
        "id": "A",
        "registered": False,
        "addresses": [],
        "identity_documents": False,
        "token": False,
        "password": False,
        "numbers": 1,
    }


def test_registering_an_account(store: Store) -> None:
    """What is registered is shown, the secrets only as far as there are any; holdings stay through a new one."""
    store.buy("A", plain_numbers(store, 1)[0])
    store.put_account("A", token="t", password="p", addresses=["SE", "DE", "SE"], identity_documents=True)

    assert store.account("A") == {
        "id": "A",
        "registered": True,
        "addresses": ["DE", "SE"],
        "identity_documents": True,
        "token": True,
        "password": True,
        "numbers": 1,
    }
    assert store.accounts() == [store.account("A")]


def test_secrets(store: Store) -> None:
    """A token leads to its account, a password fits its account, and neither does after it was replaced."""
    store.put_account("A", token="one", password="geheim\0\ud800")
    store.put_account("B", token="two")

    assert [store.account_of_token(token) for token in ("one", "two", "three", "")] == ["A", "B", None, None]
    assert store.password_matches("A", "geheim\0\ud800")
    assert not store.password_matches("A", "geheim")
    assert not store.password_matches("B", "")
    assert not store.password_matches("C", "geheim")
    assert not store.password_matches("A\0", "geheim")
    store.put_account("A", token="three")
    assert (store.account_of_token("one"), store.account_of_token("three")) == (None, "A")
    assert not store.password_matches("A", "geheim\0\ud800")


@pytest.mark.parametrize(
    ("id_", "settings", "reason"),
    [
        ("", {}, "no name"),
        ("a b", {}, "no name"),
        ("A\n", {}, "no name"),
        ("C", {"addresses": ["Sweden"]}, "'Sweden' is no ISO 3166-1"),
        ("C", {"addresses": ["se"]}, "'se' is no ISO 3166-1"),
        ("C", {"token": "taken"}, "token is that of another account"),
    ],
)
def test_what_cannot_be_registered(store: Store, id_: str, settings: dict[str, object], reason: str) -> None:
    """A bad name, a bad country and another account's token are refused, and leave everything as it was."""
    store.put_account("A", token="taken")
    before = store.accounts()

    with pytest.raises(ValueError, match=reason):
        store.put_account(id_, **settings)  # type: ignore[arg-type]
    assert store.accounts() == before
