"""CallerIdPreservation: a list of values of the Numbers API v1."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["CallerIdPreservation"]


class CallerIdPreservation(StrEnum):
    """For which traffic the number of the sender arrives unchanged: International for calls and messages from abroad
    as well, Domestic for those from within the country only, None (a string, not null) for neither.
    """

    INTERNATIONAL = "International"
    DOMESTIC = "Domestic"
    NONE = "None"
