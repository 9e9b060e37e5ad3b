"""The page of overrides, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import explain

if TYPE_CHECKING:
    from .pipeline import Inputs

__all__ = ["write_page"]


def write_page(inputs: Inputs) -> str:
    """Return ``OVERRIDES.md``."""
    return explain.write_page(inputs.base, inputs.overlays, explain.read_findings(inputs.findings))
