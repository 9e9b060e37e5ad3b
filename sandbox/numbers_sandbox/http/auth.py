"""Who is asking: bearer and basic credentials of the accounts, asked for only with --require-auth."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from .errors import Forbidden, Unauthorized

if TYPE_CHECKING:
    from numbers_sandbox.store.store import Store

__all__ = ["Guard"]


class Guard:
    """Lets in who may come in; without `required`, everybody, as the vendor's document has it."""

    def __init__(self, store: Store, *, required: bool) -> None:
        self._store = store
        self.required = required

    def check(self, authorization: str | None, account: str | None) -> None:
        """See that the credentials are those of the account that the path names, or of any account if it names none.

        Raises:
            Unauthorized: they are missing, malformed or unknown.
            Forbidden: they are those of another account.
        """
        owner = self._owner(authorization)
        if owner is None:
            raise Unauthorized("The credentials are missing, malformed or unknown.")
        if account is not None and account != owner:
            raise Forbidden("The credentials are those of another account.")

    def _owner(self, authorization: str | None) -> str | None:
        scheme, _, credentials = (authorization or "").partition(" ")
        credentials = credentials.strip()
        if scheme.lower() == "bearer" and credentials:
            return self._store.account_of_token(credentials)
        if scheme.lower() == "basic":
            user, colon, password = _basic(credentials).partition(":")
            if colon and "\0" not in user and self._store.password_matches(user, password):
                return user
        return None


def _basic(credentials: str) -> str:
    try:
        return base64.b64decode(credentials, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
