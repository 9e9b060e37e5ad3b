"""The control plane: who may use it, and what each of its paths does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import unquote

import httpx
import pytest
from http_support import active, available, bought, refusal
from numbers_sandbox.app import Endpoint
from numbers_sandbox.control.app import control_app
from numbers_sandbox.store.store import Store
from numbers_sandbox.testing import open_endpoint
from numbers_sandbox.transport import SandboxTransport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_sandbox.testing import LiveSandbox

PATHS = [
    ("GET", "/"),
    ("GET", "/state"),
    ("POST", "/reset"),
    ("POST", "/seed"),
    ("GET", "/faults"),
    ("POST", "/faults"),
    ("DELETE", "/faults"),
    ("DELETE", "/faults/1"),
    ("GET", "/ledger"),
    ("GET", "/requests"),
    ("GET", "/accounts"),
    ("POST", "/accounts"),
    ("GET", "/accounts/AC1"),
]
HERE = ("127.0.0.1", 50000)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A small store for endpoints that are asked from anywhere."""
    found = Store.open(numbers=500)
    yield found
    found.close()


def asked(  # noqa: PLR0913  (named, and each a part of the request)
    store: Store, method: str, path: str, *, token: str | None = None, client: tuple[str, int] = HERE,
    headers: dict[str, str] | None = None, base: str = "http://localhost:8080",
) -> httpx.Response:  # fmt: skip
    """One request to the control plane, from any address."""
    endpoint = Endpoint(store)
    endpoint.control = control_app(endpoint, token)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(endpoint, client=client)
        async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as caller:
            return await caller.request(method, f"/_sandbox{path}")

    return asyncio.run(ask())


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "::ffff:192.0.2.7", "2001:db8::1", "localhost", ""])
def test_control_from_elsewhere_is_refused(store: Store, method: str, path: str, address: str) -> None:
    """Without a control token nobody but this machine controls the sandbox, by any path."""
    assert refusal(asked(store, method, path, client=(address, 1)))[:2] == (403, 40300)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_control_from_the_loopback_is_open(store: Store, address: str) -> None:
    """Every address of the loopback is this machine."""
    assert asked(store, "GET", "/faults", client=(address, 1)).status_code == 200


@pytest.mark.parametrize("headers", [
    {"X-Forwarded-For": "192.0.2.7"}, {"Forwarded": "for=192.0.2.7"}, {"X-Real-IP": "192.0.2.7"}, {"Origin": "https://evil.example"},
    {"Origin": "null"}, {"Host": "evil.example"}, {"Host": "evil.example:8080"},
], ids=str)  # fmt: skip
def test_what_comes_through_this_machine_from_elsewhere_is_refused(store: Store, headers: dict[str, str]) -> None:
    """A proxy, a page of another origin, and a foreign name that leads to the loopback are not this machine."""
    assert refusal(asked(store, "POST", "/reset", headers=headers))[:2] == (403, 40300)


@pytest.mark.parametrize(
    "base", ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1", "http://sandbox.localhost"]
)
def test_the_page_of_the_sandbox_itself_is_let_in(store: Store, base: str) -> None:
    """The same origin may control."""
    assert asked(store, "POST", "/reset", base=base, headers={"Origin": base}).status_code == 200


def test_an_empty_control_token_is_none(store: Store) -> None:
    """A variable of the environment that is set to nothing opens control to nobody."""
    for path in ("/state", "/"):
        control = control_app(Endpoint(store), "")
        for headers in ({}, {"X-Sandbox-Token": ""}, {"Authorization": "Bearer "}):
            transport = httpx.ASGITransport(control, client=("203.0.113.7", 1))
            answer = asyncio.run(_got(transport, f"/_sandbox{path}", headers))
            assert answer.status_code == 403


async def _got(transport: httpx.ASGITransport, path: str, headers: dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8080") as client:
        return await client.get(path, headers=headers)


@pytest.mark.parametrize(("method", "path"), PATHS[1:])
@pytest.mark.parametrize("address", ["127.0.0.1", "192.0.2.7"])
def test_a_control_token_is_asked_of_everybody(store: Store, method: str, path: str, address: str) -> None:
    """With a token, who does not have it is refused wherever he is, and who has it is let in."""
    client = (address, 1)
    for headers in ({}, {"X-Sandbox-Token": "wrong"}, {"Authorization": "Basic secret"}, {"Authorization": "Bearer "}):
        answer = asked(store, method, path, token="secret", client=client, headers=headers)
        assert refusal(answer)[:2] == (401, 40100)
    for headers in ({"X-Sandbox-Token": "secret"}, {"Authorization": "Bearer secret"}):
        assert asked(store, method, path, token="secret", client=client, headers=headers).status_code not in (401, 403)


def test_the_page_asks_for_the_token_itself(store: Store) -> None:
    """The page holds nothing secret, so with a token it is served to all, and asks."""
    answer = asked(store, "GET", "/", token="secret", client=("192.0.2.7", 1))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert asked(store, "GET", "", client=HERE).headers["location"] == "/_sandbox/"


def test_reset_takes_one_account_or_all(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """The reset of an account leaves the others alone: numbers, charges, requests and faults."""
    first, second = bought(api, "first")["phone_number"], bought(api, "second")["phone_number"]
    for account in ("first", "second"):
        numbers_sandbox.faults.add("latency", seconds=0, account=account)
    assert api.post("/_sandbox/reset", json={"account": "first"}).json() == {"reset": "first"}
    assert refusal(api.get(active("first", first)))[0] == 404
    assert api.get(active("second", second)).status_code == 200
    assert [len(numbers_sandbox.ledger(account)) for account in ("first", "second")] == [0, 1]
    assert [fault["account"] for fault in numbers_sandbox.faults] == ["second"]
    assert [request["status"] for request in numbers_sandbox.requests("first")] == [404]
    assert bought(api, "third", first)
    assert api.post("/_sandbox/reset").json() == {"reset": "all"}
    assert api.get("/_sandbox/ledger").json() == {"ledger": []}
    assert api.get("/_sandbox/requests").json() == {"requests": []}
    assert api.get("/_sandbox/faults").json() == {"faults": []}
    assert available(api)[0] in (first, second)


def test_seed_makes_another_catalogue() -> None:
    """Another seed gives other numbers, the same one the same; what was bought is forgotten."""
    with httpx.Client(base_url="http://localhost", transport=_own_transport()) as client:
        before = available(client, 5)
        bought(client, "AC1", before[0])
        assert client.post("/_sandbox/seed", json={"seed": 2, "numbers": 700}).json() == {"seed": 2, "numbers": 700}
        assert available(client, 5) != before
        assert client.get("/_sandbox/ledger").json()["ledger"] == []
        client.post("/_sandbox/seed", json={"seed": 1, "numbers": 500})
        assert available(client, 5) == before
        status, code, message = refusal(client.post("/_sandbox/seed", json={"numbers": 10**12}))
        assert (status, code) == (400, 40009)
        assert "1000000000000" in message


def _own_transport() -> SandboxTransport:
    class Closing(SandboxTransport):
        def close(self) -> None:
            self.shut_down()
            endpoint.store.close()

    endpoint = open_endpoint(numbers=500)
    return Closing(endpoint)


def test_faults_come_and_go(api: httpx.Client) -> None:
    """A rule that is added is listed with its number, counts what it hit, and can be removed alone or with all."""
    rule = {"action": "error", "status": 502, "operation": "searchAvailableNumbers", "times": 3}
    added = api.post("/_sandbox/faults", json=rule).json()
    assert added == {**rule, "id": added["id"], "when": "before", "fired": 0}
    assert api.get("/api/AvailableNumbers").status_code == 502
    assert api.get("/_sandbox/faults").json() == {"faults": [{**added, "fired": 1}]}
    assert api.delete(f"/_sandbox/faults/{added['id']}").json() == {"faults": []}
    assert refusal(api.delete(f"/_sandbox/faults/{added['id']}"))[0] == 404
    api.post("/_sandbox/faults", json=rule)
    assert api.delete("/_sandbox/faults").json() == {"faults": []}
    status, code, message = refusal(api.post("/_sandbox/faults", json={"action": "explode"}))
    assert (status, code) == (400, 40012)
    assert "explode" in message
    assert "truncate" in message


def test_the_ledger_is_by_account(api: httpx.Client) -> None:
    """Charges are listed for one account or for all, in the order in which they were made."""
    found = [(account, bought(api, account)["phone_number"]) for account in ("first", "second", "first")]
    rows = api.get("/_sandbox/ledger").json()["ledger"]
    assert [(row["account"], row["phone_number"]) for row in rows] == found
    rows = api.get("/_sandbox/ledger?account=first").json()["ledger"]
    assert [(row["account"], row["phone_number"]) for row in rows] == [found[0], found[2]]


@pytest.mark.parametrize("name", ["%00", "a%20b", "", "%FF", "AC1%0A", "%C3%A9"])
def test_an_account_that_cannot_be_is_refused(api: httpx.Client, name: str) -> None:
    """A name that no account has, and no database takes, is refused before it gets there."""
    for path in ("ledger", "requests"):
        assert refusal(api.get(f"/_sandbox/{path}?account={name}"))[:2] == (400, 40005)
    assert api.get(f"/_sandbox/accounts/x{name}x").status_code == 404
    body = {"account": unquote(name, errors="replace")}
    assert refusal(api.post("/_sandbox/reset", json=body))[:2] == (400, 40009)


@pytest.mark.parametrize("query", ["limit=x", "limit=-1", "after=1.5", "limit=99999999999"])
def test_a_count_that_is_none_is_refused(api: httpx.Client, query: str) -> None:
    """Parameters of the control plane are checked as well, and named."""
    status, code, message = refusal(api.get(f"/_sandbox/requests?{query}"))
    assert (status, code) == (400, 40005)
    assert query.partition("=")[0] in message


def test_accounts_are_registered_and_shown_without_secrets(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """An account has addresses, documents and credentials; what is shown says only that there are some."""
    account = numbers_sandbox.account
    body = {"id": account, "token": "very-secret", "addresses": ["SE", "US"], "identity_documents": True}
    found = api.post("/_sandbox/accounts", json=body).json()
    assert (found["id"], found["addresses"], found["identity_documents"]) == (account, ["SE", "US"], True)
    assert api.get(f"/_sandbox/accounts/{account}").json() == found
    assert found in api.get("/_sandbox/accounts").json()["accounts"]
    assert "very-secret" not in api.get("/_sandbox/accounts").text
    assert refusal(api.get("/_sandbox/accounts/nobody"))[:2] == (404, 40402)
    other = {"id": f"{account}x", "token": "very-secret"}
    assert refusal(api.post("/_sandbox/accounts", json=other))[:2] == (400, 40009)


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("reset", b"{", 40006),
        ("reset", b"[]", 40009),
        ("reset", b'{"acount": "x"}', 40009),
        ("reset", b'{"account": 1}', 40009),
        ("seed", b'{"numbers": "many"}', 40009),
        ("seed", b'{"numbers": 1.5}', 40009),
        ("faults", b'{"action": "reset", "action": "reset"}', 40007),
        ("accounts", b"{}", 40009),
        ("accounts", b'{"id": "a b"}', 40009),
        ("accounts", b'{"id": "a", "addresses": ["Sweden"]}', 40009),
        ("accounts", b'{"id": ""}', 40009),
        ("reset", b"[" * 70_000, 41300),
        ("reset", b"\xff", 40006),
        ("reset", b"[" * 5000, 40008),
    ],
    ids=lambda value: f"{str(value)[:30]} {len(str(value))}",
)
def test_a_body_that_cannot_be_is_refused(api: httpx.Client, path: str, body: bytes, code: int) -> None:
    """The control plane is as strict as the API, in the same shape."""
    assert refusal(api.post(f"/_sandbox/{path}", content=body))[1] == code


def test_other_paths_and_methods_are_refused(api: httpx.Client) -> None:
    """The control plane says 404 and 405 in the shape of the API's errors."""
    assert refusal(api.get("/_sandbox/nowhere"))[:2] == (404, 40400)
    answer = api.get("/_sandbox/reset")
    assert refusal(answer)[:2] == (405, 40500)
    assert answer.headers["allow"] == "POST"


def test_the_state_has_all_that_the_page_shows(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Accounts with their numbers, the ledger, the requests and the faults, each latest first."""
    found = [bought(api, numbers_sandbox.account)["phone_number"] for _ in range(3)]
    numbers_sandbox.faults.add("latency", seconds=0)
    state = api.get("/_sandbox/state").json()
    (account,) = state["accounts"]
    assert (account["id"], account["number_count"]) == (numbers_sandbox.account, 3)
    assert sorted(number["phone_number"] for number in account["numbers"]) == sorted(found)
    assert [charge["phone_number"] for charge in state["ledger"]] == found[::-1]
    assert state["requests"][0]["operation"] == "buyActiveNumber"
    assert [fault["action"] for fault in state["faults"]] == ["latency"]
    assert (state["account_count"], state["charge_count"]) == (1, 3)
