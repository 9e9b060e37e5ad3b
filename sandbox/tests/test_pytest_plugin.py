"""The plugin of pytest: cheap for those who do not use it, new for each test, and safe among parallel workers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numbers_sandbox as package
import pytest
from conftest_data import NUMBERS
from http_support import active, available, bought, numbers
from numbers_sandbox.store.errors import UnknownFilter
from numbers_sandbox.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from numbers_sandbox.testing import LiveSandbox

TREE = str(Path(package.__file__).parents[1])
WORKERS, TESTS = 3, 18

PARALLEL = f'''
import httpx
import pytest

@pytest.mark.parametrize("run", range({TESTS}))
def test_alone(numbers_sandbox, run):
    """As if no other worker were there."""
    assert (numbers_sandbox.ledger(), numbers_sandbox.requests(), list(numbers_sandbox.faults)) == ([], [], [])
    account, other = numbers_sandbox.account, numbers_sandbox.new_account()
    mine = numbers_sandbox.reserve(3)
    theirs = numbers_sandbox.reserve(account=other)
    with httpx.Client(base_url=numbers_sandbox.url, trust_env=False, timeout=60) as client:
        def buy(number, account=account):
            return client.post(f"/Accounts/{{account}}/ActiveNumbers/", params={{"phoneNumber": number}})

        assert [buy(number).status_code for number in mine] == [200, 200, 200]
        assert buy(theirs[0]).json()["code"] == 21452
        assert buy(theirs[0], other).status_code == 200
        for item in client.get("/api/AvailableNumbers", params={{"type": "local", "page_size": 3}}).json()["items"]:
            answer = buy(item["phone_number"], other)  # wanted by all workers at once: bought once, or refused
            assert answer.status_code == 200 or answer.json()["code"] in (21452, 21650)
        client.delete(f"/Accounts/{{account}}/ActiveNumbers/PN{{mine[0]}}")
        held = client.get(f"/Accounts/{{account}}/ActiveNumbers/").json()["items"]
        assert [item["phone_number"] for item in held] == mine[1:]
        assert [charge["phone_number"] for charge in numbers_sandbox.ledger()] == mine
        assert {{request["account"] for request in numbers_sandbox.requests()}} == {{account}}
        numbers_sandbox.faults.add("error", status=503)  # for every account, and left on
        assert client.get(f"/Accounts/{{account}}/ActiveNumbers/").status_code == 503
'''


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Pytest in a process of its own, with the plugin of this tree and nothing else of it."""
    environment = {**os.environ, "PYTHONPATH": TREE, "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-p", "numbers_sandbox.pytest_plugin", "-q", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)


def test_workers_on_one_store_do_not_interfere(backend: str, new_url: Callable[[], str], tmp_path: Path) -> None:
    """Workers on one database each find what they left, get what they reserve, and leave nothing behind."""
    if backend == "memory":
        pytest.skip("a database in memory belongs to one process")
    url = new_url()
    (tmp_path / "pytest.ini").write_text(
        f"[pytest]\nnumbers_sandbox_database = {url}\nnumbers_sandbox_numbers = {NUMBERS}\n"
    )
    (tmp_path / "test_parallel.py").write_text(PARALLEL)

    outcome = run(tmp_path, "-p", "xdist", "-n", str(WORKERS), "-p", "no:cacheprovider")

    assert outcome.returncode == 0, outcome.stdout[-4000:]
    assert f"{TESTS} passed" in outcome.stdout
    store = Store.open(url)
    assert (store.ledger(), store.accounts()) == ([], [])
    store.close()


def test_the_plugin_costs_nothing_until_it_is_used(tmp_path: Path) -> None:
    """A run that uses no fixture of the sandbox imports none of the modules that take time."""
    (tmp_path / "test_nothing.py").write_text(
        "import sys\n\ndef test_nothing():\n"
        "    loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "    assert not loaded & {'sqlalchemy', 'starlette', 'uvicorn', 'phonenumbers', 'httpx', 'yaml'}\n"
        "    assert [name for name in sys.modules if name.startswith('numbers_sandbox')] == [\n"
        "        'numbers_sandbox', 'numbers_sandbox.pytest_plugin'\n    ]\n"
    )
    outcome = run(tmp_path)

    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("setting", ["many", "-1", "1.5"])
def test_a_size_that_is_none_is_said_in_one_line(tmp_path: Path, setting: str) -> None:
    """A setting that cannot be is named with its value."""
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nnumbers_sandbox_numbers = {setting}\n")
    (tmp_path / "test_one.py").write_text("def test_one(numbers_sandbox):\n    pass\n")

    outcome = run(tmp_path)

    assert outcome.returncode != 0
    assert f"numbers_sandbox_numbers is '{setting}'" in outcome.stdout


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("numbers_sandbox_database = numbers.db", "the database is not given as a URL"),
        ("numbers_sandbox_database = mysql://localhost/x", "the database is mysql"),
        ("numbers_sandbox_database = sqlite:////nowhere/at/all.db", "the database does not answer"),
        ("numbers_sandbox_numbers = 999999999999", "is too large"),
    ],
)
def test_a_store_that_cannot_be_opened_is_said_in_one_line(tmp_path: Path, setting: str, reason: str) -> None:
    """The settings are named with the reason, without a traceback."""
    (tmp_path / "pytest.ini").write_text(f"[pytest]\n{setting}\n")
    (tmp_path / "test_one.py").write_text("def test_one(numbers_sandbox):\n    pass\n")

    outcome = run(tmp_path)

    assert outcome.returncode != 0
    assert "numbers_sandbox_database, numbers_sandbox_numbers: " in outcome.stdout
    assert reason in outcome.stdout
    assert "Traceback" not in outcome.stdout
    assert "site-packages" not in outcome.stdout


def test_a_reserved_number_is_for_its_account_alone(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Others neither find nor get it; its account buys it once, and who releases it gives it back to all."""
    (number,) = numbers_sandbox.reserve(filters={"geography.iso_country": "SE"})
    found = api.get("/api/AvailableNumbers", params={"phone_number": number}).json()["items"]
    assert found == []
    assert api.post(numbers("AC-other"), params={"phoneNumber": number}).json()["code"] == 21452
    assert numbers_sandbox.ledger("AC-other") == []
    assert bought(api, numbers_sandbox.account, number)["geography"]["iso_country"] == "SE"
    assert api.post(numbers(numbers_sandbox.account), params={"phoneNumber": number}).json()["code"] == 21452
    assert api.delete(active(numbers_sandbox.account, number)).status_code == 200
    assert bought(api, "AC-other", number)["phone_number"] == number


def test_reserved_numbers_are_back_after_a_reset(numbers_sandbox: LiveSandbox) -> None:
    """A test that ends gives back what it did not buy; magic numbers are never among the reserved ones."""
    first = numbers_sandbox.reserve(20, {"geography.iso_country": "US"})
    assert len(set(first)) == 20
    assert not any("55501" in number for number in first)
    assert not set(first) & set(numbers_sandbox.reserve(20, {"geography.iso_country": "US"}))
    numbers_sandbox.reset()
    assert numbers_sandbox.reserve(20, {"geography.iso_country": "US"}) == first


def test_a_reservation_that_fails_keeps_nothing(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Where there are too few numbers, those that there are stay on offer, and what was reserved before stays so."""
    wanted = {"type": "shortcode"}
    (first,) = numbers_sandbox.reserve(1, wanted)
    before = available(api, filters=wanted)
    with pytest.raises(LookupError, match="1000"):
        numbers_sandbox.reserve(1000, wanted)
    assert available(api, filters=wanted) == before
    assert bought(api, numbers_sandbox.account, first)["phone_number"] == first


def test_a_reservation_that_cannot_be_is_refused(numbers_sandbox: LiveSandbox) -> None:
    """More numbers than there are, and a filter that the search does not have, are named."""
    with pytest.raises(LookupError, match="100000"):
        numbers_sandbox.reserve(100_000)
    with pytest.raises(LookupError, match="0 are on offer"):
        numbers_sandbox.reserve(filters={"base_setup_price": "free"})
    with pytest.raises(ValueError, match="-1 numbers"):
        numbers_sandbox.reserve(-1)
    with pytest.raises(UnknownFilter, match="colour"):
        numbers_sandbox.reserve(filters={"colour": "red"})
