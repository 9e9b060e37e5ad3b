"""What the signatures speak of beside models: ``UNSET`` stands for what is left out."""

from __future__ import annotations

from ._runtime.contracts import RetryContract
from ._runtime.drift import DriftEvent, DriftKind
from ._runtime.operations import Operation
from ._runtime.options import CallOptions, QueryValue
from ._runtime.prepared import PreparedRequest
from ._runtime.prices import PriceLimit
from ._runtime.raw import RawResponse
from ._runtime.settings import Headers, OnDrift
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
