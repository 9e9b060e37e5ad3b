"""The compliance sets of the Overlay Specification's own repository, which are not part of this one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from overlay_engine import apply_overlays, dump

from .strategies import load_yaml

_VARIABLE = "OVERLAY_COMPLIANT_SETS"
_BASES = ("openapi.yaml", "arazzo.yaml", "asyncapi.yaml")
_FOLDER = os.environ.get(_VARIABLE)
_SETS = sorted(path.parent for path in Path(_FOLDER).glob("*/overlay.yaml")) if _FOLDER else []


@pytest.mark.skipif(not _SETS, reason=f"{_VARIABLE} names no folder compliant-sets of OAI/Overlay-Specification")
@pytest.mark.parametrize("folder", _SETS or [Path("none")], ids=lambda folder: folder.name)
def test_an_official_set(folder: Path) -> None:
    """The output of each official set comes out, value for value."""
    base = next(folder / name for name in _BASES if (folder / name).exists())
    result = dump(apply_overlays(base, [folder / "overlay.yaml"]))
    assert load_yaml(result) == load_yaml((folder / "output.yaml").read_text("utf-8"))
