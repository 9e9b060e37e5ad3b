"""The tables of the page are those of the code: what is derived here and written there cannot drift apart."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
from numbers_sandbox import testing
from numbers_sandbox.control.app import control_app
from numbers_sandbox.control.fault_rules import ACTIONS, FaultRule
from numbers_sandbox.http.description import description
from numbers_sandbox.http.errors import problems
from numbers_sandbox.store import magic_numbers
from numbers_sandbox.testing import LiveSandbox, open_endpoint
from starlette.routing import Route

SANDBOX = Path(__file__).parents[1]
PAGE = (SANDBOX / "README.md").read_text(encoding="utf-8")
WORDS = " ".join(PAGE.split())
OPERATIONS = {operation.id: operation for operation in description().operations}


def table(*head: str) -> list[list[str]]:
    """The rows of the table with this head."""
    title = "| " + " | ".join(head) + " |\n"
    assert PAGE.count(title) == 1, title
    rows = PAGE.partition(title)[2].partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def names(text: str) -> list[str]:
    """What stands in backquotes."""
    return re.findall(r"`([^`]+)`", text)


def test_magic_numbers_are_those_of_the_code() -> None:
    """Each range has its row, in the order of the digit, its outcome in the same words; the area codes are right."""
    expected = [
        [f"`555 01{digit}x`", outcome, meaning]
        for digit, (outcome, meaning) in enumerate(magic_numbers.OUTCOMES.items())
    ]
    assert table("+1 and area code", "outcome", "what happens") == expected
    *most, last = magic_numbers.AREA_CODES
    assert f"in the area codes {', '.join(most)} and {last};" in WORDS
    assert f"All of +1 {magic_numbers.PLAIN_AREA_CODE} 555 01xx are ordinary." in WORDS


def test_actions_of_faults_are_those_of_the_code() -> None:
    """Each action has its row, with the phase in which it happens and the members that only it has."""
    rows = table("action", "what the caller sees", "when", "its own members")
    assert {names(row[0])[0]: (row[2], frozenset(names(row[3]))) for row in rows} == ACTIONS


def test_members_of_faults_are_those_of_the_code() -> None:
    """Every member of a rule but its action is explained, and no other."""
    listed = [name for row in table("member", "meaning") for name in names(row[0])]
    assert sorted(["action", *listed]) == sorted(field.encode_name for field in msgspec.structs.fields(FaultRule))


def test_members_of_the_fixture_are_there() -> None:
    """What the page says of the fixture, the fixture has, and what it has in public is on the page."""
    listed = {name.partition("(")[0] for row in table("member", "what it is") for name in names(row[0])}
    endpoint = open_endpoint(numbers=500)
    sandbox = LiveSandbox(endpoint, "http://127.0.0.1:1")
    public = {name for name in dir(sandbox) if not name.startswith("_")} - {"endpoint"}
    endpoint.store.close()
    assert listed == public


def test_names_for_tests_are_there() -> None:
    """The page lists the names that numbers_sandbox.testing exports, but for the classes behind the fixtures."""
    listed = {name.partition("(")[0] for row in table("name", "what it is") for name in names(row[0])}
    assert listed == set(testing.__all__) - {"FaultSwitch", "LiveSandbox"}


def test_requests_of_the_control_plane_are_those_of_the_code() -> None:
    """Each path and method has its row, but for the redirect to the page."""
    endpoint = open_endpoint(numbers=500)
    routes = [route for route in control_app(endpoint).routes if isinstance(route, Route)]
    endpoint.store.close()
    served = {
        f"{method} {route.path.replace(':int', '')}"
        for route in routes
        for method in route.methods or ()
        if method != "HEAD" and route.path != "/_sandbox"
    }
    assert {names(row[0])[0] for row in table("request", "what it does")} == served


def test_options_are_those_of_the_command() -> None:
    """Each option has its row, with the default that the help names."""
    command = [sys.executable, "-m", "numbers_sandbox", "serve", "--help"]
    wide = {**os.environ, "COLUMNS": "500"}  # argparse breaks lines at hyphens
    told = subprocess.run(command, cwd=SANDBOX, env=wide, capture_output=True, text=True, check=True).stdout
    options = re.findall(r"^  (--[a-z-]+)(.*(?:\n {10,}.*)*)", told, flags=re.MULTILINE)
    rows = {names(row[0])[0]: row[1] for row in table("option", "default", "meaning")}
    assert list(rows) == [name for name, _ in options]
    for name, rest in options:
        default = re.search(r"\(([\w.-]+)\)$", " ".join(rest.split()))
        assert rows[name] in ("off", "none") or (default and float_or_text(default[1]) == float_or_text(rows[name])), (
            name
        )


def float_or_text(text: str) -> float | str:
    """A number as such."""
    return float(text) if re.fullmatch(r"[0-9.]*[0-9]", text) and text.count(".") < 2 else text


def test_filters_are_those_of_the_description() -> None:
    """All 37 filters of a search and all ten of a list are named, in the description's order."""
    for beginning, operation in (("of a search", "searchAvailableNumbers"), ("of a list", "listActiveNumbers")):
        sentence = re.search(rf"(?:The filters|Those) {beginning}: (.*?)`\.(?: |$)", WORDS)
        assert sentence
        assert names(sentence[1] + "`") == list(OPERATIONS[operation].filters)


def test_codes_of_errors_are_those_of_the_code() -> None:
    """Every refusal has its row: status, code and meaning."""
    expected = [[str(kind.status), str(kind.code), getattr(kind, "meaning", "")] for kind in problems()]
    assert table("status", "code", "meaning") == expected


def test_settings_of_the_plugin_are_on_the_page() -> None:
    """What pytest lets a project set is shown in the example of its configuration."""
    plugin = (SANDBOX / "numbers_sandbox" / "pytest_plugin.py").read_text(encoding="utf-8")
    shown = re.findall(r"^(numbers_sandbox_\w+) = ", PAGE, flags=re.MULTILINE)
    assert set(shown) == set(re.findall(r'addini\(\s*"(\w+)"', plugin)) != set()
