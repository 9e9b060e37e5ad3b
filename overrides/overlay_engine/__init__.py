"""Overlays (1.0 and 1.1) applied strictly: an action that does nothing is an error, and comments survive."""

from __future__ import annotations

from overlay_engine.engine import applied, apply_overlays, changes
from overlay_engine.errors import OverlayError
from overlay_engine.files import read, write, write_text
from overlay_engine.json_text import dump_json
from overlay_engine.report import MISSING, Change, Delta, Missing
from overlay_engine.yaml_text import dump

__all__ = [
    "MISSING",
    "Change",
    "Delta",
    "Missing",
    "OverlayError",
    "applied",
    "apply_overlays",
    "changes",
    "dump",
    "dump_json",
    "read",
    "write",
    "write_text",
]
