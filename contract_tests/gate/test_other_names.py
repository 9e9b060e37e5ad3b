"""The checks know no names: the same API under other names is checked as well."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from gate.altered import Altered, Answer, Asked
from gate.rule_faults import BREACHES
from gate.served import described, held_to
from gate.test_rule_detection import shown
from numbers_contract import CHECKS, Description

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = {
    "AvailableNumbers": "Stock",
    "ActiveNumbers": "Holdings",
    "/Accounts/": "/Owners/",
    "AccountId": "Owner",
    "/PN": "/NR",
    "phoneNumber": "line",
    "phone_number": "msisdn",
    "friendlyName": "label",
    "accountSid": "holder",
    "statusCallback": "hook",
    "application_sid": "app",
    "iso_country": "land",
    "page_size": "per",
    "next_page_url": "onward",
    "previous_page_url": "backward",
    "lifecycle": "stage",
}
"""Names as they are with what they become; none is part of a value."""


def other(text: str) -> str:
    """The new names in place of the old ones."""
    for old, new in _NAMES.items():
        text = text.replace(old, new)
    return text


def old(text: str) -> str:
    """The old names in place of the new ones; longer ones first, and only as whole words."""
    for name, new in sorted(_NAMES.items(), key=lambda pair: -len(pair[1])):
        bounds = new if new.startswith("/") else rf"\b{new}(?=Method\b|\b)"
        text = re.sub(bounds, name, text)
    return text


def translated() -> Description:
    """The description with other names, those of the operations included."""
    text = other(Path(described().file).read_text(encoding="utf-8"))
    return Description(re.sub(r"operationId: (\w+)", r"operationId: \1Renamed", text), "other.yaml")


def _pair(pair: str) -> str:
    """A pair of a query with the old name; names may be percent-encoded."""
    name, sign, value = pair.partition("=")
    return f"{quote(old(unquote(name, 'latin-1')), safe='', encoding='latin-1')}{sign}{value}"


def behind(app: Altered | Callable[..., object]) -> Altered:
    """The application under the other names."""

    def before(asked: Asked) -> None:
        asked.path, asked.query = old(asked.path), "&".join(map(_pair, asked.query.split("&")))
        asked.body = old(asked.body.decode("latin-1")).encode("latin-1")

    def after(_: Asked, answer: Answer) -> Answer:
        answer.body = other(answer.body.decode("utf-8")).encode("utf-8")
        return answer

    return Altered(app, before, after)  # type: ignore[arg-type]


def test_other_names_change_nothing() -> None:
    """Under other names of everything, the correct server is clean, and no check is left out."""
    everything = frozenset(CHECKS) - {"schemathesis"}
    result = held_to(behind, only=everything, description=translated())
    assert shown(result) == []
    assert {notice.rule for notice in result.skipped} <= {"authentication", "authorization"}


def test_faults_are_found_under_other_names() -> None:
    """A server that ignores null is found, whatever its members are called."""
    breach = BREACHES["null changes nothing"]
    result = held_to(
        lambda app: behind(Altered(app, breach.before, breach.after)),
        only=frozenset(breach.checks),
        description=translated(),
    )
    assert "configured" in {finding.rule for finding in result.findings}
