"""Values that the wire knows and Python does not: a missing member, an open list of values, decimal text."""

from __future__ import annotations

import enum
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import UNSET
from msgspec import UnsetType as Unset

__all__ = ["UNSET", "FixedDecimal", "OpenIntEnum", "OpenStrEnum", "Unset", "fixed_decimal"]

DECIMAL_PATTERN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_DECIMAL = re.compile(DECIMAL_PATTERN.removeprefix("^").removesuffix("$"), re.ASCII)

if TYPE_CHECKING:
    FixedDecimal = Decimal
else:

    class FixedDecimal(Decimal):
        """A `decimal.Decimal` that came from a JSON string, and goes back as the same digits.

        OpenAPI format registry: ``decimal``. Type checkers see `decimal.Decimal`.
        """

        __slots__ = ()

        def __repr__(self) -> str:
            return f"Decimal('{self:f}')"


# Prices repeat: a page of a thousand numbers has a few, so each is read once and shared.
_READ: dict[str, FixedDecimal] = {}
_KEPT = 4_096


def fixed_decimal(value: Any) -> FixedDecimal:
    """Read decimal text such as ``"2.0"``.

    Raises:
        ValueError: `value` is not a string of plain decimal digits.
    """
    known = _READ.get(value) if type(value) is str else None
    if known is not None:
        return known
    if type(value) is not str:
        msg = f"Expected `str` holding a decimal, got `{type(value).__name__}`"
        raise ValueError(msg)
    if _DECIMAL.fullmatch(value) is None:
        msg = f"Expected `str` matching regex '{DECIMAL_PATTERN}'"
        raise ValueError(msg)
    if len(_READ) >= _KEPT:
        _READ.clear()
    return _READ.setdefault(value, FixedDecimal(value))


class OpenStrEnum(enum.StrEnum):
    """A list of values that the description leaves open: an unknown value is kept, never an error."""

    @classmethod
    def _missing_(cls, value: object) -> OpenStrEnum | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether the description lists this value."""
        return self._value_ in type(self)._value2member_map_


class OpenIntEnum(enum.IntEnum):
    """Like `OpenStrEnum`, of whole numbers."""

    @classmethod
    def _missing_(cls, value: object) -> OpenIntEnum | None:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = str(value)
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """Whether the description lists this value."""
        return self._value_ in type(self)._value2member_map_
