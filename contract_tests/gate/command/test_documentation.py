"""The page of the gate lists the rules and the settings that there are."""

from __future__ import annotations

import re

from command import ROOT
from numbers_contract.reports.rules import RULES
from numbers_contract.settings import NAMES

PAGE = (ROOT / "contract_tests" / "numbers_contract" / "README.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, str]:
    """The table below a heading: its first column, and its second."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", section, flags=re.MULTILINE))


def test_every_rule_is_listed() -> None:
    """Each rule stands there with what it says, and no other does."""
    assert rows("Rules") == {rule.id: rule.text for rule in RULES.values()}


def test_every_setting_is_listed() -> None:
    """Each setting stands there with what it means, and no other does."""
    assert {name: says.lower() for name, says in rows("Settings").items()} == {
        name: says.lower() for name, says in NAMES.items()
    }
