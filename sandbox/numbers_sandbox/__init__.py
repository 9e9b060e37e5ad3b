"""An endpoint that behaves like the Numbers API, failures included: for development and for tests.

`numbers-sandbox serve` starts it, `numbers_sandbox` is its fixture for pytest, and
``with numbers_sandbox.fake_client() as client:`` has no server at all; README.md has all three.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .in_process import Fake, fake, fake_async_client, fake_client

__all__ = ["Fake", "fake", "fake_async_client", "fake_client"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (imported when first asked for: the server needs none of it)
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f"{__name__}.in_process"), name)
