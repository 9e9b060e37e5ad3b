"""Capabilities: a model of the Numbers API v1."""

from __future__ import annotations

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .mms_capabilities import MmsCapabilities
from .sms_capabilities import SmsCapabilities
from .voice_capabilities import VoiceCapabilities

__all__ = ["Capabilities"]


class Capabilities(Model, kw_only=True):
    """What a number can do, by kind of communication."""

    voice: VoiceCapabilities | None | Unset = UNSET
    """What the number can do in telephone calls. Null means that nothing is stated about calls."""

    sms: SmsCapabilities | None | Unset = UNSET
    """What the number can do in text messages. Null means that nothing is stated about SMS."""

    mms: MmsCapabilities | None | Unset = UNSET
    """What the number can do in multimedia messages. Null means that nothing is stated about MMS."""
