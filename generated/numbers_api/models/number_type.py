"""NumberType: a list of values of the Numbers API v1."""

from __future__ import annotations

from .._runtime.values import OpenStrEnum

__all__ = ["NumberType"]


class NumberType(OpenStrEnum):
    """Kind of phone number. Known values are local (tied to an area), mobile, tollfree (free for the caller) and
    shortcode (a few digits, for messages); others exist and must be expected.
    """

    LOCAL = "local"
    MOBILE = "mobile"
    TOLLFREE = "tollfree"
    SHORTCODE = "shortcode"
