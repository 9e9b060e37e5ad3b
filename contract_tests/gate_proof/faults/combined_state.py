"""Faults of what is kept that take two conditions at once: a country, a count, an order of events."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from numbers_sandbox.testing import Conflict, NoNumberFound, NumberNotFound

from gate_proof.faults.buying import listed
from gate_proof.faults.catalogue import Between, front
from gate_proof.faults.combinations import both
from gate_proof.faults.configuring import FULL, Kept
from gate_proof.faults.exchange import refused, value_at, within
from gate_proof.faults.probe import ONE, TWO

if TYPE_CHECKING:
    from numbers_sandbox.testing import Page, PageRequest

    from gate_proof.faults.catalogue import Memory
    from gate_proof.faults.exchange import Answer, Forward, Json, Request
    from gate_proof.faults.probe import Probe

MERGE = "configureActiveNumber: a property that is left out keeps its value and null removes it (RFC 7396)"
BOTH_PARTS: Json = {"voice": {"url": "https://example.com/v"}, "sms": {"url": "https://example.com/s"}}


def _full(p: Probe, *changes: Json, **filters: str) -> list[object]:
    """Configures a number fully, then with the changes; reads it after each."""
    number = p.bought(**filters)
    return [[p.configure(number, change), p.get(number)] for change in (FULL, *changes)]


@both(
    "british-not-kept",
    "The configuration of British numbers is answered and not kept.",
    "configureActiveNumber: response 200, the number with its new configuration",
    lambda p: _full(p, geography__iso_country="GB"),
)
class _British(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        before = self.store.get(account, phone_number)
        found = self.store.configure(account, phone_number, changes)
        if value_at(found, "geography.iso_country") == "GB":
            settings = ("friendlyName", "statusCallback", "statusCallbackMethod")
            self.store.configure(account, phone_number, {"configuration": None})
            self.store.configure(account, phone_number, {name: before[name] for name in (*settings, "configuration")})
        return found


@both(
    "tollfree-as-local",
    "Reading a tollfree number that was configured says that it is local.",
    "/components/schemas/ActiveNumber/properties/type",
    lambda p: _full(p, type="tollfree"),
)
class _Tollfree(Between):
    def get(self, account: str, phone_number: str) -> Json:
        found = self.store.get(account, phone_number)
        wrong = found["type"] == "tollfree" and found["configuration"]
        return {**found, "type": "local"} if wrong else found


@both(
    "voice-and-sms",
    "A purchase that configures calls and messages at once loses the messages.",
    "buyActiveNumber: requestBody",
    lambda p: p.get(p.bought(BOTH_PARTS)),
)
class _VoiceAndSms(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        kept = configuration
        if configuration and configuration.get("voice") and configuration.get("sms"):
            kept = {name: value for name, value in configuration.items() if name != "sms"}
        return self.store.buy(account, phone_number, kept)


@both(
    "quotes-doubled",
    "A name with a quotation mark comes back with a backslash before it.",
    "/components/schemas/ActiveNumber/properties/friendlyName",
    lambda p: p.configure(p.bought(), {"friendlyName": 'The "line"'}),
)
class _Quotes(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        name = changes.get("friendlyName")
        return {**changes, "friendlyName": name.replace('"', '\\"')[:64]} if isinstance(name, str) else changes


@both(
    "third-purchase-unlisted",
    "The third number that an account buys is not in its list.",
    "listActiveNumbers: none at all lists every number",
    lambda p: [*(p.buy(number) for number in p.free(3)), p.listing()],
)
class _ThirdPurchase(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        bought = self.store.buy(account, phone_number, configuration)
        self.memory.setdefault(account, []).append(phone_number)
        return bought

    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        third = self.memory.get(account, [])[2:3]
        return replace(found, items=[item for item in found.items if item["phone_number"] not in third])


def _bought_again(p: Probe) -> str:
    number = p.bought()
    p.release(number)
    p.buy(number)
    return number


class _Again(Between):
    """Knows which numbers were bought a second time."""

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        bought = self.store.buy(account, phone_number, configuration)
        self.memory[phone_number] = self.memory.get(phone_number, 0) + 1
        return bought


@both(
    "bought-again-not-configurable",
    "A number that was released and bought again cannot be configured.",
    "configureActiveNumber: response 200",
    lambda p: p.configure(_bought_again(p), {"friendlyName": "x"}),
)
class _NotConfigurable(_Again):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        if self.memory.get(phone_number, 0) > 1:
            raise NumberNotFound(phone_number)
        return self.store.configure(account, phone_number, changes)


@both(
    "bought-again-unlisted",
    "A number that was released and bought again is not in the list.",
    "listActiveNumbers: none at all lists every number",
    lambda p: [_bought_again(p), p.listing()],
)
class _Unlisted(_Again):
    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        return replace(found, items=[i for i in found.items if self.memory.get(i["phone_number"], 0) < 2])


@both(
    "bought-again-by-another",
    "A number that was released can be bought by the same account only.",
    "releaseActiveNumber: the number may later go to somebody else",
    lambda p: [
        number := p.bought(),
        p.release(number),
        p.search({"phone_number": number}).numbers,
        p.buy(number, account=TWO),
    ],
)
class _ByAnother(Between):
    def release(self, account: str, phone_number: str) -> None:
        self.store.release(account, phone_number)
        self.memory[phone_number] = account

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        if self.memory.get(phone_number, account) != account:
            raise NoNumberFound(phone_number)
        return self.store.buy(account, phone_number, configuration)


@both(
    "null-after-value",
    "Null removes the name only where none was ever set: after a value it brings the value before back.",
    MERGE,
    lambda p: _full(p, {"friendlyName": "Second"}, {"friendlyName": None}),
)
class _NullAfterValue(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        before = self.store.get(account, phone_number)["friendlyName"]
        key = account, phone_number
        if changes.get("friendlyName", 1) is None and self.memory.get(key):
            changes = {**changes, "friendlyName": self.memory[key]}
        self.memory[key] = before
        return self.store.configure(account, phone_number, changes)


@both(
    "null-of-unset-refused",
    "Null for a status callback that is not set is answered with 409.",
    MERGE,
    lambda p: p.configure(p.bought(), {"statusCallback": None}),
)
class _NullOfUnset(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        if changes.get("statusCallback", 1) is None and self.store.get(account, phone_number)["statusCallback"] is None:
            raise Conflict("nothing to remove")
        return self.store.configure(account, phone_number, changes)


@both(
    "null-configuration-takes-name",
    "Null for the configuration removes the status callback as well.",
    MERGE,
    lambda p: _full(p, {"configuration": None}),
)
class _TakesName(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        return {"statusCallback": None, **changes} if changes.get("configuration", 1) is None else changes


@both(
    "configuration-after-null-incomplete",
    "A configuration that is set after it was null keeps the settings of calls only.",
    MERGE,
    lambda p: _full(p, {"configuration": None}, {"configuration": BOTH_PARTS}),
)
class _AfterNull(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        key = before["phone_number"]
        if changes.get("configuration", 1) is None:
            self.memory[key] = True
        elif self.memory.pop(key, False) and value_at(changes, "configuration.voice"):
            changes["configuration"].pop("sms", None)
        return changes


@both(
    "null-and-value-at-once",
    "Where one change has a null and a value for settings of calls, the null does not count.",
    MERGE,
    lambda p: _full(p, {"configuration": {"voice": {"url": None, "fallback_url": "https://example.com/f"}}}),
)
class _NullAndValue(Kept):
    def kept(self, before: Json, changes: Json) -> Json:
        voice = within(changes, "configuration.voice")
        if None in voice.values() and any(voice.values()):
            changes["configuration"]["voice"] = {name: value for name, value in voice.items() if value is not None}
        return changes


@both(
    "null-in-purchase-kept",
    "A null beside a value in the body of a purchase removes the value.",
    "buyActiveNumber: requestBody",
    lambda p: p.get(p.bought({"voice": {"url": "https://example.com/v", "fallback_url": None}})),
)
class _NullInPurchase(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        kept = deepcopy(configuration)
        voice = within(kept, "voice")
        if None in voice.values():
            voice.clear()
        return self.store.buy(account, phone_number, kept)


@both(
    "same-again-conflicts",
    "The same configuration sent a second time is answered with 409.",
    "configureActiveNumber: the same request may safely be sent again",
    lambda p: _full(p, FULL),
)
class _SameAgain(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        before = self.store.get(account, phone_number)
        found = self.store.configure(account, phone_number, changes)
        if changes and before == found and self.memory.get(phone_number) == changes:
            raise Conflict("nothing changed")
        self.memory[phone_number] = changes
        return found


@both(
    "third-configuration-lost",
    "The third configuration of a number is answered and not kept.",
    "configureActiveNumber: response 200, the number with its new configuration",
    lambda p: _full(p, {"friendlyName": "Second"}, {"friendlyName": "Third"}),
)
class _ThirdLost(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        count = self.memory[phone_number] = self.memory.get(phone_number, 0) + 1
        if count != 3:
            return self.store.configure(account, phone_number, changes)
        return {**self.store.get(account, phone_number), **{k: v for k, v in changes.items() if k == "friendlyName"}}


@both(
    "name-inherited",
    "A number that is bought has the name that was given last to another number of the account.",
    "/components/schemas/ActiveNumber/properties/friendlyName: by default the phone number in its customary form",
    lambda p: [*_full(p), p.get(p.bought())],
)
class _Inherited(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        if changes.get("friendlyName"):
            self.memory[account] = changes["friendlyName"]
        return self.store.configure(account, phone_number, changes)

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        bought = self.store.buy(account, phone_number, configuration)
        name = self.memory.get(account)
        return self.store.configure(account, phone_number, {"friendlyName": name}) if name else bought


@both(
    "two-held-one-configured",
    "With two numbers in the account, a configuration of the second one changes the first.",
    "configureActiveNumber: parameter phoneNumber, the number to configure",
    lambda p: [
        numbers := p.free(2),
        *(p.buy(n) for n in numbers),
        p.configure(numbers[1], {"statusCallback": "https://example.com/two"}),
        p.get(numbers[0]),
        p.get(numbers[1]),
    ],
)
class _TwoHeld(Between):
    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        numbers = listed(self, account)
        if len(numbers) > 1 and phone_number == numbers[1] and "statusCallback" in changes:
            self.store.configure(account, numbers[0], {"statusCallback": changes["statusCallback"]})
            kept = {name: value for name, value in changes.items() if name != "statusCallback"}
            return {**self.store.configure(account, phone_number, kept), "statusCallback": changes["statusCallback"]}
        return self.store.configure(account, phone_number, changes)


@both(
    "release-after-configuration",
    "A number that was configured is released with 200 and stays.",
    "releaseActiveNumber: response 200, no longer belongs to the account",
    lambda p: [number := p.bought(), p.configure(number, FULL), p.release(number), p.get(number)],
)
class _Stays(Between):
    def release(self, account: str, phone_number: str) -> None:
        if self.store.get(account, phone_number)["statusCallback"] is None:
            self.store.release(account, phone_number)


@front(
    "both-silent-number-not-bought",
    "combinations",
    "Buying a number that states nothing about calls is answered with 500.",
    "buyActiveNumber: response 200",
    lambda p: p.buy(p.free(capabilities__SMS__gsm7="true", type="shortcode")[0]),
)
async def _silent(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    if request.operation != "buy":
        return await forward(request)
    search = replace(request, method="GET", path="/v1/api/AvailableNumbers", query="", body=b"")
    found = await forward(search.with_query([("phone_number", request.number)]).with_headers(content_length="0"))
    items: list[Json] = found.json["items"] if found.status == 200 else []
    silent = bool(items) and value_at(items[0], "capabilities.voice") is None
    return refused(500, 50000) if silent else await forward(request)


@front(
    "both-read-after-release-fails",
    "combinations",
    "Reading a number that the account has released is answered with 500.",
    "getActiveNumber: response 404",
    lambda p: [number := p.bought(), p.release(number), p.get(number)],
)
async def _after_release(request: Request, forward: Forward, memory: Memory) -> Answer:
    answer = await forward(request)
    if request.operation == "release" and answer.status == 200:
        memory[request.account, request.number] = True
    failed = request.operation == "get" and answer.status == 404 and (request.account, request.number) in memory
    return refused(500, 50000) if failed else answer


@front(
    "both-second-account-code",
    "combinations",
    "A number that another account holds is refused to the second account with the code for a missing document.",
    "/components/responses/PurchaseRefused: the code says whether the number can no longer be had",
    lambda p: [number := p.bought(account=ONE), p.buy(number, account=TWO)],
)
async def _second_code(request: Request, forward: Forward, memory: Memory) -> Answer:
    answer = await forward(request)
    if request.operation == "buy" and answer.status == 200:
        memory[request.number] = request.account
    if (
        request.operation == "buy"
        and answer.status == 400
        and memory.get(request.number, request.account) != request.account
    ):
        answer.json = {**answer.json, "code": 21650}
    return answer
