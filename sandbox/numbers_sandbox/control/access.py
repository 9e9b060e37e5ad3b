"""Who may control the sandbox: the machine that it runs on, or whoever has the control token."""

from __future__ import annotations

import hmac
import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from numbers_sandbox.http.errors import Forbidden, Unauthorized

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["ControlGuard"]

_PROXY = ("forwarded", "x-forwarded-for", "x-real-ip")  # the request comes from farther away than its connection


class ControlGuard:
    """Refuses control to those who may not have it.

    Without a token, control is for requests that come from the loopback, name this machine as their host (a page on
    another site that resolves its own name to 127.0.0.1 does not), and were not made by a page of another origin.
    """

    def __init__(self, token: str | None) -> None:
        self._token = token or None  # an empty one would let everybody in

    def check(self, request: Request) -> None:
        """See that a request may control the sandbox.

        Raises:
            Unauthorized: there is a control token, and the request has another one or none.
            Forbidden: there is none, and the request comes from elsewhere.
        """
        if self._token is None:
            _check_local(request)
        elif not hmac.compare_digest(_presented(request).encode(), self._token.encode()):
            raise Unauthorized(
                "The control token is missing or wrong; send it as Authorization: Bearer, or X-Sandbox-Token."
            )


def _presented(request: Request) -> str:
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else request.headers.get("x-sandbox-token", "")


def _check_local(request: Request) -> None:
    address = request.client.host if request.client else ""
    if not _is_loopback(address) or any(name in request.headers for name in _PROXY):
        raise Forbidden("Control is refused from outside the loopback; start the sandbox with --control-token.")
    if not _names_this_machine(request.headers.get("host", "localhost")):
        raise Forbidden("Control is refused under a foreign host name; use localhost or an address.")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Forbidden("Control is refused to pages of another origin.")


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


def _names_this_machine(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
