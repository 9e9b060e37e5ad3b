"""Everything that the client raises; the tree stands in ``_runtime/errors.py``."""

from __future__ import annotations

from typing import ClassVar

from ._runtime.errors import (
    APIError,
    Charged,
    ConnectionFailed,
    ContractError,
    DeadlineExceeded,
    InvalidRequest,
    NumbersError,
    PriceExceeded,
    PurchaseOutcomeUnknown,
    UnsafePageURL,
)
from ._runtime.status_errors import (
    AuthenticationError,
    BadGateway,
    BadRequest,
    Conflict,
    ContentTooLarge,
    GatewayTimeout,
    Gone,
    InternalServerError,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    PaymentRequired,
    PermissionDenied,
    PreconditionFailed,
    RateLimited,
    RequestTimeout,
    ServerError,
    ServiceUnavailable,
    UnprocessableContent,
    UnsupportedByServer,
    UnsupportedMediaType,
)

__all__ = [
    "APIError",
    "AuthenticationError",
    "BadGateway",
    "BadRequest",
    "Charged",
    "Conflict",
    "ConnectionFailed",
    "ContentTooLarge",
    "ContractError",
    "DeadlineExceeded",
    "GatewayTimeout",
    "Gone",
    "IdentityDocumentRequired",
    "InternalServerError",
    "InvalidRequest",
    "MethodNotAllowed",
    "NoNumberFound",
    "NotAcceptable",
    "NotFound",
    "NumbersError",
    "PaymentRequired",
    "PermissionDenied",
    "PreconditionFailed",
    "PriceExceeded",
    "PurchaseOutcomeUnknown",
    "RateLimited",
    "RequestTimeout",
    "ServerError",
    "ServiceUnavailable",
    "UnprocessableContent",
    "UnsafePageURL",
    "UnsupportedByServer",
    "UnsupportedMediaType",
]


class NoNumberFound(BadRequest):
    """HTTP 400, code 21452: No phone number matches the purchase, so nothing was bought. Search the catalogue again
    and choose another number.
    """

    documented_code: ClassVar[int | None] = 21452


class IdentityDocumentRequired(BadRequest):
    """HTTP 400, code 21650: The number is sold only to accounts with a verified identity document on file, so nothing
    was bought. Have the document verified, or choose a number that needs none.
    """

    documented_code: ClassVar[int | None] = 21650
