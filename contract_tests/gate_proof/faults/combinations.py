"""Faults of filters, pages and answers that take two conditions at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from gate_proof.faults.catalogue import Between, front, inside
from gate_proof.faults.exchange import refused, value_at
from gate_proof.faults.paging import SWEDISH
from gate_proof.faults.probe import ONE, TWO, one
from gate_proof.faults.queries import Filters, every, paged

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from numbers_sandbox.testing import Page, PageRequest

    from gate_proof.faults.catalogue import Memory, Witness
    from gate_proof.faults.exchange import Answer, Forward, Json, Request
    from gate_proof.faults.probe import Probe

    Step = Callable[[Request, Forward, Memory], Awaitable[Answer]]

ALL = "searchAvailableNumbers: numbers that fit every filter given"
LISTED = "listActiveNumbers: each filter that is given narrows the list"


def both(name: str, says: str, breaks: str, witness: Witness) -> Callable[[type[Any]], type[Any]]:
    """A fault of this kind, inside of the sandbox."""
    return inside(f"both-{name}", "combinations", says, breaks, witness)


def both_before(name: str, says: str, breaks: str, witness: Witness) -> Callable[[Step], Step]:
    """A fault of this kind, in front of the sandbox."""
    return front(f"both-{name}", "combinations", says, breaks, witness)


def without(filters: Filters, name: str) -> Filters:
    """The filters without one."""
    return {key: value for key, value in filters.items() if key != name}


@both(
    "type-beside-country",
    "The filter on types is ignored beside one on countries.",
    ALL,
    lambda p: p.search({"type": "mobile", "geography.iso_country": "SE"}),
)
class _TypeBesideCountry(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        ignores = "geography.iso_country" in filters
        return self.store.search(without(filters, "type") if ignores else filters, page)


@both(
    "third-filter",
    "Of three filters and more, the third does not count.",
    ALL,
    lambda p: p.search({"type": "local", "geography.iso_country": "US", "lifecycle": "beta"}),
)
class _Third(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        third = list(filters)[2] if len(filters) > 2 else ""
        return self.store.search(without(filters, third), page)


@both(
    "two-flags",
    "Of two flags, one true and one false, the false one does not count.",
    ALL,
    lambda p: p.search({"capabilities.SMS.gsm7": "true", "capabilities.SMS.ucs2": "false"}),
)
class _Flags(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        flags = {name: value for name, value in filters.items() if isinstance(value, bool)}
        if set(flags.values()) != {True, False}:
            return self.store.search(filters, page)
        return self.store.search({name: value for name, value in filters.items() if value is not False}, page)


@both(
    "price-beside-rate",
    "A price beside a rate finds the numbers for which one of both holds.",
    ALL,
    lambda p: p.search({"base_setup_price": "0.0", "capabilities.SMS.inbound_mps": 5}),
)
class _Price(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        names = ("base_setup_price", "capabilities.sms.inbound_mps")
        if not all(name in filters for name in names):
            return self.store.search(filters, page)
        found = {
            str(item["phone_number"]): item for name in names for item in every(self.store, without(filters, name))
        }
        return paged([found[number] for number in sorted(found)], page)


@both(
    "contradiction-finds",
    "Two filters that contradict each other, a country and a LATA outside of it, find what the LATA has.",
    ALL,
    lambda p: p.search({"geography.iso_country": "SE", "geography.lata": _lata(p)}),
)
class _Contradiction(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        drops = "geography.lata" in filters and filters.get("geography.iso_country") not in (None, "US")
        return self.store.search(without(filters, "geography.iso_country") if drops else filters, page)


def _lata(p: Probe) -> object:
    found = p.search({"geography.iso_country": "US", "type": "local", "page_size": 50}).items
    return next(lata for item in found if (lata := value_at(item, "geography.lata")))


@both(
    "filter-lost-by-key",
    "A page that is asked for by a key and one filter ignores the filter.",
    ALL,
    lambda p: p.ask("GET", p.search({"lifecycle": "beta", "page_size": 7}).meta["next_page_url"]),
)
class _LostByKey(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        if page.key is None or len(filters) != 1 or not found.items:
            return found
        last = str(found.items[0]["phone_number"])
        items = [item for item in every(self.store, {}) if str(item["phone_number"]) >= last][: len(found.items)]
        return replace(found, items=items)


@both(
    "filter-lost-by-page",
    "The second page, asked for by its number, ignores a filter on regions.",
    ALL,
    lambda p: p.search({"geography.region": "CA", "page": 1, "page_size": 3}),
)
class _LostByPage(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        if page.page != 1 or page.key is not None or "geography.region" not in filters:
            return found
        return replace(found, items=self.store.search(without(filters, "geography.region"), page).items)


@both(
    "third-page-repeats",
    "The third page of a search repeats the first number of the second.",
    "searchAvailableNumbers: one page at a time (each number on one page)",
    lambda p: [page.numbers for page in p.walk(SWEDISH)],
)
class _Third3(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        if page.page == 1 and found.items:
            self.memory["second"] = found.items[0]
        if page.page == 2 and found.items and "second" in self.memory:
            return replace(found, items=[self.memory["second"], *found.items[1:]])
        return found


@both(
    "list-page-of-filter",
    "The second page of a list with a filter has what the list without the filter has there.",
    LISTED,
    lambda p: _filtered_pages(p),  # noqa: PLW0108  (defined below)
)
class _ListPage(Between):
    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        if page.key is None or not filters or not found.items:
            return found
        unfiltered = self.store.owned(account, {}, replace(page, key=None, page=0, page_size=1000)).items
        return replace(found, items=unfiltered[: len(found.items)])


def _filtered_pages(p: Probe) -> object:
    for number in [*p.free(2, geography__iso_country="US"), *p.free(3, geography__iso_country="GB")]:
        p.buy(number)
    return [page.numbers for page in p.walk({"geography.iso_country": "GB", "page_size": 2}, account=ONE)]


@both(
    "size-one-has-no-next",
    "With one number on a page, a list of two numbers ends after the first page.",
    "/components/schemas/Meta/properties/next_page_url: null on the last page",
    lambda p: [*(p.buy(n) for n in p.free(2)), p.listing({"page_size": 1})],
)
class _SizeOne(Between):
    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        return replace(found, next_key=None) if page.page_size == 1 else found


@both(
    "large-page-repeats",
    "A page of 1000 numbers has its last number twice and not the one before.",
    "searchAvailableNumbers: one page at a time (each number on one page)",
    lambda p: p.search({"page_size": 1000}).numbers,
)
class _Large(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        if page.size < 1000 or len(found.items) < 2:
            return found
        return replace(found, items=[*found.items[:-2], found.items[-1], found.items[-1]])


@both(
    "second-account-short",
    "The list of the second account that asks shows one number at most.",
    "listActiveNumbers: none at all lists every number",
    lambda p: [p.listing(), *(p.buy(n, account=TWO) for n in p.free(2)), p.listing(account=TWO)],
)
class _SecondShort(Between):
    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        first = self.memory.setdefault("first", account)
        return found if account == first else replace(found, items=found.items[:1], next_key=None)


@both(
    "unstated-numbers-lost",
    "Numbers of which nothing is stated about calls are not found by a country.",
    "searchAvailableNumbers: numbers that fit every filter given",
    lambda p: p.search({"geography.iso_country": "SE", "page_size": 1000}).numbers,
)
class _Unstated(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        if set(filters) != {"geography.iso_country"}:
            return self.store.search(filters, page)
        found = [item for item in every(self.store, filters) if value_at(item, "capabilities.voice") is not None]
        return paged(found, page)


@both(
    "list-by-sms-application",
    "After the voice application of a number is removed, the filter still finds it.",
    "listActiveNumbers: parameter Configuration.voice.application_sid",
    lambda p: [
        number := p.bought({"voice": {"application_sid": "V" * 34}}),
        p.configure(number, {"configuration": {"voice": {"application_sid": None}}}),
        p.listing({"Configuration.voice.application_sid": "V" * 34}),
    ],
)
class _Removed(Between):
    def _noted(self, account: str, found: dict[str, Any]) -> dict[str, Any]:
        sid = value_at(found, "configuration.voice.application_sid")
        if sid:
            self.memory[account, sid] = str(found["phone_number"])
        return found

    def buy(self, account: str, phone_number: str, configuration: Any = None) -> dict[str, Any]:  # noqa: ANN401
        return self._noted(account, self.store.buy(account, phone_number, configuration))

    def configure(self, account: str, phone_number: str, changes: Any) -> dict[str, Any]:  # noqa: ANN401
        return self._noted(account, self.store.configure(account, phone_number, changes))

    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        number = self.memory.get((account, filters.get("configuration.voice.application_sid")))
        if found.items or len(filters) != 1 or number is None:
            return found
        return replace(found, items=self.store.owned(account, {"phone_number": number}, page).items)


@both_before(
    "held-number-search-fails",
    "Searching for a number that is held already is answered with 404.",
    "searchAvailableNumbers: to find nothing is no error",
    lambda p: [number := p.bought(), p.search({"phone_number": number})],
)
async def _held(request: Request, forward: Forward, memory: Memory) -> Answer:
    answer = await forward(request)
    if request.operation == "buy" and answer.status == 200:
        memory[request.number] = True
    if request.operation == "search" and answer.status == 200 and request.asked.get("phone_number") in memory:
        return answer if answer.json["items"] else refused(404, 40401)
    return answer


@both_before(
    "error-of-release-only",
    "Only a release that is refused has a body in which the code is missing.",
    "/components/schemas/Error/required",
    lambda p: p.release("+14155550123"),
)
async def _error(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation == "release" and answer.status == 404:
        answer.json = {"message": answer.json["message"]}
    return answer


@both_before(
    "accept-with-empty-list",
    "An Accept header that excludes JSON is ignored where the list is empty.",
    "/components/responses/NotAcceptable",
    lambda p: p.listing(account=TWO, headers={"accept": "text/html"}),
)
async def _accept(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    answer = await forward(request)
    if request.operation != "list" or answer.status != 406:
        return answer
    accepted = await forward(request.with_headers(accept=None))
    return accepted if accepted.status == 200 and not accepted.json["items"] else answer


@both_before(
    "bad-page-beside-filter",
    "A page of -1 is accepted beside a filter.",
    "searchAvailableNumbers: parameter page, minimum",
    lambda p: p.search({"page": -1, "type": "mobile"}),
)
async def _page(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    accepted = request.asked.get("page", "").startswith("-") and request.filters
    return await forward(request.asking(page="0") if accepted else request)


@both_before(
    "body-checked-before-number",
    "A body that breaks its schema is accepted for a number that has a configuration already.",
    "/components/schemas/CallbackMethod/enum",
    lambda p: [number := p.bought({"voice": {"method": "GET"}}), p.configure(number, {"statusCallbackMethod": "PUT"})],
)
async def _checked(request: Request, forward: Forward, memory: Memory) -> Answer:
    answer = await forward(request)
    if request.operation == "buy" and answer.status == 200 and request.body:
        memory[request.number] = True
    if request.operation == "configure" and answer.status == 400 and isinstance(request.json, dict):
        sent = cast("Json", request.json)
        known = {name: value for name, value in sent.items() if name != "statusCallbackMethod"}
        return await forward(request.with_json(known)) if request.number in memory else answer
    return answer


@both_before(
    "get-after-list-unencoded",
    "A number with its plus sign percent-encoded can be read and not released.",
    "releaseActiveNumber: parameter phoneNumber (RFC 3986, section 2.1)",
    lambda p: p.ask("DELETE", one(p.bought()).replace("+", "%2B")),
)
async def _encoded(request: Request, forward: Forward, memory: Memory) -> Answer:
    del memory
    return refused(404, 40401) if request.operation == "release" and "%2B" in request.path else await forward(request)
