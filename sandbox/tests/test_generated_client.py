"""The generated client and the sandbox, end to end: neither knows the other, both know the description."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import httpx
import pytest

numbers_api = pytest.importorskip("numbers_api", reason="the generated client is not beside the sandbox")

if TYPE_CHECKING:
    from numbers_sandbox.testing import LiveSandbox
    from numbers_sandbox.transport import SandboxTransport

PLAIN = {"regulatory_address_requirements": "none", "lifecycle": "generally-available", "geography_iso_country": "US"}


def test_a_number_lives_through_the_client(numbers_sandbox: LiveSandbox) -> None:
    """Search, buy, read, list, configure and release, with the client's own types at every step."""
    with numbers_api.NumbersClient(**numbers_sandbox.client_kwargs) as client:
        offered = next(iter(client.available_numbers.search(**PLAIN)))
        bought = client.active_numbers.buy(offered.phone_number)
        assert bought.account_sid == numbers_sandbox.account
        assert client.active_numbers.get(bought.phone_number) == bought
        assert [number.phone_number for number in client.active_numbers.list()] == [bought.phone_number]
        changed = client.active_numbers.configure(bought.phone_number, friendly_name="Line")
        assert changed.friendly_name == "Line"
        client.active_numbers.release(bought.phone_number)
        with pytest.raises(numbers_api.APIError) as refused:
            client.active_numbers.get(bought.phone_number)
        assert (refused.value.status, refused.value.code) == (404, 40401)
    assert [charge["phone_number"] for charge in numbers_sandbox.ledger()] == [offered.phone_number]


def test_the_client_walks_the_pages(numbers_sandbox: LiveSandbox) -> None:
    """Iterating over a search follows the links to the end, and shows each number once."""
    with numbers_api.NumbersClient(**numbers_sandbox.client_kwargs) as client:
        found = [
            number.phone_number for number in client.available_numbers.search(geography_iso_country="SE", page_size=20)
        ]
    assert len(found) > 60
    assert found == sorted(set(found))


def test_refusals_become_the_exceptions_of_their_codes(numbers_sandbox: LiveSandbox) -> None:
    """21452 and 21650 are exceptions of their own, and nothing is charged."""
    with numbers_api.NumbersClient(**numbers_sandbox.client_kwargs) as client:
        with pytest.raises(numbers_api.NoNumberFound):
            client.active_numbers.buy("+12025550110")
        with pytest.raises(numbers_api.IdentityDocumentRequired):
            client.active_numbers.buy("+12025550120")
    assert numbers_sandbox.ledger() == []


@pytest.mark.parametrize("action", ["reset", "close", "truncate", "malformed"])
def test_a_purchase_whose_answer_is_lost_is_made_once(numbers_sandbox: LiveSandbox, action: str) -> None:
    """However the answer is lost, the client buys once and finds out what it has bought, or says that it cannot."""
    numbers_sandbox.faults.add(action, operation="buyActiveNumber", when="after", times=1)
    with numbers_api.NumbersClient(**numbers_sandbox.client_kwargs) as client:
        number = next(iter(client.available_numbers.search(**PLAIN))).phone_number
        with contextlib.suppress(numbers_api.PurchaseOutcomeUnknown, numbers_api.ContractError):
            assert client.active_numbers.buy(number).phone_number == number
    assert [charge["phone_number"] for charge in numbers_sandbox.ledger()] == [number]
    sent = [request for request in numbers_sandbox.requests() if request["operation"] == "buyActiveNumber"]
    assert len(sent) == 1


def test_the_client_waits_as_long_as_it_is_told(numbers_sandbox: LiveSandbox) -> None:
    """After a 429 the client asks again, and gets its answer."""
    numbers_sandbox.faults.add("rate-limit", retry_after=0, times=1, operation="listActiveNumbers")
    with numbers_api.NumbersClient(**numbers_sandbox.client_kwargs) as client:
        assert list(client.active_numbers.list()) == []
    assert [request["status"] for request in numbers_sandbox.requests()] == [429, 200]


def test_an_answer_that_breaks_the_description_is_named(numbers_sandbox: LiveSandbox) -> None:
    """The client says where an answer is not as described."""
    numbers_sandbox.faults.add("contract", operation="listActiveNumbers")
    with (
        numbers_api.NumbersClient(**numbers_sandbox.client_kwargs) as client,
        pytest.raises(numbers_api.ContractError) as broken,
    ):
        list(client.active_numbers.list())
    assert broken.value.path.startswith("/")


def test_the_client_speaks_to_the_sandbox_without_a_socket(numbers_sandbox_transport: SandboxTransport) -> None:
    """The in-process transport serves both clients; faults are seen as on a socket."""
    sandbox = numbers_sandbox_transport.sandbox
    options = {"base_url": "http://sandbox", "account_id": sandbox.account}
    with httpx.Client(transport=numbers_sandbox_transport) as transport:
        client = numbers_api.NumbersClient(**options, http_client=transport, max_retries=0)
        number = next(iter(client.available_numbers.search(**PLAIN))).phone_number
        sandbox.faults.add("reset", operation="listActiveNumbers", times=1)
        with pytest.raises(numbers_api.ConnectionFailed):
            list(client.active_numbers.list())

    async def buy() -> str:
        async with httpx.AsyncClient(transport=numbers_sandbox_transport) as connection:
            other = numbers_api.AsyncNumbersClient(**options, http_client=connection)
            found = await other.active_numbers.buy(number)
            return str(found.phone_number)

    assert asyncio.run(buy()) == number
    assert [charge["phone_number"] for charge in sandbox.ledger()] == [number]
