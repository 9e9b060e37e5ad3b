"""ActiveNumberUpdate: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .callback_method import CallbackMethod
from .configuration import Configuration

__all__ = ["ActiveNumberUpdate"]


class ActiveNumberUpdate(Model, kw_only=True):
    """The settings of an active number that its owner decides. A member that is left out keeps its value; null takes
    it back.
    """

    friendly_name: Annotated[str, msgspec.Meta(max_length=64)] | None | Unset = msgspec.field(
        default=UNSET, name="friendlyName"
    )
    """Name of the number for people to read, at most 64 characters. By default the service writes the phone number
    there in its customary form; null means that there is none.
    """

    status_callback: str | None | Unset = msgspec.field(default=UNSET, name="statusCallback")
    """URL that the service tells of changes of state, such as the end of a call. Null means that it tells none."""

    status_callback_method: CallbackMethod | None | Unset = msgspec.field(default=UNSET, name="statusCallbackMethod")
    """HTTP method of the requests to statusCallback, GET or POST. Null leaves the choice to the service."""

    configuration: Configuration | None | Unset = UNSET
    """How the calls and messages of the number are handled. Null means that nothing is configured."""
