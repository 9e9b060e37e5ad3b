"""The log of the client, ``numbers_api`` of the standard library: no secret and no whole number in it.

DEBUG has each request and answer, INFO each repetition and what was found after a lost answer, WARNING each purchase
whose outcome nobody knows.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import InvalidRequest
from ..masking import FOREIGN, mask_numbers, mask_query, mask_url

if TYPE_CHECKING:
    from ..errors import NumbersError, PurchaseOutcomeUnknown
    from ..operations import Operation
    from .messages import WireRequest, WireResponse

__all__ = ["answered", "in_doubt", "lost", "reconciled", "repeating", "sending", "switch"]

_LOG = logging.getLogger("numbers_api")
_LOG.addHandler(logging.NullHandler())
# Whatever is not listed may be a secret.
_SHOWN_HEADERS = frozenset({
    "content-length", "content-type", "date", "retry-after", "retry-after-ms", "traceparent", "x-request-id",
})  # fmt: skip


def switch(level: str | None) -> None:
    """Write from `level` on to standard error, or to wherever the program already writes its log.

    Raises:
        InvalidRequest: there is no such level.
    """
    if level is None:
        return
    if level.upper() not in {"DEBUG", "INFO", "WARNING"}:
        raise InvalidRequest(field="NUMBERS_API_LOG", rule="must be debug, info or warning")
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    _LOG.setLevel(level.upper())


def _shown(headers: Mapping[str, str]) -> str:
    pairs = ((mask_numbers(name), text if name.lower() in _SHOWN_HEADERS else "***") for name, text in headers.items())
    return ", ".join(f"{name}: {text}" for name, text in pairs)


def sending(operation: Operation[Any], request: WireRequest) -> float:
    """Write that `request` goes out; return the time, or 0 when nobody reads it."""
    if request.foreign or operation.paging:  # a token may bring back what another call gave
        url = mask_query(request.url, operation.query)
        FOREIGN.set((request.url.partition("?")[2], url.partition("?")[2]))
    if not _LOG.isEnabledFor(logging.DEBUG):
        return 0.0
    size = len(request.content or b"")
    url = mask_url(request.url, operation.query)
    _LOG.debug("%s: %s %s, %d bytes, {%s}", operation.id, request.method, url, size, _shown(request.headers))
    return time.monotonic()


def answered(operation: Operation[Any], response: WireResponse, begun: float) -> None:
    """Write what the service answered."""
    if begun and _LOG.isEnabledFor(logging.DEBUG):
        milliseconds = (time.monotonic() - begun) * 1000
        size, headers = len(response.content), _shown(response.headers)
        text = "%s: HTTP %d after %.0f ms, %d bytes, {%s}"
        _LOG.debug(text, operation.id, response.status, milliseconds, size, headers)


def lost(operation: Operation[Any], failure: NumbersError, begun: float) -> None:
    """Write that no answer came."""
    if begun:
        _LOG.debug("%s: %s", operation.id, mask_numbers(failure.message))


def repeating(operation: Operation[Any], seconds: float, failure: NumbersError) -> None:
    """Write that a request is sent again."""
    if _LOG.isEnabledFor(logging.INFO):
        _LOG.info("%s: again in %.2f s, after %s", operation.id, seconds, mask_numbers(failure.message))


def reconciled(operation: Operation[Any]) -> None:
    """Write that the effect of a request was found after its answer was lost."""
    _LOG.info("%s: the answer was lost, and the number was found in the account", operation.id)


def in_doubt(error: PurchaseOutcomeUnknown) -> None:
    """Write that nobody knows what became of a purchase."""
    _LOG.warning("%s", error)
