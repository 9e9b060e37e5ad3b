"""The models: what the Numbers API takes and gives. Importing them imports no HTTP library."""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all that stands here
if TYPE_CHECKING:
    from typing import Any

    from ._classes import (
        ActiveNumber,
        ActiveNumbersResponse,
        ActiveNumberUpdate,
        AddressRequirement,
        AvailableNumber,
        AvailableNumbersResponse,
        CallbackMethod,
        CallerIdPreservation,
        Capabilities,
        Configuration,
        Error,
        ErrorCode,
        Geography,
        Lifecycle,
        Meta,
        MmsCapabilities,
        NumberType,
        Reachability,
        Regulatory,
        Sms,
        SmsCapabilities,
        Voice,
        VoiceCapabilities,
    )

__all__ = [
    "ActiveNumber",
    "ActiveNumbersResponse",
    "ActiveNumberUpdate",
    "AddressRequirement",
    "AvailableNumber",
    "AvailableNumbersResponse",
    "CallbackMethod",
    "CallerIdPreservation",
    "Capabilities",
    "Configuration",
    "Error",
    "ErrorCode",
    "Geography",
    "Lifecycle",
    "Meta",
    "MmsCapabilities",
    "NumberType",
    "Reachability",
    "Regulatory",
    "Sms",
    "SmsCapabilities",
    "Voice",
    "VoiceCapabilities",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    classes = importlib.import_module("._classes", __name__)  # when the first model is asked for
    globals().update({each: getattr(classes, each) for each in __all__})
    return globals()[name]


def __dir__() -> list[str]:
    return sorted(__all__)
