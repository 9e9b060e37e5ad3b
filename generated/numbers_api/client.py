"""The two clients: the same methods, blocking and asynchronous."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ._provenance import __version__
from ._runtime.client.clients import AsyncClientBase, ClientBase
from ._runtime.client.settings import resolve
from ._runtime.json.drift_events import OnDrift
from ._runtime.transport.credentials import Credential, Secret
from ._runtime.transport.headers import Headers, headers_of

if TYPE_CHECKING:
    from .api.active_numbers import ActiveNumbers, AsyncActiveNumbers
    from .api.available_numbers import AsyncAvailableNumbers, AvailableNumbers

__all__ = ["AsyncNumbersClient", "NumbersClient"]


class NumbersClient(ClientBase):
    """Numbers API v1, blocking.

    Settings come from the arguments first, then from NUMBERS_API_BASE_URL, NUMBERS_API_ACCOUNT_ID, and
    NUMBERS_API_TOKEN or NUMBERS_API_USERNAME with NUMBERS_API_PASSWORD.
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        account_id: str | None = None,
        token: str | None = None,
        basic_auth: tuple[str, str] | None = None,
        auth: Any | None = None,
        timeout: float = 30.0,
        deadline: float | None = 60.0,
        max_retries: int = 2,
        headers: Headers | None = None,
        user_agent: str | None = None,
        on_drift: OnDrift | None = None,
        http_client: Any | None = None,
        transport: Any | None = None,
        proxy: str | None = None,
        max_connections: int = 100,
        max_keepalive_connections: int = 20,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            base_url: Where the service is; by default the server of the description.
            account_id: The account of calls that do not name one.
            token: A bearer token (RFC 6750).
            basic_auth: User and password (RFC 7617), in place of a token.
            auth: An `httpx.Auth` of your own, in place of a token.
            timeout: Seconds that each phase of a request may take; connecting at most five of them.
            deadline: Seconds that a whole call may take: connecting, retries, waits, bodies and all pages; None for
                no limit.
            max_retries: How often a call may be repeated, when repeating it is safe.
            headers: Headers for every request, or a function that gives them for an operationId.
            user_agent: What the User-Agent says behind our own name, such as my-program/1.2.
            on_drift: What is called with a `DriftEvent` where an answer is not as described: unknown fields, unknown
                values of enumerations, undocumented statuses, wrong types. Given one, a member of a wrong type no
                longer fails the answer: it is UNSET, its raw value stands in `additional_properties`, and a success
                of an undocumented status is read as the documented one. What the callback raises is logged only.
            http_client: An httpx client of your own, which you close yourself.
            transport: An httpx transport of your own.
            proxy: URL of a proxy, in place of those of the environment.
            max_connections: At most so many connections at the same time.
            max_keepalive_connections: At most so many of them are kept open for later.

        Raises:
            InvalidRequest: a setting cannot be used.
        """
        # What a caller may take for a secret does not stay in a local variable: tracebacks can show those.
        credential, sealed, hidden = Credential(token, basic_auth, auth), Secret(headers), Secret(proxy)
        del token, basic_auth, auth, headers, proxy
        settings = resolve(
            "https://numbers.sinch.com/v1",
            base_url=base_url,
            account_id=account_id,
            credential=credential,
            timeout=timeout,
            deadline=deadline,
            max_retries=max_retries,
            headers=headers_of(sealed) or {},
            on_drift=on_drift,
        )
        from ._runtime.transport.http import Connection, Pool, agent_of  # noqa: PLC0415 -- brings httpx

        pool = Pool(http_client, transport, hidden.reveal(), max_connections, max_keepalive_connections)
        super().__init__(settings, Connection(pool), agent_of("numbers-api-client", __version__, user_agent))

    @cached_property
    def available_numbers(self) -> AvailableNumbers:
        """Available Numbers: search."""
        from .api.available_numbers import AvailableNumbers  # noqa: PLC0415 -- brings its models

        return AvailableNumbers(self)

    @cached_property
    def active_numbers(self) -> ActiveNumbers:
        """Active Numbers: list, buy, get, configure, release."""
        from .api.active_numbers import ActiveNumbers  # noqa: PLC0415 -- brings its models

        return ActiveNumbers(self)


class AsyncNumbersClient(AsyncClientBase):
    """Numbers API v1, for asyncio and trio.

    Settings come from the arguments first, then from NUMBERS_API_BASE_URL, NUMBERS_API_ACCOUNT_ID, and
    NUMBERS_API_TOKEN or NUMBERS_API_USERNAME with NUMBERS_API_PASSWORD.
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        account_id: str | None = None,
        token: str | None = None,
        basic_auth: tuple[str, str] | None = None,
        auth: Any | None = None,
        timeout: float = 30.0,
        deadline: float | None = 60.0,
        max_retries: int = 2,
        headers: Headers | None = None,
        user_agent: str | None = None,
        on_drift: OnDrift | None = None,
        http_client: Any | None = None,
        transport: Any | None = None,
        proxy: str | None = None,
        max_connections: int = 100,
        max_keepalive_connections: int = 20,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            base_url: Where the service is; by default the server of the description.
            account_id: The account of calls that do not name one.
            token: A bearer token (RFC 6750).
            basic_auth: User and password (RFC 7617), in place of a token.
            auth: An `httpx.Auth` of your own, in place of a token.
            timeout: Seconds that each phase of a request may take; connecting at most five of them.
            deadline: Seconds that a whole call may take: connecting, retries, waits, bodies and all pages; None for
                no limit.
            max_retries: How often a call may be repeated, when repeating it is safe.
            headers: Headers for every request, or a function that gives them for an operationId.
            user_agent: What the User-Agent says behind our own name, such as my-program/1.2.
            on_drift: What is called with a `DriftEvent` where an answer is not as described: unknown fields, unknown
                values of enumerations, undocumented statuses, wrong types. Given one, a member of a wrong type no
                longer fails the answer: it is UNSET, its raw value stands in `additional_properties`, and a success
                of an undocumented status is read as the documented one. What the callback raises is logged only.
            http_client: An httpx client of your own, which you close yourself.
            transport: An httpx transport of your own.
            proxy: URL of a proxy, in place of those of the environment.
            max_connections: At most so many connections at the same time.
            max_keepalive_connections: At most so many of them are kept open for later.

        Raises:
            InvalidRequest: a setting cannot be used.
        """
        # What a caller may take for a secret does not stay in a local variable: tracebacks can show those.
        credential, sealed, hidden = Credential(token, basic_auth, auth), Secret(headers), Secret(proxy)
        del token, basic_auth, auth, headers, proxy
        settings = resolve(
            "https://numbers.sinch.com/v1",
            base_url=base_url,
            account_id=account_id,
            credential=credential,
            timeout=timeout,
            deadline=deadline,
            max_retries=max_retries,
            headers=headers_of(sealed) or {},
            on_drift=on_drift,
        )
        from ._runtime.transport.http import AsyncConnection, Pool, agent_of  # noqa: PLC0415 -- brings httpx

        pool = Pool(http_client, transport, hidden.reveal(), max_connections, max_keepalive_connections)
        super().__init__(settings, AsyncConnection(pool), agent_of("numbers-api-client", __version__, user_agent))

    @cached_property
    def available_numbers(self) -> AsyncAvailableNumbers:
        """Available Numbers: search."""
        from .api.available_numbers import AsyncAvailableNumbers  # noqa: PLC0415 -- brings its models

        return AsyncAvailableNumbers(self)

    @cached_property
    def active_numbers(self) -> AsyncActiveNumbers:
        """Active Numbers: list, buy, get, configure, release."""
        from .api.active_numbers import AsyncActiveNumbers  # noqa: PLC0415 -- brings its models

        return AsyncActiveNumbers(self)
