"""The ranges of numbers that a catalogue draws from: country, type, place and how many digits are free.

Both tables are data of the package. data/places.csv is kept by hand: places with their position and postal code, and
for North America the LATA and the rate center. data/ranges.csv is derived from the numbering plans of phonenumbers by
derive_ranges.py in the project's repository; every completion of a prefix is a valid number of its country and type.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .magic_numbers import magic_ranges

__all__ = ["NumberRange", "number_ranges"]

_GEOGRAPHY = ("lata", "rate_center", "latitude", "longitude", "region", "locality", "postal_code")

Geography = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers in E.164 form that share a prefix, a country, a type and a place.

    `digits` decimal digits follow the prefix, all of them free. No prefix begins with another, so that ranges lie one
    after the other in the order of numbers as text.
    """

    prefix: str
    digits: int
    iso_country: str
    type: str
    geography: Geography
    magic: bool = False

    @property
    def capacity(self) -> int:
        """How many numbers there are."""
        return int(10**self.digits)

    @property
    def first(self) -> str:
        """The lowest number."""
        return self.prefix + "0" * self.digits

    @property
    def last(self) -> str:
        """The highest number."""
        return self.prefix + "9" * self.digits


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("numbers_sandbox") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _places() -> dict[tuple[str, str], Geography]:
    return {
        (row["iso_country"], f"{row['area']} {row['locality']}"): {
            "iso_country": row["iso_country"],
            **{name: row[name] or None for name in _GEOGRAPHY},
        }
        for row in _rows("places.csv")
    }


@cache
def number_ranges() -> tuple[NumberRange, ...]:
    """Every range, by prefix, the magic ones included."""
    places = _places()
    by_area: dict[str, Geography] = {}
    for (iso_country, key), geography in places.items():
        if iso_country == "US":
            by_area.setdefault(key.partition(" ")[0], geography)
    ordinary = [
        NumberRange(
            row["prefix"],
            int(row["digits"]),
            row["iso_country"],
            row["type"],
            places.get((row["iso_country"], row["place"]))
            or {"iso_country": row["iso_country"], **dict.fromkeys(_GEOGRAPHY)},
        )
        for row in _rows("ranges.csv")
    ]
    magic = [NumberRange(one.prefix, 1, "US", "local", by_area[one.area_code], magic=True) for one in magic_ranges()]
    return tuple(sorted([*ordinary, *magic], key=lambda one: one.prefix))
