"""ErrorCode: a list of values of the Numbers API v1."""

from __future__ import annotations

from .._runtime.values import OpenIntEnum

__all__ = ["ErrorCode"]


class ErrorCode(OpenIntEnum):
    """Number that identifies the reason for programs. 21452 means that no number matched, 21650 that an identity
    document is missing; other codes exist and must be expected.
    """

    NO_NUMBER_FOUND = 21452
    IDENTITY_DOCUMENT_REQUIRED = 21650
