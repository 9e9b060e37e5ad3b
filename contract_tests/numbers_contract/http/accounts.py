"""Who asks: an account and its credentials."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

__all__ = ["Account"]


@dataclass(frozen=True, slots=True)
class Account:
    """An account that the gate may use.

    Args:
        id: its identifier, as it stands in paths.
        token: a bearer token, if it has one.
        password: a password for Basic, with `user` or else the identifier as the name, if it has one.
        user: the name for Basic.
        on_file: whether it has what numbers may require (an address, an identity document); None when that is unknown.
    """

    id: str
    token: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    user: str | None = None
    on_file: bool | None = None

    @property
    def has_credentials(self) -> bool:
        """Whether it can prove who it is."""
        return self.token is not None or self.password is not None

    @property
    def authorization(self) -> str | None:
        """The header Authorization, by Bearer if there is a token; None without credentials."""
        if self.token is not None:
            return f"Bearer {self.token}"
        return self.basic

    @property
    def basic(self) -> str | None:
        """The header Authorization by Basic; None without a password."""
        if self.password is None:
            return None
        pair = f"{self.user or self.id}:{self.password}".encode()
        return f"Basic {base64.b64encode(pair).decode('ascii')}"

    def secrets(self, prefix: str) -> dict[str, str]:
        """Each secret text with the name of the variable that stands for it in reports."""
        found: dict[str, str] = {}
        if self.token:
            found[self.token] = f"{prefix}TOKEN"
        if self.password:
            found[self.password] = f"{prefix}PASSWORD"
            found[str(self.basic).removeprefix("Basic ")] = f"{prefix}BASIC"
        return found
