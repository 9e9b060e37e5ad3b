"""Error: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .error_code import ErrorCode

__all__ = ["Error"]


class Error(Model, kw_only=True):
    """Why a request was refused or failed. The members beside code and message may be missing."""

    code: ErrorCode
    """Number that identifies the reason for programs. 21452 means that no number matched, 21650 that an identity
    document is missing; other codes exist and must be expected.
    """

    message: str
    """The reason in words, for a log or a person. The wording may change, so do not compare it."""

    status: Annotated[int, msgspec.Meta(ge=100, le=599)] | Unset = UNSET
    """The HTTP status code of the answer, repeated in the body."""

    more_info: str | None | Unset = UNSET
    """URL of a page that explains the code and what to do about it."""
