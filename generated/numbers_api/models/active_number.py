"""ActiveNumber: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, FixedDecimal, Unset
from .callback_method import CallbackMethod
from .capabilities import Capabilities
from .configuration import Configuration
from .geography import Geography
from .lifecycle import Lifecycle
from .number_type import NumberType
from .regulatory import Regulatory

__all__ = ["ActiveNumber"]


class ActiveNumber(Model, kw_only=True):
    """A number that an account holds, whether it was bought, ported in from another provider or is only hosted here,
    with its configuration.
    """

    friendly_name: Annotated[str, msgspec.Meta(max_length=64)] | None | Unset = msgspec.field(
        default=UNSET, name="friendlyName"
    )
    """Name of the number for people to read, at most 64 characters. By default the service writes the phone number
    there in its customary form; null means that there is none.
    """

    account_sid: str | None | Unset = msgspec.field(default=UNSET, name="accountSid")
    """Identifier of the account that holds the number. Null when the service does not tell it."""

    status_callback: str | None | Unset = msgspec.field(default=UNSET, name="statusCallback")
    """URL that the service tells of changes of state, such as the end of a call. Null means that it tells none."""

    status_callback_method: CallbackMethod | None | Unset = msgspec.field(default=UNSET, name="statusCallbackMethod")
    """HTTP method of the requests to statusCallback, GET or POST. Null leaves the choice to the service."""

    configuration: Configuration | None | Unset = UNSET
    """How the calls and messages of the number are handled. Null means that nothing is configured."""

    phone_number: Annotated[str, msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z"})]
    """The number itself in E.164 form, such as +15551231212: a plus sign, the country code and the subscriber's
    number, at most 15 digits together.
    """

    type: NumberType | None | Unset = UNSET
    """Kind of number: local (tied to a place), mobile, tollfree (the called party pays), shortcode (a few digits,
    valid in one country) and perhaps others, for the list is open. Null means that nothing is stated.
    """

    base_setup_price: FixedDecimal | None | Unset = UNSET
    """One-time price of setting up the number, a decimal number as text, such as 2.0. The currency is not documented;
    null means that no price is stated.
    """

    base_recurring_price: FixedDecimal | None | Unset = UNSET
    """Price of the number for each month, a decimal number as text, such as 2.0. The currency is not documented; null
    means that no price is stated.
    """

    capabilities: Capabilities | None | Unset = UNSET
    """What the number can do in calls, SMS and MMS. Null means that nothing is stated."""

    regulatory: Regulatory | None | Unset = UNSET
    """What must be on file with the account before the number can be bought. Null means that nothing is stated."""

    lifecycle: Lifecycle | None | Unset = UNSET
    """Stage of the offer: developer-preview (first trials), beta (public trial), generally-available (the regular
    offer), exhausted (none left) and perhaps others, for the list is open. Null means that nothing is stated.
    """

    geography: Geography | None | Unset = UNSET
    """Place that the number belongs to. Null means that nothing is stated."""
