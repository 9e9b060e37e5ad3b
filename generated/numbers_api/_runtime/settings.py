"""How a client is configured: arguments first, then the environment."""

from __future__ import annotations

import base64
import dataclasses
import os
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from .errors import InvalidRequest

__all__ = ["Headers", "Sealed", "Secret", "Settings", "authorization", "resolve"]

_LONGEST_TIMEOUT = 86_400.0
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2

Headers: TypeAlias = Mapping[str, str] | Callable[[str], Mapping[str, str]]


class Secret:
    """A credential that shows itself to nobody but `reveal`."""

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """Return the credential itself."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reveal() == self.reveal()

    def __hash__(self) -> int:
        return hash(self.__value)

    def __reduce__(self) -> Any:
        msg = "a credential is not pickled; give it to the new process by its environment"
        raise TypeError(msg)


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """What a client knows beside its connections.

    Attributes:
        base_url: Scheme, host and path prefix of the service, without a slash at its end.
        account_id: The account of calls that do not name one, or ``None``.
        authorization: The value of the Authorization header, or ``None``.
        timeout: Seconds that each phase of a request may take; connecting at most five of them.
        max_retries: How often a call may be repeated when that is safe.
        headers: Headers for every request, or a function that gives them for an operationId; not shown either.
    """

    base_url: str
    account_id: str | None = None
    authorization: Secret | None = None
    timeout: float = 30.0
    max_retries: int = 2
    headers: Headers = dataclasses.field(default_factory=dict[str, str], repr=False)

    def __post_init__(self) -> None:
        _check_base_url(self.base_url)
        if not 0 < self.timeout <= _LONGEST_TIMEOUT:
            raise InvalidRequest(field="timeout", rule="must be more than 0 seconds, and a day at most")
        if self.max_retries < 0:
            raise InvalidRequest(field="max_retries", rule="must be 0 or more")
        if not callable(self.headers):
            _check_headers(self.headers)

    def headers_for(self, operation_id: str, user_agent: str) -> Sealed:
        """Return the headers of one request; those that the user gives take the place of ours, in any case.

        Raises:
            InvalidRequest: the user's function gave a header that cannot be sent.
        """
        own = self.headers(operation_id) if callable(self.headers) else self.headers
        _check_headers(own)
        sent = {"Accept": "application/json", "User-Agent": user_agent}
        if self.authorization is not None:
            sent["Authorization"] = self.authorization.reveal()
        given = {name.lower() for name in own}
        return Sealed({**{name: text for name, text in sent.items() if name.lower() not in given}, **own})


class Sealed(dict[str, str]):
    """Headers of a request: a traceback that prints local variables shows their names alone."""

    def __repr__(self) -> str:
        return f"Sealed({', '.join(sorted(self))})"


def _check_base_url(url: str) -> None:
    rule = "must be an absolute http or https URL without a query, such as https://numbers.example/v1"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s\x00-\x1f\x7f?#\\\\]", url):
        raise InvalidRequest(field="base_url", rule=rule)
    if "@" in urlsplit(url).netloc:
        raise InvalidRequest(field="base_url", rule="must not hold a credential; use token= or basic_auth=")


def _check_headers(headers: Mapping[str, str]) -> None:
    for name, text in headers.items():
        if _TOKEN.fullmatch(name) is None:
            raise InvalidRequest(field="headers", rule=f"{name!r} is no name of a header (RFC 9110 section 5.1)")
        if not text.isascii() or not text.isprintable() or text != text.strip():
            raise InvalidRequest(field=f"headers/{name}", rule="must be printable ASCII without spaces at its ends")


def resolve(
    default_base_url: str,
    *,
    base_url: str | None,
    account_id: str | None,
    token: str | None,
    basic_auth: tuple[str, str] | None,
    **others: Any,
) -> Settings:
    """Fill what is not given from ``NUMBERS_API_BASE_URL``, ``NUMBERS_API_ACCOUNT_ID`` and ``NUMBERS_API_TOKEN``.

    Raises:
        InvalidRequest: a setting cannot be used.
    """
    if token is not None and basic_auth is not None:
        raise InvalidRequest(field="token", rule="give token= or basic_auth=, not both")
    if token is None and basic_auth is None:
        token = os.environ.get("NUMBERS_API_TOKEN") or None
    url = base_url or os.environ.get("NUMBERS_API_BASE_URL") or default_base_url
    return Settings(
        base_url=url.rstrip("/"),
        account_id=account_id or os.environ.get("NUMBERS_API_ACCOUNT_ID") or None,
        authorization=authorization(token, basic_auth),
        **others,
    )


def authorization(token: str | None, basic_auth: tuple[str, str] | None) -> Secret | None:
    """Return the value of the Authorization header.

    Raises:
        InvalidRequest: a credential cannot be sent in a header.
    """
    if basic_auth is not None:
        user, password = basic_auth
        if ":" in user or re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", user + password):
            rule = "must hold no control characters, and no colon in the user (RFC 7617)"
            raise InvalidRequest(field="basic_auth", rule=rule)
        return Secret("Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())
    if token is None:
        return None
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise InvalidRequest(field="token", rule="must be printable ASCII without spaces (RFC 6750)")
    return Secret(f"Bearer {token}")
