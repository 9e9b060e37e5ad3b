"""The command against an endpoint with numbers of its own: what it spends, gives back, and never touches."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import numbers_contract
import pytest
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.testing import Sandbox, open_endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS, THEIRS = "ACgate", "ACother"
LIMIT = Decimal(25)


@pytest.fixture
def served() -> Iterator[tuple[str, Sandbox]]:
    """A sandbox in which the account holds a number that it bought before."""
    endpoint = open_endpoint(numbers=2000)
    with ThreadedServer(endpoint) as server:
        bought(server.url)
        yield server.url, Sandbox(endpoint)
    endpoint.store.close()


def bought(url: str) -> str:
    """Buy one number for the account, as its owner would."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        query = {"geography.iso_country": "US", "regulatory.address_requirements": "none", "page_size": "20"}
        items: list[dict[str, Any]] = client.get("/api/AvailableNumbers", params=query).json()["items"]
        free = next(one["phone_number"] for one in items if "5550" not in one["phone_number"])
        client.post(f"/Accounts/{OURS}/ActiveNumbers/", params={"phoneNumber": free}).raise_for_status()
        return str(free)


def held(url: str) -> list[dict[str, Any]]:
    """What the account holds."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        found: list[dict[str, Any]] = client.get(f"/Accounts/{OURS}/ActiveNumbers/", params={"page_size": 1000}).json()[
            "items"
        ]
        return found


def command(url: str, folder: Path, *words: str, **variables: str) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    root = Path(numbers_contract.__file__).parents[1]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(root),
        "BASE_URL": url,
        "ACCOUNT_ID": OURS,
        "OTHER_ACCOUNT_ID": THEIRS,
        "JOURNAL": str(folder / "journal"),
        "EFFORT": "0.1",
        **variables,
    }
    run = [sys.executable, "-m", "numbers_contract", *words]
    return subprocess.Popen(
        run, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The status of a command and what it printed."""
    output, _ = process.communicate(timeout=300)
    return process.returncode, output


def charges(sandbox: Sandbox) -> Decimal:
    """What both accounts were charged."""
    return sum((Decimal(one["total"]) for name in (OURS, THEIRS) for one in sandbox.ledger(name)), Decimal(0))


def test_without_permission_nothing_is_changed(served: tuple[str, Sandbox], tmp_path: Path) -> None:
    """Without PURCHASES=allow the run sends nothing but reads, buys nothing, and says what it did not check."""
    url, sandbox = served
    before = held(url)
    code, output = finished(command(url, tmp_path, "check"))
    methods = {one["method"] for one in sandbox.requests(OURS)[1:]}

    assert code == 0, output
    assert held(url) == before
    assert methods <= {"GET", "HEAD", "OPTIONS"}
    assert "not checked" in output
    assert not (tmp_path / "journal").exists()


def test_purchases_stay_within_the_limit_and_go_back(served: tuple[str, Sandbox], tmp_path: Path) -> None:
    """With PURCHASES=allow the run spends at most MAX_SPEND, gives back all it bought, and leaves the rest alone."""
    url, sandbox = served
    before, charged = held(url), charges(sandbox)
    code, output = finished(command(url, tmp_path, "check", PURCHASES="allow", MAX_SPEND=str(LIMIT)))

    assert code == 0, output
    assert held(url) == before
    assert Decimal(0) < charges(sandbox) - charged <= LIMIT


def test_a_crash_is_cleaned_up(served: tuple[str, Sandbox], tmp_path: Path) -> None:
    """After kill -9 in the middle of its purchases, the cleanup gives back what the run holds, and only that."""
    url, sandbox = served
    before, charges_before = held(url), len(sandbox.ledger(OURS))
    process = command(url, tmp_path, "check", PURCHASES="allow", MAX_SPEND=str(LIMIT))
    deadline = time.monotonic() + 200
    while len(sandbox.ledger(OURS)) == charges_before and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    finished(process)
    time.sleep(0.2)  # the request that was under way is carried out
    after_the_crash = held(url)
    code, output = finished(command(url, tmp_path, "cleanup"))

    assert len(after_the_crash) > len(before)
    assert code == 0, output
    assert held(url) == before
    assert finished(command(url, tmp_path, "cleanup"))[0] == 0


def test_an_endpoint_that_is_not_there(tmp_path: Path) -> None:
    """Where nothing answers, the outcome is that it could not be checked, in one line that says so."""
    code, output = finished(command("http://127.0.0.1:9", tmp_path, "check"))

    assert code == 2
    assert "could not be checked: no answer from http://127.0.0.1:9" in output
    assert "Traceback" not in output


def test_a_wrong_token_does_not_accuse_the_endpoint(tmp_path: Path) -> None:
    """Where every request is turned away for its credentials, the outcome is that it could not be checked."""
    endpoint = open_endpoint(numbers=200, require_auth=True)
    with ThreadedServer(endpoint) as server:
        code, output = finished(command(server.url, tmp_path, "check", TOKEN="wrong"))
    endpoint.store.close()

    assert code == 2, output
    assert "TOKEN" in output
    assert "wrong" not in output.replace("What is wrong", "")


def test_reports_hold_no_secret_and_no_whole_number(served: tuple[str, Sandbox], tmp_path: Path) -> None:
    """What is written about an endpoint has neither its credentials nor whole phone numbers in it."""
    url, _ = served
    secret = "s3cr3t-t0k3n"
    _, output = finished(command(url, tmp_path, "check", TOKEN=secret, PURCHASES="allow", MAX_SPEND=str(LIMIT)))
    written = [path.read_text() for path in (tmp_path / "build" / "contract").iterdir()]
    numbers = {one["phone_number"].lstrip("+") for one in held(url)}

    assert len(written) == 4
    for text in [output, *written]:
        assert secret not in text
        assert not [number for number in numbers if number in text]
