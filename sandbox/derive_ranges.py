"""Derive numbers_sandbox/data/ranges.csv from the numbering plans in phonenumbers.

A range is a prefix in E.164 form below which every completion of a given length is a valid number of one country, one
type and, for local numbers, one place. Run this after a change of places.csv or an upgrade of phonenumbers:

    python derive_ranges.py
"""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberType
from phonenumbers.geodata import GEOCODE_DATA

DATA = Path(__file__).parent / "numbers_sandbox" / "data"
TRIALS = 400  # random completions; one invalid thousand block in a range of four digits escapes with p < 1e-18
EXCHANGES = 5  # central office codes for each place of the North American Numbering Plan
BLOCKS = 4  # ranges for each place or type elsewhere
TYPES = {
    "local": {PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE},
    "mobile": {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE},
    "tollfree": {PhoneNumberType.TOLL_FREE},
}
SHORT_CODES = {"US", "CA", "GB", "SE", "NO", "FR"}


@dataclass(frozen=True)
class Place:
    """A row of places.csv, as far as it matters here."""

    iso_country: str
    area: str
    locality: str
    region: str
    known_as: str

    @property
    def key(self) -> str:
        """What ranges.csv calls the place."""
        return f"{self.area} {self.locality}"

    @property
    def descriptions(self) -> set[str]:
        """What the geographic data of phonenumbers may call the place."""
        name = self.known_as or self.locality
        return {name, f"{name}, {self.region}"}


def parse(iso_country: str, calling_code: int, national: str) -> PhoneNumber:
    """The number with these national digits; leading zeros count (Italy)."""
    del iso_country
    return phonenumbers.parse(f"+{calling_code}{national}", None)


def is_valid(iso_country: str, calling_code: int, national: str, kind: str) -> bool:
    """Whether the digits are a number of this country and type."""
    try:
        number = parse(iso_country, calling_code, national)
    except phonenumbers.NumberParseException:
        return False
    if kind == "shortcode":
        return phonenumbers.is_valid_short_number_for_region(number, iso_country)
    if not phonenumbers.is_valid_number_for_region(number, iso_country):
        return False
    return phonenumbers.number_type(number) in TYPES[kind]


def holds(iso_country: str, calling_code: int, prefix: str, digits: int, kind: str) -> bool:
    """Whether every one of TRIALS random completions is valid."""
    dice = random.Random(f"{calling_code}{prefix}{digits}{kind}")
    ends = ["0" * digits, "9" * digits]
    tails = itertools.chain(ends, (f"{dice.randrange(10**digits):0{digits}d}" for _ in range(TRIALS)))
    return all(is_valid(iso_country, calling_code, prefix + tail, kind) for tail in tails)


def located(calling_code: int, prefix: str, place: Place) -> bool:
    """Whether phonenumbers names the same place for the prefix, or none, and no other place within it."""
    text = f"{calling_code}{prefix}"
    for size in range(len(text), 0, -1):
        known = GEOCODE_DATA.get(text[:size])
        if known is not None:
            return known.get("en") in place.descriptions
    return place.iso_country not in {"US", "CA"}


def exchanges(place: Place) -> Iterator[str]:
    """The central office codes of a place in North America that phonenumbers attributes to it."""
    codes = [f"{code}" for code in range(200, 1000) if code % 100 != 11 and code != 555]
    random.Random(place.key).shuffle(codes)
    for code in codes:
        prefix = place.area + code
        if located(1, prefix, place) and holds(place.iso_country, 1, prefix, 4, "local"):
            yield prefix


def lengths(iso_country: str, kind: str) -> list[int]:
    """The lengths of national numbers, the usual one first."""
    metadata = PhoneMetadata.metadata_for_region(iso_country)
    assert metadata is not None
    if kind == "shortcode":
        return [5]
    desc = {"local": metadata.fixed_line, "mobile": metadata.mobile, "tollfree": metadata.toll_free}[kind]
    if desc is None or desc.example_number is None:
        return []
    usual = len(desc.example_number)
    return sorted(desc.possible_length, key=lambda size: (size != usual, -size))


def blocks(iso_country: str, calling_code: int, start: str, kind: str) -> list[tuple[str, int]]:
    """Up to BLOCKS prefixes below `start` with a free tail, the widest that there are."""
    for size, depth in itertools.product(lengths(iso_country, kind), range(4)):
        tail = size - len(start) - depth
        if tail < (3 if kind == "shortcode" else 4) or tail > (3 if kind == "shortcode" else 6):
            continue
        found = [
            (start + "".join(digits), tail)
            for digits in itertools.product("0123456789", repeat=depth)
            if holds(iso_country, calling_code, start + "".join(digits), tail, kind)
        ]
        if found:
            return found
    return []


def ranges(places: list[Place]) -> Iterator[tuple[str, str, str, int, str]]:
    """Every range: country, type, prefix in E.164 form, digits after it, place."""
    countries = list(dict.fromkeys(place.iso_country for place in places))
    for iso_country in countries:
        code = phonenumbers.country_code_for_region(iso_country)
        for place in (one for one in places if one.iso_country == iso_country):
            if code == 1:
                for prefix in itertools.islice(exchanges(place), EXCHANGES):
                    yield iso_country, "local", f"+1{prefix}", 4, place.key
                continue
            near = [block for block in blocks(iso_country, code, place.area, "local") if located(code, block[0], place)]
            for prefix, tail in random.Random(place.key).sample(near, min(BLOCKS, len(near))):
                yield iso_country, "local", f"+{code}{prefix}", tail, place.key
        for kind in ("mobile", "tollfree", "shortcode"):
            yield from countrywide(iso_country, code, kind)


def countrywide(iso_country: str, code: int, kind: str) -> Iterator[tuple[str, str, str, int, str]]:
    """The ranges of a type that belongs to no place."""
    if (code == 1 and kind == "mobile") or (kind == "shortcode" and iso_country not in SHORT_CODES):
        return
    if code == 1 and kind == "tollfree":
        starts = {"US": ["800", "844", "888"], "CA": ["855", "877"]}[iso_country]
        found = [(start + exchange, 4) for start in starts for exchange in ("223", "347", "468", "592", "731", "964")]
    else:
        found = blocks(iso_country, code, "", kind) or [
            block for digit in "0123456789" for block in blocks(iso_country, code, digit, kind)
        ]
    for prefix, tail in random.Random(iso_country + kind).sample(found, min(BLOCKS * 2, len(found))):
        yield iso_country, kind, f"+{code}{prefix}", tail, ""


def main() -> None:
    """Write ranges.csv in the order of its prefixes."""
    with (DATA / "places.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = ("iso_country", "area", "locality", "region", "known_as")
    found = sorted(ranges([Place(*(row[name] for name in names)) for row in rows]), key=lambda row: row[2])
    kept = [row for row, following in itertools.pairwise([*found, ("", "", "~", 0, "")]) if not following[2].startswith(row[2])]
    with (DATA / "ranges.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("iso_country", "type", "prefix", "digits", "place"))
        writer.writerows(kept)


if __name__ == "__main__":
    main()
