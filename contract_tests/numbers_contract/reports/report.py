"""The reports of a run: a page for people, JUnit XML and JSON for machines, and a text for a merge request."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jinja2
from markupsafe import Markup

from .rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from .findings import Finding
    from .outcome import Outcome

__all__ = ["fragment", "junit_suite", "page", "summary", "write_reports"]

_NONE = "every path"
_MOST_ROWS = 20  # of a comment on a merge request; the page has all


def write_reports(outcome: Outcome, folder: Path) -> None:
    """Write index.html, junit.xml, report.json and summary.md into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page(outcome), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(as_json(outcome), indent=1, ensure_ascii=False), encoding="utf-8")
    (folder / "summary.md").write_text(summary(outcome), encoding="utf-8")
    suites = ET.Element("testsuites")
    suites.append(junit_suite(outcome))
    ET.ElementTree(suites).write(folder / "junit.xml", encoding="utf-8", xml_declaration=True)


def page(outcome: Outcome) -> str:
    """The page: complete in one file, nothing loaded from elsewhere."""
    return _environment().get_template("page.html.jinja").render(**_shown(outcome))


def fragment(outcome: Outcome) -> str:
    """The same without head and body, to stand in another page."""
    return _environment().get_template("endpoint.html.jinja").render(**_shown(outcome))


def _environment() -> jinja2.Environment:
    folder = str(files(__package__ or "numbers_contract").joinpath("templates"))
    loader = jinja2.FileSystemLoader(folder)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["breakable"] = _breakable
    return environment


def _breakable(name: str) -> Markup:
    """A name in camel case that may be broken between its words."""
    return Markup("<wbr>").join(re.split(r"(?<=[a-z])(?=[A-Z])", name))


def _shown(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "operations": outcome.description.operations,
        "rules": [rule for rule in RULES.values() if any(rule.id in row for row in outcome.matrix.values())],
        "matrix": outcome.matrix,
        "coverage": coverage(outcome),
        "elsewhere": _NONE,
        "checked_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "slowest": timings(outcome),
    }


def timings(outcome: Outcome) -> list[tuple[str, float]]:
    """How long each check took, all seeds together, the longest first."""
    found: Counter[str] = Counter()
    for result in outcome.results:
        for name, seconds in result.timings.items():
            found[name] += seconds  # type: ignore[assignment]  # pyright: ignore  (a counter of seconds)
    return [(name, float(seconds)) for name, seconds in found.most_common()]


def coverage(outcome: Outcome) -> dict[str, dict[str, Any]]:
    """For each operation: requests, documented statuses, values of each parameter, and branches of its answers."""
    found: dict[str, dict[str, Any]] = {}
    for operation in outcome.description.operations:
        statuses: Counter[str] = Counter()
        values: dict[str, Counter[str]] = {}
        branches: Counter[str] = Counter()
        requests = 0
        for result in outcome.results:
            one = result.coverage
            requests += one.requests[operation.id]
            statuses.update(one.documented(outcome.description)[operation.id])
            branches.update(one.branches.get(operation.id, {}))
            for (name, place, parameter), kinds in one.values.items():
                if name == operation.id:
                    values.setdefault(f"{parameter} ({place})", Counter()).update(kinds)
        found[operation.id] = {
            "requests": requests,
            "statuses": dict(sorted(statuses.items())),
            "values": {name: dict(kinds.most_common()) for name, kinds in sorted(values.items())},
            "branches": dict(sorted(branches.items())),
        }
    return found


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Everything, for programs."""
    return {
        "verdict": outcome.verdict,
        "code": outcome.code,
        "summary": outcome.line,
        "endpoint": outcome.endpoint.base_url,
        "description": outcome.description.file,
        "seeds": [result.seed for result in outcome.results],
        "requests": outcome.requests,
        "seconds": round(outcome.seconds, 3),
        "findings": [_finding(outcome, finding) for finding in outcome.findings],
        "skipped": [
            {"rule": one.rule, "operation": one.operation, "why": outcome.public(one.why)} for one in outcome.skipped
        ],
        "operations": {
            name: {rule: {"state": cell.state, "held": cell.held, "failed": cell.failed} for rule, cell in row.items()}
            for name, row in outcome.matrix.items()
        },
        "coverage": coverage(outcome),
        "not_given_back": outcome.left,
    }


def _finding(outcome: Outcome, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "says": RULES[finding.rule].text,
        "operation": finding.operation,
        "message": outcome.public(finding.message),
        "description": {"pointer": finding.pointer, "place": finding.line},
        "answer": finding.at,
        "warning": finding.warning,
        "seed": finding.seed,
        "times": finding.times,
        "exchanges": [
            {"curl": outcome.curl(exchange), "answer": outcome.shown(exchange)} for exchange in finding.exchanges
        ],
    }


def junit_suite(outcome: Outcome) -> ET.Element:
    """A suite with one case for each operation and rule; what was not checked is skipped, never passed."""
    suite = ET.Element("testsuite", name="endpoint", time=f"{outcome.seconds:.3f}")
    counts: Counter[str] = Counter()
    for name, row in outcome.matrix.items():
        for rule, cell in row.items():
            case = ET.SubElement(suite, "testcase", classname=f"endpoint.{name or _NONE}", name=rule, time="0")
            counts[cell.state] += 1
            if cell.state == "not checked":
                ET.SubElement(case, "skipped", message=_xml(outcome.public("; ".join(cell.why))))
            elif cell.state == "broken":
                found = [one for one in outcome.findings if (one.operation, one.rule) == (name, rule)]
                failure = ET.SubElement(case, "failure", message=_xml(outcome.public(found[0].message)))
                failure.text = _xml("\n\n".join(text(outcome, one) for one in found))
    if outcome.unable:
        counts["errors"] = 1
        case = ET.SubElement(suite, "testcase", classname="endpoint", name="could be checked", time="0")
        ET.SubElement(case, "error", message=_xml(outcome.unable))
    suite.set("tests", str(sum(counts.values())))
    suite.set("failures", str(counts["broken"]))
    suite.set("skipped", str(counts["not checked"]))
    suite.set("errors", str(counts["errors"]))
    return suite


def text(outcome: Outcome, finding: Finding) -> str:
    """A finding as plain text, with the commands that show it."""
    lines = [
        f"{finding.rule}: {outcome.public(finding.message)}",
        f"rule: {RULES[finding.rule].text}",
        f"description: {finding.line} ({finding.pointer})",
    ]
    if finding.at is not None:
        lines.append(f"in the answer: {finding.at or '/'}")
    lines.append(f"seed: {finding.seed}" + (f", seen {finding.times} times" if finding.times > 1 else ""))
    for exchange in finding.exchanges:
        lines += [f"$ {outcome.curl(exchange)}", outcome.shown(exchange)]
    return "\n".join(lines)


def summary(outcome: Outcome) -> str:
    """A text in Markdown that fits a comment on a merge request."""
    lines = [f"### The contract {outcome.verdict}", "", outcome.line, ""]
    findings = outcome.findings
    if findings:
        lines += ["| | rule | operation | what | description |", "| --- | --- | --- | --- | --- |"]
        for finding in findings[:_MOST_ROWS]:
            mark = "warning" if finding.warning else "**broken**"
            said = _cell(outcome.public(finding.message))
            lines.append(f"| {mark} | {finding.rule} | {finding.operation or _NONE} | {said} | `{finding.line}` |")
        if len(findings) > _MOST_ROWS:
            lines.append(f"\n… and {len(findings) - _MOST_ROWS} more; see the report.")
        lines.append("")
    reasons: Counter[str] = Counter(outcome.public(one.why) for one in outcome.skipped)
    if reasons:
        lines += [f"Not checked: {len(outcome.skipped)}", ""]
        lines += [f"- {_cell(why)} ({count})" for why, count in reasons.most_common(_MOST_ROWS)]
    return "\n".join(lines).rstrip() + "\n"


def _cell(value: str) -> str:
    """A text in a cell of a table: one line, no longer than can be read."""
    line = " ".join(value.split()).replace("|", r"\|")
    return line if len(line) <= 200 else f"{line[:199]}…"


def _xml(value: str) -> str:
    """A text without the characters that XML 1.0 cannot hold."""
    return "".join(
        c if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else "�" for c in value
    )
