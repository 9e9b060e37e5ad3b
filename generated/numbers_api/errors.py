"""Everything that the client raises; the tree stands in ``_runtime/errors.py``."""

from __future__ import annotations

from typing import ClassVar

from ._runtime.errors import (
    APIError,
    AuthenticationError,
    BadRequest,
    Charged,
    Conflict,
    ConnectionFailed,
    ContractError,
    DeadlineExceeded,
    InvalidRequest,
    NotFound,
    NumbersError,
    PermissionDenied,
    PurchaseOutcomeUnknown,
    RateLimited,
    ServerError,
    UnsafePageURL,
)

__all__ = [
    "APIError",
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
    "NumbersError",
    "PermissionDenied",
    "PurchaseOutcomeUnknown",
    "RateLimited",
    "ServerError",
    "UnsafePageURL",
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
