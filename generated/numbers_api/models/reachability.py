"""Reachability: a list of values of the Numbers API v1."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Reachability"]


class Reachability(StrEnum):
    """From where the number can be reached: Domestic from within its country, Foreign from other countries, Global
    from everywhere.
    """

    DOMESTIC = "Domestic"
    FOREIGN = "Foreign"
    GLOBAL = "Global"
