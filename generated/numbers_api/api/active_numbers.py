"""Active Numbers: the operations of this tag, for both clients."""

from __future__ import annotations

from typing import Literal, Unpack

from .. import _operations
from .._runtime.calls.prices import PriceLimit
from .._runtime.client.clients import AsyncClientBase, ClientBase
from .._runtime.client.methods import async_method, async_pages_method, blocking_method, pages_method
from .._runtime.client.options import CallOptions
from .._runtime.pagination.pages import AsyncPages, Pages
from .._runtime.pagination.walk import Extent
from .._runtime.values import UNSET, Unset
from ..models import ActiveNumber, ActiveNumbersResponse, AvailableNumber, CallbackMethod, Configuration, Sms, Voice

__all__ = ["AsyncActiveNumbers", "ActiveNumbers"]


class ActiveNumbers:
    """Active Numbers, blocking."""

    def __init__(self, client: ClientBase) -> None:
        self._client = client

    @pages_method(_operations.LIST_ACTIVE_NUMBERS)
    def list(
        self,
        *,
        account_id: str | Unset = UNSET,
        configuration_voice_application_sid: str | Unset = UNSET,
        phone_number: str | Unset = UNSET,
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
    ) -> Pages[ActiveNumbersResponse, ActiveNumber]:
        """List the numbers of the account.

        Lists the numbers that the account holds, one page at a time. Each filter that is given narrows the list,
        and none at all lists every number; to find nothing is no error. Listing changes nothing and, as far as
        documented, costs nothing.

        Retries: safe, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.

        Args:
            account_id: Identifier of the account whose numbers are listed.
            configuration_voice_application_sid: Only numbers whose calls go to this voice application. Filters on
                configuration.voice.application_sid.
            phone_number: Only this number, in E.164 form, such as +15551231212. Filters on phone_number.
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
            Pages[ActiveNumbersResponse, ActiveNumber]: One page of the numbers that the account holds.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
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
            _operations.LIST_ACTIVE_NUMBERS,
            {
                "account_id": account_id,
                "configuration_voice_application_sid": configuration_voice_application_sid,
                "phone_number": phone_number,
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
            ActiveNumber,
            extent=Extent(limit, max_pages, resume),
            options=options,
        )

    @blocking_method(_operations.BUY_ACTIVE_NUMBER)
    def buy(
        self,
        phone_number: str | AvailableNumber,
        *,
        status_callback_url: str | None | Unset = UNSET,
        status_callback_method: CallbackMethod | Literal["GET", "POST"] | None | Unset = UNSET,
        voice: Voice | Unset = UNSET,
        sms: Sms | Unset = UNSET,
        account_id: str | Unset = UNSET,
        max_setup_price: PriceLimit | Unset = UNSET,
        max_recurring_price: PriceLimit | Unset = UNSET,
        **options: Unpack[CallOptions],
    ) -> ActiveNumber:
        """Buy a number for the account.

        Buys a number, adds it to the account and bills the first monthly fee at once; when a setup fee falls due is
        not documented. An answer of 400 with code 21452 means that no such number is to be had, one with code 21650
        that the number calls for a verified identity document which the account lacks. A purchase must not be
        repeated blindly: if its answer is lost, look among the account's numbers first.

        This call costs money when it succeeds.

        Retries: billed, so it is sent again only when it surely was not acted on: never delivered, or refused with
        429 and Retry-After. When the outcome is unknown (a timeout, a reset, 5XX, an answer that cannot be read),
        getActiveNumber tells within the deadline: what is there is returned, marked reconciled; when it surely is
        not there, the call may be sent again; else PurchaseOutcomeUnknown is raised.

        Args:
            phone_number: The number to buy, in E.164 form, such as +15551231212: a plus sign, the country code and
                the subscriber's number, at most 15 digits together.
            status_callback_url: URL that receives status updates which belong neither to voice nor to SMS alone.
                Null means that none are sent.
            status_callback_method: HTTP method of the requests to status_callback_url, GET or POST. Null leaves the
                choice to the service.
            voice: Handling of calls to the number.
            sms: Handling of messages to the number.
            account_id: Identifier of the account that pays for the number and will hold it.
            max_setup_price: Buy nothing when the catalogue asks more than this as base_setup_price, or does not
                say: a Decimal, a text or a whole number, in the currency of the catalogue. It is asked first,
                unless an item of it is given.
            max_recurring_price: Buy nothing when the catalogue asks more than this as base_recurring_price, or does
                not say: a Decimal, a text or a whole number, in the currency of the catalogue. It is asked first,
                unless an item of it is given.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            ActiveNumber: The number was bought and is now active in the account.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            PriceExceeded: the catalogue asks more than a limit allows; nothing was sent.
            NoNumberFound: HTTP 400, code 21452. No phone number matches the purchase, so nothing was bought. Search
                the catalogue again and choose another number.
            IdentityDocumentRequired: HTTP 400, code 21650. The number is sold only to accounts with a verified
                identity document on file, so nothing was bought. Have the document verified, or choose a number
                that needs none.
            BadRequest: HTTP 400, with any other code. Nothing was bought and nothing is billed. The code says
                whether the number can no longer be had, an identity document is missing, or the request itself is
                wrong.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
            NotAcceptable: HTTP 406. The Accept header of the request excludes JSON, the only format there is.
                Accept JSON, or leave the header out; the request had no effect.
            Conflict: HTTP 409. The number is in a state that forbids the change, for example because somebody else
                bought it first or another change is under way. Read the number again before deciding what to do.
            ContentTooLarge: HTTP 413. The body of the request is longer than the service reads. Send a shorter one;
                the request had no effect.
            UnsupportedMediaType: HTTP 415. The body of the request is not declared to be JSON, or it is compressed.
                Send JSON with the Content-Type application/json; the request had no effect.
            RateLimited: HTTP 429. Too many requests in a short time. Wait as long as Retry-After says before the
                next one; this request had no effect.
            ServerError: HTTP 5XX. The service failed. It is unknown whether the request took effect, so find out
                before repeating one that changes something or costs money.
            PurchaseOutcomeUnknown: the call was sent, its answer was lost, and reading back did not tell.
            ConnectionFailed: no answer arrived.
            DeadlineExceeded: no answer arrived in time.
            ContractError: the answer breaks the description.
        """
        return self._client.call(
            _operations.BUY_ACTIVE_NUMBER,
            {
                "phone_number": phone_number,
                "account_id": account_id,
            },
            {
                "status_callback_url": status_callback_url,
                "status_callback_method": status_callback_method,
                "voice": voice,
                "sms": sms,
            },
            options=options,
            price_limits={
                "max_setup_price": max_setup_price,
                "max_recurring_price": max_recurring_price,
            },
        )

    @blocking_method(_operations.GET_ACTIVE_NUMBER)
    def get(
        self, phone_number: str, *, account_id: str | Unset = UNSET, **options: Unpack[CallOptions]
    ) -> ActiveNumber:
        """Read one number of the account.

        Reads one number that the account holds, whether it was bought, ported in from another provider or is only
        hosted here. A number that the account does not hold is an error. Reading changes nothing and, as far as
        documented, costs nothing.

        Retries: safe, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.

        Args:
            phone_number: The number to read, in E.164 form, such as +15551231212. The letters PN before it belong
                to the route, not to the value.
            account_id: Identifier of the account that holds the number.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            ActiveNumber: The number as it stands.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
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
        return self._client.call(
            _operations.GET_ACTIVE_NUMBER,
            {
                "account_id": account_id,
                "phone_number": phone_number,
            },
            options=options,
        )

    @blocking_method(_operations.CONFIGURE_ACTIVE_NUMBER)
    def configure(
        self,
        phone_number: str,
        *,
        friendly_name: str | None | Unset = UNSET,
        status_callback: str | None | Unset = UNSET,
        status_callback_method: CallbackMethod | Literal["GET", "POST"] | None | Unset = UNSET,
        configuration: Configuration | None | Unset = UNSET,
        account_id: str | Unset = UNSET,
        **options: Unpack[CallOptions],
    ) -> ActiveNumber:
        """Configure a number of the account.

        Changes the name of a number and the way its calls and messages are handled, which, as far as documented,
        costs nothing. Send only what is to change: a property that is left out keeps its value and null removes it,
        as in a JSON Merge Patch (RFC 7396); this is presumed, for the vendor's reference is silent on both. A
        number that the account does not hold is an error, and the same request may safely be sent again.

        Retries: idempotent, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.
        When its answer stays lost, getActiveNumber tells whether the change was made.

        Args:
            phone_number: The number to configure, in E.164 form, such as +15551231212. The letters PN before it
                belong to the route, not to the value.
            friendly_name: Name of the number for people to read, at most 64 characters. By default the service
                writes the phone number there in its customary form; null means that there is none.
            status_callback: URL that the service tells of changes of state, such as the end of a call. Null means
                that it tells none.
            status_callback_method: HTTP method of the requests to statusCallback, GET or POST. Null leaves the
                choice to the service.
            configuration: How the calls and messages of the number are handled. Null means that nothing is
                configured.
            account_id: Identifier of the account that holds the number.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            ActiveNumber: The number with its new configuration.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
            NotAcceptable: HTTP 406. The Accept header of the request excludes JSON, the only format there is.
                Accept JSON, or leave the header out; the request had no effect.
            Conflict: HTTP 409. The number is in a state that forbids the change, for example because somebody else
                bought it first or another change is under way. Read the number again before deciding what to do.
            ContentTooLarge: HTTP 413. The body of the request is longer than the service reads. Send a shorter one;
                the request had no effect.
            UnsupportedMediaType: HTTP 415. The body of the request is not declared to be JSON, or it is compressed.
                Send JSON with the Content-Type application/json; the request had no effect.
            RateLimited: HTTP 429. Too many requests in a short time. Wait as long as Retry-After says before the
                next one; this request had no effect.
            ServerError: HTTP 5XX. The service failed. It is unknown whether the request took effect, so find out
                before repeating one that changes something or costs money.
            ConnectionFailed: no answer arrived.
            DeadlineExceeded: no answer arrived in time.
            ContractError: the answer breaks the description.
        """
        return self._client.call(
            _operations.CONFIGURE_ACTIVE_NUMBER,
            {
                "account_id": account_id,
                "phone_number": phone_number,
            },
            {
                "friendly_name": friendly_name,
                "status_callback": status_callback,
                "status_callback_method": status_callback_method,
                "configuration": configuration,
            },
            options=options,
        )

    @blocking_method(_operations.RELEASE_ACTIVE_NUMBER)
    def release(self, phone_number: str, *, account_id: str | Unset = UNSET, **options: Unpack[CallOptions]) -> None:
        """Release a number of the account.

        Gives a number back: its calls are no longer answered and its monthly fee ends. The number may later go to
        somebody else, and although the provider's support can sometimes restore it, that is not certain, so release
        with care. A number that the account does not hold is an error.

        Retries: idempotent, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.
        What is gone after a lost answer was a success; in the end getActiveNumber tells.

        Args:
            phone_number: The number to release, in E.164 form, such as +15551231212. The letters PN before it
                belong to the route, not to the value.
            account_id: Identifier of the account that gives the number back.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            None: The number was released and no longer belongs to the account.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
            NotAcceptable: HTTP 406. The Accept header of the request excludes JSON, the only format there is.
                Accept JSON, or leave the header out; the request had no effect.
            Conflict: HTTP 409. The number is in a state that forbids the change, for example because somebody else
                bought it first or another change is under way. Read the number again before deciding what to do.
            RateLimited: HTTP 429. Too many requests in a short time. Wait as long as Retry-After says before the
                next one; this request had no effect.
            ServerError: HTTP 5XX. The service failed. It is unknown whether the request took effect, so find out
                before repeating one that changes something or costs money.
            ConnectionFailed: no answer arrived.
            DeadlineExceeded: no answer arrived in time.
            ContractError: the answer breaks the description.
        """
        return self._client.call(
            _operations.RELEASE_ACTIVE_NUMBER,
            {
                "account_id": account_id,
                "phone_number": phone_number,
            },
            options=options,
        )


class AsyncActiveNumbers:
    """Active Numbers, for asyncio and trio."""

    def __init__(self, client: AsyncClientBase) -> None:
        self._client = client

    @async_pages_method(_operations.LIST_ACTIVE_NUMBERS)
    def list(
        self,
        *,
        account_id: str | Unset = UNSET,
        configuration_voice_application_sid: str | Unset = UNSET,
        phone_number: str | Unset = UNSET,
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
    ) -> AsyncPages[ActiveNumbersResponse, ActiveNumber]:
        """List the numbers of the account.

        Lists the numbers that the account holds, one page at a time. Each filter that is given narrows the list,
        and none at all lists every number; to find nothing is no error. Listing changes nothing and, as far as
        documented, costs nothing.

        Retries: safe, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.

        Args:
            account_id: Identifier of the account whose numbers are listed.
            configuration_voice_application_sid: Only numbers whose calls go to this voice application. Filters on
                configuration.voice.application_sid.
            phone_number: Only this number, in E.164 form, such as +15551231212. Filters on phone_number.
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
            AsyncPages[ActiveNumbersResponse, ActiveNumber]: One page of the numbers that the account holds.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
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
            _operations.LIST_ACTIVE_NUMBERS,
            {
                "account_id": account_id,
                "configuration_voice_application_sid": configuration_voice_application_sid,
                "phone_number": phone_number,
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
            ActiveNumber,
            extent=Extent(limit, max_pages, resume),
            options=options,
        )

    @async_method(_operations.BUY_ACTIVE_NUMBER)
    async def buy(
        self,
        phone_number: str | AvailableNumber,
        *,
        status_callback_url: str | None | Unset = UNSET,
        status_callback_method: CallbackMethod | Literal["GET", "POST"] | None | Unset = UNSET,
        voice: Voice | Unset = UNSET,
        sms: Sms | Unset = UNSET,
        account_id: str | Unset = UNSET,
        max_setup_price: PriceLimit | Unset = UNSET,
        max_recurring_price: PriceLimit | Unset = UNSET,
        **options: Unpack[CallOptions],
    ) -> ActiveNumber:
        """Buy a number for the account.

        Buys a number, adds it to the account and bills the first monthly fee at once; when a setup fee falls due is
        not documented. An answer of 400 with code 21452 means that no such number is to be had, one with code 21650
        that the number calls for a verified identity document which the account lacks. A purchase must not be
        repeated blindly: if its answer is lost, look among the account's numbers first.

        This call costs money when it succeeds.

        Retries: billed, so it is sent again only when it surely was not acted on: never delivered, or refused with
        429 and Retry-After. When the outcome is unknown (a timeout, a reset, 5XX, an answer that cannot be read),
        getActiveNumber tells within the deadline: what is there is returned, marked reconciled; when it surely is
        not there, the call may be sent again; else PurchaseOutcomeUnknown is raised.

        Args:
            phone_number: The number to buy, in E.164 form, such as +15551231212: a plus sign, the country code and
                the subscriber's number, at most 15 digits together.
            status_callback_url: URL that receives status updates which belong neither to voice nor to SMS alone.
                Null means that none are sent.
            status_callback_method: HTTP method of the requests to status_callback_url, GET or POST. Null leaves the
                choice to the service.
            voice: Handling of calls to the number.
            sms: Handling of messages to the number.
            account_id: Identifier of the account that pays for the number and will hold it.
            max_setup_price: Buy nothing when the catalogue asks more than this as base_setup_price, or does not
                say: a Decimal, a text or a whole number, in the currency of the catalogue. It is asked first,
                unless an item of it is given.
            max_recurring_price: Buy nothing when the catalogue asks more than this as base_recurring_price, or does
                not say: a Decimal, a text or a whole number, in the currency of the catalogue. It is asked first,
                unless an item of it is given.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            ActiveNumber: The number was bought and is now active in the account.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            PriceExceeded: the catalogue asks more than a limit allows; nothing was sent.
            NoNumberFound: HTTP 400, code 21452. No phone number matches the purchase, so nothing was bought. Search
                the catalogue again and choose another number.
            IdentityDocumentRequired: HTTP 400, code 21650. The number is sold only to accounts with a verified
                identity document on file, so nothing was bought. Have the document verified, or choose a number
                that needs none.
            BadRequest: HTTP 400, with any other code. Nothing was bought and nothing is billed. The code says
                whether the number can no longer be had, an identity document is missing, or the request itself is
                wrong.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
            NotAcceptable: HTTP 406. The Accept header of the request excludes JSON, the only format there is.
                Accept JSON, or leave the header out; the request had no effect.
            Conflict: HTTP 409. The number is in a state that forbids the change, for example because somebody else
                bought it first or another change is under way. Read the number again before deciding what to do.
            ContentTooLarge: HTTP 413. The body of the request is longer than the service reads. Send a shorter one;
                the request had no effect.
            UnsupportedMediaType: HTTP 415. The body of the request is not declared to be JSON, or it is compressed.
                Send JSON with the Content-Type application/json; the request had no effect.
            RateLimited: HTTP 429. Too many requests in a short time. Wait as long as Retry-After says before the
                next one; this request had no effect.
            ServerError: HTTP 5XX. The service failed. It is unknown whether the request took effect, so find out
                before repeating one that changes something or costs money.
            PurchaseOutcomeUnknown: the call was sent, its answer was lost, and reading back did not tell.
            ConnectionFailed: no answer arrived.
            DeadlineExceeded: no answer arrived in time.
            ContractError: the answer breaks the description.
        """
        return await self._client.call(
            _operations.BUY_ACTIVE_NUMBER,
            {
                "phone_number": phone_number,
                "account_id": account_id,
            },
            {
                "status_callback_url": status_callback_url,
                "status_callback_method": status_callback_method,
                "voice": voice,
                "sms": sms,
            },
            options=options,
            price_limits={
                "max_setup_price": max_setup_price,
                "max_recurring_price": max_recurring_price,
            },
        )

    @async_method(_operations.GET_ACTIVE_NUMBER)
    async def get(
        self, phone_number: str, *, account_id: str | Unset = UNSET, **options: Unpack[CallOptions]
    ) -> ActiveNumber:
        """Read one number of the account.

        Reads one number that the account holds, whether it was bought, ported in from another provider or is only
        hosted here. A number that the account does not hold is an error. Reading changes nothing and, as far as
        documented, costs nothing.

        Retries: safe, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.

        Args:
            phone_number: The number to read, in E.164 form, such as +15551231212. The letters PN before it belong
                to the route, not to the value.
            account_id: Identifier of the account that holds the number.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            ActiveNumber: The number as it stands.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
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
        return await self._client.call(
            _operations.GET_ACTIVE_NUMBER,
            {
                "account_id": account_id,
                "phone_number": phone_number,
            },
            options=options,
        )

    @async_method(_operations.CONFIGURE_ACTIVE_NUMBER)
    async def configure(
        self,
        phone_number: str,
        *,
        friendly_name: str | None | Unset = UNSET,
        status_callback: str | None | Unset = UNSET,
        status_callback_method: CallbackMethod | Literal["GET", "POST"] | None | Unset = UNSET,
        configuration: Configuration | None | Unset = UNSET,
        account_id: str | Unset = UNSET,
        **options: Unpack[CallOptions],
    ) -> ActiveNumber:
        """Configure a number of the account.

        Changes the name of a number and the way its calls and messages are handled, which, as far as documented,
        costs nothing. Send only what is to change: a property that is left out keeps its value and null removes it,
        as in a JSON Merge Patch (RFC 7396); this is presumed, for the vendor's reference is silent on both. A
        number that the account does not hold is an error, and the same request may safely be sent again.

        Retries: idempotent, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.
        When its answer stays lost, getActiveNumber tells whether the change was made.

        Args:
            phone_number: The number to configure, in E.164 form, such as +15551231212. The letters PN before it
                belong to the route, not to the value.
            friendly_name: Name of the number for people to read, at most 64 characters. By default the service
                writes the phone number there in its customary form; null means that there is none.
            status_callback: URL that the service tells of changes of state, such as the end of a call. Null means
                that it tells none.
            status_callback_method: HTTP method of the requests to statusCallback, GET or POST. Null leaves the
                choice to the service.
            configuration: How the calls and messages of the number are handled. Null means that nothing is
                configured.
            account_id: Identifier of the account that holds the number.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            ActiveNumber: The number with its new configuration.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
            NotAcceptable: HTTP 406. The Accept header of the request excludes JSON, the only format there is.
                Accept JSON, or leave the header out; the request had no effect.
            Conflict: HTTP 409. The number is in a state that forbids the change, for example because somebody else
                bought it first or another change is under way. Read the number again before deciding what to do.
            ContentTooLarge: HTTP 413. The body of the request is longer than the service reads. Send a shorter one;
                the request had no effect.
            UnsupportedMediaType: HTTP 415. The body of the request is not declared to be JSON, or it is compressed.
                Send JSON with the Content-Type application/json; the request had no effect.
            RateLimited: HTTP 429. Too many requests in a short time. Wait as long as Retry-After says before the
                next one; this request had no effect.
            ServerError: HTTP 5XX. The service failed. It is unknown whether the request took effect, so find out
                before repeating one that changes something or costs money.
            ConnectionFailed: no answer arrived.
            DeadlineExceeded: no answer arrived in time.
            ContractError: the answer breaks the description.
        """
        return await self._client.call(
            _operations.CONFIGURE_ACTIVE_NUMBER,
            {
                "account_id": account_id,
                "phone_number": phone_number,
            },
            {
                "friendly_name": friendly_name,
                "status_callback": status_callback,
                "status_callback_method": status_callback_method,
                "configuration": configuration,
            },
            options=options,
        )

    @async_method(_operations.RELEASE_ACTIVE_NUMBER)
    async def release(
        self, phone_number: str, *, account_id: str | Unset = UNSET, **options: Unpack[CallOptions]
    ) -> None:
        """Release a number of the account.

        Gives a number back: its calls are no longer answered and its monthly fee ends. The number may later go to
        somebody else, and although the provider's support can sometimes restore it, that is not certain, so release
        with care. A number that the account does not hold is an error.

        Retries: idempotent, so it is sent again when its answer is lost, and after 408, 429, 500, 502, 503 and 504.
        What is gone after a lost answer was a success; in the end getActiveNumber tells.

        Args:
            phone_number: The number to release, in E.164 form, such as +15551231212. The letters PN before it
                belong to the route, not to the value.
            account_id: Identifier of the account that gives the number back.
            **options: For this call alone: headers, query, timeout, deadline, max_retries (see CallOptions).

        Returns:
            None: The number was released and no longer belongs to the account.

        Raises:
            InvalidRequest: the description forbids an argument; nothing was sent.
            BadRequest: HTTP 400. The request breaks a rule of this description, or a value in it is not acceptable.
                Correct the request; sending it again unchanged gives the same answer.
            AuthenticationError: HTTP 401. The credentials are missing, malformed or no longer valid. Send valid
                ones; the request had no effect.
            PermissionDenied: HTTP 403. The credentials are valid but do not permit this, for example because the
                account belongs to somebody else. The request had no effect.
            NotFound: HTTP 404. The account does not exist, or the number is not one of its active numbers. Check
                both before trying again.
            NotAcceptable: HTTP 406. The Accept header of the request excludes JSON, the only format there is.
                Accept JSON, or leave the header out; the request had no effect.
            Conflict: HTTP 409. The number is in a state that forbids the change, for example because somebody else
                bought it first or another change is under way. Read the number again before deciding what to do.
            RateLimited: HTTP 429. Too many requests in a short time. Wait as long as Retry-After says before the
                next one; this request had no effect.
            ServerError: HTTP 5XX. The service failed. It is unknown whether the request took effect, so find out
                before repeating one that changes something or costs money.
            ConnectionFailed: no answer arrived.
            DeadlineExceeded: no answer arrived in time.
            ContractError: the answer breaks the description.
        """
        return await self._client.call(
            _operations.RELEASE_ACTIVE_NUMBER,
            {
                "account_id": account_id,
                "phone_number": phone_number,
            },
            options=options,
        )
