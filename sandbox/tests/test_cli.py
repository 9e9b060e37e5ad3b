"""The command: its first line, its errors, its end, and several processes on one database."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import numbers_sandbox
import pytest
from http_support import active, available, bought, numbers
from numbers_sandbox.cli import database_url, main

if TYPE_CHECKING:
    from collections.abc import Generator

COMMAND = [sys.executable, "-m", "numbers_sandbox", "serve"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(numbers_sandbox.__file__).parents[1])}


@contextmanager
def served(*arguments: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """A running command and its URL."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield process, line.split()[-1]
    finally:
        process.terminate()
        process.communicate(timeout=20)


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line of a command that cannot start."""
    try:
        status: object = main(["serve", *arguments])
    except SystemExit as end:
        status = end.code
    output, errors = capsys.readouterr()
    assert (status, output) == (2, "")
    line = errors.splitlines()[-1]
    assert line.startswith("numbers-sandbox")
    return str(line)


def test_the_first_line_ends_with_the_url(tmp_path: Path) -> None:
    """One line, whose last word is where the sandbox answers; the state is in the file that is named."""
    with served("--database", str(tmp_path / "numbers.db"), "--numbers", "500") as (_, url):
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+", url)
        with httpx.Client(base_url=url, trust_env=False) as client:
            number = bought(client, "AC1")["phone_number"]
    with served("--database", f"sqlite:///{tmp_path / 'numbers.db'}", "--numbers", "500") as (_, url):
        assert httpx.get(url + active("AC1", number), trust_env=False).status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_graceful(number: signal.Signals) -> None:
    """A request under way is answered, then the command ends with 0 and says nothing more."""
    with served("--database", "memory", "--numbers", "500") as (process, url):
        answers: list[int] = []
        faults = f"{url}/_sandbox/faults"
        httpx.post(faults, json={"action": "latency", "seconds": 1.5}, trust_env=False)
        caller = threading.Thread(
            target=lambda: answers.append(
                httpx.get(f"{url}/api/AvailableNumbers", trust_env=False, timeout=60).status_code
            )
        )
        caller.start()
        while [fault["fired"] for fault in httpx.get(faults, trust_env=False).json()["faults"]] != [1]:
            time.sleep(0.01)
        process.send_signal(number)
        caller.join()
        output, errors = process.communicate(timeout=20)
    assert (answers, process.returncode, output, errors) == ([200], 0, "", "")


def test_the_options_reach_the_endpoint() -> None:
    """Accounts, credentials, the control token and the limit of bodies are as the command line says."""
    arguments = (
        "--database",
        "memory",
        "--numbers",
        "500",
        "--require-auth",
        "--account",
        "AC1:secret",
        "--control-token",
        "control",
        "--body-limit",
        "10",
    )
    with served(*arguments) as (_, url), httpx.Client(base_url=url, trust_env=False) as client:
        assert client.get(numbers("AC1")).status_code == 401
        assert client.get("/_sandbox/state").status_code == 401
        assert client.get("/_sandbox/state", headers={"X-Sandbox-Token": "control"}).status_code == 200
        client.headers["Authorization"] = "Bearer secret"
        assert client.get(numbers("AC1")).status_code == 200
        assert client.get(numbers("AC2")).status_code == 403
        assert client.post(numbers("AC1") + "?phoneNumber=%2B1", json={"voice": {}}).status_code == 413


def test_several_processes_share_one_database(tmp_path: Path) -> None:
    """What is bought through one process is held, charged and gone for the other; only one of two gets a number."""
    file = str(tmp_path / "numbers.db")
    options = ("--database", file, "--numbers", "500", "--quarantine", "0")
    with (
        served(*options) as (_, first),
        served(*options) as (_, second),
        httpx.Client(base_url=first, trust_env=False) as one,
        httpx.Client(base_url=second, trust_env=False) as two,
    ):
        number = bought(one, "AC1")["phone_number"]
        assert two.get(active("AC1", number)).json() == one.get(active("AC1", number)).json()
        assert two.post(numbers("AC2"), params={"phoneNumber": number}).json()["code"] == 21452
        assert two.delete(active("AC1", number)).status_code == 200
        assert available(one)[0] == number
        ledgers = [client.get("/_sandbox/ledger").json()["ledger"] for client in (one, two)]
        assert ledgers[0] == ledgers[1]
        assert len(ledgers[0]) == 1


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--port", "65536"], "65535"),
        (["--port", "x"], "--port"),
        (["--numbers", "0"], "--numbers"),
        (["--seed", "-1"], "--seed"),
        (["--quarantine", "soon"], "--quarantine"),
        (["--account", "a b"], "ID:TOKEN"),
        (["--colour"], "--colour"),
        (["--body-limit", "1.5"], "--body-limit"),
        (["--port", "0", "--host", "192.0.2.7"], "192.0.2.7"),
        (["--port", "0", "--host", "no such host"], "no such host"),
        (["--port", "0", "--database", "oracle://x"], "oracle"),
        (["--port", "0", "--database", "/nowhere/at/all.db"], "database"),
        (["--port", "0", "--database", "postgresql+psycopg://nobody:secret@127.0.0.1:1/x"], "127.0.0.1"),
        (["--port", "0", "--database", "memory", "--numbers", "9999999999"], "numbers"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], part: str
) -> None:
    """Exit status 2 and one line that names the thing; no traceback, and no password."""
    line = failed(capsys, *arguments)
    assert part in line
    assert "secret" not in line


def test_a_port_that_is_taken_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The message has the port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in failed(capsys, "--port", str(port), "--database", "memory")


def test_a_file_that_is_no_database_is_said_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Somebody else's file is refused and left as it is."""
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but something that matters\n" * 100)
    assert "database" in failed(capsys, "--port", "0", "--database", str(file))
    assert file.read_text().startswith("not a database")


@pytest.mark.parametrize(("text", "url"), [
    ("memory", "sqlite://"), ("a.db", "sqlite:///a.db"), ("/srv/a.db", "sqlite:////srv/a.db"), ("sqlite:///b.db", "sqlite:///b.db"),
    ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
])  # fmt: skip
def test_a_database_is_a_file_a_word_or_a_url(text: str, url: str) -> None:
    """A path needs no scheme."""
    assert database_url(text) == url


def test_a_command_that_fails_shows_no_traceback() -> None:
    """As a process too, one line and exit status 2."""
    command = [*COMMAND, "--port", "0", "--database", "oracle://x"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=ENVIRONMENT)
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)


def test_help_names_every_option() -> None:
    """The help is the manual."""
    result = subprocess.run(
        [*COMMAND, "--help"], capture_output=True, text=True, timeout=60, check=True, env=ENVIRONMENT
    )
    for option in (
        "--host",
        "--port",
        "--database",
        "--numbers",
        "--seed",
        "--quarantine",
        "--require-auth",
        "--account",
        "--control-token",
        "--body-limit",
    ):
        assert option in result.stdout


def test_a_control_token_is_not_empty(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty token is refused, since it would let everybody in."""
    assert "empty token" in failed(capsys, "--control-token", "")


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_everywhere_is_by_both_protocols() -> None:
    """A server on :: is reached by IPv4 and by IPv6, and the loopback of both may control it."""
    with served("--database", "memory", "--numbers", "100", "--host", "::") as (_, url):
        port = url.rpartition(":")[2]
        for host in ("127.0.0.1", "[::1]"):
            answer = httpx.get(f"http://{host}:{port}/_sandbox/state", trust_env=False)
            assert answer.status_code == 200
            found = httpx.get(f"http://{host}:{port}/api/AvailableNumbers", trust_env=False).json()
            assert found["meta"]["first_page_url"].startswith(f"http://{host}:{port}/api/")
