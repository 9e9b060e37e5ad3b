"""What the signatures speak of beside models: ``UNSET`` stands for what is left out."""

from __future__ import annotations

from ._runtime.operations import Operation
from ._runtime.settings import Headers
from ._runtime.values import UNSET, Unset

__all__ = ["UNSET", "Headers", "Operation", "Unset"]
