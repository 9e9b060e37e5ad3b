"""The README of the client tells the truth: its examples run, and its defaults are those of the client."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from command import ROOT
from numbers_api import AsyncNumbersClient, NumbersClient
from numbers_sandbox.server import ThreadedServer
from numbers_sandbox.testing import open_endpoint

if TYPE_CHECKING:
    from collections.abc import Generator

PAGE = (ROOT / "generated" / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
FEATURES = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", PAGE.partition("## Features")[2], flags=re.MULTILINE))


@pytest.fixture(scope="module")
def url() -> Generator[str]:
    """A sandbox on a port of the loopback."""
    endpoint = open_endpoint(numbers=1_000)
    with ThreadedServer(endpoint) as server:
        yield server.url
    endpoint.store.close()


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_example_runs(example: str, url: str, request: pytest.FixtureRequest) -> None:
    """Each example, a program of its own, ends well against a sandbox, warns of nothing and prints something."""
    environment = {
        "PYTHONPATH": f"{ROOT / 'generated'}:{ROOT / 'sandbox'}",
        "NUMBERS_API_BASE_URL": url,
        "NUMBERS_API_ACCOUNT_ID": f"AC{request.node.callspec.id}",
        "NUMBERS_API_TOKEN": "secret",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example], env=environment, check=False, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert done.stdout.strip()
    assert "secret" not in done.stdout


@pytest.mark.parametrize("client", [NumbersClient, AsyncNumbersClient])
def test_defaults_are_as_the_table_says(client: Any) -> None:  # noqa: ANN401 -- either client
    """The numbers in the table are the defaults of the arguments."""
    given = {name: item.default for name, item in inspect.signature(client.__init__).parameters.items()}
    assert f"{given['max_retries']} by default" in FEATURES["retries"]
    assert f"{given['timeout']:g} seconds" in FEATURES["timeouts"]
    assert f"{given['deadline']:g} seconds" in FEATURES["deadline"]
    assert f"{given['max_connections']} at most" in FEATURES["connections"]
    assert f"{given['max_keepalive_connections']} kept open" in FEATURES["connections"]


def test_every_name_in_the_table_is_there() -> None:
    """Options, attributes and dependencies that the table names exist."""
    options = set(re.findall(r"`(\w+)=", FEATURES["connections"] + FEATURES["unknown values and fields"]))
    assert options <= inspect.signature(NumbersClient.__init__).parameters.keys()
    listing = inspect.signature(NumbersClient(account_id="AC1").active_numbers.list).parameters
    assert set(re.findall(r"`(\w+)=`", FEATURES["lists"])) <= listing.keys()
    project = tomllib.loads((ROOT / "generated" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[<>=]", need)[0] for need in project["dependencies"]}
    assert named == set(FEATURES["dependencies"].split(" and "))
