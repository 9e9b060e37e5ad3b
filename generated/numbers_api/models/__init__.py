"""The models: what the Numbers API takes and gives. Importing them imports no HTTP library."""

from __future__ import annotations

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
