"""Magic numbers: what buying one does, the same for all ten of a range, and how the account stands afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from http_support import active, numbers, refusal
from numbers_sandbox.control import magic_faults
from numbers_sandbox.http.description import description
from numbers_sandbox.store import magic_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_sandbox.testing import LiveSandbox

RANGES = [one for one in magic_numbers.magic_ranges() if one.area_code == magic_numbers.AREA_CODES[0]]
BOUGHT = {
    magic_numbers.AVAILABLE,
    magic_numbers.ERROR_AFTER_COMMIT,
    magic_numbers.RESET_AFTER_COMMIT,
    magic_numbers.TIMEOUT,
    magic_numbers.BROKEN_CONTRACT,
}


def outcome(buy: Callable[[], httpx.Response]) -> str:
    """What a caller sees of a purchase, in the words of magic_numbers.py."""
    try:
        answer = buy()
    except httpx.ReadTimeout:
        return magic_numbers.TIMEOUT
    except httpx.ReadError as error:
        return "reset" if "reset" in str(error) else repr(error)
    if answer.status_code == 200:
        rule = (
            next(operation for operation in description().operations if operation.id == "buyActiveNumber")
            .answers["200"]
            .open
        )
        return magic_numbers.AVAILABLE if rule and rule.allows(answer.json()) else magic_numbers.BROKEN_CONTRACT
    kinds = {
        (400, 21452): magic_numbers.ALREADY_BOUGHT,
        (400, 21650): magic_numbers.IDENTITY_REQUIRED,
        (429, 42900): magic_numbers.TOO_MANY_REQUESTS,
    }
    return kinds.get(refusal(answer)[:2], "error")


@pytest.mark.parametrize("one", RANGES, ids=lambda one: one.outcome)
def test_a_magic_number_does_what_its_range_says(
    api: httpx.Client, numbers_sandbox: LiveSandbox, monkeypatch: pytest.MonkeyPatch, one: magic_numbers.MagicRange
) -> None:
    """Each number of a range is on offer, its purchase ends as the range says, and the account then tells the same."""
    monkeypatch.setattr(magic_faults, "LATE", 0.4)
    for digit in "059":
        number = one.prefix + digit
        found = api.get("/api/AvailableNumbers", params={"phone_number": number}).json()["items"]
        assert [item["phone_number"] for item in found] == [number]
        path, query = numbers(numbers_sandbox.account), {"phoneNumber": number}
        seen = outcome(lambda: api.post(path, params=query, timeout=0.2))  # noqa: B023  (called at once)
        assert seen == re.sub("-(before|after)-commit$", "", one.outcome)
        held = api.get(active(numbers_sandbox.account, number)).status_code == 200
        assert held == (one.outcome in BOUGHT)
    assert len(numbers_sandbox.ledger()) == (3 if one.outcome in BOUGHT else 0)


def test_an_identity_document_opens_its_range(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Once a document is on file, the numbers that ask for one can be bought."""
    number = next(one.prefix for one in RANGES if one.outcome == magic_numbers.IDENTITY_REQUIRED) + "3"
    numbers_sandbox.put_account(identity_documents=True)
    assert api.post(numbers(numbers_sandbox.account), params={"phoneNumber": number}).status_code == 200


def test_a_fault_that_was_asked_for_comes_first(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """A rule or a header decides over the magic of a number."""
    number = next(one.prefix for one in RANGES if one.outcome == magic_numbers.TOO_MANY_REQUESTS) + "1"
    numbers_sandbox.faults.add("error", status=502)
    assert api.post(numbers(numbers_sandbox.account), params={"phoneNumber": number}).status_code == 502
