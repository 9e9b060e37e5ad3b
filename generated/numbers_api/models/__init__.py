"""The models: what the Numbers API takes and gives. Importing them imports no HTTP library."""

from __future__ import annotations

import importlib

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all that stands here
if TYPE_CHECKING:
    from typing import Any

    from .active_number import ActiveNumber
    from .active_number_update import ActiveNumberUpdate
    from .active_numbers_response import ActiveNumbersResponse
    from .address_requirement import AddressRequirement
    from .available_number import AvailableNumber
    from .available_numbers_response import AvailableNumbersResponse
    from .callback_method import CallbackMethod
    from .caller_id_preservation import CallerIdPreservation
    from .capabilities import Capabilities
    from .configuration import Configuration
    from .error import Error
    from .error_code import ErrorCode
    from .geography import Geography
    from .lifecycle import Lifecycle
    from .meta import Meta
    from .mms_capabilities import MmsCapabilities
    from .number_type import NumberType
    from .reachability import Reachability
    from .regulatory import Regulatory
    from .sms import Sms
    from .sms_capabilities import SmsCapabilities
    from .voice import Voice
    from .voice_capabilities import VoiceCapabilities

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

# Each model is imported when it is first asked for, with those that it is made of.
_HOMES = {
    "ActiveNumber": ".active_number",
    "ActiveNumberUpdate": ".active_number_update",
    "ActiveNumbersResponse": ".active_numbers_response",
    "AddressRequirement": ".address_requirement",
    "AvailableNumber": ".available_number",
    "AvailableNumbersResponse": ".available_numbers_response",
    "CallbackMethod": ".callback_method",
    "CallerIdPreservation": ".caller_id_preservation",
    "Capabilities": ".capabilities",
    "Configuration": ".configuration",
    "Error": ".error",
    "ErrorCode": ".error_code",
    "Geography": ".geography",
    "Lifecycle": ".lifecycle",
    "Meta": ".meta",
    "MmsCapabilities": ".mms_capabilities",
    "NumberType": ".number_type",
    "Reachability": ".reachability",
    "Regulatory": ".regulatory",
    "Sms": ".sms",
    "SmsCapabilities": ".sms_capabilities",
    "Voice": ".voice",
    "VoiceCapabilities": ".voice_capabilities",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    found = globals()[name] = getattr(importlib.import_module(_HOMES[name], __name__), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
