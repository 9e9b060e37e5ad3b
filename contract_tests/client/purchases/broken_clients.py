"""Clients that guess: what the proofs must find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbers_api._runtime.calls.read_back import Finding
from numbers_api._runtime.calls.retries import repeated

if TYPE_CHECKING:
    from collections.abc import Generator

    from numbers_api._runtime.calls.attempts import Call, Steps

__all__ = ["Naive", "absent"]


class Naive:
    """What other clients do: they send a purchase again like anything else, and believe the last answer."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def steps(self) -> Steps:
        """Carry out the call."""
        return repeated(self._call)


def absent(call: Call, **_: object) -> Generator[object, object, Finding]:
    """Find nothing, without looking."""
    del call
    yield from ()
    return Finding.ABSENT
