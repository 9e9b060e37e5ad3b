"""A client for the Numbers API v1."""

from __future__ import annotations

import importlib

from ._provenance import __version__

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all that stands here
if TYPE_CHECKING:
    from typing import Any

    from .client import AsyncNumbersClient, NumbersClient
    from .errors import (
        APIError,
        AuthenticationError,
        BadRequest,
        Charged,
        Conflict,
        ConnectionFailed,
        ContractError,
        DeadlineExceeded,
        IdentityDocumentRequired,
        InvalidRequest,
        NoNumberFound,
        NotFound,
        NumbersError,
        PermissionDenied,
        PurchaseOutcomeUnknown,
        RateLimited,
        ServerError,
        UnsafePageURL,
    )
    from .types import UNSET, Unset

__all__ = [
    "APIError",
    "AsyncNumbersClient",
    "AuthenticationError",
    "BadRequest",
    "Charged",
    "Conflict",
    "ConnectionFailed",
    "ContractError",
    "DeadlineExceeded",
    "IdentityDocumentRequired",
    "InvalidRequest",
    "NoNumberFound",
    "NotFound",
    "NumbersClient",
    "NumbersError",
    "PermissionDenied",
    "PurchaseOutcomeUnknown",
    "RateLimited",
    "ServerError",
    "UNSET",
    "UnsafePageURL",
    "Unset",
    "__version__",
]

# Imported when first asked for, so that models and errors come without an HTTP library.
_HOMES = {"NumbersClient": ".client", "AsyncNumbersClient": ".client", "UNSET": ".types", "Unset": ".types"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    found = globals()[name] = getattr(importlib.import_module(_HOMES.get(name, ".errors"), __name__), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
