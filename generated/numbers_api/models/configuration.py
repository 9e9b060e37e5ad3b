"""Configuration: a model of the Numbers API v1."""

from __future__ import annotations

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .callback_method import CallbackMethod
from .sms import Sms
from .voice import Voice

__all__ = ["Configuration"]


class Configuration(Model, kw_only=True):
    """How the service handles the calls and messages of a number, and where it reports on them."""

    status_callback_url: str | None | Unset = UNSET
    """URL that receives status updates which belong neither to voice nor to SMS alone. Null means that none are sent.
    """

    status_callback_method: CallbackMethod | None | Unset = UNSET
    """HTTP method of the requests to status_callback_url, GET or POST. Null leaves the choice to the service."""

    voice: Voice | Unset = UNSET
    """Handling of calls to the number."""

    sms: Sms | Unset = UNSET
    """Handling of messages to the number."""
