"""What the signatures speak of beside models: ``UNSET`` stands for what is left out."""

from __future__ import annotations

from ._runtime.calls.prices import PriceLimit
from ._runtime.client.options import CallOptions, QueryValue
from ._runtime.client.prepared_request import PreparedRequest
from ._runtime.client.raw_response import RawResponse
from ._runtime.json.drift_events import DriftEvent, DriftKind, OnDrift
from ._runtime.operations import Operation
from ._runtime.retry_contract import RetryContract
from ._runtime.transport.headers import Headers
from ._runtime.values import UNSET, Unset

__all__ = [
    "UNSET",
    "CallOptions",
    "DriftEvent",
    "DriftKind",
    "Headers",
    "OnDrift",
    "Operation",
    "PreparedRequest",
    "PriceLimit",
    "QueryValue",
    "RawResponse",
    "RetryContract",
    "Unset",
]
