"""Pages of a list in the order of its phone numbers, and the keys that lead from one to the next.

A key names a position between two numbers, not a count of numbers: whatever is bought or released meanwhile, the page
after a number begins right after it, so that no number is skipped or shown twice.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from .errors import InvalidKey

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT_PAGE_SIZE", "Page", "PageRequest", "Position", "Scope", "just_after", "just_before"]

DEFAULT_PAGE_SIZE = 50
_MAC_SIZE = 9  # bytes; with the direction and a number of up to 16 characters a key stays under 40 characters
_LONGEST_KEY = 64

Direction = Literal["after", "before"]
_MARKS: dict[Direction, bytes] = {"after": b">", "before": b"<"}
_DIRECTIONS: dict[bytes, Direction] = {mark: direction for direction, mark in _MARKS.items()}


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for: by number (counted from 0), or by key, to which a number then only lends its name."""

    page: int | None = None
    page_size: int | None = None
    key: str | None = None

    @property
    def size(self) -> int:
        """How many items the page holds at most."""
        return DEFAULT_PAGE_SIZE if self.page_size is None else self.page_size

    @property
    def offset(self) -> int:
        """How many items lie before the page, 0 when a key tells where it begins."""
        return 0 if self.key is not None or self.page is None else self.page * self.size


@dataclass(frozen=True, slots=True)
class Page:
    """A page of items in the order of their phone numbers.

    The items share their unchanging parts with each other and with later pages: read them, do not change them.
    `key` leads to this page again, `next_key` to the following one (None on the last), `previous_key` to the one
    before (None on the first).
    """

    items: list[dict[str, object]]
    page: int
    page_size: int
    key: str | None
    next_key: str | None
    previous_key: str | None


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the order of phone numbers: right after a number or right before it; after "" is the beginning."""

    phone_number: str = ""
    direction: Direction = "after"


class Scope:
    """The list that keys belong to: what is listed, for whom, narrowed how."""

    def __init__(self, name: str, filters: Mapping[str, object]) -> None:
        text = repr((name, sorted(filters.items())))
        self._secret = blake2b(text.encode(), digest_size=16).digest()

    def key(self, position: Position) -> str:
        """The opaque text for a position: a checksum over the list and the position, and the position."""
        payload = _MARKS[position.direction] + position.phone_number.encode("ascii")
        return base64.urlsafe_b64encode(self._mac(payload) + payload).rstrip(b"=").decode("ascii")

    def position(self, key: str) -> Position:
        """The position that a key stands for.

        Raises:
            InvalidKey: the key is damaged or belongs to another list.
        """
        if not key.isascii() or len(key) > _LONGEST_KEY:
            raise InvalidKey
        try:
            raw = base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)
        except binascii.Error:
            raise InvalidKey from None
        mac, payload = raw[:_MAC_SIZE], raw[_MAC_SIZE:]
        if not payload or not hmac.compare_digest(mac, self._mac(payload)) or self._text(raw) != key:
            raise InvalidKey
        return Position(payload[1:].decode("ascii"), _DIRECTIONS[payload[:1]])

    def _mac(self, payload: bytes) -> bytes:
        return blake2b(payload, digest_size=_MAC_SIZE, key=self._secret).digest()

    @staticmethod
    def _text(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def just_before(phone_number: str) -> str:
    """A text that lies before the number and after everything else that does."""
    return f"{phone_number[:-1]}{chr(ord(phone_number[-1]) - 1)}~"


def just_after(phone_number: str) -> str:
    """A text that lies after the number and before everything else that does: before all that it begins."""
    return f"{phone_number} "
