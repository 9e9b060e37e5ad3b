"""AvailableNumbersResponse: a model of the Numbers API v1."""

from __future__ import annotations

from .._runtime.models import Model
from .available_number import AvailableNumber
from .meta import Meta

__all__ = ["AvailableNumbersResponse"]


class AvailableNumbersResponse(Model, kw_only=True):
    """One page of the numbers that fit a search."""

    items: list[AvailableNumber]
    """The numbers on this page, in the order of the service. An empty list means that there are none."""

    meta: Meta
    """Which page this is and where the others are."""
