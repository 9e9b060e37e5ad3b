"""How a client is configured: arguments first, then the environment."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from ..errors import InvalidRequest
from ..json.drift_events import OnDrift
from ..transport.credentials import Credential, Secret
from ..transport.headers import Headers, Sealed, check_headers, sealed
from ..transport.logs import switch

__all__ = ["Settings", "check_deadline", "check_retries", "check_timeout", "resolve"]

_LONGEST_TIMEOUT = 86_400.0


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """What a client knows beside its connections.

    Attributes:
        base_url: Scheme, host and path prefix of the service, without a slash at its end.
        account_id: The account of calls that do not name one, or ``None``.
        authorization: The value of the Authorization header, or ``None``.
        auth: What signs each request in place of that header, an `httpx.Auth`, or ``None``.
        timeout: Seconds that each phase of a request may take; connecting at most five of them.
        deadline: Seconds that a whole call may take, or ``None`` for no limit.
        max_retries: How often a call may be repeated when that is safe.
        headers: Headers for every request, or a function that gives them for an operationId; not shown either.
        on_drift: What is told where an answer is not as described, or ``None``.
    """

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
        """Return the headers of one request; `more` takes the place of the client's, and those of ours, in any case.

        Raises:
            InvalidRequest: the user's function gave a header that cannot be sent.
        """
        own = self.headers
        if callable(own):
            own = sealed(Secret(own(operation_id)))
            check_headers(own)
        sent = Sealed({"Accept": "application/json", "User-Agent": user_agent})
        if self.authorization is not None:
            sent["Authorization"] = self.authorization.reveal()
        return _over(_over(sent, own), more)


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
    """Refuse a timeout that cannot be kept.

    Raises:
        InvalidRequest: it is not between 0 seconds and a day.
    """
    if not _is_number(seconds) or not 0 < seconds <= _LONGEST_TIMEOUT:
        raise InvalidRequest(field="timeout", rule="must be more than 0 seconds, and a day at most")


def check_deadline(seconds: float | None) -> None:
    """Refuse a deadline that cannot be kept.

    Raises:
        InvalidRequest: it is neither ``None`` nor between 0 seconds and a day.
    """
    if seconds is not None and (not _is_number(seconds) or not 0 < seconds <= _LONGEST_TIMEOUT):
        raise InvalidRequest(field="deadline", rule="must be more than 0 seconds, and a day at most, or None")


def check_retries(times: int) -> None:
    """Refuse a number of retries that is none.

    Raises:
        InvalidRequest: it is below 0, or no whole number.
    """
    if isinstance(times, bool) or not isinstance(cast("object", times), int) or times < 0:
        raise InvalidRequest(field="max_retries", rule="must be 0 or more")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _environment(name: str) -> str | None:
    return os.environ.get(f"NUMBERS_API_{name}") or None


def _credential_of_environment() -> Credential:
    """Return the token, or else user and password, of the environment."""
    user, password = _environment("USERNAME"), Secret(_environment("PASSWORD"))
    basic = (user, password.reveal()) if user is not None and password.reveal() is not None else None
    token = Secret(_environment("TOKEN"))
    return Credential(token.reveal(), None if token.reveal() else basic, None)


def resolve(
    default_base_url: str, *, base_url: str | None, account_id: str | None, credential: Credential, **others: Any
) -> Settings:
    """Fill what is not given from the environment.

    ``NUMBERS_API_BASE_URL``, ``NUMBERS_API_ACCOUNT_ID``, ``NUMBERS_API_TOKEN``, or in place of the token
    ``NUMBERS_API_USERNAME`` and ``NUMBERS_API_PASSWORD``. ``NUMBERS_API_LOG`` switches the log on.

    Raises:
        InvalidRequest: a setting cannot be used.
    """
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


def _over(headers: Sealed, more: Mapping[str, str]) -> Sealed:
    if not more:
        return headers
    given = {name.lower() for name in more}
    return Sealed({**{name: text for name, text in headers.items() if name.lower() not in given}, **more})
