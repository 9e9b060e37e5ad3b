"""Everything that the client raises.

    NumbersError
    ├── InvalidRequest              the call breaks the description; nothing was sent
    │   └── PriceExceeded           the catalogue asks more than the caller allows; nothing was sent
    ├── ConnectionFailed            no answer arrived
    │   └── DeadlineExceeded        no answer arrived in time
    ├── PurchaseOutcomeUnknown      a billed call was sent, and nobody knows what became of it
    ├── ContractError               an answer breaks the description
    │   └── UnsafePageURL           a page link leads elsewhere, or in a circle
    └── APIError                    the service refused: a class per status (`status_errors`) and per code

Each says with ``charged`` whether money moved: ``"no"``, ``"yes"`` or ``"unknown"``.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from .error_root import Charged, NumbersError
from .masking import mask_numbers

__all__ = [
    "APIError",
    "Charged",
    "ConnectionFailed",
    "ContractError",
    "DeadlineExceeded",
    "InvalidRequest",
    "NumbersError",
    "PriceExceeded",
    "PurchaseOutcomeUnknown",
    "UnsafePageURL",
]


class InvalidRequest(NumbersError, ValueError):
    """The description forbids this call. Nothing was sent.

    Attributes:
        field: The argument at fault, with a JSON Pointer (RFC 6901) below it when the fault lies deeper.
        rule: The rule that it breaks.
    """

    def __init__(self, message: str = "", *, field: str, rule: str, operation: str | None = None) -> None:
        super().__init__(message or f"{field}: {rule}", operation=operation)
        self.field = field
        self.rule = rule


class PriceExceeded(InvalidRequest):
    """The catalogue asks more than the caller allows. Nothing was sent.

    Attributes:
        field: The argument that limits the price.
        price: What the catalogue asks, in its own currency.
        limit: What the caller allows.
    """

    def __init__(self, message: str = "", *, price: Decimal, limit: Decimal, **others: Any) -> None:
        super().__init__(message, **others)
        self.price = price
        self.limit = limit


class ConnectionFailed(NumbersError):
    """No answer arrived.

    Attributes:
        delivered: ``False`` when the request surely never reached the service, ``None`` when nobody knows.
        attempts: How often the request was sent.
    """

    def __init__(
        self,
        message: str,
        *,
        delivered: bool | None = None,
        attempts: int = 1,
        operation: str | None = None,
        charged: Charged = "no",
    ) -> None:
        super().__init__(message, operation=operation, charged=charged)
        self.delivered = delivered
        self.attempts = attempts


class DeadlineExceeded(ConnectionFailed, TimeoutError):
    """No answer arrived in time."""


class PurchaseOutcomeUnknown(NumbersError):
    """A billed call was sent, and nobody knows what became of it. Do not send it again: ask `resolve`.

    What went wrong last is the ``__cause__``.

    Attributes:
        phone_number: What was to be bought (E.164), or ``None``; masked in ``str(error)`` and in pickles.
        attempts: How often the request was sent.
        request_id: What the service calls the last exchange (``X-Request-Id``), or ``None``.
    """

    def __init__(
        self,
        message: str,
        *,
        phone_number: str | None = None,
        attempts: int = 1,
        operation: str | None = None,
        charged: Charged = "unknown",
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, operation=operation, charged=charged)
        self.phone_number = phone_number
        self.attempts = attempts
        self.request_id = request_id
        self._settle: Callable[[PurchaseOutcomeUnknown], Any] | None = None

    def resolve(self) -> Any:
        """Ask the service again what became of the purchase; with the asynchronous client, await the result.

        Returns:
            The bought number, marked ``reconciled``, and ``charged`` is ``"yes"`` from then on; or ``None`` when
            the account does not hold the number. ``None`` is final once the lost request can no longer arrive.

        Raises:
            PurchaseOutcomeUnknown: the service cannot be asked now.
            InvalidRequest: this error was pickled or copied, and a pickle holds neither a connection nor a whole
                number. Ask for the number yourself.
        """
        if self._settle is None:
            rule = "can be asked only in the process that bought; get the number from the account instead"
            raise InvalidRequest(field="resolve", rule=rule, operation=self.operation)
        return self._settle(self)

    def bind(self, settle: Callable[[PurchaseOutcomeUnknown], Any]) -> None:
        """Let `resolve` ask by `settle`; the client does this."""
        self._settle = settle

    def _pickled(self) -> dict[str, Any]:
        return {**super()._pickled(), "_settle": None}


class ContractError(NumbersError):
    """An answer breaks the description.

    Attributes:
        path: The place in the answer's body, a JSON Pointer (RFC 6901); empty for the whole.
        status: The HTTP status of the answer, or ``None``.
        body: The answer's body, as received; never part of ``str(error)``, and left out of pickles.
        request_id: What the service calls this exchange (``X-Request-Id``), or ``None``.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str = "",
        status: int | None = None,
        body: bytes = b"",
        request_id: str | None = None,
        operation: str | None = None,
        charged: Charged = "no",
    ) -> None:
        super().__init__(message, operation=operation, charged=charged)
        self.path = path
        self.status = status
        self.body = body
        self.request_id = request_id

    def __str__(self) -> str:
        return f"{super().__str__()} (at {mask_numbers(self.path) or 'the whole answer'})"

    def _pickled(self) -> dict[str, Any]:
        return {**super()._pickled(), "body": b""}


class UnsafePageURL(ContractError):
    """A page link leads to another scheme, host or port, or back to a page already read. It was not followed."""


class APIError(NumbersError):
    """The service refused, or failed.

    Attributes:
        status: The HTTP status, 400 to 999.
        code: The service's own error code, or ``None``.
        request_id: What the service calls this exchange (``X-Request-Id``), or ``None``.
        retry_after: Seconds to wait before asking again (``Retry-After``, RFC 9110 section 10.2.3), or ``None``.
        more_info: Where the service explains the code, or ``None``.
        body: The decoded JSON body, or the text of a body that is no JSON; never part of ``str(error)``.
    """

    documented_code: ClassVar[int | None] = None

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: int | None = None,
        operation: str | None = None,
        charged: Charged = "no",
        request_id: str | None = None,
        retry_after: float | None = None,
        more_info: str | None = None,
        body: Any = None,
    ) -> None:
        super().__init__(message, operation=operation, charged=charged)
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retry_after = retry_after
        self.more_info = more_info
        self.body = body

    def __str__(self) -> str:
        code = "" if self.code is None else f", code {self.code}"
        see = f"; see {mask_numbers(self.more_info)}" if self.more_info else ""
        return f"{super().__str__()} (HTTP {self.status}{code}{see})"

    def _pickled(self) -> dict[str, Any]:
        return {**super()._pickled(), "body": None}
