"""Departures of a response from the description, as `on_drift` receives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["DriftEvent", "DriftKind", "OnDrift"]


OnDrift: TypeAlias = Callable[["DriftEvent"], object]


DriftKind: TypeAlias = Literal["unknown_field", "unknown_enum_value", "undocumented_status", "wrong_type"]


@dataclass(frozen=True, slots=True)
class DriftEvent:
    """One place where an answer is not what the description says.

    Attributes:
        kind: ``unknown_field``, ``unknown_enum_value``, ``undocumented_status`` or ``wrong_type``.
        operation: The operationId of the call.
        status: The HTTP status of the answer.
        path: The place in the body, a JSON Pointer (RFC 6901); empty for the whole.
        found: What stands there: the JSON type of a field, a value of an enumeration with phone numbers masked,
            or the status.
        expected: The rule that it breaks; empty for an unknown field, which breaks none.
    """

    kind: DriftKind
    operation: str
    status: int
    path: str
    found: str
    expected: str = ""

    def __str__(self) -> str:
        place = f" at {self.path}" if self.path else ""
        return f"{self.operation}: {self.kind}{place}: {self.found}{f' ({self.expected})' if self.expected else ''}"
