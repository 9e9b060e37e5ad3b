"""MmsCapabilities: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .reachability import Reachability

__all__ = ["MmsCapabilities"]


class MmsCapabilities(Model, kw_only=True):
    """What a number can do in MMS, the Multimedia Messaging Service: messages with pictures, sound or video between
    mobile phones.
    """

    inbound_connectivity: bool | Unset = UNSET
    """Whether the number can receive MMS."""

    outbound_connectivity: bool | Unset = UNSET
    """Whether MMS can be sent from the number."""

    inbound_reachability: Reachability | None | Unset = UNSET
    """Where MMS can reach the number from: Domestic (its own country), Foreign (other countries) or Global (both).
    Null means that nothing is stated.
    """

    inbound_mps: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Highest rate of inbound MMS, in messages per second (MPS)."""
