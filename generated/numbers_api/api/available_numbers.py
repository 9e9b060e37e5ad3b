"""Available Numbers: the operations of this tag, for both clients."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Unpack

from .. import _operations
from .._runtime.client.clients import AsyncClientBase, ClientBase
from .._runtime.client.methods import async_pages_method, pages_method
from .._runtime.client.options import CallOptions
from .._runtime.pagination.pages import AsyncPages, Pages
from .._runtime.pagination.walk import Extent
from .._runtime.values import UNSET, Unset
from ..models import (
    AddressRequirement,
    AvailableNumber,
    AvailableNumbersResponse,
    CallerIdPreservation,
    Lifecycle,
    NumberType,
    Reachability,
)

__all__ = ["AsyncAvailableNumbers", "AvailableNumbers"]


class AvailableNumbers:
    """Available Numbers, blocking."""

    def __init__(self, client: ClientBase) -> None:
        self._client = client

    @pages_method(_operations.SEARCH_AVAILABLE_NUMBERS)
    def search(
        self,
        *,
        phone_number: str | Unset = UNSET,
        type: NumberType | str | Unset = UNSET,
        base_setup_price: Decimal | Unset = UNSET,
        base_recurring_price: Decimal | Unset = UNSET,
        capabilities_voice_inbound_connectivity: bool | Unset = UNSET,
        capabilities_voice_outbound_connectivity: bool | Unset = UNSET,
        capabilities_voice_e911: bool | Unset = UNSET,
        capabilities_voice_sip_trunking: bool | Unset = UNSET,
        capabilities_voice_calls_per_second: int | Unset = UNSET,
        capabilities_voice_concurrent_calls_limit: int | Unset = UNSET,
        capabilities_voice_inbound_called_dtmf: bool | Unset = UNSET,
        capabilities_voice_inbound_caller_dtmf: bool | Unset = UNSET,
        capabilities_voice_inbound_caller_id_preservation: CallerIdPreservation
        | Literal["International", "Domestic", "None"]
        | Unset = UNSET,
        capabilities_voice_inbound_reachability: Reachability
        | Literal["Domestic", "Foreign", "Global"]
        | Unset = UNSET,
        capabilities_sms_inbound_connectivity: bool | Unset = UNSET,
        capabilities_sms_outbound_connectivity: bool | Unset = UNSET,
        capabilities_sms_gsm7: bool | Unset = UNSET,
        capabilities_sms_ucs2: bool | Unset = UNSET,
        capabilities_sms_gsm7_concatenation: bool | Unset = UNSET,
        capabilities_sms_ucs2_concatenation: bool | Unset = UNSET,
        capabilities_sms_inbound_sender_id_preservation: CallerIdPreservation
        | Literal["International", "Domestic", "None"]
        | Unset = UNSET,
        capabilities_sms_inbound_reachability: Reachability | Literal["Domestic", "Foreign", "Global"] | Unset = UNSET,
        capabilities_sms_inbound_mps: int | Unset = UNSET,
        capabilities_mms_inbound_connectivity: bool | Unset = UNSET,
        capabilities_mms_outbound_connectivity: bool | Unset = UNSET,
        capabilities_mms_inbound_reachability: Reachability | Literal["Domestic", "Foreign", "Global"] | Unset = UNSET,
        capabilities_mms_inbound_mps: int | Unset = UNSET,
        regulatory_address_requirements: AddressRequirement
        | Literal["none", "any", "local", "foreign"]
        | Unset = UNSET,
        lifecycle: Lifecycle | str | Unset = UNSET,
        geography_iso_country: str | Unset = UNSET,
        geography_lata: str | Unset = UNSET,
        geography_rate_center: str | Unset = UNSET,
        geography_latitude: str | Unset = UNSET,
        geography_longitude: str | Unset = UNSET,
        geography_region: str | Unset = UNSET,
        geography_locality: str | Unset = UNSET,
        geography_postal_code: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
        key: str | Unset = UNSET,
        limit: int | None = None,
        max_pages: int | None = None,
        resume: str | None = None,
        **options: Unpack[CallOptions],
    ) -> Pages[AvailableNumbersResponse, AvailableNumber]:
        """Search the numbers on offer.

        Searches the catalogue for numbers that fit every filter given, one page at a time; a result can be bought
        by its phone_number. Searching buys nothing and, as far as documented, costs nothing; to find nothing is no
        error. How the filters on prices, rates and limits compare, exactly or as a bound, is not documented.

        Retries: safe, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.

        Args:
            phone_number: Only this number, in E.164 form, such as +15551231212. Filters on phone_number.
            type: Only numbers of this type, such as local, mobile, tollfree (the called party pays) or shortcode (a
                few digits, for messages within one country). The list is open. Filters on type.
            base_setup_price: Only numbers with this one-time setup price, a decimal number as text, such as 2.0.
                The currency is not documented. Filters on base_setup_price.
            base_recurring_price: Only numbers with this monthly price, a decimal number as text, such as 2.0. The
                currency is not documented. Filters on base_recurring_price.
            capabilities_voice_inbound_connectivity: Only numbers that can (true) or cannot (false) receive calls.
                Filters on capabilities.voice.inbound_connectivity.
            capabilities_voice_outbound_connectivity: Only numbers that can (true) or cannot (false) make calls.
                Filters on capabilities.voice.outbound_connectivity.
            capabilities_voice_e911: Only numbers with E911 (true) or without (false): emergency calls in the United
                States and Canada that tell the dispatcher where the caller is. Filters on capabilities.voice.e911.
            capabilities_voice_sip_trunking: Only numbers that can (true) or cannot (false) be put on a SIP trunk: a
                line over the internet between the service and a telephone system, by the Session Initiation
                Protocol (RFC 3261). Filters on capabilities.voice.sip_trunking.
            capabilities_voice_calls_per_second: Only numbers with this limit on new calls, in calls started per
                second. Whether it is compared exactly or as a minimum is not documented. Filters on
                capabilities.voice.calls_per_second.
            capabilities_voice_concurrent_calls_limit: Only numbers with this limit on calls in progress at the same
                time. Whether it is compared exactly or as a minimum is not documented. Filters on
                capabilities.voice.concurrent_calls_limit.
            capabilities_voice_inbound_called_dtmf: Only numbers that do (true) or do not (false) carry the called
                party's keypad tones on inbound calls. Such tones are known as DTMF, dual-tone multi-frequency.
                Filters on capabilities.voice.inbound_called_dtmf.
            capabilities_voice_inbound_caller_dtmf: Only numbers that do (true) or do not (false) carry the caller's
                keypad tones on inbound calls. Such tones are known as DTMF, dual-tone multi-frequency. Filters on
                capabilities.voice.inbound_caller_dtmf.
            capabilities_voice_inbound_caller_id_preservation: Only numbers that preserve the caller's number on
                inbound calls to this extent: International (from abroad too), Domestic (from the same country) or
                the text None (not at all). Filters on capabilities.voice.inbound_caller_id_preservation.
            capabilities_voice_inbound_reachability: Only numbers with this reach for inbound calls: Domestic (from
                their own country), Foreign (from other countries) or Global (both). Filters on
                capabilities.voice.inbound_reachability.
            capabilities_sms_inbound_connectivity: Only numbers that can (true) or cannot (false) receive SMS.
                Filters on capabilities.sms.inbound_connectivity.
            capabilities_sms_outbound_connectivity: Only numbers that can (true) or cannot (false) send SMS. Filters
                on capabilities.sms.outbound_connectivity.
            capabilities_sms_gsm7: Only numbers that do (true) or do not (false) handle SMS in GSM-7: the 7-bit
                alphabet of mobile networks, 160 characters a message. Filters on capabilities.sms.gsm7.
            capabilities_sms_ucs2: Only numbers that do (true) or do not (false) handle SMS in UCS-2: 16 bits a
                character, for scripts beyond GSM-7, 70 characters a message. Filters on capabilities.sms.ucs2.
            capabilities_sms_gsm7_concatenation: Only numbers that do (true) or do not (false) handle GSM-7 texts of
                more than 160 characters as linked parts of 153. Filters on capabilities.sms.gsm7_concatenation.
            capabilities_sms_ucs2_concatenation: Only numbers that do (true) or do not (false) handle UCS-2 texts of
                more than 70 characters as linked parts of 67. Filters on capabilities.sms.ucs2_concatenation.
            capabilities_sms_inbound_sender_id_preservation: Only numbers that preserve the sender's number on
                inbound SMS to this extent: International (from abroad too), Domestic (from the same country) or the
                text None (not at all). Filters on capabilities.sms.inbound_sender_id_preservation.
            capabilities_sms_inbound_reachability: Only numbers with this reach for inbound SMS: Domestic (from
                their own country), Foreign (from other countries) or Global (both). Filters on
                capabilities.sms.inbound_reachability.
            capabilities_sms_inbound_mps: Only numbers with this limit on inbound SMS, in messages per second (MPS).
                Whether it is compared exactly or as a minimum is not documented. Filters on
                capabilities.sms.inbound_mps.
            capabilities_mms_inbound_connectivity: Only numbers that can (true) or cannot (false) receive MMS.
                Filters on capabilities.mms.inbound_connectivity.
            capabilities_mms_outbound_connectivity: Only numbers that can (true) or cannot (false) send MMS. Filters
                on capabilities.mms.outbound_connectivity.
            capabilities_mms_inbound_reachability: Only numbers with this reach for inbound MMS: Domestic (from
                their own country), Foreign (from other countries) or Global (both). Filters on
                capabilities.mms.inbound_reachability.
            capabilities_mms_inbound_mps: Only numbers with this limit on inbound MMS, in messages per second (MPS).
                Whether it is compared exactly or as a minimum is not documented. Filters on
                capabilities.mms.inbound_mps.
            regulatory_address_requirements: Only numbers that ask this of the buyer's address: none (no address),
                any (one anywhere), local (one in the number's own country) or foreign (one in another country).
                Filters on regulatory.address_requirements.
            lifecycle: Only numbers at this stage of the offer, such as developer-preview (first trials), beta
                (public trial), generally-available (the regular offer) or exhausted (none left). The list is open.
                Filters on lifecycle.
            geography_iso_country: Only numbers of this country, by its ISO 3166-1 alpha-2 code: two letters, such
                as US or SE. Filters on geography.iso_country.
            geography_lata: Only numbers of this LATA (local access and transport area), a telephone region of the
                United States with a code of three digits, such as 722. Of use only within the North American
                Numbering Plan (country code 1). Filters on geography.lata.
            geography_rate_center: Only numbers of this rate center, by its name: the area by which calls are told
                local from long-distance. Of use only within the North American Numbering Plan (country code 1).
                Filters on geography.rate_center.
            geography_latitude: Only numbers at this latitude, in decimal degrees, as text. How near a number has to
                be is not documented. Filters on geography.latitude.
            geography_longitude: Only numbers at this longitude, in decimal degrees, as text. How near a number has
                to be is not documented. Filters on geography.longitude.
            geography_region: Only numbers of this state or province, by its two letters as in ISO 3166-2 and in
                postal addresses: CA is California. Filters on geography.region.
            geography_locality: Only numbers of this city or town, by its name. Filters on geography.locality.
            geography_postal_code: Only numbers of this postal code, called ZIP code in the United States. Filters
                on geography.postal_code.
            page: Which page of the result to return, counted from 0. Left out, the first page is returned.
            page_size: How many numbers a page holds at most, from 1 to 1000. Left out, the service decides.
            key: Position in the result at which the page starts, as returned in meta.key and inside next_page_url.
                Opaque: pass it on unchanged, together with the filters that it was returned for.
            limit: How many items to give at most; by default all. `pages()` gives whole pages.
            max_pages: How many pages to read at most; by default all.
            resume: A resume_token of this list: go on where it stands. The filters are in it and need not be
                repeated.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            Pages[AvailableNumbersResponse, AvailableNumber]: One page of the numbers that fit the search.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotAcceptable: HTTP 406. The Accept header of the request excludes JSON, the only format there is.
                Accept JSON, or leave the header out; the request had no effect.
            RateLimited: HTTP 429. Too many requests in a short time. Wait as long as Retry-After says before the
                next one; this request had no effect.
            ServerError: HTTP 5XX. The service failed. It is unknown whether the request took effect, so find out
                before repeating one that changes something or costs money.
            ConnectionFailed: no answer arrived.
            DeadlineExceeded: no answer arrived in time.
            ContractError: the answer breaks the description.
        """
        return self._client.pages(
            _operations.SEARCH_AVAILABLE_NUMBERS,
            {
                "phone_number": phone_number,
                "type": type,
                "base_setup_price": base_setup_price,
                "base_recurring_price": base_recurring_price,
                "capabilities_voice_inbound_connectivity": capabilities_voice_inbound_connectivity,
                "capabilities_voice_outbound_connectivity": capabilities_voice_outbound_connectivity,
                "capabilities_voice_e911": capabilities_voice_e911,
                "capabilities_voice_sip_trunking": capabilities_voice_sip_trunking,
                "capabilities_voice_calls_per_second": capabilities_voice_calls_per_second,
                "capabilities_voice_concurrent_calls_limit": capabilities_voice_concurrent_calls_limit,
                "capabilities_voice_inbound_called_dtmf": capabilities_voice_inbound_called_dtmf,
                "capabilities_voice_inbound_caller_dtmf": capabilities_voice_inbound_caller_dtmf,
                "capabilities_voice_inbound_caller_id_preservation": capabilities_voice_inbound_caller_id_preservation,
                "capabilities_voice_inbound_reachability": capabilities_voice_inbound_reachability,
                "capabilities_sms_inbound_connectivity": capabilities_sms_inbound_connectivity,
                "capabilities_sms_outbound_connectivity": capabilities_sms_outbound_connectivity,
                "capabilities_sms_gsm7": capabilities_sms_gsm7,
                "capabilities_sms_ucs2": capabilities_sms_ucs2,
                "capabilities_sms_gsm7_concatenation": capabilities_sms_gsm7_concatenation,
                "capabilities_sms_ucs2_concatenation": capabilities_sms_ucs2_concatenation,
                "capabilities_sms_inbound_sender_id_preservation": capabilities_sms_inbound_sender_id_preservation,
                "capabilities_sms_inbound_reachability": capabilities_sms_inbound_reachability,
                "capabilities_sms_inbound_mps": capabilities_sms_inbound_mps,
                "capabilities_mms_inbound_connectivity": capabilities_mms_inbound_connectivity,
                "capabilities_mms_outbound_connectivity": capabilities_mms_outbound_connectivity,
                "capabilities_mms_inbound_reachability": capabilities_mms_inbound_reachability,
                "capabilities_mms_inbound_mps": capabilities_mms_inbound_mps,
                "regulatory_address_requirements": regulatory_address_requirements,
                "lifecycle": lifecycle,
                "geography_iso_country": geography_iso_country,
                "geography_lata": geography_lata,
                "geography_rate_center": geography_rate_center,
                "geography_latitude": geography_latitude,
                "geography_longitude": geography_longitude,
                "geography_region": geography_region,
                "geography_locality": geography_locality,
                "geography_postal_code": geography_postal_code,
                "page": page,
                "page_size": page_size,
                "key": key,
            },
            AvailableNumber,
            extent=Extent(limit, max_pages, resume),
            options=options,
        )


class AsyncAvailableNumbers:
    """Available Numbers, for asyncio and trio."""

    def __init__(self, client: AsyncClientBase) -> None:
        self._client = client

    @async_pages_method(_operations.SEARCH_AVAILABLE_NUMBERS)
    def search(
        self,
        *,
        phone_number: str | Unset = UNSET,
        type: NumberType | str | Unset = UNSET,
        base_setup_price: Decimal | Unset = UNSET,
        base_recurring_price: Decimal | Unset = UNSET,
        capabilities_voice_inbound_connectivity: bool | Unset = UNSET,
        capabilities_voice_outbound_connectivity: bool | Unset = UNSET,
        capabilities_voice_e911: bool | Unset = UNSET,
        capabilities_voice_sip_trunking: bool | Unset = UNSET,
        capabilities_voice_calls_per_second: int | Unset = UNSET,
        capabilities_voice_concurrent_calls_limit: int | Unset = UNSET,
        capabilities_voice_inbound_called_dtmf: bool | Unset = UNSET,
        capabilities_voice_inbound_caller_dtmf: bool | Unset = UNSET,
        capabilities_voice_inbound_caller_id_preservation: CallerIdPreservation
        | Literal["International", "Domestic", "None"]
        | Unset = UNSET,
        capabilities_voice_inbound_reachability: Reachability
        | Literal["Domestic", "Foreign", "Global"]
        | Unset = UNSET,
        capabilities_sms_inbound_connectivity: bool | Unset = UNSET,
        capabilities_sms_outbound_connectivity: bool | Unset = UNSET,
        capabilities_sms_gsm7: bool | Unset = UNSET,
        capabilities_sms_ucs2: bool | Unset = UNSET,
        capabilities_sms_gsm7_concatenation: bool | Unset = UNSET,
        capabilities_sms_ucs2_concatenation: bool | Unset = UNSET,
        capabilities_sms_inbound_sender_id_preservation: CallerIdPreservation
        | Literal["International", "Domestic", "None"]
        | Unset = UNSET,
        capabilities_sms_inbound_reachability: Reachability | Literal["Domestic", "Foreign", "Global"] | Unset = UNSET,
        capabilities_sms_inbound_mps: int | Unset = UNSET,
        capabilities_mms_inbound_connectivity: bool | Unset = UNSET,
        capabilities_mms_outbound_connectivity: bool | Unset = UNSET,
        capabilities_mms_inbound_reachability: Reachability | Literal["Domestic", "Foreign", "Global"] | Unset = UNSET,
        capabilities_mms_inbound_mps: int | Unset = UNSET,
        regulatory_address_requirements: AddressRequirement
        | Literal["none", "any", "local", "foreign"]
        | Unset = UNSET,
        lifecycle: Lifecycle | str | Unset = UNSET,
        geography_iso_country: str | Unset = UNSET,
        geography_lata: str | Unset = UNSET,
        geography_rate_center: str | Unset = UNSET,
        geography_latitude: str | Unset = UNSET,
        geography_longitude: str | Unset = UNSET,
        geography_region: str | Unset = UNSET,
        geography_locality: str | Unset = UNSET,
        geography_postal_code: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
        key: str | Unset = UNSET,
        limit: int | None = None,
        max_pages: int | None = None,
        resume: str | None = None,
        **options: Unpack[CallOptions],
    ) -> AsyncPages[AvailableNumbersResponse, AvailableNumber]:
        """Search the numbers on offer.

        Searches the catalogue for numbers that fit every filter given, one page at a time; a result can be bought
        by its phone_number. Searching buys nothing and, as far as documented, costs nothing; to find nothing is no
        error. How the filters on prices, rates and limits compare, exactly or as a bound, is not documented.

        Retries: safe, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.

        Args:
            phone_number: Only this number, in E.164 form, such as +15551231212. Filters on phone_number.
            type: Only numbers of this type, such as local, mobile, tollfree (the called party pays) or shortcode (a
                few digits, for messages within one country). The list is open. Filters on type.
            base_setup_price: Only numbers with this one-time setup price, a decimal number as text, such as 2.0.
                The currency is not documented. Filters on base_setup_price.
            base_recurring_price: Only numbers with this monthly price, a decimal number as text, such as 2.0. The
                currency is not documented. Filters on base_recurring_price.
            capabilities_voice_inbound_connectivity: Only numbers that can (true) or cannot (false) receive calls.
                Filters on capabilities.voice.inbound_connectivity.
            capabilities_voice_outbound_connectivity: Only numbers that can (true) or cannot (false) make calls.
                Filters on capabilities.voice.outbound_connectivity.
            capabilities_voice_e911: Only numbers with E911 (true) or without (false): emergency calls in the United
                States and Canada that tell the dispatcher where the caller is. Filters on capabilities.voice.e911.
            capabilities_voice_sip_trunking: Only numbers that can (true) or cannot (false) be put on a SIP trunk: a
                line over the internet between the service and a telephone system, by the Session Initiation
                Protocol (RFC 3261). Filters on capabilities.voice.sip_trunking.
            capabilities_voice_calls_per_second: Only numbers with this limit on new calls, in calls started per
                second. Whether it is compared exactly or as a minimum is not documented. Filters on
                capabilities.voice.calls_per_second.
            capabilities_voice_concurrent_calls_limit: Only numbers with this limit on calls in progress at the same
                time. Whether it is compared exactly or as a minimum is not documented. Filters on
                capabilities.voice.concurrent_calls_limit.
            capabilities_voice_inbound_called_dtmf: Only numbers that do (true) or do not (false) carry the called
                party's keypad tones on inbound calls. Such tones are known as DTMF, dual-tone multi-frequency.
                Filters on capabilities.voice.inbound_called_dtmf.
            capabilities_voice_inbound_caller_dtmf: Only numbers that do (true) or do not (false) carry the caller's
                keypad tones on inbound calls. Such tones are known as DTMF, dual-tone multi-frequency. Filters on
                capabilities.voice.inbound_caller_dtmf.
            capabilities_voice_inbound_caller_id_preservation: Only numbers that preserve the caller's number on
                inbound calls to this extent: International (from abroad too), Domestic (from the same country) or
                the text None (not at all). Filters on capabilities.voice.inbound_caller_id_preservation.
            capabilities_voice_inbound_reachability: Only numbers with this reach for inbound calls: Domestic (from
                their own country), Foreign (from other countries) or Global (both). Filters on
                capabilities.voice.inbound_reachability.
            capabilities_sms_inbound_connectivity: Only numbers that can (true) or cannot (false) receive SMS.
                Filters on capabilities.sms.inbound_connectivity.
            capabilities_sms_outbound_connectivity: Only numbers that can (true) or cannot (false) send SMS. Filters
                on capabilities.sms.outbound_connectivity.
            capabilities_sms_gsm7: Only numbers that do (true) or do not (false) handle SMS in GSM-7: the 7-bit
                alphabet of mobile networks, 160 characters a message. Filters on capabilities.sms.gsm7.
            capabilities_sms_ucs2: Only numbers that do (true) or do not (false) handle SMS in UCS-2: 16 bits a
                character, for scripts beyond GSM-7, 70 characters a message. Filters on capabilities.sms.ucs2.
            capabilities_sms_gsm7_concatenation: Only numbers that do (true) or do not (false) handle GSM-7 texts of
                more than 160 characters as linked parts of 153. Filters on capabilities.sms.gsm7_concatenation.
            capabilities_sms_ucs2_concatenation: Only numbers that do (true) or do not (false) handle UCS-2 texts of
                more than 70 characters as linked parts of 67. Filters on capabilities.sms.ucs2_concatenation.
            capabilities_sms_inbound_sender_id_preservation: Only numbers that preserve the sender's number on
                inbound SMS to this extent: International (from abroad too), Domestic (from the same country) or the
                text None (not at all). Filters on capabilities.sms.inbound_sender_id_preservation.
            capabilities_sms_inbound_reachability: Only numbers with this reach for inbound SMS: Domestic (from
                their own country), Foreign (from other countries) or Global (both). Filters on
                capabilities.sms.inbound_reachability.
            capabilities_sms_inbound_mps: Only numbers with this limit on inbound SMS, in messages per second (MPS).
                Whether it is compared exactly or as a minimum is not documented. Filters on
                capabilities.sms.inbound_mps.
            capabilities_mms_inbound_connectivity: Only numbers that can (true) or cannot (false) receive MMS.
                Filters on capabilities.mms.inbound_connectivity.
            capabilities_mms_outbound_connectivity: Only numbers that can (true) or cannot (false) send MMS. Filters
                on capabilities.mms.outbound_connectivity.
            capabilities_mms_inbound_reachability: Only numbers with this reach for inbound MMS: Domestic (from
                their own country), Foreign (from other countries) or Global (both). Filters on
                capabilities.mms.inbound_reachability.
            capabilities_mms_inbound_mps: Only numbers with this limit on inbound MMS, in messages per second (MPS).
                Whether it is compared exactly or as a minimum is not documented. Filters on
                capabilities.mms.inbound_mps.
            regulatory_address_requirements: Only numbers that ask this of the buyer's address: none (no address),
                any (one anywhere), local (one in the number's own country) or foreign (one in another country).
                Filters on regulatory.address_requirements.
            lifecycle: Only numbers at this stage of the offer, such as developer-preview (first trials), beta
                (public trial), generally-available (the regular offer) or exhausted (none left). The list is open.
                Filters on lifecycle.
            geography_iso_country: Only numbers of this country, by its ISO 3166-1 alpha-2 code: two letters, such
                as US or SE. Filters on geography.iso_country.
            geography_lata: Only numbers of this LATA (local access and transport area), a telephone region of the
                United States with a code of three digits, such as 722. Of use only within the North American
                Numbering Plan (country code 1). Filters on geography.lata.
            geography_rate_center: Only numbers of this rate center, by its name: the area by which calls are told
                local from long-distance. Of use only within the North American Numbering Plan (country code 1).
                Filters on geography.rate_center.
            geography_latitude: Only numbers at this latitude, in decimal degrees, as text. How near a number has to
                be is not documented. Filters on geography.latitude.
            geography_longitude: Only numbers at this longitude, in decimal degrees, as text. How near a number has
                to be is not documented. Filters on geography.longitude.
            geography_region: Only numbers of this state or province, by its two letters as in ISO 3166-2 and in
                postal addresses: CA is California. Filters on geography.region.
            geography_locality: Only numbers of this city or town, by its name. Filters on geography.locality.
            geography_postal_code: Only numbers of this postal code, called ZIP code in the United States. Filters
                on geography.postal_code.
            page: Which page of the result to return, counted from 0. Left out, the first page is returned.
            page_size: How many numbers a page holds at most, from 1 to 1000. Left out, the service decides.
            key: Position in the result at which the page starts, as returned in meta.key and inside next_page_url.
                Opaque: pass it on unchanged, together with the filters that it was returned for.
            limit: How many items to give at most; by default all. `pages()` gives whole pages.
            max_pages: How many pages to read at most; by default all.
            resume: A resume_token of this list: go on where it stands. The filters are in it and need not be
                repeated.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            AsyncPages[AvailableNumbersResponse, AvailableNumber]: One page of the numbers that fit the search.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotAcceptable: HTTP 406. The Accept header of the request excludes JSON, the only format there is.
                Accept JSON, or leave the header out; the request had no effect.
            RateLimited: HTTP 429. Too many requests in a short time. Wait as long as Retry-After says before the
                next one; this request had no effect.
            ServerError: HTTP 5XX. The service failed. It is unknown whether the request took effect, so find out
                before repeating one that changes something or costs money.
            ConnectionFailed: no answer arrived.
            DeadlineExceeded: no answer arrived in time.
            ContractError: the answer breaks the description.
        """
        return self._client.pages(
            _operations.SEARCH_AVAILABLE_NUMBERS,
            {
                "phone_number": phone_number,
                "type": type,
                "base_setup_price": base_setup_price,
                "base_recurring_price": base_recurring_price,
                "capabilities_voice_inbound_connectivity": capabilities_voice_inbound_connectivity,
                "capabilities_voice_outbound_connectivity": capabilities_voice_outbound_connectivity,
                "capabilities_voice_e911": capabilities_voice_e911,
                "capabilities_voice_sip_trunking": capabilities_voice_sip_trunking,
                "capabilities_voice_calls_per_second": capabilities_voice_calls_per_second,
                "capabilities_voice_concurrent_calls_limit": capabilities_voice_concurrent_calls_limit,
                "capabilities_voice_inbound_called_dtmf": capabilities_voice_inbound_called_dtmf,
                "capabilities_voice_inbound_caller_dtmf": capabilities_voice_inbound_caller_dtmf,
                "capabilities_voice_inbound_caller_id_preservation": capabilities_voice_inbound_caller_id_preservation,
                "capabilities_voice_inbound_reachability": capabilities_voice_inbound_reachability,
                "capabilities_sms_inbound_connectivity": capabilities_sms_inbound_connectivity,
                "capabilities_sms_outbound_connectivity": capabilities_sms_outbound_connectivity,
                "capabilities_sms_gsm7": capabilities_sms_gsm7,
                "capabilities_sms_ucs2": capabilities_sms_ucs2,
                "capabilities_sms_gsm7_concatenation": capabilities_sms_gsm7_concatenation,
                "capabilities_sms_ucs2_concatenation": capabilities_sms_ucs2_concatenation,
                "capabilities_sms_inbound_sender_id_preservation": capabilities_sms_inbound_sender_id_preservation,
                "capabilities_sms_inbound_reachability": capabilities_sms_inbound_reachability,
                "capabilities_sms_inbound_mps": capabilities_sms_inbound_mps,
                "capabilities_mms_inbound_connectivity": capabilities_mms_inbound_connectivity,
                "capabilities_mms_outbound_connectivity": capabilities_mms_outbound_connectivity,
                "capabilities_mms_inbound_reachability": capabilities_mms_inbound_reachability,
                "capabilities_mms_inbound_mps": capabilities_mms_inbound_mps,
                "regulatory_address_requirements": regulatory_address_requirements,
                "lifecycle": lifecycle,
                "geography_iso_country": geography_iso_country,
                "geography_lata": geography_lata,
                "geography_rate_center": geography_rate_center,
                "geography_latitude": geography_latitude,
                "geography_longitude": geography_longitude,
                "geography_region": geography_region,
                "geography_locality": geography_locality,
                "geography_postal_code": geography_postal_code,
                "page": page,
                "page_size": page_size,
                "key": key,
            },
            AvailableNumber,
            extent=Extent(limit, max_pages, resume),
            options=options,
        )
