"""All models of the Numbers API v1: in one module, for hardly one is used without the others."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from .._runtime.json.models import Model
from .._runtime.values import UNSET, FixedDecimal, OpenIntEnum, OpenStrEnum, Unset

__all__ = [
    "ActiveNumber",
    "ActiveNumbersResponse",
    "ActiveNumberUpdate",
    "AddressRequirement",
    "AvailableNumber",
    "AvailableNumbersResponse",
    "CallbackMethod",
    "CallerIdPreservation",
    "Capabilities",
    "Configuration",
    "Error",
    "ErrorCode",
    "Geography",
    "Lifecycle",
    "Meta",
    "MmsCapabilities",
    "NumberType",
    "Reachability",
    "Regulatory",
    "Sms",
    "SmsCapabilities",
    "Voice",
    "VoiceCapabilities",
]


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

    phone_number: Annotated[
        str,
        msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z", "form": "E.164, a plus sign and 15 digits at most"}),
    ]
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


class ActiveNumbersResponse(Model, kw_only=True):
    """One page of the numbers that an account holds."""

    items: list[ActiveNumber]
    """The numbers on this page, in the order of the service. An empty list means that there are none."""

    meta: Meta
    """Which page this is and where the others are."""


class AddressRequirement(StrEnum):
    """The address that the buying account must have on file: none for no address, any for one anywhere, local for one
    in the country of the number, foreign for one outside of it.
    """

    NONE = "none"
    ANY = "any"
    LOCAL = "local"
    FOREIGN = "foreign"


class AvailableNumber(Model, kw_only=True):
    """A number on offer: what it can do, what it costs and what the buyer must fulfil. It belongs to no account yet."""

    phone_number: Annotated[
        str,
        msgspec.Meta(extra={"pattern": "^\\+[1-9][0-9]{1,14}\\Z", "form": "E.164, a plus sign and 15 digits at most"}),
    ]
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


class AvailableNumbersResponse(Model, kw_only=True):
    """One page of the numbers that fit a search."""

    items: list[AvailableNumber]
    """The numbers on this page, in the order of the service. An empty list means that there are none."""

    meta: Meta
    """Which page this is and where the others are."""


class CallbackMethod(StrEnum):
    """HTTP method of a callback request (RFC 9110), either GET or POST."""

    GET = "GET"
    POST = "POST"


class CallerIdPreservation(StrEnum):
    """For which traffic the number of the sender arrives unchanged: International for calls and messages from abroad
    as well, Domestic for those from within the country only, None (a string, not null) for neither.
    """

    INTERNATIONAL = "International"
    DOMESTIC = "Domestic"
    NONE = "None"


class Capabilities(Model, kw_only=True):
    """What a number can do, by kind of communication."""

    voice: VoiceCapabilities | None | Unset = UNSET
    """What the number can do in telephone calls. Null means that nothing is stated about calls."""

    sms: SmsCapabilities | None | Unset = UNSET
    """What the number can do in text messages. Null means that nothing is stated about SMS."""

    mms: MmsCapabilities | None | Unset = UNSET
    """What the number can do in multimedia messages. Null means that nothing is stated about MMS."""


class Configuration(Model, kw_only=True):
    """How the service handles the calls and messages of a number, and where it reports on them."""

    status_callback_url: str | None | Unset = UNSET
    """URL that receives status updates which belong neither to voice nor to SMS alone. Null means that none are sent.
    """

    status_callback_method: CallbackMethod | None | Unset = UNSET
    """HTTP method of the requests to status_callback_url, GET or POST. Null leaves the choice to the service."""

    voice: Voice | Unset = UNSET
    """Handling of calls to the number."""

    sms: Sms | Unset = UNSET
    """Handling of messages to the number."""


class Error(Model, kw_only=True):
    """Why a request was refused or failed. The members beside code and message may be missing."""

    code: ErrorCode
    """Number that identifies the reason for programs. 21452 means that no number matched, 21650 that an identity
    document is missing; other codes exist and must be expected.
    """

    message: str
    """The reason in words, for a log or a person. The wording may change, so do not compare it."""

    status: Annotated[int, msgspec.Meta(ge=100, le=599)] | Unset = UNSET
    """The HTTP status code of the answer, repeated in the body."""

    more_info: str | None | Unset = UNSET
    """URL of a page that explains the code and what to do about it."""


class ErrorCode(OpenIntEnum):
    """Number that identifies the reason for programs. 21452 means that no number matched, 21650 that an identity
    document is missing; other codes exist and must be expected.
    """

    NO_NUMBER_FOUND = 21452
    IDENTITY_DOCUMENT_REQUIRED = 21650


class Geography(Model, kw_only=True):
    """The place that a number belongs to, as far as it belongs to one: some numbers have coordinates, others no more
    than a country. What is not known is null.
    """

    iso_country: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Z]{2}\\Z"})] | None | Unset = UNSET
    """Country of the number as an ISO 3166-1 alpha-2 code: two letters, such as US or SE. Null when there is none."""

    lata: str | None | Unset = UNSET
    """LATA (local access and transport area) of the number: one of the regions into which the United States were
    divided in 1984 to separate local from long-distance service, with a code of three digits, such as 722. Null
    outside the North American Numbering Plan (country code 1).
    """

    rate_center: str | None | Unset = UNSET
    """Name of the number's rate center, the area whose fixed point serves to measure distances and so tells local
    calls from long-distance ones. Null outside the North American Numbering Plan (country code 1).
    """

    latitude: str | None | Unset = UNSET
    """Latitude in decimal degrees, as text; the geodetic system is not documented. Null when there is none."""

    longitude: str | None | Unset = UNSET
    """Longitude in decimal degrees, as text; the geodetic system is not documented. Null when there is none."""

    region: Annotated[str, msgspec.Meta(extra={"pattern": "^[A-Z]{2}\\Z"})] | None | Unset = UNSET
    """State or province as two letters, the part of the ISO 3166-2 code after the hyphen and the abbreviation of
    postal addresses (USPS, Canada Post): CA is California. Null when there is none.
    """

    locality: str | None | Unset = UNSET
    """Name of the city or town. Null when there is none."""

    postal_code: str | None | Unset = UNSET
    """Postal code, called ZIP code in the United States. Null when there is none."""


class Lifecycle(OpenStrEnum):
    """Stage of availability. Known values are developer-preview, beta, generally-available and exhausted (no more
    numbers of this kind); others exist and must be expected.
    """

    DEVELOPER_PREVIEW = "developer-preview"
    BETA = "beta"
    GENERALLY_AVAILABLE = "generally-available"
    EXHAUSTED = "exhausted"


class Meta(Model, kw_only=True):
    """Which page of a list this is, and where to find the others."""

    page: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Index of this page. The vendor does not say where counting begins; the first page is taken to be 0."""

    page_size: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """How many items a full page holds. The last page may have fewer."""

    first_page_url: str | None | Unset = UNSET
    """URL of the first page. Null when the service gives none."""

    previous_page_url: str | None | Unset = UNSET
    """URL of the page before this one. Null on the first page."""

    url: str | None | Unset = UNSET
    """URL of this page. Null when the service gives none."""

    next_page_url: str | None | Unset = UNSET
    """URL of the page after this one. Null on the last page."""

    key: str | None | Unset = UNSET
    """Marker of a position in the list, to be passed on as it is. The vendor's reference does not explain it; null
    means that there is none.
    """


class MmsCapabilities(Model, kw_only=True):
    """What a number can do in MMS, the Multimedia Messaging Service: messages with pictures, sound or video between
    mobile phones.
    """

    inbound_connectivity: bool | Unset = UNSET
    """Whether the number can receive MMS."""

    outbound_connectivity: bool | Unset = UNSET
    """Whether MMS can be sent from the number."""

    inbound_reachability: Reachability | None | Unset = UNSET
    """Where MMS can reach the number from: Domestic (its own country), Foreign (other countries) or Global (both).
    Null means that nothing is stated.
    """

    inbound_mps: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Highest rate of inbound MMS, in messages per second (MPS)."""


class NumberType(OpenStrEnum):
    """Kind of phone number. Known values are local (tied to an area), mobile, tollfree (free for the caller) and
    shortcode (a few digits, for messages); others exist and must be expected.
    """

    LOCAL = "local"
    MOBILE = "mobile"
    TOLLFREE = "tollfree"
    SHORTCODE = "shortcode"


class Reachability(StrEnum):
    """From where the number can be reached: Domestic from within its country, Foreign from other countries, Global
    from everywhere.
    """

    DOMESTIC = "Domestic"
    FOREIGN = "Foreign"
    GLOBAL = "Global"


class Regulatory(Model, kw_only=True):
    """What the law or the regulator of the number's country asks of an account before it may buy the number, such as a
    postal address or proof of identity.
    """

    address_requirements: AddressRequirement | None | Unset = UNSET
    """Which address the account needs: none (no address at all), any (an address anywhere in the world), local (an
    address in the number's own country) or foreign (an address in another country). Null means that nothing is
    stated.
    """


class Sms(Model, kw_only=True):
    """What the service does with messages to the number: which URL it asks for instructions, or which messaging
    application it leaves them to.
    """

    url: str | None | Unset = UNSET
    """URL that the service asks for instructions when a message comes in. It has no effect while application_sid is
    set; null means that there is none.
    """

    method: CallbackMethod | None | Unset = UNSET
    """HTTP method of the request to url, GET or POST. Null leaves the choice to the service."""

    application_sid: Annotated[str, msgspec.Meta(min_length=34, max_length=34)] | None | Unset = UNSET
    """Identifier of the messaging application that handles the messages, 34 characters long. While it is set, the
    application's URLs take the place of the one given here; null means that there is none.
    """


class SmsCapabilities(Model, kw_only=True):
    """What a number can do in text messages by SMS, the Short Message Service."""

    inbound_connectivity: bool | Unset = UNSET
    """Whether the number can receive SMS."""

    outbound_connectivity: bool | Unset = UNSET
    """Whether SMS can be sent from the number."""

    gsm7: bool | Unset = UNSET
    """Whether texts can be in GSM-7, the 7-bit default alphabet of mobile networks (3GPP TS 23.038): Latin letters,
    digits and common signs, up to 160 characters in one message.
    """

    ucs2: bool | Unset = UNSET
    """Whether texts can be in UCS-2, which takes 16 bits a character and so covers most scripts of the world, up to 70
    characters in one message.
    """

    gsm7_concatenation: bool | Unset = UNSET
    """Whether a GSM-7 text of more than 160 characters can be sent as several linked messages of up to 153 characters,
    which the receiving device joins again.
    """

    ucs2_concatenation: bool | Unset = UNSET
    """Whether a UCS-2 text of more than 70 characters can be sent as several linked messages of up to 67 characters,
    which the receiving device joins again.
    """

    inbound_sender_id_preservation: CallerIdPreservation | None | Unset = UNSET
    """How far the sender's number, in E.164 form, arrives unchanged on inbound SMS: International (from abroad too),
    Domestic (from the same country) or the text None (not at all). Null means that nothing is stated.
    """

    inbound_reachability: Reachability | None | Unset = UNSET
    """Where SMS can reach the number from: Domestic (its own country), Foreign (other countries) or Global (both).
    Null means that nothing is stated.
    """

    inbound_mps: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Highest rate of inbound SMS, in messages per second (MPS)."""


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


class VoiceCapabilities(Model, kw_only=True):
    """What a number can do in telephone calls, that is, on the public switched telephone network (PSTN)."""

    inbound_connectivity: bool | Unset = UNSET
    """Whether the number can receive calls."""

    outbound_connectivity: bool | Unset = UNSET
    """Whether calls can be made from the number."""

    e911: bool | Unset = UNSET
    """Whether emergency calls can be made with E911, the enhanced 911 of the United States and Canada, which tells the
    dispatcher where the caller is.
    """

    sip_trunking: bool | Unset = UNSET
    """Whether the number can be put on a SIP trunk: a line over the internet between the service and a telephone
    system, by the Session Initiation Protocol (RFC 3261).
    """

    calls_per_second: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Highest rate at which calls can be started, in calls per second."""

    concurrent_calls_limit: Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)] | Unset = UNSET
    """Highest number of calls that can be in progress at the same time."""

    inbound_called_dtmf: bool | Unset = UNSET
    """Whether keypad tones of the called party get through on inbound calls. Such tones are known as DTMF, dual-tone
    multi-frequency.
    """

    inbound_caller_dtmf: bool | Unset = UNSET
    """Whether keypad tones of the caller get through on inbound calls. Such tones are known as DTMF, dual-tone
    multi-frequency.
    """

    inbound_caller_id_preservation: CallerIdPreservation | None | Unset = UNSET
    """How far the caller's number, in E.164 form, arrives unchanged on inbound calls: International (from abroad too),
    Domestic (from the same country) or the text None (not at all). Null means that nothing is stated.
    """

    inbound_reachability: Reachability | None | Unset = UNSET
    """Where the number can be called from: Domestic (its own country), Foreign (other countries) or Global (both).
    Null means that nothing is stated.
    """
