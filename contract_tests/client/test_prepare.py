"""`prepare` shows the request of every call, sends nothing, and tells nothing secret."""

from __future__ import annotations

import shlex
from typing import Any

import httpx
import pytest
from client.both_clients import Answer, both_clients, bound, served
from client.calls import call_of_examples, first_form, keywords
from client.described import Operation, operations
from numbers_api import InvalidRequest, NumbersClient

BY_ID = pytest.mark.parametrize("operation", operations().values(), ids=operations())
SETTINGS: dict[str, Any] = {"base_url": "https://numbers.test/v1", "account_id": "AC1", "token": "t0psecret"}


def _read(command: str, variables: dict[str, str]) -> httpx.Request:
    """The request of a curl command, as a shell with these variables would send it."""
    expanded = command
    for name, text in variables.items():
        expanded = expanded.replace(f"${name}", text)
    program, *words = shlex.split(expanded)
    assert program == "curl"
    pairs = list(zip(words[::2], words[1::2], strict=True))
    headers = [tuple(text.split(": ", 1)) for option, text in pairs if option == "--header"]
    given = dict(pair for pair in pairs if pair[0] != "--header")
    content = given.get("--data-raw")
    return httpx.Request(given["--request"], given["--url"], headers=headers, content=content and content.encode())


@BY_ID
@pytest.mark.parametrize("optional", [False, True])
def test_what_is_shown_is_what_would_be_sent(operation: Operation, optional: bool) -> None:  # noqa: FBT001
    """The command carries method, URL, headers and body of the call, and preparing it sends nothing."""
    arguments = keywords(call_of_examples(operation, optional=optional), first_form)
    with both_clients(**SETTINGS) as clients:
        with served(Answer()) as requests:
            one = bound(clients.blocking, operation).prepare(**arguments)
            other = bound(clients.asynchronous, operation).prepare(**arguments)
            assert requests == []
        sent, *_ = clients.call(operation, arguments).requests  # the others read back what became of it
    assert one == other
    assert one.curl == other.curl
    assert "t0psecret" not in one.curl + repr(one) + str(one.headers)
    shown = _read(one.curl, {"NUMBERS_API_TOKEN": "t0psecret"})
    assert (shown.method, str(shown.url), shown.content) == (sent.method, str(sent.url), sent.content)
    needed = {"authorization", "accept", "content-type", "user-agent"} & set(sent.headers)
    assert {name: shown.headers[name] for name in needed} == {name: sent.headers[name] for name in needed}
    assert one.billed is (operation.id == "buyActiveNumber")


def test_the_command_holds_the_number_and_the_repr_masks_it() -> None:
    """The command is there to be run, so it has the whole number; what may end in a log has not."""
    with NumbersClient(**SETTINGS) as client:
        prepared = client.active_numbers.buy.prepare("+14155550123")
    assert "%2B14155550123" in prepared.curl
    assert "4155550123" not in repr(prepared) + str(prepared) + f"{prepared}"


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"basic_auth": ("user", "pass")}, '"Authorization: Basic $NUMBERS_API_CREDENTIAL"'),
        ({"headers": {"X-Key": "k3y"}}, '"X-Key: $X_KEY"'),
        ({"headers": {"authorization": "k3y"}}, '"authorization: $NUMBERS_API_CREDENTIAL"'),
        ({"headers": {"X-`id`$(id)": "k3y"}}, None),
        ({"headers": {"X-`id`": "k3y"}}, '"X-\\`id\\`: $X__ID_"'),
    ],
)
def test_a_value_that_may_be_secret_is_a_variable_of_the_shell(settings: dict[str, Any], shown: str | None) -> None:
    """Only Accept, Content-Type and User-Agent are shown as they are; no header name can run a command."""
    try:
        client = NumbersClient(**{"base_url": "https://numbers.test", "account_id": "AC1", **settings})
    except InvalidRequest:
        assert shown is None
        return
    command = client.active_numbers.list.prepare().curl
    assert shown is not None
    assert shown in command
    assert all(secret not in command for secret in ("k3y", "pass", "dXNlcjpwYXNz"))


def test_values_of_query_parameters_that_nobody_documented_are_variables() -> None:
    """What `query=` gives may be secret: a variable of the shell stands in the command in its place."""
    with NumbersClient(**SETTINGS) as client:
        prepared = client.available_numbers.search.prepare(type="local", query={"api-key": "t0psecret", "a'$b": "x"})
    assert prepared.url.endswith("?type=local&api-key=$QUERY_API_KEY&a%27%24b=$QUERY_A__B")
    assert "t0psecret" not in prepared.curl + repr(prepared) + prepared.url
    words = shlex.split(prepared.curl)
    assert words[words.index("--url") + 1] == prepared.url
    assert """api-key='"$QUERY_API_KEY"'""" in prepared.curl


@pytest.mark.parametrize(("given", "signed"), [({"auth": httpx.BasicAuth("u", "t0psecret")}, True), ({}, False)])
def test_a_request_that_will_be_signed_says_so(given: dict[str, Any], *, signed: bool) -> None:
    """With `auth=` the credential is made when the request goes out: a variable stands for it, and the repr says so."""
    settings = {name: value for name, value in SETTINGS.items() if name != "token"}
    with NumbersClient(**settings, **given) as client:
        prepared = client.active_numbers.buy.prepare("+14155550123")
        own = client.active_numbers.buy.prepare("+14155550123", headers={"authorization": "t0psecret"})
    assert prepared.signed is own.signed is signed
    assert ('"Authorization: $NUMBERS_API_CREDENTIAL"' in prepared.curl) is signed
    assert (", signed when it is sent)" in repr(prepared)) is signed
    assert repr(prepared).endswith(", signed when it is sent)" if signed else " bytes)")
    assert [name for name in own.headers if name.lower() == "authorization"] == ["authorization"]
    assert "t0psecret" not in f"{prepared.curl} {own.curl} {prepared!r}"


def test_what_the_description_forbids_is_not_prepared() -> None:
    """`prepare` refuses what the call itself would refuse."""
    with NumbersClient(**SETTINGS) as client:
        with pytest.raises(InvalidRequest):
            client.active_numbers.buy.prepare("banana")
        with pytest.raises(TypeError):
            client.active_numbers.buy.prepare()
