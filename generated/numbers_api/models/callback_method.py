"""CallbackMethod: a list of values of the Numbers API v1."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["CallbackMethod"]


class CallbackMethod(StrEnum):
    """HTTP method of a callback request (RFC 9110), either GET or POST."""

    GET = "GET"
    POST = "POST"
