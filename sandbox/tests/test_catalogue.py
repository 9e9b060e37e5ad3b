"""The catalogue: real-looking numbers, the same every time, valid by everything that can judge them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_sandbox.http.description import read_description
from numbers_sandbox.store.catalogue import entries, largest
from numbers_sandbox.store.magic_numbers import AREA_CODES, OUTCOMES, magic_ranges
from numbers_sandbox.store.numbering import NumberRange, number_ranges
from numbers_sandbox.store.offers import PLAIN, SLOTS, offers
from numbers_sandbox.store.store import Store
from phonenumbers import PhoneNumberType, geocoder
from store_support import Item, catalogue, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SIZE = 10_000
# The digest of the catalogue of seed 1: who changes it changes the numbers in every user's tests.
DIGEST = "a77ab86936151a5ec08112d2805cffe91b731f7d01305e40d17231bfa9efcbe4"
_TYPES = {
    "local": {PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE},
    "mobile": {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE},
    "tollfree": {PhoneNumberType.TOLL_FREE},
}


@pytest.fixture(scope="module")
def items() -> Iterator[list[Item]]:
    """The default catalogue."""
    store = Store.open(numbers=SIZE)
    yield catalogue(store)
    store.close()


def _breach(item: Item) -> str | None:
    """What phonenumbers says against a number's country and type."""
    number, country = phonenumbers.parse(item["phone_number"]), item["geography"]["iso_country"]
    if item["type"] == "shortcode":
        valid = phonenumbers.is_valid_short_number_for_region(number, country)
        return None if valid else f"{item['phone_number']} is no short code of {country}"
    if not phonenumbers.is_valid_number(number):
        return f"{item['phone_number']} is not valid"
    if phonenumbers.number_type(number) not in _TYPES[item["type"]]:
        return f"{item['phone_number']} is not {item['type']}"
    where = phonenumbers.region_code_for_number(number)
    nanp_wide = item["type"] == "tollfree" and country in {"US", "CA"}  # toll-free codes are common to both
    return None if where == country or nanp_wide else f"{item['phone_number']} is of {where}, not of {country}"


def test_every_number_is_valid(items: list[Item]) -> None:
    """Every number is valid in its country and of its type, by phonenumbers."""
    assert [breach for item in items if (breach := _breach(item))] == []


@pytest.mark.slow
def test_every_number_of_a_large_catalogue_is_valid() -> None:
    """The same of a hundred thousand numbers of another seed."""
    store = Store.open(seed=2, numbers=100_000)

    assert [breach for item in catalogue(store) if (breach := _breach(item))] == []
    store.close()


@given(st.data())
def test_every_completion_of_a_range_is_valid(data: st.DataObject) -> None:
    """Whatever a seed chooses from a range is valid: the ranges hold nothing else."""
    one = data.draw(st.sampled_from(number_ranges()))
    tail = data.draw(st.integers(0, one.capacity - 1))
    number = f"{one.prefix}{tail:0{one.digits}d}"

    assert _breach({"phone_number": number, "type": one.type, "geography": one.geography}) is None


def test_the_numbers_are_distinct_and_in_order() -> None:
    """No number is there twice, in catalogues of any size, up to the largest."""
    for size in (0, 1, 13, SIZE):
        numbers = [number for number, _ in entries(1, size)]
        assert len(numbers) == size + 600
        assert all(one < other for one, other in pairwise(numbers))


@pytest.mark.slow
def test_the_largest_catalogue() -> None:
    """The largest catalogue has as many numbers as it says, all different, and fits into a number of 15 digits."""
    numbers = [number for number, _ in entries(1, largest())]

    assert len(numbers) == largest() + 600
    assert all(one < other for one, other in pairwise(numbers))


def test_ranges_do_not_overlap() -> None:
    """The ranges lie one after the other as text, which is how the store keeps their order."""
    bounds = [bound for one in number_ranges() for bound in (one.first, one.last)]

    assert bounds == sorted(bounds)
    assert not any(other.prefix.startswith(one.prefix) for one, other in pairwise(number_ranges()))


def test_there_are_many_countries(items: list[Item]) -> None:
    """At least twenty countries, each with local and mobile numbers unless its plan does not tell them apart."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for item in items:
        kinds[item["geography"]["iso_country"]].add(item["type"])

    assert len(kinds) >= 20
    assert {"local", "tollfree"} <= kinds["US"]
    assert all({"local", "mobile"} <= found for country, found in kinds.items() if country not in {"US", "CA"})
    assert {"shortcode"} <= set().union(*kinds.values())


def test_lengths_differ_by_country(items: list[Item]) -> None:
    """Numbers have the lengths of their countries: not all are as long as those of North America."""
    lengths = {len(item["phone_number"]) for item in items}

    assert len(lengths) >= 5


@cache
def _schemas() -> dict[str, jsonschema_rs.Draft202012Validator]:
    document = read_description()
    found: dict[str, jsonschema_rs.Draft202012Validator] = {}
    for name in ("AvailableNumber", "ActiveNumber"):
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        found[name] = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    return found


def test_every_item_is_as_described(items: list[Item]) -> None:
    """Every item of the catalogue is valid against the description, and so is what becomes of it when it is bought."""
    available, active = _schemas()["AvailableNumber"], _schemas()["ActiveNumber"]
    store = Store.open(numbers=SIZE)
    store.put_account("A", addresses=["SE", "US"], identity_documents=True)
    number = items[0]["phone_number"]

    assert [str(error) for item in items for error in available.iter_errors(item)] == []
    assert active.is_valid(store.buy("A", number, {"voice": {"url": "https://a.example"}}))
    assert not available.is_valid({"phone_number": "12"})
    store.close()


def _closed_lists() -> dict[str, set[str]]:
    """Every list of values of the description, open or closed, by the path of the property."""
    schemas = cast("dict[str, Any]", read_description()["components"]["schemas"])

    def walk(schema: dict[str, Any], path: str) -> Iterator[tuple[str, set[str]]]:
        while "$ref" in schema or "anyOf" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema["anyOf"][0]
        if values := schema.get("enum") or schema.get("x-extensible-enum"):
            yield path, set(values)
        for name, member in schema.get("properties", {}).items():
            yield from walk(member, f"{path}.{name}".lstrip("."))

    return dict(walk(schemas["AvailableNumber"], ""))


def test_every_value_of_every_list_occurs(items: list[Item]) -> None:
    """Every value that the description lists is that of some number, in the default catalogue."""
    lists = _closed_lists()
    found = {path: {value_at(item, path) for item in items} for path in lists}

    assert len(lists) == 8
    assert {path: values - found[path] for path, values in lists.items()} == {path: set() for path in lists}


def test_every_property_differs(items: list[Item]) -> None:
    """Every property that can be searched by has more than one value, and null where the description allows it."""
    for path in ("base_setup_price", "base_recurring_price", "capabilities.voice.calls_per_second"):
        assert len({value_at(item, path) for item in items}) >= 5, path
    for path in ("capabilities", "capabilities.voice", "capabilities.sms", "capabilities.mms", "regulatory",
                 "lifecycle", "base_setup_price", "geography.region", "geography.lata"):  # fmt: skip
        assert any(value_at(item, path) is None for item in items), path


def test_most_numbers_can_be_bought_by_anybody(items: list[Item]) -> None:
    """About three in four numbers require no address and are not exhausted, in every large country."""
    plain: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for item in items:
        country = item["geography"]["iso_country"]
        required = value_at(item, "regulatory.address_requirements") or "none"
        plain[country] += required == "none" and item["lifecycle"] != "exhausted"
        total[country] += 1

    assert 0.70 < plain.total() / total.total() < 0.82
    assert all(plain[country] / total[country] > 0.6 for country in ("US", "CA", "GB", "DE", "SE"))


def test_the_first_offer_is_plain() -> None:
    """The first offer of each country and type requires nothing; the magic numbers have it."""
    for one in number_ranges():
        body = offers(one.iso_country, one.type)[PLAIN].body
        assert value_at(body, "regulatory.address_requirements") == "none"
        assert body["lifecycle"] == "generally-available"
        assert len(offers(one.iso_country, one.type)) <= SLOTS


NANP = [one for one in number_ranges() if one.iso_country in {"US", "CA"} and one.type == "local"]


def test_north_america_is_consistent() -> None:
    """An area code lies in one state; a rate center has one LATA, one place and one state; Canada is LATA 888."""
    states: dict[str, set[object]] = defaultdict(set)
    centers: dict[tuple[object, ...], set[object]] = defaultdict(set)
    for one in NANP:
        geography = one.geography
        states[one.prefix[2:5]].add(geography["region"])
        centers[geography["rate_center"], geography["region"]].add(tuple(geography.values()))
        assert re.fullmatch("[0-9]{3}", geography["lata"] or "")
        assert (geography["lata"] == "888") == (one.iso_country == "CA")
        assert re.fullmatch("[A-Z][A-Z0-9 ]{2,9}", geography["rate_center"] or "")

    assert {code: found for code, found in states.items() if len(found) > 1} == {"867": {"YT", "NT"}}
    assert all(len(found) == 1 for found in centers.values())
    assert len({one.geography["region"] for one in NANP if one.iso_country == "US"}) >= 50
    assert len({one.geography["region"] for one in NANP if one.iso_country == "CA"}) >= 11


_LATA_STATES = {  # every state that a LATA of the catalogue may reach into; the others stay within one
    "128": {"MA"}, "224": {"NJ"}, "228": {"PA", "DE"}, "236": {"DC", "VA", "MD"}, "358": {"IL", "IN"},
    "520": {"MO", "IL"}, "722": {"CA"}, "920": {"CT"}, "922": {"OH", "KY"}, "636": {"ND", "MN"},
}  # fmt: skip


def test_a_lata_lies_in_its_states() -> None:
    """A LATA of the United States has numbers in one state, or in those that it is known to reach into."""
    reached: dict[str, set[str]] = defaultdict(set)
    for one in NANP:
        if one.iso_country == "US":
            reached[str(one.geography["lata"])].add(str(one.geography["region"]))

    for lata, states in reached.items():
        assert len(states) == 1 or states <= _LATA_STATES[lata], (lata, states)


def test_places_are_where_phonenumbers_says() -> None:
    """In North America the geographic data of phonenumbers names the same city and state for every exchange."""
    for one in NANP:
        if one.magic:
            continue
        geography = one.geography
        said = geocoder.description_for_number(phonenumbers.parse(one.first), "en")
        expected = {f"{geography['locality']}, {geography['region']}", f"{geography['locality']} D.C."}
        assert said in expected, (one.prefix, said)


def test_positions_are_on_earth_and_in_their_country() -> None:
    """Latitude and longitude are decimal degrees, and lie in a box around the country where one is given here."""
    boxes = {
        "US": (18, 72, -180, -66),
        "CA": (41, 84, -142, -52),
        "SE": (55, 70, 10, 25),
        "AU": (-44, -10, 112, 154),
        "BR": (-34, 6, -74, -34),
        "ZA": (-35, -22, 16, 33),
        "JP": (24, 46, 122, 154),
        "DE": (47, 56, 5, 16),
    }
    for one in number_ranges():
        latitude, longitude = one.geography["latitude"], one.geography["longitude"]
        assert (latitude is None) == (longitude is None) == (one.geography["locality"] is None)
        if latitude is not None and longitude is not None:
            south, north, west, east = boxes.get(one.iso_country, (-90, 90, -180, 180))
            assert south <= float(latitude) <= north, one
            assert west <= float(longitude) <= east, one


def test_numbers_without_a_place_have_a_country_only() -> None:
    """Mobile, toll-free and short numbers belong to a country and to no place in it; local ones have a place."""
    for one in number_ranges():
        stated = {name for name, value in one.geography.items() if value is not None}
        assert stated == {"iso_country"} if one.type != "local" else {"iso_country", "locality"} <= stated


def test_magic_ranges_are_the_fictitious_ones() -> None:
    """Each outcome has ten numbers in each area code, all of them within 555-0100 to 555-0199."""
    found = Counter((one.area_code, one.outcome) for one in magic_ranges())

    assert len(OUTCOMES) == 10
    assert all(found[area_code, outcome] == 1 for area_code in AREA_CODES for outcome in OUTCOMES)
    assert all(one.prefix[5:10] == "55501" and len(one.prefix) == 11 for one in magic_ranges())
    magic = [one for one in number_ranges() if one.magic]
    assert [one.prefix for one in magic] == [one.prefix for one in magic_ranges()]
    assert all(_area_of(one) == one.prefix[2:5] for one in magic)


def _area_of(one: NumberRange) -> str:
    """The area code of the ordinary numbers of the same place."""
    return next(other.prefix[2:5] for other in NANP if not other.magic and other.geography == one.geography)


def _digest(seed: int, numbers: int) -> str:
    """A digest of a catalogue: its numbers, and the terms of each."""
    kinds = [(one.iso_country, one.type) for one in number_ranges()]
    terms = [json.dumps([offer.body for offer in offers(*kind)], sort_keys=True) for kind in kinds]
    places = json.dumps([one.geography for one in number_ranges()], sort_keys=True)
    text = "\n".join([*terms, places, *(f"{number} {cell}" for number, cell in entries(seed, numbers))])
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_same_seed_gives_the_same_catalogue() -> None:
    """Seed 1 gives the catalogue that it has always given; another seed gives another one."""
    assert _digest(1, SIZE) == DIGEST
    assert _digest(2, SIZE) != DIGEST


_PROGRAM = """
import sys; sys.path.insert(0, {root!r})
import hashlib, json
from numbers_sandbox.store.catalogue import entries
from numbers_sandbox.store.numbering import number_ranges
from numbers_sandbox.store.offers import offers
kinds = [(one.iso_country, one.type) for one in number_ranges()]
terms = [json.dumps([offer.body for offer in offers(*kind)], sort_keys=True) for kind in kinds]
places = json.dumps([one.geography for one in number_ranges()], sort_keys=True)
text = "\\n".join([*terms, places, *(f"{{number}} {{cell}}" for number, cell in entries(1, {size}))])
print(hashlib.sha256(text.encode()).hexdigest())
"""


@pytest.mark.parametrize("minor", range(11, 16))
def test_every_python_gives_the_same_catalogue(minor: int) -> None:
    """Whatever Python is installed gives the catalogue of seed 1, whatever its hash seed and locale."""
    python = sys.executable if minor == sys.version_info.minor else f"python3.{minor}"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYENV_VERSION": f"3.{minor}"}
    try:
        subprocess.run([python, "-c", ""], env=environment, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(f"there is no Python 3.{minor}")
    program = _PROGRAM.format(root=str(ROOT), size=SIZE)
    done = subprocess.run([python, "-c", program], env=environment, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == DIGEST, done.stderr
