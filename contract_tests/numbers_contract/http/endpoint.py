"""The endpoint under test, and how much may be sent to it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from .accounts import Account


__all__ = ["Endpoint", "Limits"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the server is, and who may ask it.

    Args:
        base_url: what stands before the paths of the description.
        accounts: the first is the one that buys; the second, if there is one, is the stranger.
        auth: whether the server requires credentials; None when that is unknown.
        exclusive: whether nobody else changes anything while the gate runs, as on a sandbox of its own.
    """

    base_url: str
    accounts: tuple[Account, ...] = ()
    auth: bool | None = None
    exclusive: bool = False

    @property
    def quiet(self) -> bool:
        """Whether nobody else is expected to change anything meanwhile.

        So it is where that is known, and on the loopback unless this is one of several workers that share an endpoint.
        """
        host = urlsplit(self.base_url).hostname or ""
        loopback = host in ("localhost", "::1") or host.startswith("127.")
        return self.exclusive or (loopback and "PYTEST_XDIST_WORKER" not in os.environ)


@dataclass(slots=True)
class Limits:
    """How much a run may ask of an endpoint.

    Args:
        rate: requests per second; None for as fast as it answers.
        requests: how many in total.
        timeout: seconds to wait for an answer.
        patience: seconds to wait in total where the endpoint wants to be left alone.
        not_before: when the first may be sent, by time.monotonic.
    """

    rate: float | None = None
    requests: int = 20_000
    timeout: float = 10.0
    patience: float = 30.0
    not_before: float = 0.0
