"""Lifecycle: a list of values of the Numbers API v1."""

from __future__ import annotations

from .._runtime.values import OpenStrEnum

__all__ = ["Lifecycle"]


class Lifecycle(OpenStrEnum):
    """Stage of availability. Known values are developer-preview, beta, generally-available and exhausted (no more
    numbers of this kind); others exist and must be expected.
    """

    DEVELOPER_PREVIEW = "developer-preview"
    BETA = "beta"
    GENERALLY_AVAILABLE = "generally-available"
    EXHAUSTED = "exhausted"
