"""From the answer on the wire to a value or an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..backoff import retry_after
from ..errors import APIError, Charged, ContractError
from ..json.codec import JSONFault, decode
from ..json.drift_events import OnDrift
from ..json.shapes import as_object
from ..operations import Operation
from ..status_errors import STATUS_CLASSES, ServerError
from .messages import WireResponse

if TYPE_CHECKING:
    from ..json.drift import Watch

__all__ = ["breach", "names_of", "read", "succeeded"]

_SHOWN = 2_000
_FIRST_ERROR = 400
_TIMED_OUT = 408
_FIRST_SERVER_ERROR = 500


def read(operation: Operation[Any], response: WireResponse, on_drift: OnDrift | None = None) -> Any:
    """Return the value of a success.

    With `on_drift`, what the description does not say is reported to it and not failed for where the rest can be
    understood: a member of a wrong type is set aside, an undocumented success is read as the documented one.

    Raises:
        APIError: the status says so; the class follows the code if it is documented for the status, else the status.
        ContractError: the description does not admit this answer.
    """
    watch = None if on_drift is None else _watch(on_drift, operation, response)
    if response.status >= _FIRST_ERROR:
        raise _refusal(operation, response)
    documented = _documented(operation, response.status)
    if documented is None and watch is not None and succeeded(response) and response.content:
        documented = next((status for status, type_ in operation.responses.items() if type_ is not None), None)
    if documented is None:
        if succeeded(response) and not response.content and None in operation.responses.values():
            return None
        raise breach(operation, response, f"status {response.status} is not in the description")
    type_ = operation.responses[documented]
    if type_ is None:
        return None
    declared = response.headers.get("content-type", "application/json")
    media_type = "application/json" if declared == "application/json" else declared.partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise breach(operation, response, f"the body is {media_type}, not JSON")
    try:
        return decode(response.content, type_) if watch is None else watch.read(response.content, type_)
    except JSONFault as fault:
        raise breach(operation, response, fault.rule, fault.path) from None


def _watch(on_drift: OnDrift, operation: Operation[Any], response: WireResponse) -> Watch:
    """Begin to watch an answer: its status, and its body if it is a refusal."""
    from ..json.drift import Watch  # noqa: PLC0415 -- most clients watch nothing

    watch = Watch(on_drift, operation, response.status)
    documented = {**operation.responses, **operation.refusals}
    name = next((name for name in names_of(response.status) if name in documented), None)
    if name is None:
        watch.report("undocumented_status", "", str(response.status), f"one of {', '.join(sorted(documented))}")
    elif response.status >= _FIRST_ERROR and operation.refusals.get(name) is not None:
        watch.look(response.content, operation.refusals[name])
    return watch


def _documented(operation: Operation[Any], status: int) -> str | None:
    exact = str(status)
    if exact in operation.responses:
        return exact
    return next((name for name in names_of(status) if name in operation.responses), None)


def names_of(status: int) -> tuple[str, str, str]:
    """Return the names that `status` has in a description, the nearest first (OpenAPI 3.1.0, Responses Object)."""
    return str(status), f"{status // 100}XX", "default"


def succeeded(response: WireResponse) -> bool:
    """Whether `response` says that the request was carried out."""
    return response.status // 100 == 2  # noqa: PLR2004 -- the class of successes, RFC 9110 section 15.3


def breach(operation: Operation[Any], response: WireResponse, rule: str, path: str = "") -> ContractError:
    """Return the error that says that `response` breaks `rule`; a success of what is billed was charged."""
    charged: Charged = "no"
    if operation.billed:
        charged = "yes" if succeeded(response) else "unknown"
    return ContractError(
        rule,
        path=path,
        status=response.status,
        body=response.content,
        request_id=response.headers.get("x-request-id"),
        operation=operation.id,
        charged=charged,
    )


def _refusal(operation: Operation[Any], response: WireResponse) -> APIError:
    body = _error_body(response)
    fields = as_object(body) or {}
    code, message, more_info = _code(fields.get("code")), fields.get("message"), fields.get("more_info")
    server_failed = response.status >= _FIRST_SERVER_ERROR
    cls: type[APIError] = STATUS_CLASSES.get(response.status, ServerError if server_failed else APIError)
    if code is not None:
        cls = next((found for name in names_of(response.status) if (found := operation.errors.get((name, code)))), cls)
    return cls(
        message if isinstance(message, str) else f"the service answered {response.status} without its own explanation",
        status=response.status,
        code=code,
        operation=operation.id,
        charged="unknown" if operation.billed and (server_failed or response.status == _TIMED_OUT) else "no",
        request_id=response.headers.get("x-request-id"),
        retry_after=retry_after(response.headers),
        more_info=more_info if isinstance(more_info, str) else None,
        body=body,
    )


def _code(value: Any) -> int | None:
    """Return an error code; in JSON Schema ``21452.0`` is an integer too."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _error_body(response: WireResponse) -> Any:
    try:
        return msgspec.json.decode(response.content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return response.content[:_SHOWN].decode("utf-8", "replace")
