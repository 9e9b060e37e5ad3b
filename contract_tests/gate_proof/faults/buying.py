"""Purchases: what is bought, what is taken off the catalogue, what is kept with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from numbers_sandbox.testing import NoNumberFound, NumberNotFound, PageRequest

from gate_proof.faults.catalogue import Between, front, inside
from gate_proof.faults.exchange import value_at, within
from gate_proof.faults.probe import ONE, TWO

if TYPE_CHECKING:
    from collections.abc import Callable

    from numbers_sandbox.testing import Page

    from gate_proof.faults.catalogue import Memory
    from gate_proof.faults.exchange import Answer, Forward, Json, Request
    from gate_proof.faults.probe import Probe

BUY = "buyActiveNumber"
CONFIGURED = {
    "status_callback_url": "https://example.com/status",
    "voice": {"url": "https://example.com/voice", "method": "GET", "fallback_url": "https://example.com/fallback"},
    "sms": {"url": "https://example.com/sms"},
}


def _bought(p: Probe) -> list[object]:
    """What a purchase with a configuration says, and what is read and listed afterwards."""
    number = p.free()[0]
    return [p.buy(number, CONFIGURED), p.get(number), p.listing()]


def state(name: str, says: str, breaks: str, witness: Callable[[Probe], object]) -> Callable[[type[Any]], type[Any]]:
    """A fault of this kind, inside of the sandbox."""
    return inside(f"state-{name}", "state", says, breaks, witness)


def listed(between: Between, account: str) -> list[str]:
    """The numbers of an account."""
    page = between.store.owned(account, {}, PageRequest(page_size=1000))
    return [str(item["phone_number"]) for item in page.items]


@state(
    "bought-still-offered",
    "A number that was bought is still on offer.",
    f"{BUY}: adds it to the account; an available number belongs to no account",
    lambda p: [number := p.bought(), p.search({"phone_number": number})],
)
class _StillOffered(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        if phone_number not in self.memory:
            page = self.store.search({"phone_number": phone_number}, _page())
            self.memory[phone_number] = page.items
        return self.store.buy(account, phone_number, configuration)

    def search(self, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        held = self.memory.get(filters.get("phone_number"))
        return replace(found, items=held) if held and len(filters) == 1 else found


def _page() -> PageRequest:
    return PageRequest(page_size=1000)


@state(
    "bought-still-in-the-whole-offer",
    "A number that was bought stays in searches that do not ask for it by name.",
    f"{BUY}: adds it to the account; an available number belongs to no account",
    lambda p: [number := p.bought(), number in p.search({"page_size": 200}).numbers],
)
class _InTheWhole(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        before = self.store.search({"phone_number": phone_number}, _page()).items
        bought = self.store.buy(account, phone_number, configuration)
        self.memory.setdefault("kept", {})[phone_number] = before
        return bought

    def search(self, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        kept = [item for items in self.memory.get("kept", {}).values() for item in items]
        if filters or not kept or page.offset or page.key is not None:
            return found
        return replace(found, items=sorted([*found.items, *kept], key=lambda item: str(item["phone_number"])))


class _Twice(Between):
    """Whoever buys a number that is held already gets it as well."""

    def again(self, account: str, holder: str) -> bool:
        raise NotImplementedError

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        holder = self.memory.get(phone_number)
        if holder is not None and self.again(account, holder):
            return {**self.store.get(holder, phone_number), "accountSid": account}
        bought = self.store.buy(account, phone_number, configuration)
        self.memory[phone_number] = account
        return bought

    def release(self, account: str, phone_number: str) -> None:
        self.store.release(account, phone_number)
        self.memory.pop(phone_number, None)


@state(
    "bought-twice-by-one",
    "An account that buys a number which it holds already is answered as if it had bought it.",
    f"{BUY}: response 400 or 409",
    lambda p: [number := p.bought(), p.buy(number)],
)
class _TwiceByOne(_Twice):
    def again(self, account: str, holder: str) -> bool:
        return account == holder


@state(
    "bought-twice-by-two",
    "A number that another account holds can be bought: both are told that it is theirs.",
    f"{BUY}: response 400 or 409",
    lambda p: [number := p.bought(), p.buy(number, account=TWO)],
)
class _TwiceByTwo(_Twice):
    def again(self, account: str, holder: str) -> bool:
        return account != holder


@state(
    "bought-away",
    "A number that another account holds can be bought, and is gone from the first.",
    f"{BUY}: response 400 or 409",
    lambda p: [number := p.bought(), p.buy(number, account=TWO), p.get(number)],
)
class _Away(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        holder = self.memory.get(phone_number)
        if holder not in (None, account):
            self.store.release(holder, phone_number)
        self.memory[phone_number] = account
        return self.store.buy(account, phone_number, configuration)

    def release(self, account: str, phone_number: str) -> None:
        self.store.release(account, phone_number)
        self.memory.pop(phone_number, None)


@state(
    "bought-not-listed",
    "A number that was bought with a configuration is not in the list of the account.",
    "listActiveNumbers: none at all lists every number",
    lambda p: [p.bought(CONFIGURED), p.listing()],
)
class _NotListed(Between):
    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        return replace(found, items=[item for item in found.items if not item["configuration"]])


@state(
    "bought-not-readable",
    "A number that was bought cannot be read until it has been listed.",
    "getActiveNumber: reads one number that the account holds",
    lambda p: [number := p.bought(), p.get(number)],
)
class _NotReadable(Between):
    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        self.memory.setdefault(account, set()).update(item["phone_number"] for item in found.items)
        return found

    def get(self, account: str, phone_number: str) -> Json:
        if phone_number not in self.memory.get(account, set()):
            raise NumberNotFound(phone_number)
        return self.store.get(account, phone_number)


@state(
    "bought-and-not",
    "A purchase is answered with 200 and nothing is bought.",
    f"{BUY}: response 200",
    _bought,
)
class _AndNot(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        bought = self.store.buy(account, phone_number, configuration)
        self.store.release(account, phone_number)
        return bought


@state(
    "bought-another",
    "A purchase buys the number after the one that was asked for.",
    f"{BUY}: parameter phoneNumber, the number to buy",
    _bought,
)
class _Another(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        if not self.store.search({"phone_number": phone_number}, _page()).items:
            raise NoNumberFound(phone_number)
        filters = {"regulatory.address_requirements": "none", "lifecycle": "generally-available"}
        for item in self.store.search(filters, _page()).items:
            if str(item["phone_number"]) > phone_number:
                return self.store.buy(account, str(item["phone_number"]), configuration)
        return self.store.buy(account, phone_number, configuration)


class _Configured(Between):
    """Another configuration is kept than the one that was sent."""

    def kept(self, configuration: Json) -> Json | None:
        raise NotImplementedError

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        return self.store.buy(account, phone_number, configuration and self.kept(configuration))


@state("bought-unconfigured", "The configuration of a purchase is ignored.", f"{BUY}: requestBody", _bought)
class _Unconfigured(_Configured):
    def kept(self, configuration: Json) -> Json | None:
        return None


@state("bought-without-fallback", "The fallback URL of a purchase is lost.", f"{BUY}: requestBody", _bought)
class _WithoutFallback(_Configured):
    def kept(self, configuration: Json) -> Json:
        voice = {name: value for name, value in configuration.get("voice", {}).items() if name != "fallback_url"}
        return {**configuration, **({"voice": voice} if "voice" in configuration else {})}


@state("bought-without-status", "The status callback of a purchase is lost.", f"{BUY}: requestBody", _bought)
class _WithoutStatus(_Configured):
    def kept(self, configuration: Json) -> Json:
        return {name: value for name, value in configuration.items() if name != "status_callback_url"}


@state(
    "bought-with-voice-for-sms",
    "The URL of messages of a purchase is kept as that of calls.",
    f"{BUY}: requestBody",
    _bought,
)
class _VoiceForSms(_Configured):
    def kept(self, configuration: Json) -> Json:
        url = value_at(configuration, "sms.url")
        return {**configuration, "voice": {**within(configuration, "voice"), "url": url}} if url else configuration


@state(
    "bought-answer-only",
    "The answer to a purchase has the configuration, and the number does not.",
    f"{BUY}: requestBody",
    _bought,
)
class _AnswerOnly(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        return {**self.store.buy(account, phone_number, None), "configuration": configuration}


@state(
    "bought-without-name",
    "A number that was bought has no name.",
    "/components/schemas/ActiveNumber/properties/friendlyName: by default the phone number in its customary form",
    lambda p: p.get(p.bought()),
)
class _Nameless(Between):
    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        self.store.buy(account, phone_number, configuration)
        return self.store.configure(account, phone_number, {"friendlyName": None})


class _Offered(Between):
    """A number that is held does not have what was offered."""

    def told(self, item: Json) -> Json:
        raise NotImplementedError

    def get(self, account: str, phone_number: str) -> Json:
        return self.told(self.store.get(account, phone_number))

    def buy(self, account: str, phone_number: str, configuration: Json | None = None) -> Json:
        return self.told(self.store.buy(account, phone_number, configuration))

    def configure(self, account: str, phone_number: str, changes: Json) -> Json:
        return self.told(self.store.configure(account, phone_number, changes))

    def owned(self, account: str, filters: dict[str, object], page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        return replace(found, items=[self.told(item) for item in found.items])


@state(
    "bought-dearer",
    "A number that is held costs more than it was offered for.",
    f"{BUY}: the price that was offered",
    lambda p: p.get(p.bought()),
)
class _Dearer(_Offered):
    def told(self, item: Json) -> Json:
        price = item["base_recurring_price"]
        return {**item, "base_recurring_price": price and f"{float(price) + 1:.2f}"}


@state(
    "bought-incapable",
    "A number that is held states nothing about messages, although it was offered with them.",
    f"{BUY}: the number that was offered",
    lambda p: p.get(p.bought(capabilities__SMS__gsm7="true")),
)
class _Incapable(_Offered):
    def told(self, item: Json) -> Json:
        return {**item, "capabilities": {**(item["capabilities"] or {"voice": None, "mms": None}), "sms": None}}


@state(
    "bought-elsewhere",
    "A number that is held has no locality, although it was offered with one.",
    f"{BUY}: the number that was offered",
    lambda p: p.get(p.bought(type="local", geography__iso_country="US")),
)
class _Elsewhere(_Offered):
    def told(self, item: Json) -> Json:
        return {**item, "geography": {**item["geography"], "locality": None}}


@state(
    "bought-of-another-type",
    "A mobile number that is held is called local.",
    f"{BUY}: the number that was offered",
    lambda p: p.get(p.bought(type="mobile")),
)
class _AnotherType(_Offered):
    def told(self, item: Json) -> Json:
        return {**item, "type": "local"} if item["type"] == "mobile" else item


@front(
    "state-bought-although-unacceptable",
    "state",
    "A purchase that accepts no JSON is refused with 406, and the number is bought.",
    "/components/responses/NotAcceptable: the request had no effect",
    lambda p: [p.buy(p.free()[0], headers={"accept": "text/html"}), p.listing()],
)
async def _unacceptable(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "buy" and answer.status == 406:
        await forward(request.with_headers(accept=None))
    return answer


@front(
    "state-bought-although-unreadable",
    "state",
    "A purchase with a body of a wrong type is refused with 415, and the number is bought.",
    "/components/responses/UnsupportedMediaType: the request had no effect",
    lambda p: [
        p.ask(
            "POST",
            f"Accounts/{ONE}/ActiveNumbers/?phoneNumber=%2B{p.free()[0][1:]}",
            content=b"<a/>",
            headers={"content-type": "application/xml"},
        ),
        p.listing(),
    ],
)
async def _unreadable(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "buy" and answer.status == 415:
        await forward(request.with_body(b"").with_headers(content_type=None))
    return answer


@front(
    "state-unknown-number-bought",
    "state",
    "Buying a number that is not in the catalogue is answered with another code than 21452.",
    "/components/responses/PurchaseRefused: code 21452",
    lambda p: p.buy("+14155559999"),
)
async def _code(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "buy" and answer.status == 400 and answer.json["code"] == 21452:
        answer.json = {**answer.json, "code": 20404}
    return answer
