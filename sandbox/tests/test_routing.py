"""Which paths and methods there are: those of the description, in both spellings, and no others."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from http_support import active, available, bought, numbers, refusal
from numbers_sandbox.http.description import description

if TYPE_CHECKING:
    import httpx
    from numbers_sandbox.testing import LiveSandbox

OPERATIONS = description().operations
TEMPLATES = sorted({template for operation in OPERATIONS for template in operation.templates})
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")
ALLOWED = {
    template: [operation.method for operation in OPERATIONS if template in operation.templates]
    for template in TEMPLATES
}


def filled(template: str) -> str:
    """A path that fits a template."""
    return template.replace("{AccountId}", "AC1").replace("{phoneNumber}", "+14155550123")


def test_the_document_and_the_description_give_five_paths() -> None:
    """Two of the three paths were changed by overlays, and both spellings of them are answered."""
    assert len(TEMPLATES) == 5
    assert {operation.id for operation in OPERATIONS} == {
        "searchAvailableNumbers", "listActiveNumbers", "buyActiveNumber",
        "getActiveNumber", "configureActiveNumber", "releaseActiveNumber",
    }  # fmt: skip


@pytest.mark.parametrize("prefix", ["", description().base_path])
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("method", METHODS)
def test_each_path_has_its_methods_and_no_others(
    numbers_sandbox: LiveSandbox, prefix: str, template: str, method: str
) -> None:
    """A method that the description does not have, HEAD, OPTIONS and TRACE included, is 405 with the exact Allow."""
    connection = http.client.HTTPConnection(urlsplit(numbers_sandbox.url).netloc, timeout=10)
    connection.request(method, prefix + filled(template))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if method in ALLOWED[template]:
        assert answer.status != 405
        assert answer.getheader("Allow") is None
    else:
        assert answer.status == 405
        assert answer.getheader("Allow") == ", ".join(ALLOWED[template])
        assert (body == b"") == (method == "HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/v1",
        "/v1/",
        "/api",
        "/api/",
        "/api/AvailableNumbers/",
        "/api/availablenumbers",
        "/AvailableNumbers",
        "/Accounts",
        "/Accounts/AC1",
        "/Accounts/AC1/ActiveNumbers",
        "/Accounts//ActiveNumbers/",
        "/v1/v1/api/AvailableNumbers",
        "/Accounts/AC1/ActiveNumbers/+14155550123",
        "/Accounts/AC1/ActiveNumbers/PN",
        "/Account/AC1/ActiveNumbers/PN+14155550123",
        "/Accounts/AC1/ActiveNumbers/PN+14155550123/",
        "/_sandboxes",
        "/openapi.yaml",
    ],
)
def test_other_paths_are_not_found(api: httpx.Client, path: str) -> None:
    """A path that no template fits is 404, a trailing slash too many or too few included."""
    status, code, _ = refusal(api.get(path))
    assert (status, code) == (404, 40400)


def test_a_number_can_live_under_the_documented_paths(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """What is bought by one spelling is found, configured and released by the other."""
    account, number = numbers_sandbox.account, available(api)[0]
    answer = api.post("/v1" + numbers(account, documented=True), params={"phoneNumber": number})
    assert answer.status_code == 200
    assert api.get(active(account, number)).json() == answer.json()
    assert [item["phone_number"] for item in api.get(numbers(account, documented=True)).json()["items"]] == [number]
    changed = api.post(active(account, number, documented=True), json={"friendlyName": "x"})
    assert changed.json()["friendlyName"] == "x"
    assert api.delete(active(account, number, documented=True)).status_code == 200
    assert refusal(api.get(active(account, number)))[:2] == (404, 40401)


def test_percent_encoding_makes_no_difference(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """An encoded path means what the plain one means, letter by letter (RFC 3986, section 6.2.2.2)."""
    account = numbers_sandbox.account
    number = bought(api, account)["phone_number"]
    encoded = "".join(f"%{ord(character):02X}" for character in f"PN{number}")
    assert api.get(f"/%41ccounts/{account}/ActiveNumbers/{encoded}").json()["phone_number"] == number
    assert api.get(f"/Accounts/{account}/ActiveNumbers/PN%2b{number[1:]}").json()["phone_number"] == number


@pytest.mark.parametrize("segment", ["%FF", "%C3%28", "%ED%A0%80", "%F5%80%80%80", "%C0%AF", "%", "%4", "%G1", "a%2"])
def test_what_is_no_utf_8_is_refused_in_a_path(numbers_sandbox: LiveSandbox, segment: str) -> None:
    """Percent-encoding that is broken, or no UTF-8, is 400 wherever it stands in a path."""
    for path in (f"/Accounts/{segment}/ActiveNumbers/", f"/Accounts/A/ActiveNumbers/PN{segment}", f"/api/{segment}"):
        connection = http.client.HTTPConnection(urlsplit(numbers_sandbox.url).netloc, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert (answer.status, b"40001" in answer.read()) == (400, True), path
        connection.close()


@pytest.mark.parametrize("account", ["a%20b", "a%2Fb", "%00", "%C3%A9", "..%2F", "a.b"])
def test_an_account_that_cannot_be_is_refused(api: httpx.Client, account: str) -> None:
    """An encoded slash does not become a segment, and a name that breaks the description is 400 and named."""
    status, code, message = refusal(api.get(f"/Accounts/{account}/ActiveNumbers/"))
    assert (status, code) == (400, 40005)
    assert "AccountId" in message


@pytest.mark.parametrize("number", ["string", "14155550123", "+0415", "+1415555012345678", "+1 415", "%2B1%00"])
def test_a_number_that_cannot_be_is_refused(api: httpx.Client, number: str) -> None:
    """A number that is no E.164 is 400, and the parameter is named."""
    for method in ("GET", "DELETE"):
        status, code, message = refusal(api.request(method, f"/Accounts/AC1/ActiveNumbers/PN{number}"))
        assert (status, code) == (400, 40005)
        assert "phoneNumber" in message
