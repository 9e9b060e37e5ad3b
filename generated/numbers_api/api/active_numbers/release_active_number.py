"""releaseActiveNumber: DELETE /Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}"""

from __future__ import annotations

from typing import Annotated

import msgspec

from ..._runtime.operations import Operation, Parameter, ReadBack
from ...models import Error
from .get_active_number import OPERATION as GET_ACTIVE_NUMBER

__all__ = ["OPERATION", "Arguments"]


class Arguments(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the parameters of releaseActiveNumber must be."""

    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]
    phone_number: Annotated[str, msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z"})]


OPERATION: Operation[None] = Operation(
    id="releaseActiveNumber",
    method="DELETE",
    path="/Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}",
    parameters=(
        Parameter("AccountId", "account_id", "path"),
        Parameter("phoneNumber", "phone_number", "path"),
    ),
    arguments=Arguments,
    responses={
        "200": None,
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
    },
    safe=False,
    idempotent=True,
    billed=False,
    read_back=ReadBack(
        operation=GET_ACTIVE_NUMBER,
        arguments={"account_id": "account_id", "phone_number": "phone_number"},
        effect="absent",
        absent=404,
    ),
)
