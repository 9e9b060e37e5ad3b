"""Bodies of answers that break their schema, or that say what is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gate_proof.faults.catalogue import edited, front, items_of
from gate_proof.faults.exchange import within
from gate_proof.faults.probe import ONE, TWO

if TYPE_CHECKING:
    from collections.abc import Callable

    from gate_proof.faults.catalogue import Edit, Memory, Witness
    from gate_proof.faults.exchange import Answer, Forward, Json, Request
    from gate_proof.faults.probe import Probe

SCHEMAS = "/components/schemas"
LISTS = "search list"
ONES = "buy get configure"


def each(change: Callable[[Json], object]) -> Edit:
    """An edit of every number in an answer."""

    def edit(value: Any, request: Request) -> None:  # noqa: ANN401
        del request
        for item in items_of(value):
            change(item)

    return edit


def rewritten(path: str, change: Callable[[Any], object]) -> Edit:
    """An edit that changes a property of every number, by its dotted path, where it has a value."""
    parents, _, last = path.rpartition(".")

    def edit(item: Json) -> None:
        inner = within(item, parents) if parents else item
        if inner.get(last) is not None:
            inner[last] = change(inner[last])

    return each(edit)


def put(path: str, value: object) -> Edit:
    """An edit that sets a property of every number, by its dotted path, where it has a value."""
    return rewritten(path, lambda _: value)


def found(p: Probe) -> object:
    """The first page of a search."""
    return p.search()


def of_bought(look: Callable[[Probe, str], object], body: object = None) -> Witness:
    """A witness that buys a number and looks at it."""
    return lambda p: look(p, p.bought(body))


def read(p: Probe, number: str) -> object:
    """One number."""
    return p.get(number)


def listed(p: Probe, number: str) -> object:
    """The list of the account that holds a number."""
    del number
    return p.listing()


def _body(name: str, operations: str, says: str, place: str, edit: Edit, witness: Witness, **options: Any) -> None:  # noqa: ANN401
    edited(f"body-{name}", "bodies", operations, says, place, edit, witness, **options)


_body(
    "search-item-without-number",
    "search",
    "A number that is found does not say which number it is.",
    f"{SCHEMAS}/AvailableNumber/required",
    each(lambda item: item.pop("phone_number") if item["type"] == "tollfree" else None),
    lambda p: p.search({"type": "tollfree"}),
)
_body(
    "list-of-nothing-is-null",
    "list",
    "The items of an empty list are null instead of an empty array.",
    f"{SCHEMAS}/ActiveNumbersResponse/properties/items",
    lambda value, request: {**value, "items": value["items"] or None},
    lambda p: p.listing(),
)
_body(
    "search-of-nothing-has-no-items",
    "search",
    "A search that finds nothing has no member items.",
    f"{SCHEMAS}/AvailableNumbersResponse/required",
    lambda value, request: value if value["items"] else {"meta": value["meta"]},
    lambda p: p.search({"geography.locality": "Nowhere"}),
)
_body(
    "search-without-meta",
    "search",
    "The result of a search has no member meta.",
    f"{SCHEMAS}/AvailableNumbersResponse/required",
    lambda value, request: {"items": value["items"]},
    found,
)
_body(
    "meta-page-as-text",
    LISTS,
    "The number of the page is text.",
    f"{SCHEMAS}/Meta/properties/page",
    lambda value, request: value["meta"].update(page=str(value["meta"]["page"])),
    found,
)
_body(
    "list-page-size-as-text",
    "list",
    "The size of a page of the account's numbers is text when the request gave it.",
    f"{SCHEMAS}/Meta/properties/page_size",
    lambda value, request: value["meta"].update(page_size=request.asked.get("page_size", value["meta"]["page_size"])),
    lambda p: p.listing({"page_size": 5}),
)
_body(
    "search-price-as-number",
    "search",
    "The monthly price of a found number is a JSON number.",
    f"{SCHEMAS}/AvailableNumber/properties/base_recurring_price",
    rewritten("base_recurring_price", float),
    found,
)
_body(
    "setup-price-with-comma",
    "search",
    "The setup price is written with a decimal comma.",
    f"{SCHEMAS}/AvailableNumber/properties/base_setup_price",
    rewritten("base_setup_price", lambda text: text.replace(".", ",")),
    found,
)
_body(
    "price-with-currency",
    ONES,
    "The monthly price of a number of the account has a dollar sign.",
    f"{SCHEMAS}/ActiveNumber/properties/base_recurring_price",
    rewritten("base_recurring_price", lambda text: f"${text}"),
    of_bought(read),
)
_body(
    "get-number-without-plus",
    "get",
    "The number that is read has no plus sign.",
    f"{SCHEMAS}/PhoneNumber/pattern",
    rewritten("phone_number", lambda text: text[1:]),
    of_bought(read),
)
_body(
    "list-number-with-spaces",
    "list",
    "Listed numbers are grouped by spaces.",
    f"{SCHEMAS}/PhoneNumber/pattern",
    rewritten("phone_number", lambda text: f"{text[:2]} {text[2:5]} {text[5:]}"),
    of_bought(listed),
)
_body(
    "get-country-in-small-letters",
    "get",
    "The country of a number that is read is in small letters.",
    f"{SCHEMAS}/Geography/properties/iso_country/pattern",
    rewritten("geography.iso_country", str.lower),
    of_bought(read),
)
_body(
    "search-region-spelled-out",
    "search",
    "The region California is spelled out.",
    f"{SCHEMAS}/Geography/properties/region/pattern",
    rewritten("geography.region", lambda text: "California" if text == "CA" else text),
    lambda p: p.search({"geography.region": "CA"}),
)
_body(
    "latitude-as-number",
    "search",
    "The latitude is a JSON number.",
    f"{SCHEMAS}/Geography/properties/latitude/type",
    rewritten("geography.latitude", float),
    found,
)
_body(
    "unknown-reachability",
    "search",
    "The reach of calls is Worldwide where it should be Global.",
    f"{SCHEMAS}/Reachability/enum",
    rewritten("capabilities.voice.inbound_reachability", lambda text: text.replace("Global", "Worldwide")),
    found,
)
_body(
    "preservation-in-small-letters",
    "search",
    "The preservation of the sender of an SMS is none instead of None.",
    f"{SCHEMAS}/CallerIdPreservation/enum",
    rewritten("capabilities.sms.inbound_sender_id_preservation", lambda text: text.replace("None", "none")),
    lambda p: p.search({"capabilities.SMS.inbound_sender_id_preservation": "None"}),
)
_body(
    "address-requirement-as-flag",
    "search",
    "The address requirement is false where no address is required.",
    f"{SCHEMAS}/AddressRequirement/enum",
    rewritten("regulatory.address_requirements", lambda text: text if text != "none" else False),
    found,
)
_body(
    "rate-beyond-int32",
    "search",
    "A rate of SMS of at least 100 is given as 2147483648.",
    f"{SCHEMAS}/SmsCapabilities/properties/inbound_mps/maximum",
    rewritten("capabilities.sms.inbound_mps", lambda rate: rate if rate < 100 else 2147483648),
    lambda p: p.search({"capabilities.SMS.inbound_mps": 100}),
)
_body(
    "rate-with-fraction",
    "search",
    "A rate of one call a second is given as 1.5.",
    f"{SCHEMAS}/VoiceCapabilities/properties/calls_per_second/type",
    rewritten("capabilities.voice.calls_per_second", lambda rate: 1.5 if rate == 1 else rate),
    found,
)
_body(
    "flag-as-text",
    "get list",
    "Whether a number has E911 is told in text.",
    f"{SCHEMAS}/VoiceCapabilities/properties/e911/type",
    rewritten("capabilities.voice.e911", lambda flag: str(flag).lower()),
    of_bought(listed),
)
_body(
    "flag-as-null",
    "search",
    "Whether MMS can be sent is null where it cannot.",
    f"{SCHEMAS}/MmsCapabilities/properties/outbound_connectivity/type",
    rewritten("capabilities.mms.outbound_connectivity", lambda flag: flag or None),
    lambda p: p.search({"capabilities.MMS.outbound_connectivity": "false"}),
)
_body(
    "friendly-name-too-long",
    "get",
    "A name of 64 characters is read with an ellipsis more.",
    f"{SCHEMAS}/ActiveNumber/properties/friendlyName/maxLength",
    rewritten("friendlyName", lambda name: f"{name}…" if len(name) == 64 else name),
    of_bought(lambda p, number: [p.configure(number, {"friendlyName": "n" * 64}), p.get(number)]),
)
_body(
    "method-in-small-letters",
    "get",
    "The method of the status callback is read in small letters.",
    f"{SCHEMAS}/CallbackMethod/enum",
    rewritten("statusCallbackMethod", str.lower),
    of_bought(lambda p, number: [p.configure(number, {"statusCallbackMethod": "GET"}), p.get(number)]),
)
_body(
    "voice-of-nothing-is-null",
    ONES,
    "The member voice of a configuration is null where only messages are configured.",
    f"{SCHEMAS}/Configuration/properties/voice",
    each(lambda item: item["configuration"].setdefault("voice", None) if item.get("configuration") else None),
    of_bought(read, {"sms": {"url": "https://example.com/sms"}}),
)
_body(
    "application-cut",
    "get list",
    "The identifier of a voice application is read one character short.",
    f"{SCHEMAS}/Voice/properties/application_sid/minLength",
    rewritten("configuration.voice.application_sid", lambda text: text[:33]),
    of_bought(read, {"voice": {"application_sid": "AP" + "0" * 32}}),
)
_body(
    "undocumented-member",
    "get",
    "A number that is read has a member that the description does not have.",
    f"{SCHEMAS}/ActiveNumber/properties",
    each(lambda item: item.update(internal_id=17)),
    of_bought(read),
)
_body(
    "undocumented-capability",
    "search",
    "The capabilities of calls have a member that the description does not have.",
    f"{SCHEMAS}/VoiceCapabilities/properties",
    each(lambda item: within(item, "capabilities.voice") and item["capabilities"]["voice"].update(fax=False)),
    found,
)
_body(
    "camel-case-member",
    "list",
    "Listed numbers have baseSetupPrice instead of base_setup_price.",
    f"{SCHEMAS}/ActiveNumber/properties/base_setup_price",
    each(lambda item: item.update(baseSetupPrice=item.pop("base_setup_price", None))),
    of_bought(listed),
)
_body(
    "get-in-an-envelope",
    "get",
    "A number that is read stands in a member data.",
    "getActiveNumber: response 200",
    lambda value, request: {"data": value},
    of_bought(read),
)
_body(
    "list-as-bare-array",
    "list",
    "The list is an array without the object around it.",
    f"{SCHEMAS}/ActiveNumbersResponse/type",
    lambda value, request: value["items"],
    of_bought(listed),
)
_body(
    "list-tells-another-account",
    "list",
    "Listed numbers name another account than the one that holds them.",
    f"{SCHEMAS}/ActiveNumber/properties/accountSid",
    each(lambda item: item.update(accountSid=f"{item['accountSid']}0")),
    of_bought(listed),
)
_body(
    "error-code-as-text",
    "get release configure",
    "The code of a refusal with 404 is text.",
    f"{SCHEMAS}/Error/properties/code",
    lambda value, request: {**value, "code": str(value["code"])},
    lambda p: p.get("+14155550123"),
    status=404,
)
_body(
    "error-without-message",
    "search list",
    "A refusal of a parameter has no message.",
    f"{SCHEMAS}/Error/required",
    lambda value, request: {"code": value["code"]},
    lambda p: p.search({"page": -1}),
    status=400,
)
_body(
    "error-with-another-status",
    "get release configure",
    "The body of an answer with 404 says that its status is 400.",
    f"{SCHEMAS}/Error/properties/status",
    lambda value, request: {**value, "status": 400},
    lambda p: p.release("+14155550123"),
    status=404,
)
_body(
    "error-status-beyond-range",
    "buy",
    "The body of a refused purchase says status 0.",
    f"{SCHEMAS}/Error/properties/status/minimum",
    lambda value, request: {**value, "status": 0},
    lambda p: p.buy("+14155550999"),
    status=400,
)
_body(
    "error-with-no-reference",
    "buy",
    "The page with more information is no URI reference.",
    f"{SCHEMAS}/Error/properties/more_info/format",
    lambda value, request: {**value, "more_info": "see <the documentation>"},
    lambda p: p.buy("+14155550999"),
    status=400,
)
_body(
    "errors-as-problem-details",
    "search list get buy configure release",
    "Refusals have the members of problem details (RFC 9457) instead of those of Error.",
    f"{SCHEMAS}/Error/required",
    lambda value, request: {"title": value["message"], "status": value.get("status")},
    lambda p: p.search({"page": -1}),
    status=400,
)
_body(
    "link-is-no-reference",
    LISTS,
    "The link to the page itself is no URI reference.",
    f"{SCHEMAS}/Meta/properties/url/format",
    lambda value, request: value["meta"].update(url="page one of the list"),
    found,
)


@front(
    "body-trailing-comma",
    "bodies",
    "The JSON of a list with numbers ends with a comma too many.",
    "listActiveNumbers: response 200, application/json",
    of_bought(listed),
)
async def _trailing_comma(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "list" and answer.status == 200 and answer.json["items"]:
        answer.put(answer.body[:-1] + b",}", "application/json")
    return answer


@front(
    "body-not-a-number",
    "bodies",
    "A limit of 500 concurrent calls is written as Infinity, which is no JSON.",
    "searchAvailableNumbers: response 200, application/json",
    lambda p: p.search({"capabilities.Voice.concurrent_calls_limit": 500}).raw,
)
async def _infinity(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "search" and answer.status == 200:
        answer.put(answer.body.replace(b'limit":500', b'limit":Infinity'), "application/json")
    return answer


@front(
    "body-of-release",
    "bodies",
    "A release is answered with a body, which the description does not have.",
    "releaseActiveNumber: response 200",
    of_bought(lambda p, number: p.release(number)),
)
async def _released(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "release" and answer.status == 200:
        answer.json = {"released": True}
    return answer


@front(
    "body-get-is-a-page",
    "bodies",
    "Reading one number gives a page with that number.",
    "getActiveNumber: response 200",
    of_bought(read),
)
async def _page(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "get" and answer.status == 200:
        answer.json = {"items": [answer.json], "meta": {}}
    return answer


@front(
    "body-second-account-swapped",
    "bodies",
    "Two accounts that list their numbers one after the other: the second is told that they are the first one's.",
    f"{SCHEMAS}/ActiveNumber/properties/accountSid",
    lambda p: [p.bought(), p.bought(account=TWO), p.listing(account=ONE), p.listing(account=TWO)],
)
async def _swapped(request: Request, forward: Forward, memory: Memory) -> Answer:
    answer = await forward(request)
    if request.operation == "list" and answer.status == 200:
        value = answer.json
        before, memory["before"] = memory.get("before"), request.account
        for item in value["items"]:
            item["accountSid"] = before or request.account
        answer.json = value
    return answer
