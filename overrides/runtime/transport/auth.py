"""Authentication by an `auth` object of the HTTP library."""

from __future__ import annotations

from typing import Any

import httpx

__all__ = ["is_auth", "sends_once"]


def is_auth(given: object) -> bool:
    """Whether httpx can let `given` sign a request."""
    return isinstance(given, httpx.Auth)


def sends_once(auth: Any) -> bool:
    """Whether `auth` sends a request again only when it was refused for want of credentials."""
    return type(auth) in (type(None), httpx.BasicAuth, httpx.DigestAuth, httpx.NetRCAuth)
