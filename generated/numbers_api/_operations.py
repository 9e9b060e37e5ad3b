"""All operations: what the description says of each, and what its parameters must be."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ._runtime.operations import Body, Operation, Paging, Parameter, PriceLookup, ReadBack
from ._runtime.values import UNSET, FixedDecimal, Unset
from .errors import IdentityDocumentRequired, NoNumberFound
from .models import (
    ActiveNumber,
    ActiveNumbersResponse,
    ActiveNumberUpdate,
    AddressRequirement,
    AvailableNumbersResponse,
    CallerIdPreservation,
    Configuration,
    Error,
    Lifecycle,
    NumberType,
    Reachability,
)

__all__ = [
    "SEARCH_AVAILABLE_NUMBERS",
    "LIST_ACTIVE_NUMBERS",
    "GET_ACTIVE_NUMBER",
    "BUY_ACTIVE_NUMBER",
    "CONFIGURE_ACTIVE_NUMBER",
    "RELEASE_ACTIVE_NUMBER",
]


class _SearchAvailableNumbers(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    phone_number: (
        Annotated[
            str,
            msgspec.Meta(
                extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z", "form": "E.164, a plus sign and 15 digits at most"}
            ),
        ]
        | Unset
    ) = UNSET
    type: NumberType | Unset = UNSET
    base_setup_price: FixedDecimal | Unset = UNSET
    base_recurring_price: FixedDecimal | Unset = UNSET
    capabilities_voice_inbound_connectivity: bool | Unset = UNSET
    capabilities_voice_outbound_connectivity: bool | Unset = UNSET
    capabilities_voice_e911: bool | Unset = UNSET
    capabilities_voice_sip_trunking: bool | Unset = UNSET
    capabilities_voice_calls_per_second: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    capabilities_voice_concurrent_calls_limit: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = (
        UNSET
    )
    capabilities_voice_inbound_called_dtmf: bool | Unset = UNSET
    capabilities_voice_inbound_caller_dtmf: bool | Unset = UNSET
    capabilities_voice_inbound_caller_id_preservation: CallerIdPreservation | Unset = UNSET
    capabilities_voice_inbound_reachability: Reachability | Unset = UNSET
    capabilities_sms_inbound_connectivity: bool | Unset = UNSET
    capabilities_sms_outbound_connectivity: bool | Unset = UNSET
    capabilities_sms_gsm7: bool | Unset = UNSET
    capabilities_sms_ucs2: bool | Unset = UNSET
    capabilities_sms_gsm7_concatenation: bool | Unset = UNSET
    capabilities_sms_ucs2_concatenation: bool | Unset = UNSET
    capabilities_sms_inbound_sender_id_preservation: CallerIdPreservation | Unset = UNSET
    capabilities_sms_inbound_reachability: Reachability | Unset = UNSET
    capabilities_sms_inbound_mps: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    capabilities_mms_inbound_connectivity: bool | Unset = UNSET
    capabilities_mms_outbound_connectivity: bool | Unset = UNSET
    capabilities_mms_inbound_reachability: Reachability | Unset = UNSET
    capabilities_mms_inbound_mps: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    regulatory_address_requirements: AddressRequirement | Unset = UNSET
    lifecycle: Lifecycle | Unset = UNSET
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


SEARCH_AVAILABLE_NUMBERS: Operation[AvailableNumbersResponse] = Operation(
    id="searchAvailableNumbers",
    method="GET",
    path="/api/AvailableNumbers",
    parameters=(
        Parameter("phone_number", "phone_number", "query"),
        Parameter("type", "type", "query"),
        Parameter("base_setup_price", "base_setup_price", "query"),
        Parameter("base_recurring_price", "base_recurring_price", "query"),
        Parameter("capabilities.Voice.inbound_connectivity", "capabilities_voice_inbound_connectivity", "query"),
        Parameter("capabilities.Voice.outbound_connectivity", "capabilities_voice_outbound_connectivity", "query"),
        Parameter("capabilities.Voice.e911", "capabilities_voice_e911", "query"),
        Parameter("capabilities.Voice.sip_trunking", "capabilities_voice_sip_trunking", "query"),
        Parameter("capabilities.Voice.calls_per_second", "capabilities_voice_calls_per_second", "query"),
        Parameter("capabilities.Voice.concurrent_calls_limit", "capabilities_voice_concurrent_calls_limit", "query"),
        Parameter("capabilities.Voice.inbound_called_dtmf", "capabilities_voice_inbound_called_dtmf", "query"),
        Parameter("capabilities.Voice.inbound_caller_dtmf", "capabilities_voice_inbound_caller_dtmf", "query"),
        Parameter(
            "capabilities.Voice.inbound_caller_id_preservation",
            "capabilities_voice_inbound_caller_id_preservation",
            "query",
        ),
        Parameter("capabilities.Voice.inbound_reachability", "capabilities_voice_inbound_reachability", "query"),
        Parameter("capabilities.SMS.inbound_connectivity", "capabilities_sms_inbound_connectivity", "query"),
        Parameter("capabilities.SMS.outbound_connectivity", "capabilities_sms_outbound_connectivity", "query"),
        Parameter("capabilities.SMS.gsm7", "capabilities_sms_gsm7", "query"),
        Parameter("capabilities.SMS.ucs2", "capabilities_sms_ucs2", "query"),
        Parameter("capabilities.SMS.gsm7_concatenation", "capabilities_sms_gsm7_concatenation", "query"),
        Parameter("capabilities.SMS.ucs2_concatenation", "capabilities_sms_ucs2_concatenation", "query"),
        Parameter(
            "capabilities.SMS.inbound_sender_id_preservation",
            "capabilities_sms_inbound_sender_id_preservation",
            "query",
        ),
        Parameter("capabilities.SMS.inbound_reachability", "capabilities_sms_inbound_reachability", "query"),
        Parameter("capabilities.SMS.inbound_mps", "capabilities_sms_inbound_mps", "query"),
        Parameter("capabilities.MMS.inbound_connectivity", "capabilities_mms_inbound_connectivity", "query"),
        Parameter("capabilities.MMS.outbound_connectivity", "capabilities_mms_outbound_connectivity", "query"),
        Parameter("capabilities.MMS.inbound_reachability", "capabilities_mms_inbound_reachability", "query"),
        Parameter("capabilities.MMS.inbound_mps", "capabilities_mms_inbound_mps", "query"),
        Parameter("regulatory.address_requirements", "regulatory_address_requirements", "query"),
        Parameter("lifecycle", "lifecycle", "query"),
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
    arguments=_SearchAvailableNumbers,
    responses={
        "200": AvailableNumbersResponse,
    },
    refusals={
        "400": Error,
        "401": Error,
        "403": Error,
        "429": Error,
        "5XX": Error,
        "406": Error,
    },
    paging=Paging("items", ("meta", "next_page_url")),
    safe=True,
    idempotent=False,
    billed=False,
)


class _ListActiveNumbers(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]
    configuration_voice_application_sid: Annotated[str, msgspec.Meta(min_length=34, max_length=34)] | Unset = UNSET
    phone_number: (
        Annotated[
            str,
            msgspec.Meta(
                extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z", "form": "E.164, a plus sign and 15 digits at most"}
            ),
        ]
        | Unset
    ) = UNSET
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


LIST_ACTIVE_NUMBERS: Operation[ActiveNumbersResponse] = Operation(
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
    arguments=_ListActiveNumbers,
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


class _GetActiveNumber(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]
    phone_number: Annotated[
        str,
        msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z", "form": "E.164, a plus sign and 15 digits at most"}),
    ]


GET_ACTIVE_NUMBER: Operation[ActiveNumber] = Operation(
    id="getActiveNumber",
    method="GET",
    path="/Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}",
    parameters=(
        Parameter("AccountId", "account_id", "path"),
        Parameter("phoneNumber", "phone_number", "path"),
    ),
    arguments=_GetActiveNumber,
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


class _BuyActiveNumber(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    phone_number: Annotated[
        str,
        msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z", "form": "E.164, a plus sign and 15 digits at most"}),
    ]
    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]


BUY_ACTIVE_NUMBER: Operation[ActiveNumber] = Operation(
    id="buyActiveNumber",
    method="POST",
    path="/Accounts/{AccountId}/ActiveNumbers/",
    parameters=(
        Parameter("phoneNumber", "phone_number", "query"),
        Parameter("AccountId", "account_id", "path"),
    ),
    arguments=_BuyActiveNumber,
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
        key=("phone_number", "phone_number"),
    ),
    price_lookup=PriceLookup(
        operation=SEARCH_AVAILABLE_NUMBERS,
        arguments={"phone_number": "phone_number"},
        items="items",
        key=("phone_number", "phone_number"),
        limits={"max_setup_price": "base_setup_price", "max_recurring_price": "base_recurring_price"},
    ),
)


class _ConfigureActiveNumber(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]
    phone_number: Annotated[
        str,
        msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z", "form": "E.164, a plus sign and 15 digits at most"}),
    ]


CONFIGURE_ACTIVE_NUMBER: Operation[ActiveNumber] = Operation(
    id="configureActiveNumber",
    method="POST",
    path="/Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}",
    parameters=(
        Parameter("AccountId", "account_id", "path"),
        Parameter("phoneNumber", "phone_number", "path"),
    ),
    arguments=_ConfigureActiveNumber,
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
        key=("phone_number", "phone_number"),
    ),
)


class _ReleaseActiveNumber(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    account_id: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Za-z0-9_-]+\\Z"}, min_length=1)]
    phone_number: Annotated[
        str,
        msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z", "form": "E.164, a plus sign and 15 digits at most"}),
    ]


RELEASE_ACTIVE_NUMBER: Operation[None] = Operation(
    id="releaseActiveNumber",
    method="DELETE",
    path="/Accounts/{AccountId}/ActiveNumbers/PN{phoneNumber}",
    parameters=(
        Parameter("AccountId", "account_id", "path"),
        Parameter("phoneNumber", "phone_number", "path"),
    ),
    arguments=_ReleaseActiveNumber,
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
        key=("phone_number", "phone_number"),
    ),
)
