"""Derive numbers_sandbox/data/ranges.csv from the numbering plans in phonenumbers.

A range is a prefix in E.164 form below which every completion of a given length is a valid number of one country, one
type and, for local numbers, one place. Run this after a change of places.csv or an upgrade of phonenumbers; it takes
some minutes:

    python derive_ranges.py
"""

from __future__ import annotations

import csv
import itertools
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType
from phonenumbers.geodata import GEOCODE_DATA

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "numbers_sandbox" / "data"
NAMES = ("iso_country", "area", "locality", "region", "known_as")
TRIALS = 400  # random completions: a tenth of a range that is invalid escapes them with p < 1e-18
EXCHANGES = 5  # central office codes for each place of the North American Numbering Plan
BLOCKS = 4  # ranges for each place elsewhere; twice as many for each type that belongs to no place
NANP = 1  # the country code of North America
TOLL_FREE = {"US": ("800", "844", "888"), "CA": ("855", "877")}  # the codes are common to both; here each has its own
SHORT_CODES = frozenset({"US", "CA", "GB", "SE", "NO", "FR"})
SHORT_LENGTH = 5
TAILS = {"shortcode": range(3, 4)}  # digits that may follow a prefix: ranges are neither tiny nor overwhelming
USUAL_TAILS = range(4, 7)
TYPES = {
    "local": {PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE},
    "mobile": {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE},
    "tollfree": {PhoneNumberType.TOLL_FREE},
}

Row = tuple[str, str, str, int, str]
"""Country, type, prefix in E.164 form, digits after it, area code and place."""


@dataclass(frozen=True)
class Place:
    """A row of places.csv, as far as it matters here; `known_as` is what phonenumbers calls the place."""

    iso_country: str
    area: str
    locality: str
    region: str
    known_as: str

    @property
    def key(self) -> str:
        """What ranges.csv calls the place."""
        return f"{self.area} {self.locality}"

    def is_called(self, description: str | None) -> bool:
        """Whether this is what phonenumbers says about a prefix; in North America a name alone may be a province."""
        names = {self.known_as, f"{self.locality}, {self.region}"} - {""}
        return description in (names if self.iso_country in TOLL_FREE else names | {self.locality})


@dataclass(frozen=True)
class Plan:
    """The numbers of one country and one type."""

    iso_country: str
    type: str

    @property
    def calling_code(self) -> int:
        """The country code."""
        return phonenumbers.country_code_for_region(self.iso_country)

    def is_valid(self, national: str) -> bool:
        """Whether these digits are a number of this country and type; leading zeros count (Italy)."""
        try:
            number = phonenumbers.parse(f"+{self.calling_code}{national}", None)
        except phonenumbers.NumberParseException:
            return False
        if self.type == "shortcode":
            return phonenumbers.is_valid_short_number_for_region(number, self.iso_country)
        if not phonenumbers.is_valid_number_for_region(number, self.iso_country):
            return False
        return phonenumbers.number_type(number) in TYPES[self.type]

    def holds(self, prefix: str, digits: int) -> bool:
        """Whether the lowest, the highest and TRIALS random completions of a prefix are all valid."""
        dice = random.Random(f"{self} {prefix} {digits}")  # noqa: S311  (no secret depends on it, here and below)
        trials = (f"{dice.randrange(10**digits):0{digits}d}" for _ in range(TRIALS))
        return all(self.is_valid(prefix + tail) for tail in itertools.chain(("0" * digits, "9" * digits), trials))

    def lengths(self) -> list[int]:
        """The lengths of national numbers, the usual one first."""
        metadata = PhoneMetadata.metadata_for_region(self.iso_country)
        if self.type == "shortcode" or metadata is None:
            return [SHORT_LENGTH]
        plan = {"local": metadata.fixed_line, "mobile": metadata.mobile, "tollfree": metadata.toll_free}[self.type]
        if plan is None or plan.example_number is None:
            return []
        usual = len(plan.example_number)
        return sorted(plan.possible_length, key=lambda size: (size != usual, -size))

    def blocks(self, start: str = "") -> list[tuple[str, int]]:
        """The widest prefixes below `start` with a free tail, and the length of the tail."""
        for size, depth in itertools.product(self.lengths(), range(4)):
            tail = size - len(start) - depth
            if tail in TAILS.get(self.type, USUAL_TAILS):
                prefixes = [start + "".join(digits) for digits in itertools.product("0123456789", repeat=depth)]
                found = [(prefix, tail) for prefix in prefixes if self.holds(prefix, tail)]
                if found:
                    return found
        return []


def located(calling_code: int, prefix: str, place: Place) -> bool:
    """Whether phonenumbers puts the prefix into the place, or says nothing, and puts no part of it elsewhere."""
    text = f"{calling_code}{prefix}"
    known = (GEOCODE_DATA.get(text[:size], {}).get("en") for size in range(len(text), 0, -1))
    description = next((one for one in known if one), None)
    within = (GEOCODE_DATA.get(text + digit, {}).get("en") for digit in "0123456789")
    if not all(one is None or place.is_called(one) for one in within):
        return False
    return place.is_called(description) or (description is None and calling_code != NANP)


def local_ranges(place: Place) -> Iterator[Row]:
    """The ranges of a place."""
    plan = Plan(place.iso_country, "local")
    dice = random.Random(place.key)  # noqa: S311
    if plan.calling_code == NANP:
        codes = [f"{code}" for code in range(200, 1000) if f"{code}"[1:] != "11" and f"{code}" != "555"]
        dice.shuffle(codes)
        found = ((place.area + code, 4) for code in codes if located(NANP, place.area + code, place))
        chosen = list(itertools.islice((block for block in found if plan.holds(*block)), EXCHANGES))
    else:
        near = [block for block in plan.blocks(place.area) if located(plan.calling_code, block[0], place)]
        chosen = dice.sample(near, min(BLOCKS, len(near)))
    if not chosen:
        raise SystemExit(f"{place} has no range; correct its area, or what it is known as")
    for prefix, tail in chosen:
        yield place.iso_country, "local", f"+{plan.calling_code}{prefix}", tail, place.key


def countrywide_ranges(plan: Plan) -> Iterator[Row]:
    """The ranges of a type that belongs to no place."""
    if (plan.calling_code == NANP and plan.type == "mobile") or (
        plan.type == "shortcode" and plan.iso_country not in SHORT_CODES
    ):
        return
    if plan.calling_code == NANP and plan.type == "tollfree":
        exchanges = ("223", "347", "468", "592", "731", "964")
        chosen = [(start + exchange, 4) for start in TOLL_FREE[plan.iso_country] for exchange in exchanges]
    else:
        found = plan.blocks() or [block for digit in "0123456789" for block in plan.blocks(digit)]
        chosen = random.Random(f"{plan}").sample(found, min(BLOCKS * 2, len(found)))  # noqa: S311
    for prefix, tail in chosen:
        yield plan.iso_country, plan.type, f"+{plan.calling_code}{prefix}", tail, ""


def derived(places: list[Place]) -> list[Row]:
    """Every range, by prefix; one that begins another is left out, so that ranges do not overlap as text."""
    countries = dict.fromkeys(place.iso_country for place in places)
    plans = [Plan(country, kind) for country in countries for kind in ("mobile", "tollfree", "shortcode")]
    rows = [row for place in places for row in local_ranges(place)]
    rows += [row for plan in plans for row in countrywide_ranges(plan)]
    rows.sort(key=lambda row: row[2])
    following = [*(row[2] for row in rows[1:]), ""]
    return [row for row, after in zip(rows, following, strict=True) if not after.startswith(row[2])]


def main() -> None:
    """Write ranges.csv."""
    with (DATA / "places.csv").open(newline="", encoding="utf-8") as file:
        places = [Place(*(row[name] for name in NAMES)) for row in csv.DictReader(file)]
    rows = derived(places)
    with (DATA / "ranges.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("iso_country", "type", "prefix", "digits", "place"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
