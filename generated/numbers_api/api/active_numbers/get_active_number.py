"""getActiveNumber: GET /Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}"""

from __future__ import annotations

from typing import Annotated

import msgspec

from ..._runtime.operations import Operation, Parameter
from ...models import ActiveNumber, Error

__all__ = ["OPERATION", "Arguments"]


class Arguments(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the parameters of getActiveNumber must be."""

    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]
    phone_number: Annotated[str, msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z"})]


OPERATION: Operation[ActiveNumber] = Operation(
    id="getActiveNumber",
    method="GET",
    path="/Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}",
    parameters=(
        Parameter("AccountId", "account_id", "path"),
        Parameter("phoneNumber", "phone_number", "path"),
    ),
    arguments=Arguments,
    responses={
        "200": ActiveNumber,
    },
    refusals={
        "400": Error,
        "401": Error,
        "403": Error,
        "404": Error,
        "429": Error,
        "5XX": Error,
        "406": Error,
    },
    safe=True,
    idempotent=False,
    billed=False,
)
