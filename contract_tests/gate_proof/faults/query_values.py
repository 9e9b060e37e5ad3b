"""Filters: values that are compared loosely, and filters that do not go together."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gate_proof.faults.catalogue import Between
from gate_proof.faults.exchange import value_at
from gate_proof.faults.queries import LIST, SEARCH, Filters, Listed, Searched, Wider, asked, every, paged, query

if TYPE_CHECKING:
    from numbers_sandbox.testing import Page, PageRequest

    from gate_proof.faults.exchange import Json
    from gate_proof.faults.probe import Probe

ALL = "searchAvailableNumbers: numbers that fit every filter given"


def _some(p: Probe, path: str, **filters: object) -> Any:  # noqa: ANN401  (any JSON value)
    """A value that some number has."""
    found = p.search({"page_size": 500, **filters}).items
    return next(value for item in found if (value := value_at(item, path)) is not None)


@query(
    "country-with-its-plan",
    "The country US finds the numbers of Canada as well.",
    f"{SEARCH} geography.iso_country",
    asked(geography__iso_country="US", type="tollfree"),
)
class _Plan(Wider):
    drops = "geography.iso_country"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        country = value_at(item, self.drops)
        return bool(country == value or (value == "US" and country == "CA"))


@query(
    "region-only-of-one-country",
    "A region is found in the United States only.",
    f"{SEARCH} geography.region",
    asked(geography__region="ON"),
)
class _Region(Wider):
    drops = "geography.region"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return bool(value_at(item, self.drops) == value and value_at(item, "geography.iso_country") == "US")


@query(
    "locality-in-any-case",
    "A locality is found whatever the case of its letters.",
    f"{SEARCH} geography.locality, by its name",
    lambda p: p.search({"geography.locality": _some(p, "geography.locality").lower()}),
)
class _Case(Wider):
    drops = "geography.locality"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return bool((value_at(item, self.drops) or "").lower() == value.lower())


@query(
    "locality-by-beginning",
    "A locality is found by the beginning of its name.",
    f"{SEARCH} geography.locality, by its name",
    lambda p: p.search({"geography.locality": _some(p, "geography.locality")[:4]}),
)
class _Beginning(Wider):
    drops = "geography.locality"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return bool((value_at(item, self.drops) or "").startswith(value))


@query(
    "rate-center-by-part",
    "A rate center is found by any part of its name.",
    f"{SEARCH} geography.rate_center, by its name",
    lambda p: p.search({"geography.rate_center": _some(p, "geography.rate_center")[1:4]}),
)
class _Part(Wider):
    drops = "geography.rate_center"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return value in (value_at(item, self.drops) or "")


@query(
    "postal-code-by-beginning",
    "A postal code is found by its first digits.",
    f"{SEARCH} geography.postal_code",
    lambda p: p.search({"geography.postal_code": _some(p, "geography.postal_code")[:2]}),
)
class _Postal(Wider):
    drops = "geography.postal_code"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return bool((value_at(item, self.drops) or "").startswith(value))


@query(
    "number-by-beginning",
    "A number is found by its first digits.",
    f"{SEARCH} phone_number, only this number",
    asked(phone_number="+1415"),
)
class _Number(Wider):
    drops = "phone_number"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return str(item["phone_number"]).startswith(value)


@query(
    "price-by-beginning",
    "A monthly price is found by its first digits, so that 1 finds 1.5 and 10.",
    f"{SEARCH} base_recurring_price",
    asked(base_recurring_price="1"),
)
class _PriceText(Wider):
    drops = "base_recurring_price"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return (item[self.drops] or "").startswith(value)


@query(
    "price-without-cents",
    "Monthly prices are compared without what stands after the point.",
    f"{SEARCH} base_recurring_price",
    asked(base_recurring_price="1.0"),
)
class _Cents(Wider):
    drops = "base_recurring_price"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        price = item[self.drops]
        return price is not None and int(Decimal(price)) == int(Decimal(value))


@query(
    "setup-price-not-equal",
    "A setup price finds every number with another one.",
    f"{SEARCH} base_setup_price",
    asked(base_setup_price="0.0"),
)
class _NotEqual(Wider):
    drops = "base_setup_price"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return item[self.drops] is not None and Decimal(item[self.drops]) != Decimal(value)


@query(
    "rate-as-exclusive-bound",
    "A rate of SMS finds the numbers with a higher one only.",
    f"{SEARCH} capabilities.SMS.inbound_mps",
    asked(capabilities__SMS__inbound_mps=5),
)
class _Above(Wider):
    drops = "capabilities.sms.inbound_mps"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        rate = value_at(item, self.drops)
        return rate is not None and rate > value


@query(
    "limit-as-upper-bound",
    "A limit of concurrent calls finds the numbers with a lower one.",
    f"{SEARCH} capabilities.Voice.concurrent_calls_limit: exactly or as a minimum",
    asked(capabilities__Voice__concurrent_calls_limit=30),
)
class _Below(Wider):
    drops = "capabilities.voice.concurrent_calls_limit"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        limit = value_at(item, self.drops)
        return limit is not None and limit <= value


@query(
    "latitude-without-sign",
    "Latitudes are compared without their sign.",
    f"{SEARCH} geography.latitude",
    lambda p: p.search({"geography.latitude": "-" + _some(p, "geography.latitude", **{"geography.iso_country": "US"})}),
)
class _Sign(Wider):
    drops = "geography.latitude"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return str(value_at(item, self.drops) or "?").lstrip("-") == str(value).lstrip("-")


@query(
    "true-finds-unstated",
    "A flag of SMS that is true finds the numbers of which nothing is stated.",
    f"{SEARCH} capabilities.SMS.outbound_connectivity",
    asked(capabilities__SMS__outbound_connectivity="true"),
)
class _Unstated(Wider):
    drops = "capabilities.sms.outbound_connectivity"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return bool(value_at(item, self.drops) in ((None, True) if value else (False,)))


@query(
    "reach-includes-global",
    "The reach Domestic finds the numbers with the reach Global as well.",
    f"{SEARCH} capabilities.SMS.inbound_reachability, this reach",
    asked(capabilities__SMS__inbound_reachability="Domestic"),
)
class _Includes(Wider):
    drops = "capabilities.sms.inbound_reachability"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return bool(value_at(item, self.drops) in (value, "Global"))


@query(
    "lifecycle-at-least",
    "The lifecycle beta finds what is generally available as well.",
    f"{SEARCH} lifecycle, this stage",
    asked(lifecycle="beta"),
)
class _AtLeast(Wider):
    drops = "lifecycle"

    def fits(self, item: Json, value: Any) -> bool:  # noqa: ANN401
        return bool(item[self.drops] == value or (value == "beta" and item[self.drops] == "generally-available"))


@query("two-filters-either", "Of two filters, one has to fit.", ALL, asked(geography__iso_country="SE", type="mobile"))
class _Either(Between):
    def search(self, filters: Filters, page: PageRequest) -> Page:
        if len(filters) != 2:
            return self.store.search(filters, page)
        found = {
            str(item["phone_number"]): item for name in filters for item in every(self.store, {name: filters[name]})
        }
        return paged([found[number] for number in sorted(found)], page)


@query(
    "last-filter-only",
    "Of several filters, only the last one counts.",
    ALL,
    asked(type="mobile", geography__iso_country="SE"),
)
class _LastOnly(Searched):
    def filters(self, filters: Filters) -> Filters:
        return dict(list(filters.items())[-1:])


@query(
    "number-beside-others",
    "A search for a number ignores the other filters.",
    ALL,
    lambda p: p.search({"phone_number": p.free()[0], "geography.iso_country": "JP"}),
)
class _Beside(Searched):
    def filters(self, filters: Filters) -> Filters:
        return {"phone_number": filters["phone_number"]} if "phone_number" in filters else filters


@query(
    "list-number-beside-others",
    "A list that asks for a number ignores the other filters.",
    "listActiveNumbers: each filter that is given narrows the list",
    lambda p: [number := p.bought(), p.listing({"phone_number": number, "geography.iso_country": "JP"})],
)
class _ListBeside(Listed):
    def filters(self, filters: Filters) -> Filters:
        return {"phone_number": filters["phone_number"]} if "phone_number" in filters else filters


@query(
    "list-application-of-messages",
    "The filter on voice applications finds a number by its messaging application.",
    f"{LIST} Configuration.voice.application_sid",
    lambda p: [
        p.bought({"sms": {"application_sid": "M" * 34}}),
        p.listing({"Configuration.voice.application_sid": "M" * 34}),
    ],
)
class _Messages(Between):
    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        name = "configuration.voice.application_sid"
        if name not in filters:
            return self.store.owned(account, filters, page)
        others = {key: value for key, value in filters.items() if key != name}
        found = self.store.owned(account, others, page)
        paths = (name, "configuration.sms.application_sid")
        items = [item for item in found.items if filters[name] in [value_at(item, path) for path in paths]]
        return paged(items, page)


@query(
    "list-application-in-any-case",
    "The filter on voice applications ignores case.",
    f"{LIST} Configuration.voice.application_sid",
    lambda p: [
        p.bought({"voice": {"application_sid": "a" * 34}}),
        p.listing({"Configuration.voice.application_sid": "A" * 34}),
    ],
)
class _ApplicationCase(Between):
    def owned(self, account: str, filters: Filters, page: PageRequest) -> Page:
        name = "configuration.voice.application_sid"
        if name not in filters:
            return self.store.owned(account, filters, page)
        others = {key: value for key, value in filters.items() if key != name}
        found = self.store.owned(account, others, page)
        return paged([i for i in found.items if str(value_at(i, name)).lower() == str(filters[name]).lower()], page)


@query(
    "lata-of-list-by-region",
    "The list finds the numbers of a LATA by their region.",
    f"{LIST} geography.lata",
    lambda p: [
        number := p.bought(type="local", geography__iso_country="US"),
        p.listing({"geography.lata": value_at(p.get(number).value, "geography.lata")}),
    ],
)
class _Lata(Listed):
    def filters(self, filters: Filters) -> Filters:
        if "geography.lata" not in filters:
            return filters
        value = filters.pop("geography.lata")
        return {**filters, "geography.region": value}
