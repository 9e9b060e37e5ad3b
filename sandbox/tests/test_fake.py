"""The fake: the generated client with the sandbox behind it, in one process and one line."""

from __future__ import annotations

import asyncio
import pkgutil
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("numbers_api", reason="the generated client is not beside the sandbox")

import numbers_sandbox
import trio
from numbers_api import PurchaseOutcomeUnknown

if TYPE_CHECKING:
    from numbers_sandbox import Fake

NUMBER = "+14155550100"


def test_a_number_is_bought_in_one_line() -> None:
    """`fake_client` is a client that searches, buys and lists, without a server."""
    with numbers_sandbox.fake_client() as client:
        offered = next(iter(client.available_numbers.search(type="local", limit=1)))
        assert offered.phone_number
        assert client.active_numbers.buy(NUMBER).phone_number == NUMBER
        assert [number.phone_number for number in client.active_numbers.list()] == [NUMBER]


def test_the_asynchronous_client_does_the_same_on_asyncio_and_trio() -> None:
    """`fake_async_client` buys as well, on either loop, each with a service of its own."""

    async def buy() -> str:
        async with numbers_sandbox.fake_async_client() as client:
            return (await client.active_numbers.buy(NUMBER)).phone_number

    assert asyncio.run(buy()) == trio.run(buy) == NUMBER


def test_two_fakes_share_nothing() -> None:
    """What is bought from one fake is still on offer in another."""
    with numbers_sandbox.fake_client() as one, numbers_sandbox.fake_client() as other:
        assert one.active_numbers.buy(NUMBER) is not None
        assert other.active_numbers.buy(NUMBER) is not None


def test_no_module_of_the_package_takes_the_place_of_an_exported_name(numbers_fake: Fake) -> None:
    """`fake` stays the function after it was called, and after the fixture or `fake_client` loaded its module."""
    with numbers_fake.client() as client, numbers_sandbox.fake() as one, numbers_sandbox.fake() as other:
        assert client.active_numbers.buy(NUMBER).phone_number == NUMBER
        assert (one.ledger(), other.ledger()) == ([], [])
    modules = {module.name for module in pkgutil.iter_modules(numbers_sandbox.__path__)}
    assert not modules & set(numbers_sandbox.__all__)


def test_the_paths_of_failure_can_be_tested(numbers_fake: Fake) -> None:
    """Faults are switched on, the ledger is read, and settings of the client hold, without waiting for a server."""
    numbers_fake.faults.add("reset", operation="buyActiveNumber", when="after", times=1)
    numbers_fake.faults.add("error", operation="getActiveNumber", status=500)
    client = numbers_fake.client(max_retries=0)
    with pytest.raises(PurchaseOutcomeUnknown) as caught:
        client.active_numbers.buy(NUMBER)
    assert [row["phone_number"] for row in numbers_fake.ledger()] == [NUMBER]
    numbers_fake.faults.clear()
    assert caught.value.resolve().phone_number == NUMBER
    assert caught.value.charged == "yes"
