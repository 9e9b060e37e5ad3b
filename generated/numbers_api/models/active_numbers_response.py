"""ActiveNumbersResponse: a model of the Numbers API v1."""

from __future__ import annotations

from .._runtime.models import Model
from .active_number import ActiveNumber
from .meta import Meta

__all__ = ["ActiveNumbersResponse"]


class ActiveNumbersResponse(Model, kw_only=True):
    """One page of the numbers that an account holds."""

    items: list[ActiveNumber]
    """The numbers on this page, in the order of the service. An empty list means that there are none."""

    meta: Meta
    """Which page this is and where the others are."""
