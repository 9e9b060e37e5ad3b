"""What a single call may have otherwise than its client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, TypedDict, cast

from ..errors import InvalidRequest
from ..json.shapes import as_list
from ..transport.credentials import Secret
from ..transport.headers import check_headers, sealed
from .settings import Settings, check_deadline, check_retries, check_timeout

__all__ = ["CallOptions", "Choices", "QueryValue", "chosen", "seal_headers"]

QueryValue: TypeAlias = str | int | float | bool | Sequence[str | int | float | bool]


class CallOptions(TypedDict, total=False):
    """Keyword arguments that every method takes, for this call alone.

    Attributes:
        headers: More headers; they take the place of the client's, in any case.
        query: More query parameters, added behind those of the operation as they are.
        timeout: Seconds that each phase of a request may take; connecting at most five of them.
        deadline: Seconds that the whole call may take: connecting, retries, waits, bodies and all pages; ``None``
            for no limit.
        max_retries: How often the call may be repeated, when repeating it is safe.
    """

    headers: Mapping[str, str]
    query: Mapping[str, QueryValue]
    timeout: float
    deadline: float | None
    max_retries: int


class Choices(NamedTuple):
    """What holds for one call, the client's settings filled in."""

    headers: Mapping[str, str]
    query: Mapping[str, QueryValue]
    timeout: float
    deadline: float | None
    max_retries: int


_NONE: Mapping[str, Any] = {}


def chosen(options: CallOptions, settings: Settings, called: str) -> Choices:
    """Fill `options` from `settings`; `called` is the method that they were given to.

    Raises:
        InvalidRequest: an option cannot be used.
        TypeError: there is no such option.
    """
    if not options:
        return Choices(_NONE, _NONE, settings.timeout, settings.deadline, settings.max_retries)
    given = cast("dict[str, Any]", options)
    seal_headers(given)
    unknown = next((name for name in given if name not in Choices._fields), None)
    if unknown is not None:
        msg = f"{called} got an unexpected keyword argument {unknown!r}"
        raise TypeError(msg)
    found = Choices(
        given.get("headers", _NONE),
        given.get("query", _NONE),
        given.get("timeout", settings.timeout),
        given.get("deadline", settings.deadline),
        given.get("max_retries", settings.max_retries),
    )
    check_headers(found.headers)
    check_timeout(found.timeout)
    check_deadline(found.deadline)
    check_retries(found.max_retries)
    _check_query(found.query)
    return found


def seal_headers(given: dict[str, Any]) -> None:
    """Seal the headers among keyword arguments in place: whoever was called holds them in a local variable.

    Raises:
        InvalidRequest: the headers are no mapping.
    """
    if "headers" in given:
        given["headers"] = sealed(Secret(given.pop("headers")))


def _check_query(query: Any) -> None:
    if not isinstance(query, Mapping):
        raise InvalidRequest(field="query", rule="must be a mapping of names to values")
    for name, value in cast("Mapping[str, Any]", query).items():
        items = as_list(value)
        plain = all(isinstance(item, str | int | float) for item in ([value] if items is None else items))
        if not name or not plain:
            raise InvalidRequest(field=f"query/{name}", rule="must be a name, and text, a number, a boolean or a list")
