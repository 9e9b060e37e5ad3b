"""What is offered in each country for each type of number: prices, capabilities, requirements and stage.

The numbers of one country and type share a short list of offers, as the numbers of one carrier do. All of it follows
from the names of the country and the type alone, so that every catalogue has the same offers.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

__all__ = ["PLAIN", "SLOTS", "Offer", "offers"]

SLOTS = 16  # offers of one country and type at most; the store packs their index into four bits
PLAIN = 0  # the offer without any requirement, which the magic numbers have

_REACH = ("Domestic", "Foreign", "Global")
_PRESERVATION = ("International", "Domestic", "None")
_NANP = frozenset({"US", "CA"})
_EXHAUSTED_IN = frozenset({("US", "local"), ("CA", "local"), ("GB", "local")})
_BASE_PRICE = {"local": 100, "mobile": 300, "tollfree": 200, "shortcode": 50_000}  # hundredths, a month

Json = dict[str, object]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Profile:
    """How an offer differs from others: its share of the numbers, what it requires, its stage, what it can do."""

    share: float  # per cent of the numbers of a country and type
    address: str | None = "none"
    lifecycle: str | None = "generally-available"
    media: str = "voice sms mms"


_PROFILES = (
    _Profile(30.0),
    _Profile(14.0),
    _Profile(12.0, media="voice sms"),
    _Profile(8.0, address="any"),
    _Profile(6.0, address="local", media="voice sms"),
    _Profile(8.0, media="sms"),
    _Profile(6.0, media="voice"),
    _Profile(4.0, address="foreign"),
    _Profile(4.0, lifecycle="beta"),
    _Profile(1.5, address="any", lifecycle="developer-preview"),
    _Profile(1.5, address="local", lifecycle="beta", media="voice"),
    _Profile(2.0, lifecycle="developer-preview", media="sms mms"),
    _Profile(2.0, media="voice sms"),
    _Profile(1.0, address=None, lifecycle=None, media=""),
    _Profile(1.0, lifecycle="exhausted"),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """The members of an available number that do not depend on the number or its place, and the offer's share."""

    body: Json
    share: float


class _Dice:
    """Choices that are the same on every machine and Python: random() is documented to stay as it is, for a seed."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed).random  # noqa: S311  (no secret depends on it)

    def one_of(self, *values: _T) -> _T:
        return values[int(self._random() * len(values))]

    def chance(self, probability: float) -> bool:
        return self._random() < probability


@cache
def offers(iso_country: str, number_type: str) -> tuple[Offer, ...]:
    """The offers of a country and type; the first one is the plain one, which requires nothing."""
    return tuple(
        Offer(_body(iso_country, number_type, slot, profile), profile.share)
        for slot, profile in enumerate(_PROFILES)
        if profile.lifecycle != "exhausted" or (iso_country, number_type) in _EXHAUSTED_IN
    )


def _body(iso_country: str, number_type: str, slot: int, profile: _Profile) -> Json:
    dice = _Dice(f"{iso_country} {number_type} {slot}")
    stated = profile.lifecycle is not None
    month = _BASE_PRICE[number_type] + dice.one_of(0, 0, 25, 50, 100, 150, 275)
    setup = dice.one_of(0, 0, 0, 100, 200, 550)
    return {
        "type": number_type,
        "base_setup_price": _price(setup) if stated else None,
        "base_recurring_price": _price(month) if stated else None,
        "capabilities": _capabilities(dice, iso_country, number_type, profile.media) if stated else None,
        "regulatory": {"address_requirements": profile.address} if stated else None,
        "lifecycle": profile.lifecycle,
    }


def _price(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".removesuffix("0") if rest else f"{whole}.0"


def _capabilities(dice: _Dice, iso_country: str, number_type: str, media: str) -> Json:
    calls = number_type != "shortcode" and "voice" in media
    texts = number_type != "tollfree" or iso_country in _NANP
    pictures = "mms" in media and iso_country in _NANP and number_type != "shortcode"
    return {
        "voice": _voice(dice, iso_country in _NANP and number_type == "local") if calls else None,
        "sms": _sms(dice, on=texts and "sms" in media) if "sms" in media or not calls else None,
        "mms": _mms(dice) if pictures else None,
    }


def _voice(dice: _Dice, emergency: bool) -> Json:  # noqa: FBT001  (one call, next to the name)
    return {
        "inbound_connectivity": dice.chance(0.95),
        "outbound_connectivity": dice.chance(0.9),
        "e911": emergency and dice.chance(0.7),
        "sip_trunking": dice.chance(0.6),
        "calls_per_second": dice.one_of(1, 1, 2, 5, 10, 30),
        "concurrent_calls_limit": dice.one_of(2, 10, 10, 30, 100, 500),
        "inbound_called_dtmf": dice.chance(0.8),
        "inbound_caller_dtmf": dice.chance(0.8),
        "inbound_caller_id_preservation": dice.one_of(*_PRESERVATION, "International", None),
        "inbound_reachability": dice.one_of("Global", "Global", *_REACH, None),
    }


def _sms(dice: _Dice, *, on: bool) -> Json:
    return {
        "inbound_connectivity": on and dice.chance(0.95),
        "outbound_connectivity": on and dice.chance(0.85),
        "gsm7": on,
        "ucs2": on and dice.chance(0.8),
        "gsm7_concatenation": on and dice.chance(0.8),
        "ucs2_concatenation": on and dice.chance(0.6),
        "inbound_sender_id_preservation": dice.one_of(*_PRESERVATION, "Domestic", None),
        "inbound_reachability": dice.one_of("Global", *_REACH, "Domestic", None),
        "inbound_mps": dice.one_of(1, 1, 5, 10, 30, 100) if on else 0,
    }


def _mms(dice: _Dice) -> Json:
    return {
        "inbound_connectivity": dice.chance(0.9),
        "outbound_connectivity": dice.chance(0.8),
        "inbound_reachability": dice.one_of(*_REACH, None),
        "inbound_mps": dice.one_of(1, 3, 5),
    }
