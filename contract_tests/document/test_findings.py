"""Contradictions recomputed from facts: all that there are, none that there is not."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, cast

import pytest
from document.findings import CLASSES, findings
from document.sample_document import map_library
from document_reader import from_json

FACTS = Path(__file__).parents[2] / "openapi" / "document.facts.json"
GET = "/Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}"

# class -> what would have to be otherwise in the facts (names to follow, value) for one finding of the class to vanish
REPAIRS: dict[str, list[tuple[str, Any]]] = {
    "query-case": [
        (
            "/operations/listActiveNumbers/parameters/Configuration.voice.application_sid/name",
            "configuration.voice.application_sid",
        )
    ],
    "query-orphan": [("/operations/BuyNumber/parameters/phoneNumber/name", "phone_number")],
    "query-desc": [
        ("/operations/listActiveNumbers/parameters/Configuration.voice.application_sid/text", "0123456789ab")
    ],
    "no-error-response": [("/operations/BuyNumber/responses/0/status", "4XX")],
    "auth": [("/operations/BuyNumber/authentication/schemes", ["bearer"])],
    "body-optional": [("/operations/BuyNumber/body/required", True)],
    "prose-error-code": [("/operations/BuyNumber/responses/0/status", "400")],
    "no-page-params": [("/operations/listActiveNumbers/parameters/Configuration.voice.application_sid/name", "page")],
    "sample-no-query": [("/operations/BuyNumber/request/url", "https://numbers.example/?phoneNumber=string")],
    "resp-no-schema": [("/operations/CancelActiveNumber/responses/0/status", "204")],
    "opid-case": [("/operations/listActiveNumbers/id", "ListActiveNumbers")],
    "path-singular": [("/operations/BuyNumber/route", "/Accounts/{AccountId}/ActiveNumbers/")],
    "path-doubled": [("/operations/GetActiveNumber/route", GET)],
    "path-slash": [("/operations/BuyNumber/route", "/Account/{AccountId}/ActiveNumbers")],
    "path-partial": [("/operations/GetActiveNumber/route", "/Accounts/{AccountId}/ActiveNumbers/{phoneNumber}")],
    "path-api": [("/operations/SearchNumbers/route", "/AvailableNumbers")],
    "no-account": [("/operations/SearchNumbers/route", "/api/Accounts/{AccountId}/AvailableNumbers")],
    "param-spelling": [
        ("/operations/listActiveNumbers/parameters/phone_number/name", "phoneNumber"),
        ("/operations/SearchNumbers/parameters/phone_number/name", "phoneNumber"),
    ],
    "camel": [("/schemas/ActiveNumber/properties/friendlyName/name", "friendly_name")],
    "price-string": [("/schemas/ActiveNumber/properties/base_setup_price/format", "decimal")],
    "enum-nullable": [("/schemas/Voice/properties/method/nullable", False)],
    "enum-missing": [("/schemas/ActiveNumber/properties/statusCallbackMethod/type", "any")],
    "url-hostname": [("/schemas/Voice/properties/url/format", "uri")],
    "url-example": [("/schemas/Configuration/example/status_callback_url", "https://numbers.example/hook")],
    "url-untyped": [("/schemas/Meta/properties/url/format", "uri")],
    "twin-type": [("/schemas/Sms/properties/url/format", "hostname")],
    "desc-mismatch": [("/schemas/ActiveNumber/properties/capabilities/text", "0123456789ab")],
    "copy-paste": [("/schemas/Sms/properties/application_sid/text", "0123456789ab")],
}


def test_each_finding_has_a_name_of_its_own_and_a_line() -> None:
    """Identifiers are unique, and all but those of the whole document name a line."""
    found = findings(from_json(FACTS.read_text(encoding="utf-8")))
    assert len({finding.id for finding in found}) == len(found)
    assert {finding.id for finding in found if not finding.line} == {"param-spelling:phoneNumber"}


def test_each_class_finds_something_in_the_document() -> None:
    """No rule is idle: the facts of the document show at least one finding of every class."""
    found = findings(from_json(FACTS.read_text(encoding="utf-8")))
    assert {finding.id.split(":")[0] for finding in found} == set(CLASSES)


def _step(place: Any, step: str) -> Any:  # noqa: ANN401 - JSON
    """Return the member of an object, or the item of a list by its name, id or index."""
    if isinstance(place, dict):
        return cast("dict[str, Any]", place)[step]
    items: list[dict[str, Any]] = place
    named = [item for item in items if step in (item.get("name"), item.get("id"))]
    return named[0] if named else items[int(step)]


@pytest.mark.parametrize("name", CLASSES)
def test_a_mended_document_loses_the_finding(name: str) -> None:
    """If the document said otherwise in one place, a finding of the class would be gone."""
    tree: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    before = findings(from_json(json.dumps(tree)))
    for pointer, value in REPAIRS[name]:
        *steps, last = pointer.split("/")[1:]
        place: dict[str, Any] = functools.reduce(_step, steps, tree)
        place[last] = value
    after = {finding.id for finding in findings(from_json(json.dumps(tree)))}
    assert [finding.id for finding in before if finding.id.startswith(f"{name}:") and finding.id not in after]


def test_a_document_that_agrees_with_itself_has_few_findings() -> None:
    """In the invented document only what it really leaves open is found."""
    allowed = {"body-optional", "no-error-response", "opid-case", "path-partial", "path-slash", "prose-error-code"}
    found = {finding.id.split(":")[0] for finding in findings(map_library())}
    assert found - allowed == {"query-orphan"}
