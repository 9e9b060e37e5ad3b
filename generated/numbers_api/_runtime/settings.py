"""How a client is configured: arguments first, then the environment."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import urlsplit

from .credentials import Credential, Secret
from .errors import InvalidRequest
from .logs import switch

if TYPE_CHECKING:
    from .drift import DriftEvent

__all__ = [
    "Headers",
    "OnDrift",
    "Sealed",
    "Settings",
    "can_be_sent",
    "check_deadline",
    "check_headers",
    "check_retries",
    "check_timeout",
    "headers_of",
    "resolve",
    "sealed",
]

_LONGEST_TIMEOUT = 86_400.0
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

Headers: TypeAlias = Mapping[str, str] | Callable[[str], Mapping[str, str]]
OnDrift: TypeAlias = Callable[["DriftEvent"], object]


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    base_url: str
    account_id: str | None = None
    authorization: Secret | None = None
    auth: Secret | None = None
    timeout: float = 30.0
    deadline: float | None = 60.0
    max_retries: int = 2
    headers: Headers = dataclasses.field(default_factory=dict[str, str], repr=False)
    on_drift: OnDrift | None = None

    def __post_init__(self) -> None:
        _check_base_url(self.base_url)
        check_timeout(self.timeout)
        check_deadline(self.deadline)
        check_retries(self.max_retries)
        if not callable(self.headers):
            check_headers(self.headers)
        if self.on_drift is not None and not callable(self.on_drift):
            raise InvalidRequest(field="on_drift", rule="must be a function that takes a DriftEvent")

    def headers_for(self, operation_id: str, user_agent: str, more: Mapping[str, str]) -> Sealed:
        own = self.headers
        if callable(own):
            own = sealed(Secret(own(operation_id)))
            check_headers(own)
        sent = Sealed({"Accept": "application/json", "User-Agent": user_agent})
        if self.authorization is not None:
            sent["Authorization"] = self.authorization.reveal()
        return _over(_over(sent, own), more)


class Sealed(dict[str, str]):
    def __repr__(self) -> str:
        return f"Sealed({', '.join(sorted(self))})"


def sealed(given: Secret) -> Sealed:
    if isinstance(given.reveal(), Sealed):
        found: Sealed = given.reveal()
        return found
    if not isinstance(given.reveal(), Mapping):
        raise InvalidRequest(field="headers", rule="must be a mapping of names to texts")
    return Sealed(given.reveal())


def headers_of(given: Secret) -> Headers | None:
    headers: Headers | None = given.reveal() if given.reveal() is None or callable(given.reveal()) else sealed(given)
    return headers


def _over(headers: Sealed, more: Mapping[str, str]) -> Sealed:
    if not more:
        return headers
    given = {name.lower() for name in more}
    return Sealed({**{name: text for name, text in headers.items() if name.lower() not in given}, **more})


def _check_base_url(url: str) -> None:
    rule = "must be an absolute http or https URL without a query, such as https://numbers.example/v1"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except (ValueError, TypeError, AttributeError):
        usable = False
    if not usable or re.search(r"[\s\x00-\x1f\x7f?#\\\\]", url):
        raise InvalidRequest(field="base_url", rule=rule)
    if "@" in urlsplit(url).netloc:
        raise InvalidRequest(field="base_url", rule="must not hold a credential; use token= or basic_auth=")


def check_timeout(seconds: float) -> None:
    if not _is_number(seconds) or not 0 < seconds <= _LONGEST_TIMEOUT:
        raise InvalidRequest(field="timeout", rule="must be more than 0 seconds, and a day at most")


def check_deadline(seconds: float | None) -> None:
    if seconds is not None and (not _is_number(seconds) or not 0 < seconds <= _LONGEST_TIMEOUT):
        raise InvalidRequest(field="deadline", rule="must be more than 0 seconds, and a day at most, or None")


def check_retries(times: int) -> None:
    if isinstance(times, bool) or not isinstance(cast("object", times), int) or times < 0:
        raise InvalidRequest(field="max_retries", rule="must be 0 or more")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def check_headers(headers: Mapping[str, str]) -> None:
    wrong = next((name for name in headers if _TOKEN.fullmatch(str(name)) is None), None)
    if wrong is not None:
        raise InvalidRequest(field="headers", rule=f"{wrong!r} is no name of a header (RFC 9110 section 5.1)")
    wrong = next((name for name, text in headers.items() if not can_be_sent(text)), None)
    if wrong is not None:
        raise InvalidRequest(field=f"headers/{wrong}", rule="must be printable ASCII without spaces at its ends")


def can_be_sent(text: object) -> bool:
    return isinstance(text, str) and text.isascii() and text.isprintable() and text == text.strip()


def _environment(name: str) -> str | None:
    return os.environ.get(f"NUMBERS_API_{name}") or None


def _credential_of_environment() -> Credential:
    user, password = _environment("USERNAME"), Secret(_environment("PASSWORD"))
    basic = (user, password.reveal()) if user is not None and password.reveal() is not None else None
    token = Secret(_environment("TOKEN"))
    return Credential(token.reveal(), None if token.reveal() else basic, None)


def resolve(
    default_base_url: str, *, base_url: str | None, account_id: str | None, credential: Credential, **others: Any
) -> Settings:
    switch(_environment("LOG"))
    if not credential.given():
        credential = _credential_of_environment()
    url = base_url or _environment("BASE_URL") or default_base_url
    return Settings(
        base_url=url.rstrip("/") if isinstance(cast("object", url), str) else url,
        account_id=account_id or _environment("ACCOUNT_ID"),
        **credential.fields(),
        **others,
    )
