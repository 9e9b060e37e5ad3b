"""With --require-auth the sandbox lets in known accounts only; without it, everybody."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import httpx
import pytest
from http_support import active, available, bought, numbers, refusal
from numbers_sandbox.app import Endpoint
from numbers_sandbox.http.description import description
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_sandbox.testing import LiveSandbox

TOKEN = {"Authorization": "Bearer first-token"}
OTHER = {"Authorization": "Bearer second-token"}


def basic(user: str, password: str) -> dict[str, str]:
    """Basic credentials (RFC 7617)."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


@pytest.fixture(scope="module")
def guarded() -> Iterator[httpx.Client]:
    """A client of a sandbox that asks for credentials and knows two accounts."""
    store = Store.open(numbers=2000, quarantine=0)
    store.put_account("first", token="first-token", password="first:päss")
    store.put_account("second", token="second-token")
    with (
        ThreadedServer(Endpoint(store, require_auth=True)) as server,
        httpx.Client(base_url=server.url, trust_env=False) as client,
    ):
        yield client
    store.close()


def requests(account: str, number: str) -> list[tuple[str, str]]:
    """One request for each operation, by both spellings of its path."""
    found: list[tuple[str, str]] = []
    for operation in description().operations:
        for template in operation.templates:
            path = template.replace("{AccountId}", account).replace("{phoneNumber}", number)
            found.append((operation.method, path + ("?phoneNumber=%2B1" if operation.required else "")))
    return found


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "bearer first-token2"},
        {"Authorization": "Basic first-token"},
        {"Authorization": "first-token"},
        {"Authorization": "Digest first-token"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic /w=="},
        basic("first", ""),
        basic("first", "first-token"),
        basic("second", ""),
        basic("", "first:päss"),
        basic("nobody", "x"),
        basic("first\0", "x"),
        {"Authorization": "Bearer " + base64.b64encode(b"first:p").decode()},
        {"Authorization": "Bearer \xff"},
    ],
    ids=str,
)
def test_wrong_credentials_are_refused_by_every_operation(guarded: httpx.Client, headers: dict[str, str]) -> None:
    """401 with a challenge for both schemes, whatever is wrong, and before anything else is looked at."""
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    for method, path in requests("first", "+14155550123"):
        answer = guarded.request(method, path, headers=raw)  # type: ignore[arg-type]
        assert refusal(answer)[:2] == (401, 40100)
        assert "Bearer" in answer.headers["www-authenticate"]
        assert "Basic" in answer.headers["www-authenticate"]


def test_credentials_of_another_account_are_refused(guarded: httpx.Client) -> None:
    """403 for each operation below another account, whether that account exists or not."""
    for account in ("first", "nobody"):
        for method, path in requests(account, "+14155550123"):
            if account in path:
                assert refusal(guarded.request(method, path, headers=OTHER))[:2] == (403, 40300)


@pytest.mark.parametrize(
    "headers", [TOKEN, basic("first", "first:päss"), {"Authorization": "bEARER first-token"}], ids=str
)
def test_right_credentials_are_let_in(guarded: httpx.Client, headers: dict[str, str]) -> None:
    """A bearer token or a password opens the account that it belongs to; schemes have no case."""
    with httpx.Client(base_url=guarded.base_url, headers=headers, trust_env=False) as client:
        number = available(client)[0]
    assert bought(guarded, "first", number, headers=headers)["accountSid"] == "first"
    assert guarded.get(active("first", number), headers=headers).status_code == 200
    assert refusal(guarded.get(active("second", number), headers=OTHER))[:2] == (404, 40401)
    assert guarded.delete(active("first", number), headers=headers).status_code == 200


def test_credentials_come_before_the_rest(guarded: httpx.Client) -> None:
    """A stranger learns nothing: 401 comes before 400, 406, 413 and 415; only 404 and 405 come before it."""
    path = numbers("first")
    strange = {"Accept": "text/html", "Content-Type": "text/html"}
    assert refusal(guarded.post(path, content=b"x" * 2_000_000, headers=strange))[0] == 401
    assert refusal(guarded.put(path))[0] == 405
    assert refusal(guarded.get("/nowhere"))[0] == 404


def test_without_the_option_nobody_is_asked(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """As the vendor's document says, no credentials are needed, and wrong ones do no harm."""
    numbers_sandbox.put_account(token="x")
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "nonsense"}):
        assert api.get(numbers(numbers_sandbox.account), headers=headers).status_code == 200
