"""Who is calling: a token, user and password, or an `httpx.Auth`; shown to nobody."""

from __future__ import annotations

import base64
import re
from typing import Any

from ..errors import InvalidRequest

__all__ = ["Credential", "Secret"]


class Secret:
    """A credential that shows itself to nobody but `reveal`."""

    __slots__ = ("__value",)

    def __init__(self, value: Any) -> None:
        self.__value = value

    def reveal(self) -> Any:
        """Return the credential itself."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reveal() == self.reveal()

    def __hash__(self) -> int:
        return hash(self.__value)

    def __reduce__(self) -> Any:
        msg = "a credential is not pickled; give it to the new process by its environment"
        raise TypeError(msg)


class Credential:
    """What a caller gave to say who they are; a traceback that prints local variables does not show it."""

    __slots__ = ("_auth", "_basic_auth", "_token")

    def __init__(self, token: str | None, basic_auth: tuple[str, str] | None, auth: Any | None) -> None:
        """Keep what was given, unchecked: while something is checked, it must not stand in a local variable."""
        self._token, self._basic_auth, self._auth = Secret(token), Secret(basic_auth), Secret(auth)

    def given(self) -> list[str]:
        """Return the names of the arguments that are not ``None``."""
        kinds = {"token": self._token, "basic_auth": self._basic_auth, "auth": self._auth}
        return [name for name, secret in kinds.items() if secret.reveal() is not None]

    def __repr__(self) -> str:
        return "Credential(***)"

    def fields(self) -> dict[str, Any]:
        """Return the fields of `Settings`: the header, or what signs requests.

        Raises:
            InvalidRequest: more than one is given, or one cannot be sent in a header.
        """
        given = self.given()
        if len(given) > 1:
            raise InvalidRequest(field=given[0], rule="give one of token=, basic_auth= and auth=, not two")
        if self._auth.reveal() is not None and not _is_auth(self._auth):
            rule = "must be an httpx.Auth, such as httpx.DigestAuth(...); for user and password there is basic_auth="
            raise InvalidRequest(field="auth", rule=rule)
        return {
            "authorization": _bearer(self._token) or _basic(self._basic_auth),
            "auth": self._auth if self._auth.reveal() is not None else None,
        }


def _basic(given: Secret) -> Secret | None:
    if given.reveal() is None:
        return None
    if not _is_basic(given):
        rule = "must be (user, password), texts without control characters and no colon in the user (RFC 7617)"
        raise InvalidRequest(field="basic_auth", rule=rule)
    return Secret("Basic " + base64.b64encode(":".join(given.reveal()).encode()).decode())


def _is_basic(given: Secret) -> bool:
    if not isinstance(given.reveal(), tuple | list) or [type(part) for part in given.reveal()] != [str, str]:
        return False
    user, password = given.reveal()
    return ":" not in user and not re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", user + password)


def _is_auth(given: Secret) -> bool:
    from .auth import is_auth  # noqa: PLC0415 -- brings httpx

    return is_auth(given.reveal())


def _bearer(given: Secret) -> Secret | None:
    if given.reveal() is None:
        return None
    if not _is_token(given.reveal()):
        raise InvalidRequest(field="token", rule="must be printable ASCII without spaces (RFC 6750)")
    return Secret(f"Bearer {given.reveal()}")


def _is_token(text: object) -> bool:
    return isinstance(text, str) and text.isascii() and text.isprintable() and bool(text) and " " not in text
