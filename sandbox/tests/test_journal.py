"""The journal: what arrived is told, without secrets and without whole phone numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from http_support import active, available, numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from numbers_sandbox.http.masking import cleaned, masked

if TYPE_CHECKING:
    import httpx


def test_requests_tell_what_arrived_without_secrets(api: httpx.Client) -> None:
    """Method, target, headers, body, operation, account and status are there; credentials and whole numbers are not."""
    number = available(api)[0]
    secrets = {
        "Authorization": "Bearer very-secret",
        "Cookie": "very-secret",
        "X-Api-Key": "very-secret",
        "Proxy-Authorization": "very-secret",
        "X-Colour": "red",
    }
    api.post(
        numbers("AC1"), params={"phoneNumber": number}, json={"status_callback_url": f"/{number}"}, headers=secrets
    )
    api.get(active("AC1", number))
    text = api.get("/_sandbox/requests?account=AC1").text
    assert "very-secret" not in text
    assert number[1:] not in text
    last, first = json.loads(text)["requests"]
    assert (first["method"], first["operation"], first["status"]) == ("POST", "buyActiveNumber", 200)
    assert first["headers"]["x-colour"] == "red"
    assert masked(f'{{"status_callback_url":"/{number}"}}') in first["body"].replace(" ", "")
    assert last["target"] == masked(active("AC1", number))
    assert last["id"] > first["id"]
    assert [request["id"] for request in api.get(f"/_sandbox/requests?after={first['id']}").json()["requests"]] == [
        last["id"]
    ]
    assert len(api.get("/_sandbox/requests?limit=1").json()["requests"]) == 1


@pytest.mark.parametrize(
    "text", ["+14155550123", "PN%2B4915112345678", "%2b442079460958", "phoneNumber=14155550123", "PN+14155550123"]
)
def test_numbers_are_masked(text: str) -> None:
    """The first three and the last two digits of a number are enough to know it again."""
    digits = "".join(character for character in text.replace("%2B", "").replace("%2b", "") if character.isdigit())
    assert digits not in masked(text)
    assert masked(text).count("*") == len(digits) - 5
    assert len(masked(text)) == len(text)


@pytest.mark.parametrize(
    "text", ["AC0123456789abcdef0123456789abcdef", "127.0.0.1:45219", "page_size=1000", "2026-11-25"]
)
def test_what_is_no_number_is_not_masked(text: str) -> None:
    """Accounts, ports, sizes and dates stay readable."""
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+113302", "+11**02"),
        ("PN%2B113302", "PN%2B11**02"),
        ('"+1 415-555-0123"', '"+1 41*-***-**23"'),
        ("%2B1%20415-555-0123", "%2B1%2041*-***-**23"),
        ("+1 (415) 555.0123", "+1 (41*) ***.**23"),
        ("+46 8 123 456 78", "+46 8 *** *** 78"),
    ],
)
def test_short_codes_and_written_numbers_are_masked(text: str, shown: str) -> None:
    """A number of a few digits, or one as people write it, is no more to be told than any other."""
    assert masked(text) == shown


def test_secrets_are_removed_wherever_they_stand(api: httpx.Client) -> None:
    """A secret in a header, in a query, in a URL or in a member of the body is not shown, and the rest is."""
    secret = "s3cr3t-value"
    headers = dict.fromkeys(["X-Auth-Token", "X-Amz-Signature", "Apikey", "X-Session-Id", "X-Sandbox-Token"], secret)
    body = {"statusCallback": f"https://user:{secret}@example.com/?access_token={secret}&n=1", "client_secret": secret}
    api.post(f"{active('AC1', '+14155550123')}?Token={secret}&api_key={secret}&page=7", headers=headers, json=body)
    request = api.get("/_sandbox/requests").json()["requests"][0]
    assert secret not in json.dumps(request)
    assert request["target"].endswith("?Token=***&api_key=***&page=7")
    assert "https://***@example.com/?access_token=***&n=1" in request["body"]


_SECRET = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(st.text(max_size=9), _SECRET | st.integers() | st.lists(_SECRET, max_size=3), st.integers(0, 30))
def test_secrets_of_every_kind_are_removed(before: str, secret: object, cut: int) -> None:
    """Texts with escapes in them, numbers and lists: nothing of the value is left, whole or cut, and the rest is."""
    shown, empty = (cleaned(json.dumps({"a": before, "token": value, "b": 7})) for value in (secret, ""))
    assert shown == empty
    text = json.dumps({"clientSecret": json.dumps(secret)})
    assert cleaned(text[: max(len(text) - cut, 18)]).startswith('{"clientSecret": "***"')


@settings(max_examples=50)
@given(st.text(st.sampled_from('+1 ?&="a:/@%2Btoken.-()'), max_size=60), st.integers(1, 500))
def test_cleaning_takes_no_longer_than_the_text(text: str, times: int) -> None:
    """Any text is cleaned, and one that was cleaned already stays as it is."""
    once = cleaned(text * times)
    assert cleaned(once) == once


def test_controlling_is_not_recorded(api: httpx.Client) -> None:
    """The journal is about the API."""
    api.get("/_sandbox/state")
    api.get("/api/AvailableNumbers")
    targets = [request["target"] for request in api.get("/_sandbox/requests").json()["requests"]]
    assert targets == ["/api/AvailableNumbers"]
