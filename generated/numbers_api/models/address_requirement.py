"""AddressRequirement: a list of values of the Numbers API v1."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["AddressRequirement"]


class AddressRequirement(StrEnum):
    """The address that the buying account must have on file: none for no address, any for one anywhere, local for one
    in the country of the number, foreign for one outside of it.
    """

    NONE = "none"
    ANY = "any"
    LOCAL = "local"
    FOREIGN = "foreign"
