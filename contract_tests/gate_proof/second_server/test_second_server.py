"""The second server keeps the description whatever it chooses, and its choices can be seen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import jsonschema
import pytest

from gate_proof.second_server.choices import ALTERNATIVES, Choices, drawn
from gate_proof.second_server.description import COMPONENTS, FILE
from gate_proof.second_server.server import ACCOUNTS, SecondServer, login, token

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNT, OTHER = ACCOUNTS
FREE = {"lifecycle": "generally-available", "regulatory.address_requirements": "none"}
HERE = Path(__file__).parent
EACH = [pytest.param(Choices(), id="defaults")] + [
    pytest.param(choices, id=f"{name}-{value}")
    for name, values in ALTERNATIVES.items()
    for value in values
    if (choices := Choices(**{name: value})) != Choices()  # type: ignore[arg-type]
]
Json = dict[str, Any]


class Caller(httpx.Client):
    """A client that holds every answer to the description with a validator that the server does not use."""

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:  # noqa: ANN401
        """Send, and judge."""
        answer = super().send(request, **options)
        if answer.content and request.method != "HEAD":
            judge(answer.json(), _schema_of(request, answer))
        return answer


def _schema_of(request: httpx.Request, answer: httpx.Response) -> str:
    if answer.is_error:
        return "Error"
    if request.url.path.endswith("AvailableNumbers"):
        return "AvailableNumbersResponse"
    return "ActiveNumbersResponse" if request.method == "GET" and request.url.path.endswith("/") else "ActiveNumber"


def judge(value: Json, schema: str) -> None:
    """Fail unless a value keeps a schema of the description with nothing beside it."""
    closed = json.loads(json.dumps(COMPONENTS), object_hook=_closed)
    jsonschema.validate(value, {"$ref": f"#/components/schemas/{schema}", "components": closed})


def _closed(value: Json) -> Json:
    return (
        {**value, "additionalProperties": False} if value.get("type") == "object" and "properties" in value else value
    )


@pytest.fixture(params=EACH)
def each(request: pytest.FixtureRequest) -> Iterator[tuple[SecondServer, Caller]]:
    """The server with every alternative of every choice in turn."""
    single = httpx.Limits(max_keepalive_connections=0)  # one of the servers ends its connections without a word
    with SecondServer(request.param, count=120) as server, Caller(base_url=f"{server.url}/", limits=single) as caller:
        yield server, caller


def walk(caller: httpx.Client, path: str, **query: object) -> list[Json]:
    """Every item of a list, page by page."""
    items: list[Json] = []
    answer = caller.get(path, params=query)  # type: ignore[arg-type]
    while True:
        items += answer.json()["items"]
        following = answer.json()["meta"]["next_page_url"]
        if following is None:
            return items
        answer = caller.get(answer.url.join(following))


def test_the_life_of_a_number(each: tuple[SecondServer, Caller]) -> None:
    """A number is found, bought once, read, configured, listed and released, whatever the server chooses."""
    server, caller = each
    number = walk(caller, "api/AvailableNumbers", **FREE)[0]["phone_number"]
    route, one = f"Accounts/{ACCOUNT}/ActiveNumbers/", f"Accounts/{ACCOUNT}/ActiveNumbers/PN{number}"
    bought = caller.post(route, params={"phoneNumber": number}, json={"voice": {"url": "https://example.com"}})
    assert bought.status_code == 200, bought.text
    assert caller.post(route, params={"phoneNumber": number}).status_code in (400, 409)
    assert caller.get(one).json() == bought.json() == walk(caller, route)[0]
    changed = caller.post(one, json={"friendlyName": "Göteborg", "configuration": {"voice": {"url": None}}}).json()
    assert (changed["friendlyName"], changed["configuration"]) == ("Göteborg", {"voice": {}})
    assert caller.get(one.replace(ACCOUNT, OTHER)).status_code == 404
    assert walk(caller, f"Accounts/{OTHER}/ActiveNumbers/") == []
    assert [caller.delete(one).status_code for _ in range(2)] == [200, 404]
    assert walk(caller, route) == []
    offered = [item["phone_number"] for item in walk(caller, "api/AvailableNumbers")]
    assert (number in offered) == (server.choices.released == "offered")


def test_pages_have_each_item_once(each: tuple[SecondServer, Caller]) -> None:
    """Pages of any size give the same items in the same order, with and without a filter, also after a purchase."""
    _, caller = each
    whole = walk(caller, "api/AvailableNumbers")
    assert len({item["phone_number"] for item in whole}) == len(whole) == 120
    assert walk(caller, "api/AvailableNumbers", page_size=13) == whole
    swedish = {"geography.iso_country": "SE", "page_size": 4}
    assert walk(caller, "api/AvailableNumbers", **swedish) == [
        item for item in whole if item["phone_number"].startswith("+46")
    ]


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "api/AvailableNumbers?page=-1", {}, 400),
        ("GET", "api/AvailableNumbers?page_size=1001", {}, 400),
        ("GET", "api/AvailableNumbers?page_size=1000", {}, 200),
        ("GET", "api/AvailableNumbers?page=2147483647", {}, 200),
        ("GET", "api/AvailableNumbers?key=made-up", {}, 400),
        ("GET", "api/AvailableNumbers?type=%FF", {}, 400),
        ("GET", "api/AvailableNumbers?capabilities.SMS.gsm7=True", {}, 400),
        ("GET", "api/AvailableNumbers?phone_number=%2B46311234%0A", {}, 400),
        ("GET", "api/AvailableNumbers", {"headers": {"accept": "text/html"}}, 406),
        ("GET", "api/AvailableNumbers", {"headers": {"accept": "application/json;q=0, */*"}}, 406),
        ("GET", "api/Nothing", {}, 404),
        ("PATCH", "api/AvailableNumbers", {}, 405),
        ("GET", "Accounts/nobody/ActiveNumbers/", {}, 404),
        ("POST", f"Accounts/{ACCOUNT}/ActiveNumbers/", {}, 400),
        ("POST", f"Accounts/{ACCOUNT}/ActiveNumbers/?phoneNumber=%2B4631", {}, 400),
        ("POST", f"Accounts/{ACCOUNT}/ActiveNumbers/?phoneNumber=%2B4631", {"content": b"<a/>"}, 415),
        ("POST", f"Accounts/{ACCOUNT}/ActiveNumbers/PN+4631", {"json": {"friendlyName": "x" * 65}}, 400),
        ("POST", f"Accounts/{ACCOUNT}/ActiveNumbers/PN+4631", {"json": {"friendlyName": "x" * 64}}, 404),
        ("POST", f"Accounts/{ACCOUNT}/ActiveNumbers/PN+4631", {"json": {"statusCallback": "http://["}}, 400),
        ("POST", f"Accounts/{ACCOUNT}/ActiveNumbers/PN+4631", {"json": {"friendlyName": "x" * 200_000}}, 413),
        ("POST", f"Accounts/{ACCOUNT}/ActiveNumbers/PN+4631", {}, 400),
    ],
)
def test_refusals(method: str, path: str, options: Json, status: int) -> None:
    """What breaks a rule is refused with the status that the description has for it; what keeps it is not."""
    with SecondServer() as server, Caller(base_url=f"{server.url}/") as caller:
        assert caller.request(method, path, **options).status_code == status


def test_credentials() -> None:
    """With authentication, bearer and basic credentials open the own account and no other, and nothing else does."""
    with SecondServer(require_auth=True) as server, Caller(base_url=f"{server.url}/") as caller:

        def status(account: str = ACCOUNT, **options: Any) -> int:  # noqa: ANN401
            return caller.get(f"Accounts/{account}/ActiveNumbers/", **options).status_code

        bearer: Json = {"headers": {"authorization": f"Bearer {token(ACCOUNT)}"}}
        assert (status(**bearer), status(OTHER, **bearer)) == (200, 403)
        assert (status(auth=login(ACCOUNT)), status(OTHER, auth=login(ACCOUNT))) == (200, 403)
        assert [status(), status(auth=("x", "y")), status(headers={"authorization": "Bearer"})] == [401] * 3


def test_every_choice_can_be_drawn() -> None:
    """Each seed gives one combination, and among few seeds every alternative occurs."""
    found = [drawn(seed) for seed in range(24)]
    assert drawn(5) == drawn(5)
    for name, values in ALTERNATIVES.items():
        assert {getattr(choices, name) for choices in found} == set(values), name


@pytest.mark.parametrize("seed", [0, *map(int, os.environ.get("SECOND_SERVER_SEEDS", "").split())])
def test_schemathesis_finds_nothing(seed: int, tmp_path: Path) -> None:
    """Schemathesis's command line accuses the second server of nothing, and reaches every operation."""
    command = shutil.which("st", path=str(Path(sys.executable).parent))
    assert command, "schemathesis is not installed beside this Python"
    for file in (HERE / "schemathesis_run").glob("*.*"):
        shutil.copy(file, tmp_path)
    report = tmp_path / "report.json"
    options = ["--seed", str(seed), "--max-examples", "25", "--report-json-path", str(report), "--no-color"]
    with SecondServer(drawn(seed)) as server:
        found = httpx.get(f"{server.url}/api/AvailableNumbers", params={**FREE, "page_size": 4}).json()["items"]
        (tmp_path / "numbers.txt").write_text("".join(f"{item['phone_number']}\n" for item in found))
        result = subprocess.run(
            [command, "run", FILE, "--url", server.url, *options],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
    rates: dict[str, dict[str, dict[str, int]]] = json.loads(report.read_text())["valid_rates"]
    accepted = {name: sum(phase["accepted"] for phase in phases.values()) for name, phases in rates.items()}
    assert len(accepted) == 6
    assert all(accepted.values()), accepted
