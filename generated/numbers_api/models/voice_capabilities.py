"""VoiceCapabilities: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .caller_id_preservation import CallerIdPreservation
from .reachability import Reachability

__all__ = ["VoiceCapabilities"]


class VoiceCapabilities(Model, kw_only=True):
    """What a number can do in telephone calls, that is, on the public switched telephone network (PSTN)."""

    inbound_connectivity: bool | Unset = UNSET
    """Whether the number can receive calls."""

    outbound_connectivity: bool | Unset = UNSET
    """Whether calls can be made from the number."""

    e911: bool | Unset = UNSET
    """Whether emergency calls can be made with E911, the enhanced 911 of the United States and Canada, which tells the
    dispatcher where the caller is.
    """

    sip_trunking: bool | Unset = UNSET
    """Whether the number can be put on a SIP trunk: a line over the internet between the service and a telephone
    system, by the Session Initiation Protocol (RFC 3261).
    """

    calls_per_second: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Highest rate at which calls can be started, in calls per second."""

    concurrent_calls_limit: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Highest number of calls that can be in progress at the same time."""

    inbound_called_dtmf: bool | Unset = UNSET
    """Whether keypad tones of the called party get through on inbound calls. Such tones are known as DTMF, dual-tone
    multi-frequency.
    """

    inbound_caller_dtmf: bool | Unset = UNSET
    """Whether keypad tones of the caller get through on inbound calls. Such tones are known as DTMF, dual-tone
    multi-frequency.
    """

    inbound_caller_id_preservation: CallerIdPreservation | None | Unset = UNSET
    """How far the caller's number, in E.164 form, arrives unchanged on inbound calls: International (from abroad too),
    Domestic (from the same country) or the text None (not at all). Null means that nothing is stated.
    """

    inbound_reachability: Reachability | None | Unset = UNSET
    """Where the number can be called from: Domestic (its own country), Foreign (other countries) or Global (both).
    Null means that nothing is stated.
    """
