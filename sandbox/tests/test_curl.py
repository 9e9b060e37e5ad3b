"""The vendor's own samples, run with curl: only the host changes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import pytest
from http_support import available

if TYPE_CHECKING:
    import httpx
    from numbers_sandbox.testing import LiveSandbox

FACTS = Path(__file__).resolve().parents[2] / "openapi" / "document.facts.json"
CURL = shutil.which("curl")
pytestmark = [
    pytest.mark.skipif(CURL is None, reason="curl is not installed"),
    pytest.mark.skipif(not FACTS.is_file(), reason="the facts of the vendor's document are not beside the sandbox"),
]
OPERATIONS: dict[str, Any] = (
    {operation["id"]: operation for operation in json.loads(FACTS.read_text(encoding="utf-8"))["operations"]}
    if FACTS.is_file()
    else {}
)
SID = "AP0123456789abcdef0123456789abcdef"


def curl(  # noqa: PLR0913  (named, and each a part of the sample)
    sandbox: LiveSandbox,
    operation: str,
    *,
    account: str = "string",
    number: str = "string",
    query: str = "",
    body: object = None,
) -> tuple[int, Any]:
    """The sample of an operation with another host and, if given, real values in place of its placeholders."""
    sample = OPERATIONS[operation]["request"]
    url = urlsplit(str(sample["url"]))
    path = url.path.replace("/string/", f"/{account}/").replace("PNstring", f"PN{number}")
    command = [
        str(CURL),
        "--silent",
        "--show-error",
        "--globoff",
        "--request",
        sample["method"],
        "--url",
        f"{sandbox.url}{path}{query}",
        "--write-out",
        "\n%{http_code}",
    ]
    for name, value in sample["headers"].items():
        command += ["--header", f"{name}: {value}"]
    if sample.get("has_body"):
        command += ["--data", json.dumps(sample["body"] if body is None else body)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    answer, _, status = result.stdout.rpartition("\n")
    return int(status), json.loads(answer) if answer else None


def without_placeholders(body: dict[str, Any]) -> dict[str, Any]:
    """The body of a sample, where the word "string" stands for what has 34 characters or is one of two methods."""
    real = {"application_sid": SID, "method": "POST", "statusCallbackMethod": "POST"}
    return {
        name: without_placeholders(cast("dict[str, Any]", value))
        if isinstance(value, dict)
        else real.get(name, value)
        if value == "string"
        else value
        for name, value in body.items()
    }


@pytest.mark.parametrize("operation", ["SearchNumbers", "listActiveNumbers"])
def test_a_sample_without_placeholders_works_as_it_stands(numbers_sandbox: LiveSandbox, operation: str) -> None:
    """Searching and listing answer 200 to the sample, below the base path and under the documented path."""
    status, answer = curl(numbers_sandbox, operation)
    assert status == 200
    assert len(answer["items"]) == (50 if operation == "SearchNumbers" else 0)
    assert answer["meta"]["url"].startswith(
        numbers_sandbox.url + urlsplit(str(OPERATIONS[operation]["request"]["url"])).path
    )


@pytest.mark.parametrize("operation", ["BuyNumber", "GetActiveNumber", "UpdateActiveNumber", "CancelActiveNumber"])
def test_a_sample_with_placeholders_reaches_its_operation(numbers_sandbox: LiveSandbox, operation: str) -> None:
    """The word "string" is no phone number, and the refusal says which parameter has to be filled in."""
    status, answer = curl(numbers_sandbox, operation)
    assert status == 400
    assert "phoneNumber" in answer["message"]


def test_the_samples_make_a_life_of_a_number(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """With real values in place of "string", the samples buy, list, read, configure and release a number."""
    account, number = numbers_sandbox.account, available(api)[0]
    bodies = {
        name: without_placeholders(OPERATIONS[name]["request"]["body"]) for name in ("BuyNumber", "UpdateActiveNumber")
    }
    bought = curl(
        numbers_sandbox, "BuyNumber", account=account, query=f"?phoneNumber={number}", body=bodies["BuyNumber"]
    )
    assert bought[0] == 200
    assert bought[1]["configuration"] == bodies["BuyNumber"]
    status, listed = curl(numbers_sandbox, "listActiveNumbers", account=account)
    assert (status, listed["items"]) == (200, [bought[1]])
    assert curl(numbers_sandbox, "GetActiveNumber", account=account, number=number) == bought
    status, changed = curl(
        numbers_sandbox, "UpdateActiveNumber", account=account, number=number, body=bodies["UpdateActiveNumber"]
    )
    assert (status, changed["friendlyName"], changed["statusCallbackMethod"]) == (200, "string", "POST")
    assert changed["phone_number"] == number
    assert curl(numbers_sandbox, "CancelActiveNumber", account=account, number=number) == (200, None)
    assert curl(numbers_sandbox, "GetActiveNumber", account=account, number=number)[0] == 404
