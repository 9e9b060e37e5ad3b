"""listActiveNumbers: GET /Accounts/{AccountId}/ActiveNumbers/"""

from __future__ import annotations

from typing import Annotated

import msgspec

from ..._runtime.operations import Operation, Paging, Parameter
from ..._runtime.values import UNSET, Unset
from ...models import ActiveNumbersResponse, Error

__all__ = ["OPERATION", "Arguments"]


class Arguments(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the parameters of listActiveNumbers must be."""

    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]
    configuration_voice_application_sid: Annotated[str, msgspec.Meta(min_length=34, max_length=34)] | Unset = UNSET
    phone_number: Annotated[str, msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z"})] | Unset = UNSET
    geography_iso_country: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Z]{2}\\Z"})] | Unset = UNSET
    geography_lata: str | Unset = UNSET
    geography_rate_center: str | Unset = UNSET
    geography_latitude: str | Unset = UNSET
    geography_longitude: str | Unset = UNSET
    geography_region: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Z]{2}\\Z"})] | Unset = UNSET
    geography_locality: str | Unset = UNSET
    geography_postal_code: str | Unset = UNSET
    page: Annotated[int, msgspec.Meta(ge=0, le=2147483647)] | Unset = UNSET
    page_size: Annotated[int, msgspec.Meta(ge=1, le=1000)] | Unset = UNSET
    key: Annotated[str, msgspec.Meta(min_length=1)] | Unset = UNSET


OPERATION: Operation[ActiveNumbersResponse] = Operation(
    id="listActiveNumbers",
    method="GET",
    path="/Accounts/{AccountId}/ActiveNumbers/",
    parameters=(
        Parameter("AccountId", "account_id", "path"),
        Parameter("Configuration.voice.application_sid", "configuration_voice_application_sid", "query"),
        Parameter("phone_number", "phone_number", "query"),
        Parameter("geography.iso_country", "geography_iso_country", "query"),
        Parameter("geography.lata", "geography_lata", "query"),
        Parameter("geography.rate_center", "geography_rate_center", "query"),
        Parameter("geography.latitude", "geography_latitude", "query"),
        Parameter("geography.longitude", "geography_longitude", "query"),
        Parameter("geography.region", "geography_region", "query"),
        Parameter("geography.locality", "geography_locality", "query"),
        Parameter("geography.postal_code", "geography_postal_code", "query"),
        Parameter("page", "page", "query"),
        Parameter("page_size", "page_size", "query"),
        Parameter("key", "key", "query"),
    ),
    arguments=Arguments,
    responses={
        "200": ActiveNumbersResponse,
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
    paging=Paging("items", ("meta", "next_page_url")),
    safe=True,
    idempotent=False,
    billed=False,
)
