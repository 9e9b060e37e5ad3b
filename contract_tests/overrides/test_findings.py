"""Every contradiction of the document is accounted for: resolved by a named action or accepted for a reason."""

from __future__ import annotations

import copy
from dataclasses import replace

from overrides.accounting import entries, faulty_entries, unkept_promises
from overrides.normalised import all_changes


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
