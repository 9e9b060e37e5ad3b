"""The reports: nothing that was not checked is shown as passed, each failure once, no secret, everything escaped."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_contract import Account, Description, Endpoint, Exchange, Finding, Request, Response, Result, Skipped
from numbers_contract.reports.coverage import Coverage
from numbers_contract.reports.outcome import Outcome
from numbers_contract.reports.report import as_json, junit_suite, page, summary, write_reports
from numbers_contract.reports.rules import RULES
from numbers_contract.settings import default_description

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTION = Description.read(default_description())
NAMES = [operation.id for operation in DESCRIPTION.operations]
PLACES = st.tuples(st.sampled_from([*NAMES, ""]), st.sampled_from(sorted(RULES)[:6]))
SECRET = "t0p-s3cret"
ACCOUNT = Account("AC1", token=SECRET)


def exchange(status: int = 200, body: bytes = b"{}", target: str = "/x") -> Exchange:
    """One request with a credential, and its answer."""
    request = Request("GET", target, (("Authorization", f"Bearer {SECRET}"),), None, DESCRIPTION.operations[0], ACCOUNT)
    return Exchange(1, request, Response(status, (("X-Echo", SECRET),), body, 0.0), "", ACCOUNT.secrets(""))


def finding(operation: str, rule: str, *, warning: bool = False, message: str = "wrong") -> Finding:
    """A finding."""
    return Finding(rule, operation, message, "/paths", "openapi.yaml:1", "/a", (exchange(),), 0, warning, subject=rule)


def result(
    findings: list[Finding],
    missed: list[Skipped],
    held: list[tuple[str, str]],
    statuses: dict[int, int] | None = None,
) -> Result:
    """What a run of one seed came to."""
    coverage = Coverage()
    for place in held:
        coverage.rules[place][0] += 1
    for status, count in (statuses or {200: 1}).items():
        coverage.statuses[NAMES[0], status] += count
    return Result(findings, missed, coverage, 1, 0.1, 0)


def outcome(*results: Result, private: bool = False) -> Outcome:
    """What all seeds came to."""
    found = Outcome(DESCRIPTION, Endpoint("http://127.0.0.1:1", (ACCOUNT,)), private=private)
    for one in results:
        found.add(one)
    return found


@given(st.lists(PLACES, max_size=6), st.lists(PLACES, max_size=6), st.lists(PLACES, max_size=6))
def test_what_was_not_checked_never_passed(
    broken: list[tuple[str, str]], missed: list[tuple[str, str]], held: list[tuple[str, str]]
) -> None:
    """In the table and in JUnit a rule passes for an operation only if it was judged there and never broke."""
    found = outcome(result([finding(*one) for one in broken], [Skipped(r, o, "why") for o, r in missed], held))
    cells = {(name, rule): cell.state for name, row in found.matrix.items() for rule, cell in row.items()}
    passed = {place for place, state in cells.items() if state in ("held", "partly")}
    cases = junit_suite(found).findall("testcase")
    plain = {
        (case.get("classname", "")[9:].replace("every path", ""), case.get("name")) for case in cases if not len(case)
    }

    assert passed == set(held) - set(broken)
    assert {place for place, state in cells.items() if state == "broken"} == set(broken)
    assert {place for place, state in cells.items() if state == "partly"} == (set(held) & set(missed)) - set(broken)
    assert plain == passed


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ([result([], [], [("", "json")])], 0),
        ([result([finding("", "json")], [], [])], 1),
        ([result([finding("", "json", warning=True)], [], [])], 0),
        ([result([], [], []), result([finding("", "json")], [], [])], 1),
        ([result([finding("", "complete-response")], [], [], {0: 5})], 2),
        ([result([finding("", "accepts-valid")], [], [], {401: 5, 404: 1})], 2),
        ([result([finding("", "accepts-valid")], [], [], {500: 5, 401: 1})], 1),
        ([replace(result([], [], [("", "json")]), cut="the limit")], 2),
    ],
)
def test_the_code_says_what_is_known(results: list[Result], code: int) -> None:
    """0 only when all that was tried held; 1 for a breach; 2 when nothing could be judged, or not all of it."""
    assert outcome(*results).code == code


def test_the_same_failure_is_shown_once() -> None:
    """What every seed finds is one finding."""
    found = outcome(*(result([finding("", "json")], [], []) for _ in range(9)))

    assert len(found.findings) == 1
    assert page(found).count("<article") == 1
    assert summary(found).count("| json |") == 1


@given(st.text(max_size=30))
def test_any_text_can_be_reported(message: str) -> None:
    """Whatever a server sends, the page escapes it, the XML is well-formed, the JSON can be read, the table holds."""
    found = outcome(result([finding(NAMES[0], "json", message=f"<script>{message}|")], [], []))

    assert "<script>" not in page(found)
    assert ET.fromstring(ET.tostring(junit_suite(found))).find("testcase/failure") is not None  # noqa: S314
    assert json.loads(json.dumps(as_json(found)))["findings"][0]["rule"] == "json"
    assert len([line for line in summary(found).splitlines() if line.startswith("| **broken**")]) == 1


def test_credentials_are_variables(tmp_path: Path) -> None:
    """In every report the credential is the variable that stands for it, in the command and in what was answered."""
    write_reports(outcome(result([finding(NAMES[0], "json")], [], [])), tmp_path)

    for name in ("index.html", "junit.xml", "report.json"):
        text = (tmp_path / name).read_text()
        assert SECRET not in text
        assert "$TOKEN" in text


@pytest.mark.parametrize("written", ["+15551234567", "%2B15551234567"])
def test_numbers_of_an_endpoint_are_not_shown(written: str) -> None:
    """On an endpoint that is not a sandbox, a number in a command is a variable, and is clipped elsewhere."""
    shown = exchange(body=f'{{"phone_number": "{written}"}}'.encode(), target=f"/PN{written}")
    found = outcome(private=True)

    assert "15551234567" not in found.curl(shown) + found.shown(shown)
    assert "${NUMBER_1}" in found.curl(shown)
    assert "15551234567" in outcome().curl(shown)


def test_the_summary_fits_a_comment() -> None:
    """However much is broken, the text stays short enough for a comment on a merge request."""
    many = [replace(finding(NAMES[0], "json", message="x" * 5000), subject=str(n)) for n in range(500)]

    assert len(summary(outcome(result(many, [], [])))) < 20_000
