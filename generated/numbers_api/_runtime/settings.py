"""How a client is configured: arguments first, then the environment."""

from __future__ import annotations

import base64
import dataclasses
import os
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from .errors import InvalidRequest

__all__ = ["Headers", "Secret", "Settings", "authorization", "resolve"]

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
        headers: Headers for every request, or a function that gives them for an operationId.
    """

    base_url: str
    account_id: str | None = None
    authorization: Secret | None = None
    timeout: float = 30.0
    max_retries: int = 2
    headers: Headers = dataclasses.field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            rule = "must be an absolute http or https URL without a query, such as https://numbers.example/v1"
            raise InvalidRequest(field="base_url", rule=rule)
        if parts.username or parts.password:
            raise InvalidRequest(field="base_url", rule="must not hold a credential; use token= or basic_auth=")
        if not self.timeout > 0:
            raise InvalidRequest(field="timeout", rule="must be more than 0 seconds")
        if self.max_retries < 0:
            raise InvalidRequest(field="max_retries", rule="must be 0 or more")

    def headers_for(self, operation_id: str, user_agent: str) -> dict[str, str]:
        """Return the headers of one request."""
        own = self.headers(operation_id) if callable(self.headers) else self.headers
        sent = {"Accept": "application/json", "User-Agent": user_agent}
        if self.authorization is not None:
            sent["Authorization"] = self.authorization.reveal()
        return {**sent, **own}


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
        if ":" in user:
            raise InvalidRequest(field="basic_auth", rule="the user must not hold a colon (RFC 7617)")
        return Secret("Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())
    if token is None:
        return None
    if not token.isascii() or not token.isprintable() or " " in token:
        raise InvalidRequest(field="token", rule="must be printable ASCII without spaces (RFC 6750)")
    return Secret(f"Bearer {token}")
