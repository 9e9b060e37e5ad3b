"""buyActiveNumber: POST /Accounts/{AccountId}/ActiveNumbers/"""

from __future__ import annotations

from typing import Annotated

import msgspec

from ..._runtime.operations import Body, Operation, Parameter, PriceLookup, ReadBack
from ...errors import IdentityDocumentRequired, NoNumberFound
from ...models import ActiveNumber, Configuration, Error
from ..available_numbers.search_available_numbers import OPERATION as SEARCH_AVAILABLE_NUMBERS
from .get_active_number import OPERATION as GET_ACTIVE_NUMBER

__all__ = ["OPERATION", "Arguments"]


class Arguments(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the parameters of buyActiveNumber must be."""

    phone_number: Annotated[str, msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z"})]
    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]


OPERATION: Operation[ActiveNumber] = Operation(
    id="buyActiveNumber",
    method="POST",
    path="/Accounts/{AccountId}/ActiveNumbers/",
    parameters=(
        Parameter("phoneNumber", "phone_number", "query"),
        Parameter("AccountId", "account_id", "path"),
    ),
    arguments=Arguments,
    body=Body(
        model=Configuration,
        names={
            "status_callback_url": "status_callback_url",
            "status_callback_method": "status_callback_method",
            "voice": "voice",
            "sms": "sms",
        },
        required=False,
        content_type="application/json",
    ),
    responses={
        "200": ActiveNumber,
    },
    refusals={
        "400": Error,
        "401": Error,
        "403": Error,
        "404": Error,
        "409": Error,
        "429": Error,
        "5XX": Error,
        "406": Error,
        "413": Error,
        "415": Error,
    },
    errors={
        ("400", 21452): NoNumberFound,
        ("400", 21650): IdentityDocumentRequired,
    },
    safe=False,
    idempotent=False,
    billed=True,
    read_back=ReadBack(
        operation=GET_ACTIVE_NUMBER,
        arguments={"account_id": "account_id", "phone_number": "phone_number"},
        effect="present",
        absent=404,
    ),
    price_lookup=PriceLookup(
        operation=SEARCH_AVAILABLE_NUMBERS,
        arguments={"phone_number": "phone_number"},
        items="items",
        key=("phone_number", "phone_number"),
        limits={"max_setup_price": "base_setup_price", "max_recurring_price": "base_recurring_price"},
    ),
)
