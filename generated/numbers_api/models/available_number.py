"""AvailableNumber: a model of the Numbers API v1."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .._runtime.models import Model
from .._runtime.values import UNSET, FixedDecimal, Unset
from .capabilities import Capabilities
from .geography import Geography
from .lifecycle import Lifecycle
from .number_type import NumberType
from .regulatory import Regulatory

__all__ = ["AvailableNumber"]


class AvailableNumber(Model, kw_only=True):
    """A number on offer: what it can do, what it costs and what the buyer must fulfil. It belongs to no account yet."""

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
