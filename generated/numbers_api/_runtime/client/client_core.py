"""What both clients share: settings, the requests of calls, and the purchases that are in doubt."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Self

from ..backoff import Budget
from ..calls.attempts import Call
from ..calls.prices import limits_of, named_offer
from ..calls.read_back import Finding
from ..errors import InvalidRequest, PurchaseOutcomeUnknown
from ..json.drift_events import OnDrift
from ..operations import Operation
from ..pagination.walk import WHOLE, Extent, start
from ..transport.credentials import Credential, Secret
from ..transport.headers import Headers, Sealed, headers_of
from ..transport.messages import WireRequest
from ..transport.requests import build
from ..values import UNSET, Unset
from .options import CallOptions, Choices, chosen
from .prepared_request import PreparedRequest, redacted
from .raw_response import below, with_body
from .settings import Settings

__all__ = ["NO_OPTIONS", "ClientCore"]

NO_OPTIONS: CallOptions = {}


class ClientCore:
    """Settings, and the request of a call. The connection belongs to the subclass."""

    def __init__(self, settings: Settings, connection: Any, user_agent: str) -> None:
        self._settings, self._connection, self._user_agent = settings, connection, user_agent
        self._shared = False
        self._doubts: list[PurchaseOutcomeUnknown] = []

    @property
    def settings(self) -> Settings:
        """How this client is configured; the credential in it does not show."""
        return self._settings

    @property
    def purchases_in_doubt(self) -> tuple[PurchaseOutcomeUnknown, ...]:
        """Purchases that were cancelled or interrupted after they had been sent, until ``resolve`` says what became.

        A cancelled task cannot raise anything but its cancellation, which has the same error as its ``__cause__``.
        """
        return tuple(self._doubts)

    def with_options(
        self,
        *,
        account_id: str | None = None,
        token: str | None = None,
        basic_auth: tuple[str, str] | None = None,
        auth: Any | None = None,
        timeout: float | None = None,
        deadline: float | Unset | None = UNSET,
        max_retries: int | None = None,
        headers: Headers | None = None,
        on_drift: OnDrift | Unset | None = UNSET,
    ) -> Self:
        """Return a client with other options that shares this one's connections; this one stays as it is.

        Closing the copy closes nothing.

        Raises:
            InvalidRequest: a setting cannot be used.
        """
        credential = Credential(token, basic_auth, auth)
        kept = Secret(headers)
        del token, basic_auth, auth, headers
        given = {"account_id": account_id, "timeout": timeout, "max_retries": max_retries, "headers": headers_of(kept)}
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        changes |= {} if isinstance(deadline, Unset) else {"deadline": deadline}
        changes |= {} if isinstance(on_drift, Unset) else {"on_drift": on_drift}
        changes |= credential.fields() if credential.given() else {}
        copy = object.__new__(type(self))
        ClientCore.__init__(copy, dataclasses.replace(self._settings, **changes), self._connection, self._user_agent)
        copy._shared, copy._doubts = True, self._doubts
        return copy

    def _filled(self, operation: Operation[Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
        filled = dict(arguments)
        if "account_id" in filled and filled["account_id"] is UNSET:
            if self._settings.account_id is None:
                rule = "is required: give account_id= to the call or the client, or set NUMBERS_API_ACCOUNT_ID"
                raise InvalidRequest(field="account_id", rule=rule, operation=operation.id)
            filled["account_id"] = self._settings.account_id
        return filled

    def _request(
        self, operation: Operation[Any], arguments: Mapping[str, Any], body: Any, choices: Choices
    ) -> WireRequest:
        return build(operation, self._settings.base_url, self._filled(operation, arguments), body, choices.query)

    def prepared(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: CallOptions = NO_OPTIONS,
        price_limits: Mapping[str, Any] | None = None,
        *,
        extent: Extent = WHOLE,
    ) -> PreparedRequest:
        """Return the request of a call, redacted; nothing is sent. `prepare` of the generated methods calls this."""
        choices = chosen(options, self._settings, operation.id)
        call = self._call(operation, arguments, body, choices, price_limits, extent=extent)
        signed = self._settings.auth is not None
        return redacted(operation, call.request, self._headers(operation, choices), signed=signed)

    def _undocumented(self, operation: Operation[Any], body: Any, choices: Choices) -> Call:
        """Check a call to a route that the description does not have."""
        request = build(operation, self._settings.base_url, {}, UNSET, choices.query)
        call = self._call(operation, {}, UNSET, choices, None)
        call.request = with_body(below(self._settings.base_url, request), body)
        return call

    def _call(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        body: Any,
        choices: Choices,
        price_limits: Mapping[str, Any] | None,
        *,
        extent: Extent = WHOLE,
    ) -> Call:
        """Check everything about a call before any of it is sent."""
        filled = self._filled(operation, arguments)
        offer = named_offer(operation, filled)
        base_url = self._settings.base_url
        request = build(operation, base_url, filled, body, choices.query)
        return Call(
            operation,
            start(operation, request, extent)[1].request,
            filled,
            max_retries=choices.max_retries,
            until=Budget(choices.deadline).start(),
            price_limits=limits_of(operation, price_limits),
            offer=offer,
            build=lambda other, given: build(other, base_url, given),
            settle=self._settling(choices),
            interrupted=self._doubts.append,
            on_drift=self._settings.on_drift,
        )

    def _settling(self, choices: Choices) -> Callable[[Call, PurchaseOutcomeUnknown], Any]:
        raise NotImplementedError

    def _settled(self, call: Call, doubt: PurchaseOutcomeUnknown, found: Any) -> Any:
        """Take note of what was found out about a purchase in doubt."""
        if found is Finding.UNREADABLE:
            reason = call.unread
            if call.operation.read_back is None:
                doubt.message = "this route cannot be asked about; look into the account, and do not buy again"
            elif isinstance(reason, InvalidRequest):
                doubt.message = f"nobody can be asked what became of it ({reason.message}); get the number yourself"
            else:
                why = "" if reason is None else f" ({reason.message})"
                doubt.message = f"the service does not tell now what became of it{why}; ask resolve() again later"
            raise doubt from reason
        if found is not None:
            doubt.charged = "yes"
        with contextlib.suppress(ValueError):  # in one step: another thread may note a doubt meanwhile
            self._doubts.remove(doubt)
        return found

    def _headers(self, operation: Operation[Any], choices: Choices) -> Sealed:
        return self._settings.headers_for(operation.id, self._user_agent, choices.headers)

    def __repr__(self) -> str:
        settings: Settings | None = self.__dict__.get("_settings")  # none while it is being made
        return f"{type(self).__name__}(base_url={settings.base_url!r})" if settings else f"{type(self).__name__}()"

    def __reduce__(self) -> Any:
        msg = f"{type(self).__name__} holds connections and a credential: make one in each process"
        raise TypeError(msg)
