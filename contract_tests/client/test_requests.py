"""Whatever arguments the description allows, the request on the wire is one that it allows, and means them."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest
import trio
from client.both_clients import Answer, BothClients, both_clients, bound, parameters_of, served
from client.calls import (
    Call,
    assert_means,
    call_of_examples,
    calls,
    calls_of_schemathesis,
    first_form,
    forms,
    keywords,
)
from client.described import Operation, alternatives, operations, snake
from client.judge import emitted, judge
from hypothesis import given, settings
from hypothesis import strategies as st
from numbers_api import UNSET, APIError, AsyncNumbersClient

if TYPE_CHECKING:
    from collections.abc import Iterator

BY_ID = pytest.mark.parametrize("operation", operations().values(), ids=operations())
TOKEN = "a-token"  # opens nothing: no request leaves this process
BEARER = ("bearer", TOKEN)


@pytest.fixture(scope="module")
def clients() -> Iterator[BothClients]:
    """Both clients with a token, but no account."""
    with both_clients(token=TOKEN) as clients:
        yield clients


def check(clients: BothClients, call: Call, arguments: dict[str, object] | None = None) -> None:
    """Make `call` with both clients: one request each, which the description allows and which means the call."""
    outcome = clients.call(call.operation, keywords(call, first_form) if arguments is None else arguments)
    assert len(outcome.requests) == 1, outcome.error
    assert_means(outcome.requests[0], call, BEARER)


@BY_ID
@settings(max_examples=120)
@given(data=st.data())
def test_arguments_of_schemathesis_arrive(clients: BothClients, operation: Operation, data: st.DataObject) -> None:
    """What Schemathesis makes by the description arrives with its meaning: path, query, body and credential."""
    check(clients, data.draw(calls_of_schemathesis(operation)))


@BY_ID
@settings(max_examples=120)
@given(data=st.data())
def test_arguments_of_every_form_arrive(clients: BothClients, operation: Operation, data: st.DataObject) -> None:
    """Plain values, members of enumerations, models built and read, and Decimal: each stands for its JSON value."""
    call = data.draw(calls(operation))
    check(clients, call, keywords(call, lambda found: data.draw(st.sampled_from(found))))


@BY_ID
def test_no_optional_argument_sends_none(clients: BothClients, operation: Operation) -> None:
    """Without optional arguments only what is required stands on the wire; nothing has a default of the client."""
    check(clients, call_of_examples(operation))


@BY_ID
def test_all_optional_arguments_are_sent_together(clients: BothClients, operation: Operation) -> None:
    """Every argument at once, in every form that its example has."""
    call = call_of_examples(operation, optional=True)
    for pick in (0, -1):
        check(clients, call, keywords(call, lambda found, pick=pick: found[pick]))


@BY_ID
def test_each_optional_argument_is_sent_alone(clients: BothClients, operation: Operation) -> None:
    """Each optional argument depends on no other; leaving out and giving UNSET are the same."""
    least, most = call_of_examples(operation), call_of_examples(operation, optional=True)
    unset = {snake(name): UNSET for _, name in most.parameters} | dict.fromkeys(map(snake, most.members), UNSET)
    for key in most.parameters.keys() - least.parameters.keys():
        call = Call(operation, {**least.parameters, key: most.parameters[key]}, {})
        check(clients, call, {**unset, **keywords(call, first_form)})
    for name in most.members:
        call = Call(operation, least.parameters, {name: most.members[name]})
        check(clients, call, {**unset, **keywords(call, first_form)})


@BY_ID
def test_null_is_sent_and_unset_is_not(clients: BothClients, operation: Operation) -> None:
    """None for a nullable member of the body is null on the wire, which is another thing than leaving it out."""
    least = call_of_examples(operation)
    for name, schema in operation.members.items():
        if any(part.get("type") == "null" for part in alternatives(schema)):
            check(clients, Call(operation, least.parameters, {name: None}))


def test_a_whole_float_is_an_integer_on_the_wire(clients: BothClients) -> None:
    """For JSON Schema 1.0 is an integer, but the text 1.0 is none: what is sent is 1."""
    operation = operations()["searchAvailableNumbers"]
    outcome = clients.call(operation, {"page": 1.0, "page_size": 2e2})
    assert_means(outcome.requests[0], Call(operation, {("query", "page"): 1, ("query", "page_size"): 200}, {}), BEARER)


@BY_ID
def test_required_arguments_may_stand_without_names(clients: BothClients, operation: Operation) -> None:
    """What a call cannot do without may be given by position, as in ``get(phone_number)``."""
    call = call_of_examples(operation)
    given = keywords(call, first_form)
    positional = [
        given.pop(name)
        for name, parameter in parameters_of(operation).items()
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    with served(Answer()) as requests, pytest.raises(APIError):
        bound(clients.blocking, operation)(*positional, **given).first_page()
    assert_means(requests[0], call, BEARER)


@pytest.mark.parametrize("of_call", [False, True], ids=["of the client", "of the call"])
def test_the_account_of_the_call_comes_before_that_of_the_client(*, of_call: bool) -> None:
    """An operation of an account uses the client's unless the call names one; another operation uses none."""
    with both_clients(account_id="AC-of-the-client") as clients:
        for operation in operations().values():
            call = call_of_examples(operation)
            arguments = {name: item for name, item in keywords(call, first_form).items() if name != "account_id"}
            named = {"account_id": "AC-of-the-call"} if of_call and ("path", "AccountId") in call.parameters else {}
            carried = judge(emitted(clients.call(operation, {**arguments, **named}).requests[0]))
            expected = named.get("account_id", "AC-of-the-client")
            assert carried.parameters.get(("path", "AccountId"), expected) == expected


TOKENS = st.from_regex(r"[A-Za-z0-9._~+/-]{1,40}={0,2}", fullmatch=True)
USERS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=":"), max_size=20)
PASSWORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@settings(max_examples=15)
@given(token=TOKENS, user=USERS, password=PASSWORDS)
def test_the_credential_arrives(token: str, user: str, password: str) -> None:
    """A token as Bearer, user and password as Basic, nothing as nothing; with every operation."""
    for given_, credential in (
        ({"token": token}, ("bearer", token)),
        ({"basic_auth": (user, password)}, ("basic", f"{user}:{password}")),
        ({}, None),
    ):
        with both_clients(**given_) as clients:
            for operation in operations().values():
                call = call_of_examples(operation)
                outcome = clients.call(operation, keywords(call, first_form))
                assert_means(outcome.requests[0], call, credential)


@BY_ID
def test_the_asynchronous_client_runs_on_trio(operation: Operation) -> None:
    """On trio as on asyncio the request is the same."""
    call = call_of_examples(operation, optional=True)

    async def main() -> None:
        async with AsyncNumbersClient(token=TOKEN, max_retries=0) as client:
            with served(Answer()) as requests, pytest.raises(APIError):
                await bound(client, operation)(**keywords(call, first_form))
            assert_means(requests[0], call, BEARER)

    trio.run(main)


def test_every_form_is_tried() -> None:
    """The tests above are not empty: there are models, enumerations and decimals among the arguments."""
    kinds = {
        type(form).__name__
        for operation in operations().values()
        for form in keywords(call_of_examples(operation, optional=True), lambda found: found[-1]).values()
    }
    assert {"Voice", "Sms", "Configuration", "CallbackMethod", "NumberType", "Decimal", "bool", "int", "str"} <= kinds
    assert forms({"type": "string"}, "x") == ["x"]
