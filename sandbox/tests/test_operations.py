"""The six operations over HTTP: searching, buying, reading, configuring, releasing; what accounts see of others."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import phonenumbers
import pytest
from http_support import active, available, bought, numbers, refusal
from hypothesis import given, settings
from hypothesis import strategies as st
from numbers_sandbox.http.description import description

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_sandbox.testing import LiveSandbox

SEARCH = next(operation for operation in description().operations if operation.id == "searchAvailableNumbers")
LIST = next(operation for operation in description().operations if operation.id == "listActiveNumbers")
PAGING = {"page", "page_size", "key"}


def at(item: dict[str, Any], path: str) -> Any:  # noqa: ANN401
    """The value of a property, by its dotted path."""
    found: Any = item
    for part in path.split("."):
        found = None if found is None else found.get(part)
    return found


def as_text(value: object) -> str:
    """A value as it stands in a query."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def walked(api: httpx.Client, path: str, **query: str) -> list[dict[str, Any]]:
    """All items of a list, by way of its own links."""
    return [item for page in pages(api, path, **query) for item in page["items"]]


def pages(api: httpx.Client, path: str, **query: str) -> Iterator[dict[str, Any]]:
    """All pages of a list, by way of its own links."""
    answer = api.get(path, params=query)
    while True:
        assert answer.status_code == 200, answer.text
        yield answer.json()
        following = answer.json()["meta"]["next_page_url"]
        if following is None:
            return
        answer = api.get(following)


def test_every_parameter_that_is_no_page_is_a_filter_on_a_property() -> None:
    """The 37 filters of the search and the ten of the list are found in the description, each with its property."""
    assert set(SEARCH.query) - set(SEARCH.filters) == PAGING == set(LIST.query) - set(LIST.filters)
    assert (len(SEARCH.filters), len(LIST.filters)) == (37, 10)
    assert SEARCH.filters["capabilities.Voice.e911"] == "capabilities.voice.e911"
    assert LIST.filters["Configuration.voice.application_sid"] == "configuration.voice.application_sid"


@pytest.mark.parametrize("name", SEARCH.filters)
def test_each_filter_of_the_search_selects_what_has_its_value(api: httpx.Client, name: str) -> None:
    """With any value that occurs, only numbers with that value are found, and the number that has it is among them."""
    path = SEARCH.filters[name]
    sample = [
        item
        for country in ("US", "GB")
        for item in api.get(
            "/api/AvailableNumbers", params={"geography.iso_country": country, "page_size": "200"}
        ).json()["items"]
    ]
    values = {value for item in sample if (value := at(item, path)) is not None}
    assert values
    for value in sorted(values, key=str)[:4]:
        items = api.get("/api/AvailableNumbers", params={name: as_text(value), "page_size": "1000"}).json()["items"]
        assert items
        assert {as_text(at(item, path)) for item in items} == {as_text(value)}


@settings(max_examples=25)
@given(data=st.data())
def test_filters_together_select_what_has_every_value(api: httpx.Client, data: st.DataObject) -> None:
    """Any filters with the values of one number find that number, and only numbers like it."""
    sample = api.get("/api/AvailableNumbers?geography.iso_country=US&page_size=100").json()["items"]
    item = data.draw(st.sampled_from(sample))
    names = data.draw(st.lists(st.sampled_from(sorted(SEARCH.filters)), min_size=2, max_size=8, unique=True))
    wanted = {name: at(item, SEARCH.filters[name]) for name in names}
    query = {name: as_text(value) for name, value in wanted.items() if value is not None}
    found = walked(api, "/api/AvailableNumbers", **query, page_size="1000")
    assert item in found
    assert all(as_text(at(one, SEARCH.filters[name])) == value for one in found for name, value in query.items())


def test_a_value_that_nobody_has_finds_nothing(api: httpx.Client) -> None:
    """To find nothing is no error, a value with a NUL in it included."""
    for query in ({"geography.locality": "Atlantis"}, {"type": "pager"}, {"geography.locality": "a\0b"}, {"type": ""}):
        answer = api.get("/api/AvailableNumbers", params=query)
        assert (answer.status_code, answer.json()["items"]) == (200, [])
        assert answer.json()["meta"]["next_page_url"] is None


def test_a_purchase_moves_the_number_and_charges_for_it(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """What was on offer is in the account, as it was, with a name; it is on offer no more, and it is charged once."""
    (offered,) = api.get("/api/AvailableNumbers?page_size=1&type=local&regulatory.address_requirements=none").json()[
        "items"
    ]
    number, account = offered["phone_number"], numbers_sandbox.account
    found = bought(api, account, number)
    assert {name: found[name] for name in offered} == offered
    parsed = phonenumbers.parse(number)
    assert found["friendlyName"] == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    assert found["accountSid"] == account
    assert api.get("/api/AvailableNumbers", params={"phone_number": number}).json()["items"] == []
    assert walked(api, numbers(account)) == [found]
    (charge,) = numbers_sandbox.ledger()
    assert (charge["phone_number"], charge["account"]) == (number, account)
    assert (charge["setup_price"], charge["first_month"]) == (
        offered["base_setup_price"],
        offered["base_recurring_price"],
    )


def test_a_purchase_applies_its_configuration(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """The body of a purchase is the configuration of the number, and the list finds it by its application."""
    sid = "AP0123456789abcdef0123456789abcdef"
    wanted = {"voice": {"application_sid": sid, "method": "GET"}, "sms": {"url": "https://example.com/sms"}}
    found = bought(api, numbers_sandbox.account, json=wanted)
    assert found["configuration"] == wanted
    bought(api, numbers_sandbox.account)
    assert walked(api, numbers(numbers_sandbox.account), **{"Configuration.voice.application_sid": sid}) == [found]


def test_what_cannot_be_had_is_refused_with_the_documented_code(
    api: httpx.Client, numbers_sandbox: LiveSandbox
) -> None:
    """21452 for a number that somebody has, or that nobody offers; nothing is charged."""
    number = bought(api, numbers_sandbox.account)["phone_number"]
    for account in (numbers_sandbox.account, "somebody-else"):
        for wanted in (number, "+14155559999", "+999999999999999"):
            answer = api.post(numbers(account), params={"phoneNumber": wanted})
            assert refusal(answer)[:2] == (400, 21452)
    assert len(numbers_sandbox.ledger()) == 1


@pytest.mark.parametrize(
    ("requirement", "met", "unmet"), [("any", ["SE"], []), ("local", ["US", "SE"], ["SE"]), ("foreign", ["SE"], ["US"])]
)
def test_an_address_that_is_required_must_be_on_file(
    api: httpx.Client, numbers_sandbox: LiveSandbox, requirement: str, met: list[str], unmet: list[str]
) -> None:
    """21650 until the account has an address as the number requires it; then it can be bought."""
    filters = {"regulatory.address_requirements": requirement, "geography.iso_country": "US"}
    number = available(api, filters=filters)[0]
    numbers_sandbox.put_account(addresses=unmet)
    answer = api.post(numbers(numbers_sandbox.account), params={"phoneNumber": number})
    assert refusal(answer)[:2] == (400, 21650)
    assert numbers_sandbox.ledger() == []
    numbers_sandbox.put_account(addresses=met)
    assert bought(api, numbers_sandbox.account, number)["phone_number"] == number


def test_null_clears_and_what_is_missing_stays(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Configuring merges (RFC 7396): what is given changes, null clears, what is left out stays, at every depth."""
    number = bought(api, numbers_sandbox.account)["phone_number"]
    path = active(numbers_sandbox.account, number)
    voice = {"url": "https://example.com/v", "method": "GET"}
    first = {
        "friendlyName": "Line",
        "statusCallback": "https://example.com/s",
        "configuration": {"voice": voice, "sms": {"url": "/sms"}},
    }
    assert at(api.post(path, json=first).json(), "configuration.voice") == voice
    second = {"statusCallback": None, "statusCallbackMethod": "POST", "configuration": {"voice": {"method": None}}}
    found = api.post(path, json=second).json()
    assert (found["friendlyName"], found["statusCallback"], found["statusCallbackMethod"]) == ("Line", None, "POST")
    assert found["configuration"] == {"voice": {"url": "https://example.com/v"}, "sms": {"url": "/sms"}}
    assert api.post(path, json={}).json() == found == api.get(path).json()
    cleared = api.post(path, json={"configuration": None, "friendlyName": None}).json()
    assert (cleared["configuration"], cleared["friendlyName"]) == (None, None)


@pytest.mark.parametrize("name", ["", "x" * 64, "💥" * 64, "a\0b", "\u202e\u202d", '"\\/\b\f\n\r\t'])
def test_a_name_is_kept_letter_by_letter(api: httpx.Client, numbers_sandbox: LiveSandbox, name: str) -> None:
    """Any text of 64 characters is a name, and comes back as it was given."""
    number = bought(api, numbers_sandbox.account)["phone_number"]
    path = active(numbers_sandbox.account, number)
    assert api.post(path, json={"friendlyName": name}).json()["friendlyName"] == name
    assert api.get(path).json()["friendlyName"] == name


def test_a_released_number_is_gone_and_comes_back_fresh(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """After its release a number is 404 for its former owner, and after the quarantine others buy it as new."""
    number = bought(api, numbers_sandbox.account, json={"voice": {"url": "/v"}})["phone_number"]
    path = active(numbers_sandbox.account, number)
    answer = api.delete(path)
    assert (answer.status_code, answer.content, "content-type" in answer.headers) == (200, b"", False)
    for again in (api.get(path), api.delete(path), api.post(path, json={})):
        assert refusal(again)[:2] == (404, 40401)
    assert bought(api, "AC-other", number)["configuration"] is None


def test_accounts_never_see_each_other(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """The number of one account is 404 for another by each operation, and in no list of it; it stays as it is."""
    found = bought(api, numbers_sandbox.account)
    number = found["phone_number"]
    for documented in (False, True):
        path = active("AC-other", number, documented=documented)
        for answer in (api.get(path), api.post(path, json={"friendlyName": "mine"}), api.delete(path)):
            assert refusal(answer)[:2] == (404, 40401)
        assert walked(api, numbers("AC-other", documented=documented)) == []
        assert walked(api, numbers("AC-other", documented=documented), phone_number=number) == []
    assert api.get(active(numbers_sandbox.account, number)).json() == found


@pytest.mark.parametrize("prefix", ["", "/v1"])
@pytest.mark.parametrize("host", ["numbers.example:8443", "[::1]:80", "localhost"])
def test_links_are_on_the_host_and_path_that_was_asked(api: httpx.Client, host: str, prefix: str) -> None:
    """Every link is absolute, keeps the filters and the size, and leads to the page that it names."""
    query = {
        "geography.iso_country": "US",
        "type": "local",
        "capabilities.Voice.e911": "true",
        "geography.locality": "New York",
    }
    answer = api.get(
        f"{prefix}/api/AvailableNumbers", params={**query, "page_size": "3", "page": "2"}, headers={"Host": host}
    )
    meta = answer.json()["meta"]
    assert (meta["page"], meta["page_size"]) == (2, 3)
    expected = {"first_page_url": 0, "previous_page_url": 1, "url": 2, "next_page_url": 3}
    for name, number in expected.items():
        url = urlsplit(str(meta[name]))
        assert (url.scheme, url.netloc, url.path) == ("http", host, f"{prefix}/api/AvailableNumbers")
        given = dict(parse_qsl(url.query, strict_parsing=True))
        assert given.pop("page") == str(number)
        given.pop("key", None)
        assert given == {**query, "page_size": "3"}
    again = api.get(meta["url"].replace(host, urlsplit(str(api.base_url)).netloc))
    assert again.json()["items"] == answer.json()["items"]


@pytest.mark.parametrize("size", ["1", "7", "50", "1000"])
def test_pages_of_any_size_make_the_same_list(api: httpx.Client, size: str) -> None:
    """Walking forward shows each number once and in one order; walking back shows the same pages."""
    query = {"geography.iso_country": "SE", "type": "mobile"}
    whole = api.get("/api/AvailableNumbers", params={**query, "page_size": "1000"}).json()["items"]
    assert len(whole) > 14
    forward = list(pages(api, "/api/AvailableNumbers", **query, page_size=size))
    assert [item for page in forward for item in page["items"]] == whole
    assert [page["meta"]["page"] for page in forward] == list(range(len(forward)))
    assert all(page["items"] for page in forward)
    back = forward[-1]
    for page in reversed(forward[:-1]):
        back = api.get(back["meta"]["previous_page_url"]).json()
        assert back["items"] == page["items"]
    assert back["meta"]["previous_page_url"] is None


def test_pages_hold_still_while_numbers_are_bought(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Buying numbers of pages seen and not yet seen skips none of the others, and repeats none."""
    query = {
        "geography.iso_country": "DE",
        "regulatory.address_requirements": "none",
        "lifecycle": "generally-available",
    }
    before = [item["phone_number"] for item in walked(api, "/api/AvailableNumbers", **query, page_size="1000")]
    seen: list[str] = []
    for page in pages(api, "/api/AvailableNumbers", **query, page_size="10"):
        seen += [item["phone_number"] for item in page["items"]]
        bought(api, numbers_sandbox.account, seen[-1])
        bought(api, numbers_sandbox.account, seen[-5])
        if len(seen) >= 50:
            break
    assert seen == before[: len(seen)]


@pytest.mark.parametrize("key", ["x", "eyJvZmZzZXQiOjUwfQ", "=", "\0", "ß", "A" * 10_000])
def test_a_key_that_was_never_returned_is_refused(api: httpx.Client, numbers_sandbox: LiveSandbox, key: str) -> None:
    """400 for a made-up key, and for one that was returned for other filters or another account."""
    bought(api, numbers_sandbox.account)
    foreign = api.get("/api/AvailableNumbers", params={"type": "mobile"}).json()["meta"]["key"]
    for path in ("/api/AvailableNumbers", numbers(numbers_sandbox.account)):
        for wrong in (key, foreign):
            assert refusal(api.get(path, params={"key": wrong}))[:2] == (400, 40011)


def test_one_number_has_one_buyer(api: httpx.Client, numbers_sandbox: LiveSandbox) -> None:
    """Of eight who want the same number at the same time one gets it, and only that one is charged."""
    number = available(api)[0]
    answers: list[tuple[int, str]] = []
    start = threading.Barrier(8)

    def buy(account: str) -> None:
        with httpx.Client(base_url=numbers_sandbox.url, trust_env=False) as client:
            start.wait()
            answers.append((client.post(numbers(account), params={"phoneNumber": number}).status_code, account))

    threads = [threading.Thread(target=buy, args=(f"AC{index}",)) for index in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(status for status, _ in answers) == {200: 1, 400: 7}
    (winner,) = [account for status, account in answers if status == 200]
    assert [charge["phone_number"] for charge in numbers_sandbox.ledger(winner)] == [number]
