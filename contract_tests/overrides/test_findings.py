"""Every contradiction of the document is accounted for: resolved by a named action or accepted for a reason."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from document.findings import CLASSES, findings
from document_reader import from_json
from document_reader.facts import ErrorCode, Operation, Property, Shape, Value
from overrides.accounting import entries, faulty_entries, unaccounted, unkept_promises
from overrides.normalised import ROOT, all_changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from document_reader import Facts


@cache
def facts() -> Facts:
    """The facts of the vendor's document."""
    return from_json((ROOT / "openapi" / "document.facts.json").read_text(encoding="utf-8"))


def test_every_finding_that_the_facts_show_is_accounted_for() -> None:
    """The findings of the recomputed classes are exactly the entries of these classes, on the same lines."""
    assert list(unaccounted(entries(), findings(facts()), CLASSES)) == []


def test_the_account_has_the_recomputed_classes_and_others() -> None:
    """Each recomputed class has an entry; the other classes are faults of the text, which only a reader can find."""
    classes = {entry["id"].split(":")[0] for entry in entries()}
    assert set(CLASSES) <= classes
    assert classes - set(CLASSES)
    assert [entry["id"] for entry in entries() if entry["line"] > facts().line_count or entry["line"] < 0] == []


def test_each_finding_is_resolved_or_accepted_once() -> None:
    """No finding has two entries, and each entry is one of resolved and accepted, the latter for a reason."""
    assert list(faulty_entries(entries())) == []


def test_what_is_resolved_is_claimed_and_what_is_claimed_is_resolved() -> None:
    """An entry names an action that claims the finding, and no action claims what no entry says is resolved."""
    assert list(unkept_promises(entries(), all_changes())) == []


def test_a_faulty_entry_is_reported() -> None:
    """An entry that is there twice, says both, says neither or gives no reason is found."""
    account = copy.deepcopy(entries())
    account.append(account[0])
    account[1]["resolved_by"] = "10-wire-paths.yaml: Remove the singular collection path"
    del account[2]["accepted"]
    account[3]["accepted"] = "Because."
    assert [fault.split(":")[0] for fault in faulty_entries(account)] == ["query-case"] * 4


def test_a_broken_promise_is_reported() -> None:
    """An entry whose action is gone or claims something else is found, and so is an action whose entry is gone."""
    account, actions = entries(), all_changes()
    resolved = next(entry["id"] for entry in account if "resolved_by" in entry)
    without = [replace(change, resolves=tuple(set(change.resolves) - {resolved})) for change in actions]
    assert list(unkept_promises(account, without))
    renamed = [replace(change, description=f"Do not {change.description}") for change in actions]
    assert list(unkept_promises(account, renamed))
    accepted = [entry for entry in account if entry["id"] != resolved]
    assert list(unkept_promises(accepted, actions))


def test_a_finding_claimed_in_two_files_is_reported() -> None:
    """A finding is resolved in one file, so that leaving out this file, and no other, opens it again."""
    actions = all_changes()
    first, last = (next(c for c in order if c.resolves) for order in (actions, actions[::-1]))
    twice = [replace(last, resolves=first.resolves) if change is last else change for change in actions]
    assert [fault for fault in unkept_promises(entries(), twice) if "more than one overlay" in fault]


def with_property(path: str, change: Callable[[Property], Property]) -> Facts:
    """The facts with one property changed; `path` is its schema and its name."""
    owner, name = path.split(".")
    schema = next(schema for schema in facts().schemas if schema.name == owner)
    properties = tuple(change(item) if item.name == name else item for item in schema.properties)
    changed = replace(schema, properties=properties)
    return replace(facts(), schemas=tuple(changed if other is schema else other for other in facts().schemas))


def with_operation(name: str, change: Callable[[Operation], Operation]) -> Facts:
    """The facts with one operation changed."""
    return replace(facts(), operations=tuple(change(item) if item.id == name else item for item in facts().operations))


URL = Shape(type="string", format="uri", nullable=True)
CODE = ErrorCode(line=950, code=20404, status=404)
CHANGES: dict[str, tuple[Facts, str]] = {
    "camel:Regulatory.addressRequirements": (
        with_property("Regulatory.address_requirements", lambda item: replace(item, name="addressRequirements")),
        "is new",
    ),
    "prose-error-code:CancelActiveNumber.20404": (
        with_operation("CancelActiveNumber", lambda item: replace(item, error_codes=(CODE,))),
        "is new",
    ),
    "path-api:GetActiveNumber": (
        with_operation("GetActiveNumber", lambda item: replace(item, route="/api/PN{phoneNumber}")),
        "is new",
    ),
    "enum-nullable:Voice.method": (
        with_property("Voice.method", lambda item: replace(item, enum=(*item.enum, Value(line=1300, value=None)))),
        "is no longer found",
    ),
    "url-hostname:Voice.url": (
        with_property("Voice.url", lambda item: replace(item, shape=URL)),
        "is no longer found",
    ),
    "path-slash:BuyNumber": (
        with_operation("BuyNumber", lambda item: replace(item, route=item.route.rstrip("/"))),
        "is no longer found",
    ),
    "camel:ActiveNumber.accountSid": (
        with_property("ActiveNumber.accountSid", lambda item: replace(item, line=1)),
        "stands on line 1",
    ),
}


@pytest.mark.parametrize("finding", CHANGES)
def test_a_change_of_the_document_is_reported(finding: str) -> None:
    """A finding that a new version of the document brings, takes away or moves is noticed by name."""
    changed, said = CHANGES[finding]
    faults = list(unaccounted(entries(), findings(changed), CLASSES))
    assert any(fault.startswith(finding) and said in fault for fault in faults), faults


def test_a_fault_of_the_text_is_not_asked_of_the_facts() -> None:
    """Without the facts, only the entries of recomputed classes are missed: the others are for a reader to find."""
    missed = {fault.split(":")[0] for fault in unaccounted(entries(), [], CLASSES)}
    assert missed == set(CLASSES)
