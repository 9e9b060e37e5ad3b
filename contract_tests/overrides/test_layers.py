"""Each overlay says what it does and why, and stands alone: any can be left out, and any can be the only one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from overlay_engine import OverlayError
from overrides.normalised import OVERLAYS, Json, all_changes, base, normalised, read_yaml, with_overlays

if TYPE_CHECKING:
    from pathlib import Path

    from overlay_engine import Change

LAYERS = ("wire", "types", "texts", "names")


def named(overlay: Path) -> str:
    """The name of an overlay, for the list of tests."""
    return overlay.stem


def faults(document: Json) -> list[str]:
    """What the OpenAPI 3.1 schema and the rules beyond it find wrong."""
    return [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]


def unexplained(change: Change) -> list[str]:
    """What a reader would miss in an action."""
    missing: list[str] = []
    if not change.description.strip():
        missing.append("description")
    if len(change.reason.split()) < 10 or not change.reason.rstrip().endswith("."):
        missing.append("x-reason in sentences")
    if bool(change.resolves) == change.adds:
        missing.append("either findings in x-resolves or x-adds: true")
    return missing


def test_every_action_is_explained() -> None:
    """Every action says what it does, why in sentences, and which finding it resolves or that it is an addition."""
    assert [(c.file.name, c.description, unexplained(c)) for c in all_changes() if unexplained(c)] == []


def test_an_action_without_a_reason_is_reported() -> None:
    """An action that lacks its reason, or claims to resolve nothing and add nothing, is noticed."""
    bare = replace(all_changes()[0], reason="", resolves=())
    assert unexplained(bare) == ["x-reason in sentences", "either findings in x-resolves or x-adds: true"]


def test_actions_of_one_file_have_different_descriptions() -> None:
    """An action can be named by its file and its description."""
    names = [(change.file.name, change.description) for change in all_changes()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("overlay", OVERLAYS, ids=named)
def test_overlay_says_its_layer(overlay: Path) -> None:
    """The layer in the name of an overlay is the one inside, and it is an Overlay 1.1 document with a title."""
    document = read_yaml(overlay)
    match = re.fullmatch(r"[0-9]{2}-([a-z]+)-[a-z-]+", overlay.stem)
    assert match
    assert match[1] == document["x-layer"]
    assert match[1] in LAYERS
    assert document["overlay"] == "1.1.0"
    assert document["info"]["title"]


def test_layers_come_in_order() -> None:
    """In the order of the file names, the layers follow each other: wire, types, texts, names."""
    layers = [read_yaml(overlay)["x-layer"] for overlay in OVERLAYS]
    assert layers == sorted(layers, key=LAYERS.index)
    assert set(layers) == set(LAYERS)


def test_base_and_result_are_valid() -> None:
    """The description is valid OpenAPI 3.1 before and after all overlays."""
    assert faults(base()) == []
    assert faults(normalised()) == []


def test_an_invalid_description_is_reported() -> None:
    """The validator does find a fault when there is one."""
    document = with_overlays(OVERLAYS)
    del document["components"]["responses"]["Conflict"]["description"]
    assert faults(document) != []


@pytest.mark.parametrize("overlay", OVERLAYS, ids=named)
def test_overlay_can_be_left_out(overlay: Path) -> None:
    """Without any one overlay the others still apply, and what they make is valid and different."""
    document = with_overlays(other for other in OVERLAYS if other != overlay)
    assert faults(document) == []
    assert document != normalised()


@pytest.mark.parametrize("overlay", OVERLAYS, ids=named)
def test_overlay_applies_alone(overlay: Path) -> None:
    """Any one overlay applies to the description by itself, and what it makes is valid and different."""
    document = with_overlays([overlay])
    assert faults(document) == []
    assert document != base()


@pytest.mark.parametrize("layer", LAYERS)
def test_layer_can_be_left_out(layer: str) -> None:
    """Without any one layer the others still apply, and what they make is valid."""
    assert faults(with_overlays(overlay for overlay in OVERLAYS if read_yaml(overlay)["x-layer"] != layer)) == []


def test_an_overlay_that_misses_is_an_error(tmp_path: Path) -> None:
    """An overlay whose target is gone does not pass silently."""
    stale = tmp_path / "99-types-stale.yaml"
    stale.write_text(OVERLAYS[0].read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(OverlayError, match="99-types-stale"):
        with_overlays([*OVERLAYS, stale])
