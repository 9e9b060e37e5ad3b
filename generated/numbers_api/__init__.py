"""A client for the Numbers API v1."""

from __future__ import annotations

import importlib

from ._provenance import __version__

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all that stands here
if TYPE_CHECKING:
    from typing import Any

    from ._contracts import contracts
    from .client import AsyncNumbersClient, NumbersClient
    from .errors import (
        APIError,
        AuthenticationError,
        BadGateway,
        BadRequest,
        Charged,
        Conflict,
        ConnectionFailed,
        ContentTooLarge,
        ContractError,
        DeadlineExceeded,
        GatewayTimeout,
        Gone,
        IdentityDocumentRequired,
        InternalServerError,
        InvalidRequest,
        MethodNotAllowed,
        NoNumberFound,
        NotAcceptable,
        NotFound,
        NumbersError,
        PaymentRequired,
        PermissionDenied,
        PreconditionFailed,
        PriceExceeded,
        PurchaseOutcomeUnknown,
        RateLimited,
        RequestTimeout,
        ServerError,
        ServiceUnavailable,
        UnprocessableContent,
        UnsafePageURL,
        UnsupportedByServer,
        UnsupportedMediaType,
    )
    from .types import UNSET, CallOptions, DriftEvent, RetryContract, Unset

__all__ = [
    "APIError",
    "AsyncNumbersClient",
    "AuthenticationError",
    "BadGateway",
    "BadRequest",
    "CallOptions",
    "Charged",
    "Conflict",
    "ConnectionFailed",
    "ContentTooLarge",
    "ContractError",
    "DeadlineExceeded",
    "DriftEvent",
    "GatewayTimeout",
    "Gone",
    "IdentityDocumentRequired",
    "InternalServerError",
    "InvalidRequest",
    "MethodNotAllowed",
    "NoNumberFound",
    "NotAcceptable",
    "NotFound",
    "NumbersClient",
    "NumbersError",
    "PaymentRequired",
    "PermissionDenied",
    "PreconditionFailed",
    "PriceExceeded",
    "PurchaseOutcomeUnknown",
    "RateLimited",
    "RequestTimeout",
    "RetryContract",
    "ServerError",
    "ServiceUnavailable",
    "UNSET",
    "UnprocessableContent",
    "UnsafePageURL",
    "Unset",
    "UnsupportedByServer",
    "UnsupportedMediaType",
    "__version__",
    "contracts",
]

# Imported when first asked for, so that models and errors come without an HTTP library.
_HOMES = {
    "AsyncNumbersClient": ".client",
    "CallOptions": ".types",
    "DriftEvent": ".types",
    "NumbersClient": ".client",
    "RetryContract": ".types",
    "UNSET": ".types",
    "Unset": ".types",
    "contracts": "._contracts",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    found = globals()[name] = getattr(importlib.import_module(_HOMES.get(name, ".errors"), __name__), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
