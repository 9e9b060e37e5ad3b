"""Answers as they came, and requests to routes that the description does not have."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import msgspec

from ..calls.attempts import Call
from ..errors import InvalidRequest
from ..json.codec import JSONFault, decode, encode, plain
from ..masking import mask_numbers
from ..operations import Operation
from ..pagination.links import linked
from ..transport.messages import WireRequest, WireResponse
from ..values import UNSET

__all__ = ["RawResponse", "below", "parsed_as_it_is", "raw_response", "undocumented", "with_body"]

T = TypeVar("T")

_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_IDEMPOTENT = frozenset({*_SAFE, "DELETE", "PUT"})
_DOTS = re.compile(r"(?:\.|%2[Ee]){1,2}")


@dataclass(frozen=True, slots=True, repr=False)
class RawResponse(Generic[T]):
    """The last answer of a call, and how the call went.

    Attributes:
        parsed: What the method itself would have returned; of a list, the page.
        status: The HTTP status.
        headers: Header values by lower-case name.
        content: The body, as received.
        request_id: What the service calls this exchange (``X-Request-Id``), or ``None``.
        elapsed: Seconds that the whole call took, waits and repetitions included.
        attempts: How often the request was sent.
    """

    parsed: T
    status: int
    headers: Mapping[str, str]
    content: bytes
    request_id: str | None
    elapsed: float
    attempts: int

    @property
    def resends(self) -> int:
        """How often the request was sent again."""
        return self.attempts - 1

    def __repr__(self) -> str:
        return f"RawResponse({self.status}, {len(self.content)} bytes, attempts={self.attempts})"


def raw_response(call: Call, value: Any, begun: float) -> RawResponse[Any]:
    """Return what came of `call`, which began at `begun` by `time.perf_counter`."""
    answer = call.answer or WireResponse(0)
    return RawResponse(
        parsed=value,
        status=answer.status,
        headers=answer.headers,
        content=answer.content,
        request_id=answer.headers.get("x-request-id"),
        elapsed=time.perf_counter() - begun,
        attempts=call.attempts,
    )


class _NoArguments(msgspec.Struct, forbid_unknown_fields=True):
    """An undocumented route has no documented parameters."""


def undocumented(method: str, path: str, *, billed: bool) -> Operation[Any]:
    """Return an operation for a route that the description does not have; any success is taken as it is.

    Raises:
        InvalidRequest: there is no such method, or the path does not lead below the base URL.
    """
    if method not in _METHODS:
        raise InvalidRequest(field="method", rule=f"must be one of {', '.join(sorted(_METHODS))}")
    segments = path.split("/")
    if (
        not path
        or segments[0]
        or path.startswith("//")
        or "?" in path
        or "#" in path
        or any(map(_DOTS.fullmatch, segments))
    ):
        rule = "must begin with one slash, and have no dot segments, query or fragment; it is appended to the base URL"
        raise InvalidRequest(field="path", rule=rule)
    return Operation(
        id=mask_numbers(f"{method} {path}"),
        method=method,
        path=path,
        parameters=(),
        arguments=_NoArguments,
        responses={"2XX": None},
        safe=not billed and method in _SAFE,
        idempotent=not billed and method in _IDEMPOTENT,
        billed=billed,
    )


def below(base_url: str, request: WireRequest) -> WireRequest:
    """Return `request`, which must lead to the origin of `base_url`: the credential goes nowhere else.

    Raises:
        InvalidRequest: it does not, or the path is not percent-encoded (RFC 3986).
    """
    if linked(WireRequest("GET", base_url), request.url) is None:
        raise InvalidRequest(field="path", rule="must be percent-encoded, and lead to the service itself")
    return request


def with_body(request: WireRequest, body: Any) -> WireRequest:
    """Return `request` with a JSON body, unless `body` is ``UNSET``.

    Raises:
        InvalidRequest: `body` is nothing that JSON can hold.
    """
    if body is UNSET:
        return request
    try:
        content = encode(plain(body))
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidRequest(field="body", rule=str(error)) from None
    return replace(request, content=content, headers={**request.headers, "Content-Type": "application/json"})


def parsed_as_it_is(raw: RawResponse[Any]) -> RawResponse[Any]:
    """Return `raw` with its JSON, or ``None`` when it has none that can be read."""
    try:
        return replace(raw, parsed=decode(raw.content, Any))
    except JSONFault:
        return raw
