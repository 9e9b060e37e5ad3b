"""OpenTelemetry: one CLIENT span for each logical call, when ``opentelemetry-api`` is installed."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..errors import NumbersError
from ..masking import mask_numbers, mask_url

if TYPE_CHECKING:
    from ..errors import PurchaseOutcomeUnknown
    from ..operations import Operation
    from ..transport.messages import WireRequest
    from .attempts import Call, Steps

__all__ = ["api", "asking", "traced"]


@functools.cache
def _imported() -> Any:
    """Return the API package, imported at the first call, or ``None``."""
    try:
        importlib.import_module("opentelemetry.propagate")
        return importlib.import_module("opentelemetry.trace")
    except ImportError:
        return None


def api() -> Any:
    """Return the API package if it is there and somebody collects spans, else ``None``."""
    trace = _imported()
    if trace is None or isinstance(trace.get_tracer_provider(), (trace.ProxyTracerProvider, trace.NoOpTracerProvider)):
        return None
    return trace


def traced(call: Call, steps: Steps, trace: Any) -> Steps:
    """Carry out `steps` in a span, with the attributes of the semantic conventions for HTTP; numbers are masked."""
    with _span(trace, call.operation, call.request) as span:
        call.request = _with_context(call.request)
        doubts = _noted(call)
        try:
            value = yield from steps
        except BaseException as error:
            span.set_status(trace.Status(trace.StatusCode.ERROR, mask_numbers(str(error))))
            span.set_attribute("error.type", type(error).__qualname__)
            if isinstance(error, NumbersError):
                span.set_attribute("numbers_api.charged", error.charged)
            elif call.operation.billed:
                span.set_attribute("numbers_api.charged", "unknown" if doubts else "no")
            raise
        finally:
            span.set_attributes(_learnt(call))
        span.set_attribute("numbers_api.reconciled", bool(getattr(value, "reconciled", False)))
        return value


def asking(call: Call, steps: Steps, trace: Any) -> Steps:
    """Ask what became of `call` by `steps`, in a span of the operation that reads it back."""
    back = call.operation.read_back
    if back is None or call.build is None:
        return (yield from steps)
    request = call.build(back.operation, {theirs: call.arguments[ours] for theirs, ours in back.arguments.items()})
    with _span(trace, back.operation, request) as span:
        value = yield from steps
        found = bool(getattr(value, "reconciled", False))
        span.set_attributes(
            {
                "numbers_api.resolves": call.operation.id,
                "numbers_api.reconciled": found,
                "numbers_api.charged": "yes" if found else "unknown",
            }
        )
        return value


def _span(trace: Any, operation: Operation[Any], request: WireRequest) -> Any:
    parts = urlsplit(request.url)
    path = mask_numbers(operation.path)
    return (
        trace.get_tracer_provider()
        .get_tracer("numbers_api")
        .start_as_current_span(
            f"{operation.method} {path}",
            kind=trace.SpanKind.CLIENT,
            attributes={
                "http.request.method": operation.method,
                "url.full": mask_url(request.url, operation.query),
                "url.template": path,
                "server.address": parts.hostname or "",
                "server.port": parts.port or (443 if parts.scheme == "https" else 80),
                "numbers_api.operation": operation.id,
            },
            record_exception=False,
            set_status_on_exception=False,
        )
    )


def _noted(call: Call) -> list[PurchaseOutcomeUnknown]:
    """Return a list that gets what `call` leaves in doubt when it is interrupted."""
    doubts: list[PurchaseOutcomeUnknown] = []
    keep = call.interrupted

    def note(doubt: PurchaseOutcomeUnknown) -> None:
        doubts.append(doubt)
        if keep is not None:
            keep(doubt)

    call.interrupted = note
    return doubts


def _learnt(call: Call) -> Mapping[str, Any]:
    found: dict[str, Any] = {"http.request.resend_count": max(0, call.attempts - 1)}
    if call.status is not None:
        found["http.response.status_code"] = call.status
    return found


def _with_context(request: Any) -> Any:
    carrier: dict[str, str] = {}
    importlib.import_module("opentelemetry.propagate").inject(carrier)
    return replace(request, headers={**request.headers, **carrier}) if carrier else request
