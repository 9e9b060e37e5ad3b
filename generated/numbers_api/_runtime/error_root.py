"""The root of everything that the client raises, and how it is pickled without a secret or a whole number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from .masking import mask_numbers

__all__ = ["Charged", "NumbersError"]

Charged: TypeAlias = Literal["no", "unknown", "yes"]


_EXACT = frozenset({"request_id", "resume_token"})  # worth nothing when a digit is missing


def _rebuild(cls: type[NumbersError], state: Mapping[str, Any]) -> NumbersError:
    error = cls.__new__(cls)
    error.args = (state["message"],)
    error.__dict__.update(state)
    return error


def _masked(name: str, value: Any) -> Any:
    if name == "__notes__":
        return [mask_numbers(note) for note in value]
    return mask_numbers(value) if isinstance(value, str) and name not in _EXACT else value


class NumbersError(Exception):
    """The root of everything that this package raises.

    Attributes:
        message: What happened, and what to do next. Phone numbers are masked in ``str(error)``.
        operation: The operationId of the call, or ``None``.
        charged: Whether the call moved money.
        resume_token: Where a loop over a list stood when this ended it: give it as ``resume=`` to go on.
    """

    message: str
    operation: str | None
    charged: Charged
    resume_token: str | None

    def __init__(self, message: str, *, operation: str | None = None, charged: Charged = "no") -> None:
        super().__init__(message)
        self.message = message
        self.operation = operation
        self.charged = charged
        self.resume_token = None

    def __str__(self) -> str:
        return mask_numbers(f"{self.operation}: {self.message}" if self.operation else self.message)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def _pickled(self) -> dict[str, Any]:
        return {name: _masked(name, value) for name, value in self.__dict__.items()}

    def __reduce__(self) -> tuple[Callable[..., NumbersError], tuple[type[NumbersError], dict[str, Any]]]:
        return _rebuild, (type(self), self._pickled())
