"""The page of overrides, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import explain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from overlay_engine import Change

    from .pipeline import Inputs

__all__ = ["write_page"]


def write_page(inputs: Inputs, made: Sequence[Change]) -> str:
    """Return ``OVERRIDES.md``."""
    return explain.page_of(inputs.base.name, made, explain.read_findings(inputs.findings))
