"""Parameters: what is accepted although it is forbidden, and refused although it is allowed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gate_proof.faults.catalogue import asked_otherwise, front
from gate_proof.faults.exchange import refused
from gate_proof.faults.probe import ONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from gate_proof.faults.catalogue import Memory, Witness
    from gate_proof.faults.exchange import Answer, Forward, Request

SEARCH = "searchAvailableNumbers: parameter"
LIST = "listActiveNumbers: parameter"
CPS = "capabilities.Voice.calls_per_second"
REACH = "capabilities.Voice.inbound_reachability"
SID = "Configuration.voice.application_sid"


def _accepted(name: str, says: str, breaks: str, change: Callable[[Request], Request | None], witness: Witness) -> None:
    asked_otherwise(f"input-{name}", "inputs", says, breaks, change, witness)


def _refused(name: str, says: str, breaks: str, when: Callable[[Request], object], witness: Witness) -> None:
    @front(f"input-{name}", "inputs", says, breaks, witness)
    async def step(request: Request, forward: Forward, memory: Memory) -> Answer:
        del memory
        return refused(400, 40005) if when(request) else await forward(request)


def _when(parameter: str, pattern: str, value: str | None, operation: str = "") -> Callable[[Request], Request | None]:
    """A change of the requests whose parameter fits a pattern: to another value, or, with None, to none at all."""
    compiled = re.compile(pattern, re.DOTALL)

    def change(request: Request) -> Request | None:
        text = request.asked.get(parameter)
        if text is None or not compiled.fullmatch(text) or operation not in ("", request.operation):
            return None
        return request.without(parameter) if value is None else request.asking(**{parameter: value})

    return change


def _is(parameter: str, *values: str) -> Callable[[Request], bool]:
    return lambda request: request.asked.get(parameter) in values


_accepted(
    "page-negative",
    "A page of -1 is taken for the first.",
    f"{SEARCH} page, minimum",
    _when("page", "-[0-9]+", "0"),
    lambda p: p.search({"page": -1}),
)
_accepted(
    "page-size-zero",
    "A page size of 0 is taken for the default.",
    f"{SEARCH} page_size, minimum",
    _when("page_size", "0", None),
    lambda p: p.search({"page_size": 0}),
)
_accepted(
    "page-size-one-too-many",
    "A page size of 1001 is accepted.",
    f"{SEARCH} page_size, maximum",
    _when("page_size", "1001", "1000"),
    lambda p: p.search({"page_size": 1001}).status,
)
_accepted(
    "list-page-size-unbounded",
    "The list accepts a page size of any length.",
    f"{LIST} page_size, maximum",
    _when("page_size", "[0-9]{4,}", "1000", "list"),
    lambda p: p.listing({"page_size": 5000}),
)
_refused(
    "page-size-limit-refused",
    "A page size of 1000 is refused.",
    f"{SEARCH} page_size, maximum",
    _is("page_size", "1000"),
    lambda p: p.search({"page_size": 1000}).status,
)
_refused(
    "page-size-one-refused",
    "A page size of 1 is refused.",
    f"{SEARCH} page_size, minimum",
    _is("page_size", "1"),
    lambda p: p.search({"page_size": 1}),
)
_refused(
    "last-page-refused",
    "The page 2147483647 is refused.",
    f"{SEARCH} page, maximum",
    _is("page", "2147483647"),
    lambda p: p.search({"page": 2147483647}),
)
_accepted(
    "page-beyond-int32",
    "A page of 2147483648 is accepted.",
    f"{SEARCH} page, maximum",
    _when("page", "2147483648", "2147483647"),
    lambda p: p.search({"page": 2147483648}),
)
_accepted(
    "page-as-word",
    "A page that is no number is taken for the first.",
    f"{SEARCH} page, type",
    _when("page", "[^0-9-].*", "0"),
    lambda p: p.search({"page": "first"}),
)
_accepted(
    "page-with-fraction",
    "A page of 1.5 is cut to 1.",
    f"{SEARCH} page, type",
    _when("page", r"[0-9]+\.5", "1"),
    lambda p: p.search({"page": "1.5"}),
)
_accepted(
    "number-without-plus",
    "A number without its plus sign is accepted.",
    f"{SEARCH} phone_number, pattern",
    _when("phone_number", "[1-9][0-9]{3,14}", "+14155550123"),
    lambda p: p.search({"phone_number": "14155550123"}),
)
_accepted(
    "number-too-long",
    "A number of sixteen digits is accepted.",
    f"{SEARCH} phone_number, pattern",
    _when("phone_number", r"\+[1-9][0-9]{15}", "+14155550123"),
    lambda p: p.search({"phone_number": "+1234567890123456"}),
)
_refused(
    "number-longest-refused",
    "A number of fifteen digits is refused.",
    f"{SEARCH} phone_number, pattern",
    lambda request: re.fullmatch(r"\+[0-9]{15}", request.asked.get("phone_number", "")),
    lambda p: p.search({"phone_number": "+123456789012345"}),
)
_refused(
    "number-shortest-refused",
    "A number of two digits is refused by the list.",
    f"{LIST} phone_number, pattern",
    lambda request: request.operation == "list" and len(request.asked.get("phone_number", "+123")) < 4,
    lambda p: p.listing({"phone_number": "+12"}),
)
_accepted(
    "number-with-zero",
    "A number whose country code begins with 0 is accepted.",
    f"{LIST} phone_number, pattern",
    _when("phone_number", r"\+0[0-9]+", "+14155550123", "list"),
    lambda p: p.listing({"phone_number": "+0123456"}),
)
_accepted(
    "number-with-line-break",
    "A number with a line break behind it is accepted.",
    f"{SEARCH} phone_number, pattern",
    _when("phone_number", r"\+[1-9][0-9]{1,14}\n", "+14155550123"),
    lambda p: p.search({"phone_number": "+14155550123\n"}),
)
_accepted(
    "number-in-other-digits",
    "Digits of other scripts are accepted in a number.",
    f"{SEARCH} phone_number, pattern",
    _when("phone_number", r"\+[1-9]\d*[^\x00-\x7f]\d*", "+14155550123"),
    lambda p: p.search({"phone_number": "+1415\u0665\u0665\u0665"}),
)
_accepted(
    "country-in-small-letters",
    "A country in small letters is accepted and finds nothing.",
    f"{SEARCH} geography.iso_country, pattern",
    _when("geography.iso_country", "[a-z]{2}", "XX"),
    lambda p: p.search({"geography.iso_country": "us"}),
)
_accepted(
    "country-of-three-letters",
    "A country of three letters is accepted and finds nothing.",
    f"{LIST} geography.iso_country, pattern",
    _when("geography.iso_country", "[A-Z]{3}", "XX", "list"),
    lambda p: p.listing({"geography.iso_country": "USA"}),
)
_accepted(
    "country-of-one-letter",
    "A country of one letter is accepted and finds nothing.",
    f"{SEARCH} geography.iso_country, pattern",
    _when("geography.iso_country", "[A-Z]", "XX"),
    lambda p: p.search({"geography.iso_country": "U"}),
)
_accepted(
    "region-unchecked",
    "A region that is no two letters is accepted and finds nothing.",
    f"{SEARCH} geography.region, pattern",
    _when("geography.region", ".*[^A-Z].*|[A-Z]{3,}", "XX"),
    lambda p: p.search({"geography.region": "Cal"}),
)
_accepted(
    "reachability-unknown",
    "A reach that is none is accepted and finds nothing.",
    f"{SEARCH} {REACH}, enum",
    lambda request: (
        request.asking(geography__locality="Nowhere").without(REACH)
        if request.asked.get(REACH, "Global") not in ("Domestic", "Foreign", "Global")
        else None
    ),
    lambda p: p.search({REACH: "Worldwide"}),
)
_accepted(
    "reachability-in-small-letters",
    "A reach in small letters is accepted.",
    f"{SEARCH} {REACH}, enum",
    _when(REACH, "global", "Global"),
    lambda p: p.search({REACH: "global"}),
)
_accepted(
    "flag-as-digit",
    "A flag may be 1 or 0.",
    f"{SEARCH} capabilities.SMS.gsm7, type",
    lambda request: (
        _when("capabilities.SMS.gsm7", "1", "true")(request) or _when("capabilities.SMS.gsm7", "0", "false")(request)
    ),
    lambda p: p.search({"capabilities.SMS.gsm7": 1}),
)
_accepted(
    "flag-with-capital",
    "A flag may be True.",
    f"{SEARCH} capabilities.Voice.e911, type",
    _when("capabilities.Voice.e911", "True", "true"),
    lambda p: p.search({"capabilities.Voice.e911": "True"}),
)
_accepted(
    "flag-anything",
    "A flag that is neither true nor false is taken for false.",
    f"{SEARCH} capabilities.MMS.inbound_connectivity, type",
    _when("capabilities.MMS.inbound_connectivity", "(?!true$|false$).*", "false"),
    lambda p: p.search({"capabilities.MMS.inbound_connectivity": "maybe"}),
)
_accepted(
    "price-as-word",
    "A price that is no number is accepted and finds nothing.",
    f"{SEARCH} base_setup_price, pattern",
    _when("base_setup_price", "[a-z]+", "987654"),
    lambda p: p.search({"base_setup_price": "free"}),
)
_refused(
    "price-negative-refused",
    "A negative price is refused.",
    f"{SEARCH} base_setup_price, pattern",
    lambda request: request.asked.get("base_setup_price", "").startswith("-"),
    lambda p: p.search({"base_setup_price": "-1"}),
)
_accepted(
    "price-ends-in-point",
    "A price that ends in a point is accepted.",
    f"{SEARCH} base_recurring_price, pattern",
    lambda request: (
        request.asking(base_recurring_price=request.asked["base_recurring_price"][:-1])
        if request.asked.get("base_recurring_price", "").endswith(".")
        else None
    ),
    lambda p: p.search({"base_recurring_price": "2."}),
)
_accepted(
    "price-with-leading-zero",
    "A price with a zero before it is accepted.",
    f"{SEARCH} base_recurring_price, pattern",
    _when("base_recurring_price", r"0[0-9]+(\.[0-9]+)?", "987654"),
    lambda p: p.search({"base_recurring_price": "02.0"}),
)
_accepted(
    "rate-beyond-int32",
    "A rate of 2147483648 is accepted and finds nothing.",
    f"{SEARCH} {CPS}, maximum",
    _when(CPS, "2147483648", "2147483647"),
    lambda p: p.search({CPS: 2147483648}),
)
_refused(
    "rate-negative-refused",
    "A rate of -1 is refused.",
    f"{SEARCH} {CPS}, minimum",
    lambda request: request.asked.get(CPS, "").startswith("-"),
    lambda p: p.search({CPS: -1}),
)
_refused(
    "lowest-rate-refused",
    "The lowest limit, -2147483648, is refused.",
    f"{SEARCH} capabilities.Voice.concurrent_calls_limit, minimum",
    _is("capabilities.Voice.concurrent_calls_limit", "-2147483648"),
    lambda p: p.search({"capabilities.Voice.concurrent_calls_limit": -2147483648}),
)
_accepted(
    "key-empty",
    "An empty key is taken for none.",
    f"{SEARCH} key, minLength",
    _when("key", "", None),
    lambda p: p.search("key="),
)
_accepted(
    "application-too-short",
    "An identifier of 33 characters is accepted and finds nothing.",
    f"{LIST} {SID}, minLength",
    _when(SID, ".{33}", "x" * 34),
    lambda p: p.listing({SID: "a" * 33}),
)
_accepted(
    "application-too-long",
    "An identifier of 35 characters is accepted and finds nothing.",
    f"{LIST} {SID}, maxLength",
    _when(SID, ".{35}", "x" * 34),
    lambda p: p.listing({SID: "a" * 35}),
)
_refused(
    "type-of-open-list-refused",
    "A type that is not one of the known ones is refused.",
    f"{SEARCH} type: the list is open",
    lambda request: request.asked.get("type", "local") not in ("local", "mobile", "tollfree", "shortcode"),
    lambda p: p.search({"type": "satellite"}),
)
_refused(
    "text-empty-refused",
    "An empty locality is refused.",
    f"{SEARCH} geography.locality",
    _is("geography.locality", ""),
    lambda p: p.search("geography.locality="),
)
_refused(
    "text-beyond-ascii-refused",
    "A locality with letters beyond ASCII is refused.",
    f"{SEARCH} geography.locality",
    lambda request: not request.asked.get("geography.locality", "").isascii(),
    lambda p: p.search({"geography.locality": "São Paulo"}),
)


@front(
    "input-account-unchecked",
    "inputs",
    "An account with a full stop in its name is accepted.",
    f"{LIST} AccountId, pattern",
    lambda p: p.listing(account="AC.one"),
)
async def _account(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    path = re.sub(r"(?<=/Accounts/)[^/]*", lambda found: found[0].replace(".", "_"), request.path)
    return await forward(replace(request, path=path))


@front(
    "input-number-to-buy-missing",
    "inputs",
    "A purchase that names no number buys the first one on offer.",
    "buyActiveNumber: parameter phoneNumber, required",
    lambda p: p.ask("POST", f"Accounts/{ONE}/ActiveNumbers/"),
)
async def _buys_any(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    if request.operation != "buy" or "phoneNumber" in request.asked:
        return await forward(request)
    search = replace(request, method="GET", path="/v1/api/AvailableNumbers", body=b"").with_query(
        [("regulatory.address_requirements", "none"), ("type", "mobile"), ("page_size", "1")]
    )
    offered = await forward(search)
    if offered.status != 200:
        return offered
    return await forward(request.asking(phoneNumber=offered.json["items"][0]["phone_number"]))


@front(
    "input-malformed-number-bought-fails",
    "inputs",
    "A purchase of what is no number is answered with 500.",
    "buyActiveNumber: response 400",
    lambda p: p.buy("12"),
)
async def _malformed(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    malformed = request.operation == "buy" and not request.asked.get("phoneNumber", "+").startswith("+")
    return refused(500, 50000) if malformed else await forward(request)


@front(
    "input-unknown-parameter-fails",
    "inputs",
    "A filter of the list that the description does not have makes the list fail with 500.",
    "listActiveNumbers: parameters",
    lambda p: p.listing({"lifecycle": "beta"}),
)
async def _unknown(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    known = {"page", "page_size", "key", "phone_number", SID}
    strange = [name for name in request.asked if name not in known and not name.startswith("geography.")]
    return refused(500, 50000) if request.operation == "list" and answer.status == 400 and strange else answer
