from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .errors import NumbersError
from .masking import mask_numbers

if TYPE_CHECKING:
    from .attempts import Call, Steps

__all__ = ["api", "traced"]


@functools.cache
def _imported() -> Any:
    try:
        importlib.import_module("opentelemetry.propagate")
        return importlib.import_module("opentelemetry.trace")
    except ImportError:
        return None


def api() -> Any:
    trace = _imported()
    if trace is None or isinstance(trace.get_tracer_provider(), (trace.ProxyTracerProvider, trace.NoOpTracerProvider)):
        return None
    return trace


def traced(call: Call, steps: Steps, trace: Any) -> Steps:
    tracer = trace.get_tracer_provider().get_tracer("numbers_api")
    name = mask_numbers(f"{call.operation.method} {call.operation.path}")
    with tracer.start_as_current_span(
        name,
        kind=trace.SpanKind.CLIENT,
        attributes=_known(call),
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        call.request = _with_context(call.request)
        try:
            value = yield from steps
        except BaseException as error:
            span.set_status(trace.Status(trace.StatusCode.ERROR, mask_numbers(str(error))))
            span.set_attribute("error.type", type(error).__qualname__)
            if isinstance(error, NumbersError):
                span.set_attribute("numbers_api.charged", error.charged)
            raise
        finally:
            span.set_attributes(_learnt(call))
        span.set_attribute("numbers_api.reconciled", bool(getattr(value, "reconciled", False)))
        return value


def _known(call: Call) -> Mapping[str, Any]:
    parts = urlsplit(call.request.url)
    return {
        "http.request.method": call.operation.method,
        "url.full": mask_numbers(call.request.url),
        "url.template": mask_numbers(call.operation.path),
        "server.address": parts.hostname or "",
        "server.port": parts.port or (443 if parts.scheme == "https" else 80),
        "numbers_api.operation": call.operation.id,
    }


def _learnt(call: Call) -> Mapping[str, Any]:
    found: dict[str, Any] = {"http.request.resend_count": max(0, call.attempts - 1)}
    if call.status is not None:
        found["http.response.status_code"] = call.status
    return found


def _with_context(request: Any) -> Any:
    carrier: dict[str, str] = {}
    importlib.import_module("opentelemetry.propagate").inject(carrier)
    return replace(request, headers={**request.headers, **carrier}) if carrier else request
