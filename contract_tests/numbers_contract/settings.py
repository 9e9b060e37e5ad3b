"""What a run is told from outside: variables of the environment, as `make contract NAME=…` passes them on."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .http.accounts import Account
from .http.endpoint import Endpoint, Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NAMES", "Settings", "SettingsError", "settings_from"]

NAMES = {
    "BASE_URL": "the endpoint, with the path that the description's paths follow",
    "ACCOUNT_ID": "the account that is used",
    "TOKEN": "its bearer token",
    "PASSWORD": "its password for Basic, in place of a token",
    "USERNAME": "the name for Basic, where it is not ACCOUNT_ID",
    "OTHER_ACCOUNT_ID": "a second account, to see that neither sees the other's numbers",
    "OTHER_TOKEN": "its bearer token",
    "OTHER_PASSWORD": "its password",
    "OTHER_USERNAME": "its name for Basic",
    "PURCHASES": "`allow` lets the run buy numbers; without it nothing is changed",
    "MAX_SPEND": "the most that the purchases of the run may cost together, in the currency of the catalogue",
    "AUTH": "`required` when the endpoint asks for credentials, `open` when it does not; left out: found out",
    "RATE": "requests per second at most (20; 1000 on the loopback)",
    "MAX_REQUESTS": "requests in total at most (12000; 20000 on the loopback)",
    "SEED": "chooses what is tried (0)",
    "SEEDS": "how many seeds are tried, beginning with SEED (1)",
    "EFFORT": "how thorough, 1 being the default, from 0.1 to 10",
    "DESCRIPTION": "another description than the one that comes with the gate",
    "JOURNAL": "the folder that purchases are written to before they are asked for (contract-journal)",
}
"""Every variable, and what it says."""

_FAST, _SLOW = (1000.0, 20_000), (20.0, 12_000)


class SettingsError(Exception):
    """A variable is not as it must be; the text names it, the rule, and what to do."""


def default_description() -> Path:
    """The description that comes with this package; in the repository, the one that is generated there."""
    packed = Path(__file__).with_name("openapi.yaml")
    return packed if packed.exists() else Path(__file__).resolve().parents[2] / "generated" / "openapi.yaml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told; `max_spend` is None when nothing may be bought."""

    endpoint: Endpoint
    limits: Limits
    seeds: tuple[int, ...] = (0,)
    effort: float = 1.0
    max_spend: Decimal | None = None
    description: Path = field(default_factory=default_description)
    journal: Path = Path("contract-journal")
    variables: Mapping[str, str] = field(default_factory=dict[str, str])


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings of a run against BASE_URL.

    Raises:
        SettingsError: a variable is not as it must be.
    """
    given = {name: environment[name] for name in NAMES if environment.get(name)}
    url = _url(given.get("BASE_URL", ""))
    rate, requests = _FAST if is_loopback(url) else _SLOW
    limits = Limits(
        rate=_number(given, "RATE", rate, 0.1, 100_000),
        requests=int(_number(given, "MAX_REQUESTS", requests, 1, 10_000_000, whole=True)),
    )
    first = int(_number(given, "SEED", 0, 0, 2**31 - 1, whole=True))
    count = int(_number(given, "SEEDS", 1, 1, 1000, whole=True))
    return Settings(
        endpoint=Endpoint(url, _accounts(given), _auth(given.get("AUTH"))),
        limits=limits,
        seeds=tuple(range(first, first + count)),
        effort=_number(given, "EFFORT", 1.0, 0.1, 10),
        max_spend=_max_spend(given),
        description=Path(given["DESCRIPTION"]) if "DESCRIPTION" in given else default_description(),
        journal=Path(given.get("JOURNAL", "contract-journal")),
        variables=given,
    )


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _url(text: str) -> str:
    wrong = SettingsError(f"BASE_URL is {text!r}, which is no http or https URL: give one such as https://host/v1")
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise wrong from None
    if not sound or any(character.isspace() for character in text):
        raise wrong
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise SettingsError(
            "BASE_URL has a query, a fragment or a credential: leave them out; TOKEN= is for credentials"
        )
    return text.rstrip("/")


def _accounts(given: Mapping[str, str]) -> tuple[Account, ...]:
    found: list[Account] = []
    for prefix in ("", "OTHER_"):
        name = given.get(f"{prefix}ACCOUNT_ID")
        secrets = [given.get(f"{prefix}{part}") for part in ("TOKEN", "PASSWORD", "USERNAME")]
        if name is None:
            if any(secrets):
                raise SettingsError(f"a credential is given without {prefix}ACCOUNT_ID: say whose it is")
            continue
        if all(secrets[:2]):
            raise SettingsError(f"{prefix}TOKEN and {prefix}PASSWORD are both given: give one of them")
        found.append(Account(name, secrets[0], secrets[1], secrets[2]))
    if not found:
        raise SettingsError("ACCOUNT_ID is missing: say which account the run may use")
    if len({account.id for account in found}) < len(found):
        raise SettingsError("OTHER_ACCOUNT_ID is the same as ACCOUNT_ID: give another account, or leave it out")
    return tuple(found)


def _auth(text: str | None) -> bool | None:
    if text not in (None, "required", "open"):
        raise SettingsError(f"AUTH is {text!r}: it is required or open, or left out")
    return None if text is None else text == "required"


def _max_spend(given: Mapping[str, str]) -> Decimal | None:
    purchases, text = given.get("PURCHASES"), given.get("MAX_SPEND")
    if purchases is None:
        if text is not None:
            raise SettingsError(
                "MAX_SPEND is given, but purchases are not allowed: add PURCHASES=allow, or leave it out"
            )
        return None
    if purchases != "allow":
        raise SettingsError(f"PURCHASES is {purchases!r}: it is allow, or left out")
    if text is None:
        raise SettingsError("PURCHASES=allow needs a limit: add MAX_SPEND=, in the currency of the catalogue")
    try:
        most = Decimal(text)
    except InvalidOperation:
        most = Decimal(-1)
    if not most.is_finite() or most < 0:
        raise SettingsError(f"MAX_SPEND is {text!r}, which is no amount such as 12.50")
    return most


def _number(
    given: Mapping[str, str], name: str, default: float, least: float, most: float, *, whole: bool = False
) -> float:
    text = given.get(name)
    if text is None:
        return default
    try:
        value = float(int(text)) if whole else float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        kind = "whole number" if whole else "number"
        raise SettingsError(f"{name} is {text!r}, which is no {kind} from {least:g} to {most:g}")
    return value
