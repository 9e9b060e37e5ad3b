"""SmsCapabilities: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .caller_id_preservation import CallerIdPreservation
from .reachability import Reachability

__all__ = ["SmsCapabilities"]


class SmsCapabilities(Model, kw_only=True):
    """What a number can do in text messages by SMS, the Short Message Service."""

    inbound_connectivity: bool | Unset = UNSET
    """Whether the number can receive SMS."""

    outbound_connectivity: bool | Unset = UNSET
    """Whether SMS can be sent from the number."""

    gsm7: bool | Unset = UNSET
    """Whether texts can be in GSM-7, the 7-bit default alphabet of mobile networks (3GPP TS 23.038): Latin letters,
    digits and common signs, up to 160 characters in one message.
    """

    ucs2: bool | Unset = UNSET
    """Whether texts can be in UCS-2, which takes 16 bits a character and so covers most scripts of the world, up to 70
    characters in one message.
    """

    gsm7_concatenation: bool | Unset = UNSET
    """Whether a GSM-7 text of more than 160 characters can be sent as several linked messages of up to 153 characters,
    which the receiving device joins again.
    """

    ucs2_concatenation: bool | Unset = UNSET
    """Whether a UCS-2 text of more than 70 characters can be sent as several linked messages of up to 67 characters,
    which the receiving device joins again.
    """

    inbound_sender_id_preservation: CallerIdPreservation | None | Unset = UNSET
    """How far the sender's number, in E.164 form, arrives unchanged on inbound SMS: International (from abroad too),
    Domestic (from the same country) or the text None (not at all). Null means that nothing is stated.
    """

    inbound_reachability: Reachability | None | Unset = UNSET
    """Where SMS can reach the number from: Domestic (its own country), Foreign (other countries) or Global (both).
    Null means that nothing is stated.
    """

    inbound_mps: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Highest rate of inbound SMS, in messages per second (MPS)."""
