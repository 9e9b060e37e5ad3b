"""The account of the findings: overrides/findings.yaml against the overlays and against the facts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from overrides.normalised import FINDINGS, Json, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from document.findings import Finding
    from overlay_engine import Change


def entries() -> list[Json]:
    """The entries of the account, in the order of the file."""
    found: list[Json] = read_yaml(FINDINGS)["findings"]
    return found


def faulty_entries(account: Iterable[Json]) -> Iterator[str]:
    """Entries that are there twice, or are not exactly one of resolved and accepted."""
    account = list(account)
    for name, count in Counter(str(entry["id"]) for entry in account).items():
        if count > 1:
            yield f"{name}: is there {count} times"
    for entry in account:
        answers = set(entry) - {"id", "line"}
        if answers not in ({"resolved_by"}, {"accepted"}):
            yield f"{entry['id']}: must be either resolved_by or accepted, and has {sorted(answers)}"
        elif "accepted" in entry and len(entry["accepted"].split()) < 10:
            yield f"{entry['id']}: is accepted without a reason in sentences"


def unkept_promises(account: Iterable[Json], changes: Iterable[Change]) -> Iterator[str]:
    """Findings whose action does not exist or does not claim them, and actions that claim what they should not."""
    claims: dict[str, set[str]] = {}
    files: dict[str, set[str]] = {}
    for change in changes:
        for finding in change.resolves:
            claims.setdefault(finding, set()).add(f"{change.file.name}: {change.description}")
            files.setdefault(finding, set()).add(change.file.name)
    resolved = {entry["id"]: entry["resolved_by"] for entry in account if "resolved_by" in entry}
    for finding, action in resolved.items():
        if action not in claims.get(finding, ()):
            yield f"{finding}: no action {action!r} has it in x-resolves"
    for finding, claimed in claims.items():
        if finding not in resolved:
            yield f"{finding}: is claimed by {sorted(claimed)} and not resolved in findings.yaml"
        if len(files[finding]) > 1:
            yield f"{finding}: is claimed in more than one overlay: {sorted(files[finding])}"


def unaccounted(account: Iterable[Json], found: Iterable[Finding], recomputed: Iterable[str]) -> Iterator[str]:
    """Findings without an entry, entries of a recomputed class without a finding, and entries with another line."""
    lines = {entry["id"]: entry["line"] for entry in account}
    current = {finding.id: finding.line for finding in found}
    for name in current.keys() - lines.keys():
        yield f"{name} (line {current[name]}): is new; resolve or accept it in overrides/findings.yaml"
    for name in lines.keys() - current.keys():
        if name.split(":", 1)[0] in set(recomputed):
            yield f"{name}: is no longer found; take it out of overrides/findings.yaml"
    for name in lines.keys() & current.keys():
        if lines[name] != current[name]:
            yield f"{name}: stands on line {current[name]}, not {lines[name]}"
