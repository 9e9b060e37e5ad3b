"""Filters: one that is ignored, that looks at another property, or that compares otherwise than it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from numbers_sandbox.testing import Page, PageRequest

from gate_proof.faults.catalogue import Between, inside
from gate_proof.faults.probe import FREE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gate_proof.faults.catalogue import Witness
    from gate_proof.faults.exchange import Json
    from gate_proof.faults.probe import Probe

SEARCH = "searchAvailableNumbers: parameter"
LIST = "listActiveNumbers: parameter"
Filters = dict[str, object]


def query(name: str, says: str, breaks: str, witness: Witness) -> Callable[[type[Any]], type[Any]]:
    """A fault of this kind, inside of the sandbox."""
    return inside(f"query-{name}", "queries", says, breaks, witness)


def asked(**filters: object) -> Callable[[Probe], object]:
    """A search; two underscores in a name stand for a dot."""
    given = {name.replace("__", "."): value for name, value in filters.items()}
    return lambda p: p.search({**given, "page_size": 200}).value


class Otherwise(Between):
    """Searches or lists by other filters than those that were asked for."""

    def filters(self, filters: Filters) -> Filters:
        """What is looked for instead."""
        raise NotImplementedError


class Searched(Otherwise):
    """For searches."""

    def search(self, filters: Filters, page: PageRequest) -> Page:
        return self.store.search(self.filters(dict(filters)), page)


class Listed(Otherwise):
    """For lists."""

    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        return self.store.owned(account, self.filters(dict(filters)), page)


class Wider(Between):
    """Searches for more than was asked for and chooses among it by a rule of its own, always by whole pages."""

    drops: str

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401  (any value of a filter)
        """Whether a number is found."""
        raise NotImplementedError

    def search(self, filters: Filters, page: PageRequest) -> Page:
        if self.drops not in filters:
            return self.store.search(filters, page)
        others = {name: value for name, value in filters.items() if name != self.drops}
        found = [item for item in every(self.store, others) if self.fits(item, filters[self.drops])]
        return paged(found, page)


def every(store: Any, filters: Filters) -> Iterator[Json]:  # noqa: ANN401  (a store, or what stands before it)
    """Every number that a search finds."""
    page = store.search(filters, PageRequest(page_size=1000))
    while True:
        yield from page.items
        if page.next_key is None:
            return
        page = store.search(filters, PageRequest(page_size=1000, key=page.next_key))


def paged(found: list[Json], page: PageRequest) -> Page:
    """A page of these numbers, whose keys are counts of numbers."""
    start = int(page.key) if page.key is not None else page.offset
    end = start + page.size
    return Page(
        found[start:end],
        page.page or 0,
        page.size,
        str(start),
        str(end) if end < len(found) else None,
        str(max(0, start - page.size)) if start else None,
    )


def _ignored(kind: type[Otherwise], name: str, path: str, says: str, breaks: str, witness: Witness) -> None:
    def filters(self: Otherwise, given: Filters) -> Filters:
        del self
        given.pop(path, None)
        return given

    query(name, says, breaks, witness)(type("Ignored", (kind,), {"filters": filters}))


def _renamed(name: str, old: str, new: str, says: str, breaks: str, witness: Witness) -> None:
    """A filter looks at another property."""

    def filters(self: Otherwise, given: Filters) -> Filters:
        del self
        if old in given and new not in given:
            given[new] = given.pop(old)
        return given

    query(name, says, breaks, witness)(type("Renamed", (Searched,), {"filters": filters}))


_ignored(Searched, "type-ignored", "type", "The filter type is ignored.", f"{SEARCH} type", asked(type="mobile"))
_ignored(
    Searched,
    "lifecycle-ignored",
    "lifecycle",
    "The filter lifecycle is ignored.",
    f"{SEARCH} lifecycle",
    asked(lifecycle="beta"),
)
_ignored(
    Searched,
    "locality-ignored",
    "geography.locality",
    "The filter on localities is ignored.",
    f"{SEARCH} geography.locality",
    asked(geography__locality="San Francisco"),
)
_ignored(
    Searched,
    "e911-ignored",
    "capabilities.voice.e911",
    "The filter on E911 is ignored.",
    f"{SEARCH} capabilities.Voice.e911",
    asked(capabilities__Voice__e911="true"),
)
_ignored(
    Searched,
    "address-ignored",
    "regulatory.address_requirements",
    "The filter on address requirements is ignored.",
    f"{SEARCH} regulatory.address_requirements",
    asked(regulatory__address_requirements="local"),
)
_ignored(
    Searched,
    "mms-rate-ignored",
    "capabilities.mms.inbound_mps",
    "The filter on the rate of MMS is ignored.",
    f"{SEARCH} capabilities.MMS.inbound_mps",
    asked(capabilities__MMS__inbound_mps=3),
)
_ignored(
    Searched,
    "setup-price-ignored",
    "base_setup_price",
    "The filter on setup prices is ignored.",
    f"{SEARCH} base_setup_price",
    asked(base_setup_price="5.5"),
)
_ignored(
    Searched,
    "number-ignored",
    "phone_number",
    "The filter on the number is ignored by a search.",
    f"{SEARCH} phone_number",
    lambda p: p.search({"phone_number": p.free()[0]}),
)
_ignored(
    Listed,
    "list-number-ignored",
    "phone_number",
    "The filter on the number is ignored by the list.",
    f"{LIST} phone_number",
    lambda p: [numbers := p.free(2), *(p.buy(number) for number in numbers), p.listing({"phone_number": numbers[1]})],
)
_ignored(
    Listed,
    "list-country-ignored",
    "geography.iso_country",
    "The filter on countries is ignored by the list.",
    f"{LIST} geography.iso_country",
    lambda p: [p.bought(), p.listing({"geography.iso_country": "JP"})],
)
_ignored(
    Listed,
    "list-application-ignored",
    "configuration.voice.application_sid",
    "The filter on voice applications is ignored by the list.",
    f"{LIST} Configuration.voice.application_sid",
    lambda p: [p.bought(), p.listing({"Configuration.voice.application_sid": "A" * 34})],
)
_ignored(
    Listed,
    "list-postal-code-ignored",
    "geography.postal_code",
    "The filter on postal codes is ignored by the list.",
    f"{LIST} geography.postal_code",
    lambda p: [p.bought(), p.listing({"geography.postal_code": "00000"})],
)

_renamed(
    "limits-swapped",
    "capabilities.voice.calls_per_second",
    "capabilities.voice.concurrent_calls_limit",
    "The filter on calls per second looks at the limit of concurrent calls.",
    f"{SEARCH} capabilities.Voice.calls_per_second",
    asked(capabilities__Voice__calls_per_second=5),
)
_renamed(
    "reach-of-sms-for-calls",
    "capabilities.voice.inbound_reachability",
    "capabilities.sms.inbound_reachability",
    "The filter on the reach of calls looks at that of SMS.",
    f"{SEARCH} capabilities.Voice.inbound_reachability",
    asked(capabilities__Voice__inbound_reachability="Foreign"),
)
_renamed(
    "outbound-for-inbound",
    "capabilities.mms.inbound_connectivity",
    "capabilities.mms.outbound_connectivity",
    "The filter on receiving MMS looks at sending them.",
    f"{SEARCH} capabilities.MMS.inbound_connectivity",
    asked(capabilities__MMS__inbound_connectivity="false"),
)
_renamed(
    "ucs2-for-gsm7",
    "capabilities.sms.gsm7_concatenation",
    "capabilities.sms.ucs2_concatenation",
    "The filter on long texts in GSM-7 looks at those in UCS-2.",
    f"{SEARCH} capabilities.SMS.gsm7_concatenation",
    asked(capabilities__SMS__gsm7_concatenation="true"),
)
_renamed(
    "caller-for-called",
    "capabilities.voice.inbound_called_dtmf",
    "capabilities.voice.inbound_caller_dtmf",
    "The filter on the tones of the called party looks at those of the caller.",
    f"{SEARCH} capabilities.Voice.inbound_called_dtmf",
    asked(capabilities__Voice__inbound_called_dtmf="false"),
)
_renamed(
    "latitude-for-longitude",
    "geography.longitude",
    "geography.latitude",
    "The filter on longitudes looks at latitudes.",
    f"{SEARCH} geography.longitude",
    lambda p: p.search({"geography.longitude": _first(p, "longitude")}),
)
_renamed(
    "setup-for-monthly-price",
    "base_recurring_price",
    "base_setup_price",
    "The filter on monthly prices looks at setup prices.",
    f"{SEARCH} base_recurring_price",
    asked(base_recurring_price="1.0"),
)
_renamed(
    "rate-center-for-locality",
    "geography.rate_center",
    "geography.locality",
    "The filter on rate centers looks at localities.",
    f"{SEARCH} geography.rate_center",
    lambda p: p.search({"geography.rate_center": _first(p, "rate_center")}),
)


def _first(p: Probe, name: str) -> object:
    """A value of a property of places that some number has."""
    return next(
        found for item in p.search({"page_size": 500, "type": "local"}).items if (found := item["geography"][name])
    )


@query(
    "flag-inverted",
    "The filter on SIP trunking finds the numbers that cannot.",
    f"{SEARCH} capabilities.Voice.sip_trunking",
    asked(capabilities__Voice__sip_trunking="true"),
)
class _Inverted(Searched):
    def filters(self, filters: Filters) -> Filters:
        name = "capabilities.voice.sip_trunking"
        return {**filters, name: not filters[name]} if name in filters else filters


@query(
    "false-ignored",
    "The filter on UCS-2 is ignored where it is false.",
    f"{SEARCH} capabilities.SMS.ucs2",
    asked(capabilities__SMS__ucs2="false"),
)
class _FalseIgnored(Searched):
    def filters(self, filters: Filters) -> Filters:
        return {name: value for name, value in filters.items() if name != "capabilities.sms.ucs2" or value}


@query(
    "zero-ignored",
    "The filter on the rate of SMS is ignored where it is 0.",
    f"{SEARCH} capabilities.SMS.inbound_mps",
    asked(capabilities__SMS__inbound_mps=0),
)
class _ZeroIgnored(Searched):
    def filters(self, filters: Filters) -> Filters:
        return {name: value for name, value in filters.items() if value != 0 or isinstance(value, bool)}


@query(
    "none-ignored",
    "The filter on preserved callers is ignored where it is None.",
    f"{SEARCH} capabilities.Voice.inbound_caller_id_preservation",
    asked(capabilities__Voice__inbound_caller_id_preservation="None"),
)
class _NoneIgnored(Searched):
    def filters(self, filters: Filters) -> Filters:
        return {name: value for name, value in filters.items() if value != "None"}


@query(
    "no-address-ignored",
    "The filter on address requirements is ignored where it is none.",
    f"{SEARCH} regulatory.address_requirements",
    lambda p: p.search({**FREE, "page_size": 200}),
)
class _NoAddress(Searched):
    def filters(self, filters: Filters) -> Filters:
        return {name: value for name, value in filters.items() if value != "none"}


@query(
    "unknown-type-finds-all", "A type that no number has finds every number.", f"{SEARCH} type", asked(type="satellite")
)
class _UnknownType(Searched):
    def filters(self, filters: Filters) -> Filters:
        known = ("local", "mobile", "tollfree", "shortcode")
        return {name: value for name, value in filters.items() if name != "type" or value in known}


@query(
    "nothing-found-finds-all",
    "A search that finds nothing gives what it finds without filters.",
    "searchAvailableNumbers: to find nothing is no error",
    asked(geography__locality="Nowhere"),
)
class _FindsAll(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        found = self.store.search(filters, page)
        return self.store.search({}, page) if not found.items and page.key is None and page.offset == 0 else found


@query(
    "only-regular-by-default",
    "A search that does not ask for a lifecycle leaves out what is not generally available.",
    "searchAvailableNumbers: the numbers that fit every filter given",
    asked(regulatory__address_requirements="any"),
)
class _OnlyRegular(Searched):
    def filters(self, filters: Filters) -> Filters:
        return {"lifecycle": "generally-available", **filters}


@query(
    "only-domestic-by-default",
    "A search without any filter finds numbers of the United States only.",
    "searchAvailableNumbers: the numbers that fit every filter given",
    lambda p: p.walk({"page_size": 900})[-1],
)
class _OnlyDomestic(Searched):
    def filters(self, filters: Filters) -> Filters:
        return filters or {"geography.iso_country": "US"}


@query(
    "named-only-by-default",
    "A list without any filter leaves out the numbers without a name.",
    "listActiveNumbers: none at all lists every number",
    lambda p: [number := p.bought(), p.configure(number, {"friendlyName": None}), p.listing()],
)
class _NamedOnly(Between):
    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        found = self.store.owned(account, filters, page)
        return found if filters else replace(found, items=[item for item in found.items if item["friendlyName"]])
