"""Voice: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, Unset
from .callback_method import CallbackMethod

__all__ = ["Voice"]


class Voice(Model, kw_only=True):
    """What the service does with calls to the number: which URLs it asks for instructions, or which voice application
    it leaves them to.
    """

    url: str | None | Unset = UNSET
    """URL that the service asks for instructions when a call comes in. It has no effect while application_sid is set
    or the number is on a SIP trunk; null means that there is none.
    """

    method: CallbackMethod | None | Unset = UNSET
    """HTTP method of the request to url, GET or POST. Null leaves the choice to the service."""

    fallback_url: str | None | Unset = UNSET
    """URL that the service turns to when url cannot be fetched or its instructions cannot be carried out. Null means
    that there is none.
    """

    fallback_method: CallbackMethod | None | Unset = UNSET
    """HTTP method of the request to fallback_url, GET or POST. Null leaves the choice to the service."""

    application_sid: Annotated[str, msgspec.Meta(min_length=34, max_length=34)] | None | Unset = UNSET
    """Identifier of the voice application that handles the calls, 34 characters long. While it is set, the
    application's URLs take the place of those given here; null means that there is none.
    """
