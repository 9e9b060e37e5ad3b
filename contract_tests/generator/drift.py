"""A description that has grown: what ``drift.yaml`` adds, and a field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

__all__ = ["add_everything"]


def add_everything(document: dict[str, Any]) -> None:
    """Add two operations with a new tag, schemas that refer to each other, an error code, and a field."""
    yaml: Any = YAML()
    added: Any = yaml.load(Path(__file__).with_name("drift.yaml").read_text("utf-8"))
    document["paths"].update(added["paths"])
    document["components"]["schemas"].update(added["components"]["schemas"])
    nickname = {"type": ["string", "null"], "maxLength": 5, "description": "A short name."}
    document["components"]["schemas"]["ActiveNumber"]["properties"]["nickName"] = nickname
