"""configureActiveNumber: POST /Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}"""

from __future__ import annotations

from typing import Annotated

import msgspec

from ..._runtime.operations import Body, Operation, Parameter, ReadBack
from ...models import ActiveNumber, ActiveNumberUpdate, Error
from .get_active_number import OPERATION as GET_ACTIVE_NUMBER

__all__ = ["OPERATION", "Arguments"]


class Arguments(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the parameters of configureActiveNumber must be."""

    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]
    phone_number: Annotated[str, msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z"})]


OPERATION: Operation[ActiveNumber] = Operation(
    id="configureActiveNumber",
    method="POST",
    path="/Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}",
    parameters=(
        Parameter("AccountId", "account_id", "path"),
        Parameter("phoneNumber", "phone_number", "path"),
    ),
    arguments=Arguments,
    body=Body(
        model=ActiveNumberUpdate,
        names={
            "friendly_name": "friendlyName",
            "status_callback": "statusCallback",
            "status_callback_method": "statusCallbackMethod",
            "configuration": "configuration",
        },
        required=True,
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
    safe=False,
    idempotent=True,
    billed=False,
    read_back=ReadBack(
        operation=GET_ACTIVE_NUMBER,
        arguments={"account_id": "account_id", "phone_number": "phone_number"},
        effect="sent",
        absent=404,
    ),
)
