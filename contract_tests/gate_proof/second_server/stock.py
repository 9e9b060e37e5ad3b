"""What is on offer: numbers of countries, kinds and gaps that the sandbox does not have."""

from __future__ import annotations

import random
from typing import Any, Final

Item = dict[str, Any]
# Country code, country, region, place, postal code, latitude, longitude; None where a country has no such thing.
PLACES: Final = (
    ("4631", "SE", None, "Göteborg", "411 03", "57.7089", "11.9746"),
    ("5511", "BR", "SP", "São Paulo", "01310-100", "-23.5505", "-46.6333"),
    ("8175", "JP", None, "京都", "600-8216", "35.0116", "135.7681"),
    ("254", "KE", None, None, None, None, None),
    ("1604", "CA", "BC", "Vancouver", "V6B 1A1", "49.2827", "-123.1207"),
    ("1312", "US", "IL", "Chicago", "60601", "41.8781", "-87.6298"),
    ("612", "AU", "NS", "Sydney", "2000", "-33.8688", "151.2093"),
    ("883", None, None, None, None, None, None),
)
SETUP: Final = ("0", "0.5", "1.00", "3.25", None)
MONTHLY: Final = ("0.80", "1", "1.50", "12.00", "4.75")
TYPES: Final = ("local", "mobile", "tollfree", "national", None)
STAGES: Final = ("generally-available", "generally-available", "beta", "developer-preview", "on-request", None)
REACH: Final = ("Domestic", "Foreign", "Global", None)
KEPT: Final = ("International", "Domestic", "None", None)
ADDRESSES: Final = ("none", "any", "local", "foreign", None)
EXHAUSTED: Final = "exhausted"
LOCAL_ADDRESS: Final = "local"


def numbers(count: int, seed: int) -> list[Item]:
    """So many numbers on offer, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311  (test data)
    found: dict[str, Item] = {}
    while len(found) < count:
        item = _number(draw, PLACES[len(found) % len(PLACES)])
        found[item["phone_number"]] = item
    return list(found.values())


def _number(draw: random.Random, place: tuple[str | None, ...]) -> Item:
    code = place[0] or ""
    subscriber = "".join(draw.choice("0123456789") for _ in range(11 - len(code)))
    return {
        "lifecycle": EXHAUSTED if draw.random() < 0.04 else draw.choice(STAGES),
        "phone_number": f"+{code}{subscriber}",
        "geography": _geography(draw, place),
        "type": draw.choice(TYPES),
        "regulatory": {"address_requirements": draw.choice(ADDRESSES)} if draw.random() < 0.9 else None,
        "base_recurring_price": draw.choice(MONTHLY),
        "base_setup_price": draw.choice(SETUP),
        "capabilities": _capabilities(draw) if draw.random() < 0.95 else None,
    }


def _geography(draw: random.Random, place: tuple[str | None, ...]) -> Item | None:
    _, country, region, locality, postal_code, latitude, longitude = place
    if country is None:
        return None
    found: Item = {"iso_country": country, "region": region, "locality": locality}
    if latitude is not None and draw.random() < 0.8:
        found |= {"latitude": latitude, "longitude": longitude, "postal_code": postal_code}
    if country == "US":
        found |= {"lata": draw.choice(("358", "360")), "rate_center": draw.choice(("CHICAGO", "CHICAGO ZONE 1"))}
    return found


def _capabilities(draw: random.Random) -> Item:
    return {
        "mms": _some(draw, 0.5, draw.choice, inbound_mps=(1, 3), inbound_reachability=REACH),
        "sms": _some(
            draw,
            0.8,
            draw.choice,
            gsm7=None,
            ucs2=None,
            gsm7_concatenation=None,
            ucs2_concatenation=None,
            inbound_mps=(1, 2, 5, 50),
            inbound_sender_id_preservation=KEPT,
            inbound_reachability=REACH,
        ),
        "voice": _some(
            draw,
            0.9,
            draw.choice,
            e911=None,
            sip_trunking=None,
            inbound_called_dtmf=None,
            inbound_caller_dtmf=None,
            calls_per_second=(0, 1, 4, 30),
            concurrent_calls_limit=(2, 10, 1000),
            inbound_caller_id_preservation=KEPT,
            inbound_reachability=REACH,
        ),
    }


def _some(draw: random.Random, likely: float, choice: Any, **values: tuple[Any, ...] | None) -> Item | None:  # noqa: ANN401
    """A kind of capability with the given values, switches where there are none; sometimes nothing is stated."""
    if draw.random() > likely:
        return None
    every: dict[str, tuple[Any, ...]] = {"inbound_connectivity": (True, False), "outbound_connectivity": (True, False)}
    every |= {name: options or (True, False) for name, options in values.items()}
    return {name: choice(options) for name, options in every.items()}
