"""Purchases against the sandbox and its ledger: whatever is lost, a number is paid for once, and its buyer knows."""

from __future__ import annotations

import asyncio
import functools
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
import trio
from client.sandboxed import Service, service
from numbers_api import (
    AsyncNumbersClient,
    ContractError,
    InvalidRequest,
    NoNumberFound,
    NotFound,
    NumbersClient,
    NumbersError,
    PurchaseOutcomeUnknown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LOSSES = ["reset", "close", "truncate", "malformed", "contract", "error"]
CANCELLED = (asyncio.CancelledError, trio.Cancelled)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service; no client waits between two attempts."""
    monkeypatch.setattr("numbers_api._runtime.calls.attempts.backoff", lambda _: 0.0)
    monkeypatch.setattr("numbers_api._runtime.calls.read_back.ABSENCE", 0.0)
    with service() as found:
        yield found


def buy(sandbox: Service, colour: str, number: object, **options: object) -> Any:  # noqa: ANN401 -- the model
    """Buy with one of the clients."""
    if colour == "blocking":
        with sandbox.blocking() as client:
            return client.active_numbers.buy(number, **options)

    async def asynchronous() -> object:
        async with sandbox.asynchronous() as client:
            return await client.active_numbers.buy(number, **options)

    return asyncio.run(asynchronous()) if colour == "asyncio" else trio.run(asynchronous)


@pytest.mark.parametrize("colour", ["blocking", "asyncio", "trio"])
@pytest.mark.parametrize("action", LOSSES)
def test_an_answer_lost_after_the_purchase_is_made_good(sandbox: Service, action: str, colour: str) -> None:
    """The number is read back, returned and marked; the purchase went out once and was charged once."""
    (offer,) = sandbox.offers(1)
    sandbox.faults.add(action, operation="buyActiveNumber", when="after", times=1)
    bought = buy(sandbox, colour, offer)

    assert bought.phone_number == offer.phone_number
    assert bought.reconciled
    assert sandbox.charged() == [offer.phone_number]
    assert sandbox.asked("buyActiveNumber") == 1


@pytest.mark.parametrize("colour", ["blocking", "asyncio", "trio"])
@pytest.mark.parametrize("action", ["reset", "close", "error"])
def test_a_purchase_that_surely_was_not_made_is_made_again(sandbox: Service, action: str, colour: str) -> None:
    """When the number is absent twice in a row, the purchase goes out again, and is charged once."""
    (offer,) = sandbox.offers(1)
    sandbox.faults.add(action, operation="buyActiveNumber", when="before", times=1)
    bought = buy(sandbox, colour, offer.phone_number)

    assert not bought.reconciled
    assert sandbox.charged() == [offer.phone_number]
    assert (sandbox.asked("buyActiveNumber"), sandbox.asked("getActiveNumber")) == (2, 2)


def test_without_retries_a_purchase_is_looked_for_and_not_repeated(sandbox: Service) -> None:
    """`max_retries=0` means one purchase; what became of it is still found out."""
    (offer,) = sandbox.offers(1)
    sandbox.faults.add("reset", operation="buyActiveNumber", when="before", times=1)
    with sandbox.blocking() as client:
        with pytest.raises(PurchaseOutcomeUnknown) as caught:
            client.active_numbers.buy(offer, max_retries=0)
        assert (caught.value.phone_number, caught.value.attempts) == (offer.phone_number, 1)
        assert caught.value.resolve() is None

    assert sandbox.charged() == []
    assert sandbox.asked("buyActiveNumber") == 1


def test_who_cannot_be_told_can_ask_later(sandbox: Service) -> None:
    """While reading back fails too, the outcome is unknown; `resolve` asks again, and then `charged` says so."""
    (offer,) = sandbox.offers(1)
    sandbox.faults.add("reset", operation="buyActiveNumber", when="after", times=1)
    failing = sandbox.faults.add("error", operation="getActiveNumber")
    with sandbox.blocking() as client:
        with pytest.raises(PurchaseOutcomeUnknown) as caught:
            client.active_numbers.buy(offer.phone_number)
        assert (caught.value.charged, caught.value.attempts) == ("unknown", 1)
        assert offer.phone_number not in str(caught.value)
        with pytest.raises(PurchaseOutcomeUnknown) as again:
            caught.value.resolve()
        sandbox.faults.remove(failing)
        found = again.value.resolve()

    assert found.phone_number == offer.phone_number
    assert found.reconciled
    assert again.value.charged == "yes"
    assert sandbox.charged() == [offer.phone_number]


def test_the_asynchronous_client_is_asked_with_await(sandbox: Service) -> None:
    """`resolve` of its errors gives something to await."""
    (offer,) = sandbox.offers(1)
    sandbox.faults.add("reset", operation="buyActiveNumber", when="after", times=1)
    sandbox.faults.add("error", operation="getActiveNumber", times=3)

    async def main() -> object:
        async with sandbox.asynchronous() as client:
            with pytest.raises(PurchaseOutcomeUnknown) as caught:
                await client.active_numbers.buy(offer.phone_number)
            return await caught.value.resolve()

    assert asyncio.run(main()).phone_number == offer.phone_number


def test_a_pickled_error_cannot_ask(sandbox: Service) -> None:
    """A pickle holds neither a connection nor the whole number, and asking it says so."""
    (offer,) = sandbox.offers(1)
    sandbox.faults.add("reset", operation="buyActiveNumber", times=1)
    with sandbox.blocking() as client, pytest.raises(PurchaseOutcomeUnknown) as caught:
        client.active_numbers.buy(offer.phone_number, max_retries=0)
    pickled = pickle.dumps(caught.value)

    assert offer.phone_number[1:].encode() not in pickled
    copy = pickle.loads(pickled)  # noqa: S301 -- made above
    assert copy.attempts == 1
    with pytest.raises(InvalidRequest, match="get the number from the account"):
        copy.resolve()


def test_a_purchase_whose_answer_cannot_be_read_was_charged(sandbox: Service) -> None:
    """With nothing to read back, an unreadable success is an error that says yes and carries the answer."""
    (offer,) = sandbox.offers(1)
    sandbox.faults.add("malformed", operation="buyActiveNumber", times=1)
    sandbox.faults.add("error", operation="getActiveNumber")
    with sandbox.blocking() as client, pytest.raises(ContractError) as caught:
        client.active_numbers.buy(offer.phone_number)

    assert (caught.value.charged, caught.value.status) == ("yes", 200)
    assert caught.value.body
    assert sandbox.charged() == [offer.phone_number]


def test_a_refusal_is_no_purchase(sandbox: Service) -> None:
    """A number that somebody has already is refused with a plain no, and nothing is asked beside it."""
    (offer,) = sandbox.offers(1)
    with sandbox.blocking() as client:
        client.active_numbers.buy(offer)
        with pytest.raises(NoNumberFound) as caught:
            client.active_numbers.buy(offer)

    assert caught.value.charged == "no"
    assert sandbox.asked("getActiveNumber") == 0


def test_what_another_account_has_bought_is_not_ours(sandbox: Service) -> None:
    """Lost before it was made, and then taken by another account: the refusal stands, and says no."""
    (offer,) = sandbox.offers(1)
    with sandbox.blocking(account_id="ACother") as other:
        other.active_numbers.buy(offer)
    sandbox.faults.add("reset", operation="buyActiveNumber", times=1)
    with sandbox.blocking() as client, pytest.raises(NoNumberFound) as caught:
        client.active_numbers.buy(offer)

    assert caught.value.charged == "no"
    assert sandbox.charged() == []


@pytest.mark.parametrize("action", ["reset", "error", "truncate"])
def test_a_release_whose_answer_is_lost_is_a_release(sandbox: Service, action: str) -> None:
    """Gone is success, however often the answer is lost."""
    (offer,) = sandbox.offers(1)
    with sandbox.blocking() as client:
        client.active_numbers.buy(offer)
        sandbox.faults.add(action, operation="releaseActiveNumber", when="after")
        client.active_numbers.release(offer.phone_number)
        with pytest.raises(NotFound):
            client.active_numbers.get(offer.phone_number)


def test_a_configuration_whose_answer_stays_lost_is_compared(sandbox: Service) -> None:
    """What was sent is found again, so it was a success; when it is not, the failure is raised."""
    (offer,) = sandbox.offers(1)
    with sandbox.blocking() as client:
        client.active_numbers.buy(offer)
        lost = sandbox.faults.add("reset", operation="configureActiveNumber", when="after")
        changed = client.active_numbers.configure(offer.phone_number, friendly_name="Line", configuration=None)
        assert (changed.friendly_name, changed.reconciled) == ("Line", True)
        sandbox.faults.remove(lost)
        sandbox.faults.add("reset", operation="configureActiveNumber", when="before")
        with pytest.raises(NumbersError) as caught:
            client.active_numbers.configure(offer.phone_number, friendly_name="Other")
        assert caught.value.charged == "no"


class _Hanging(httpx.AsyncBaseTransport, httpx.BaseTransport):
    """Passes a request on, says so, and then never gives the answer."""

    def __init__(self, inner: Any) -> None:  # noqa: ANN401 -- a transport of both colours
        self.inner = inner

    @functools.cached_property
    def passed(self) -> anyio.Event:
        """Set when a purchase went through; made inside of the loop."""
        return anyio.Event()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response: httpx.Response = self.inner.handle_request(request)
        if request.method == "POST":
            raise KeyboardInterrupt
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response: httpx.Response = await self.inner.handle_async_request(request)
        if request.method == "POST":
            self.passed.set()
            await anyio.sleep_forever()
        return response


async def _cancelled_buyer(client: AsyncNumbersClient, number: str, hanging: _Hanging, seen: list[object]) -> None:
    async def buyer() -> None:
        try:
            await client.active_numbers.buy(number)
        except CANCELLED as stop:
            seen.append(stop.__cause__)
            raise

    async with anyio.create_task_group() as group:
        group.start_soon(buyer)
        await hanging.passed.wait()
        group.cancel_scope.cancel()


@pytest.mark.parametrize("loop", ["asyncio", "trio"])
def test_a_cancelled_purchase_can_be_asked_for(sandbox: Service, loop: str) -> None:
    """Cancelling is not held up; the purchase stays in `purchases_in_doubt` until it is resolved."""
    (offer,) = sandbox.offers(1)
    hanging, seen = _Hanging(sandbox.transport), list[object]()

    async def main() -> None:
        async with sandbox.asynchronous(transport=hanging) as client:
            await _cancelled_buyer(client, offer.phone_number, hanging, seen)
            (doubt,) = client.with_options(max_retries=1).purchases_in_doubt
            assert seen == [doubt]
            assert (doubt.phone_number, doubt.charged, doubt.attempts) == (offer.phone_number, "unknown", 1)
            found = await doubt.resolve()
            assert (found.phone_number, found.reconciled, doubt.charged) == (offer.phone_number, True, "yes")
            assert client.purchases_in_doubt == ()

    anyio.run(main, backend=loop)
    assert sandbox.charged() == [offer.phone_number]


def test_an_interrupted_purchase_can_be_asked_for(sandbox: Service) -> None:
    """Ctrl-C while a purchase is under way leaves it in doubt; before it was sent, it does not."""
    (offer,) = sandbox.offers(1)
    with sandbox.blocking(transport=_Hanging(sandbox.transport)) as client:
        with pytest.raises(KeyboardInterrupt) as caught:
            client.active_numbers.buy(offer)
        (doubt,) = client.purchases_in_doubt
        assert caught.value.__cause__ is doubt
        assert doubt.resolve().phone_number == offer.phone_number


def test_what_was_not_sent_is_not_in_doubt(sandbox: Service) -> None:
    """When the caller's own code fails before the request goes out, nothing is in doubt."""

    def failing(operation: str) -> dict[str, str]:
        raise LookupError(operation)

    (offer,) = sandbox.offers(1)
    with sandbox.blocking(headers=failing) as client:
        with pytest.raises(LookupError):
            client.active_numbers.buy(offer)
        assert client.purchases_in_doubt == ()


def test_one_client_serves_many_threads(sandbox: Service) -> None:
    """Twelve threads share a client and want the same four numbers: each is charged once, and no call is mixed up."""
    wanted = [offer.phone_number for offer in sandbox.offers(4)]
    for action, times in (("reset", 3), ("error", 3)):
        sandbox.faults.add(action, operation="buyActiveNumber", when="after", times=times)

    def work(number: str) -> str | None:
        try:
            return client.active_numbers.buy(number).phone_number
        except NoNumberFound:
            return None

    with sandbox.blocking() as client, ThreadPoolExecutor(12) as pool:
        results = list(pool.map(work, wanted * 3))

    assert sorted(sandbox.charged()) == sorted(wanted)
    assert {result for result in results if result} == set(wanted)
    assert all(result in (None, number) for result, number in zip(results, wanted * 3, strict=True))


class _Raced(list[Any]):
    """A list to which another thread adds `late` as soon as it has been read to its end, once."""

    late: object = None

    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        late, self.late = self.late, None
        if late is not None:
            self.append(late)


def test_no_thread_forgets_what_another_has_in_doubt() -> None:
    """A purchase that is interrupted while another one is resolved stays in doubt."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise KeyboardInterrupt
        return httpx.Response(404, json={"code": 1, "message": "no", "status": 404})

    transport: Any = httpx.MockTransport(answer)
    with NumbersClient(base_url="http://n.test", account_id="AC1", transport=transport, max_retries=0) as client:
        for number in ("+14155550123", "+14155550124"):
            with pytest.raises(KeyboardInterrupt):
                client.active_numbers.buy(number)
        first, second = client.purchases_in_doubt
        doubts = client._doubts = _Raced([first])  # noqa: SLF001
        doubts.late = second
        assert first.resolve() is None
        assert len(client.purchases_in_doubt) <= 1  # which reads it to its end, if nothing else has
        assert client.purchases_in_doubt == (second,)


def test_a_purchase_in_a_process_that_has_no_number(sandbox: Service) -> None:
    """A client is made once a process: it is not pickled."""
    with sandbox.blocking() as client, pytest.raises(TypeError, match="each process"):
        pickle.dumps(client)
    assert isinstance(client, NumbersClient)
