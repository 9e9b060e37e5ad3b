"""Sms: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .callback_method import CallbackMethod

__all__ = ["Sms"]


class Sms(Model, kw_only=True):
    """What the service does with messages to the number: which URL it asks for instructions, or which messaging
    application it leaves them to.
    """

    url: str | None | Unset = UNSET
    """URL that the service asks for instructions when a message comes in. It has no effect while application_sid is
    set; null means that there is none.
    """

    method: CallbackMethod | None | Unset = UNSET
    """HTTP method of the request to url, GET or POST. Null leaves the choice to the service."""

    application_sid: Annotated[str, msgspec.Meta(min_length=34, max_length=34)] | None | Unset = UNSET
    """Identifier of the messaging application that handles the messages, 34 characters long. While it is set, the
    application's URLs take the place of the one given here; null means that there is none.
    """
