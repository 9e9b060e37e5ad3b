"""The root of everything that the client raises, and how it is pickled without a secret or a whole number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from .masking import mask_numbers

__all__ = ["Charged", "NumbersError"]

Charged: TypeAlias = Literal["no", "unknown", "yes"]


def _rebuild(cls: type[NumbersError], state: Mapping[str, Any], resume_token: str | None = None) -> NumbersError:
    error = cls(**state)
    error.resume_token = resume_token
    return error


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
        state = {key: value for key, value in self.__dict__.items() if key != "resume_token"}
        return {key: mask_numbers(value) if isinstance(value, str) else value for key, value in state.items()}

    def __reduce__(self) -> tuple[Callable[..., NumbersError], tuple[type[NumbersError], dict[str, Any], str | None]]:
        return _rebuild, (type(self), self._pickled(), self.resume_token)
