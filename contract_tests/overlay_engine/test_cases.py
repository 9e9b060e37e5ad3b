"""The table of cases: what each rule of the Overlay Specification, and each one beyond it, makes of a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from overlay_engine import OverlayError, apply_overlays, dump_json, write

from .strategies import load_yaml, overlay_of, put, read_back, same

if TYPE_CHECKING:
    from collections.abc import Mapping

Case = dict[str, Any]
_CASES: list[Case] = load_yaml(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
_RESULTS = [case for case in _CASES if "expected" in case]
_REFUSALS = [case for case in _CASES if "error" in case]


def _put_case(case: Mapping[str, Any], folder: Path, base_ending: str, overlay_ending: str) -> tuple[Path, Path]:
    base = put(folder / f"base.{base_ending}", case["base"])
    overlay = overlay_of(case["actions"], case.get("overlay", "1.1.0"))
    if isinstance(case["actions"], str):
        indented = "".join(f"  {line}\n" for line in case["actions"].splitlines())
        head = "".join(f"{key}: {json.dumps(overlay[key])}\n" for key in ("overlay", "info"))
        return base, put(folder / f"overlay.{overlay_ending}", f"{head}actions:\n{indented}")
    return base, put(folder / f"overlay.{overlay_ending}", overlay)


def _as_text(case: Mapping[str, Any]) -> bool:
    return isinstance(case["base"], str) or isinstance(case["actions"], str)


@pytest.mark.parametrize("case", _RESULTS, ids=lambda case: case["case"])
def test_the_result_of_a_case(case: Case, tmp_path: Path) -> None:
    """Overlays make of each base what the table says."""
    base, overlay = _put_case(case, tmp_path, "yaml", "yaml")
    result = read_back(dump_json(apply_overlays(base, [overlay])))
    assert same(result, case["expected"]), json.dumps(result)


@pytest.mark.parametrize("case", _REFUSALS, ids=lambda case: case["case"])
def test_the_refusal_of_a_case(case: Case, tmp_path: Path) -> None:
    """What the table calls an error is one, in a single line that begins with file and line and names the action."""
    base, overlay = _put_case(case, tmp_path, "yaml", "yaml")
    with pytest.raises(OverlayError) as caught:
        apply_overlays(base, [overlay])
    message = next(message for message in caught.value.messages if case["error"] in message)
    assert message.startswith(f"{overlay}:1: action " if case["actions"] else f"{overlay}: ")
    assert "\n" not in message
    assert "; " in message, "the message must say what to do next"


@pytest.mark.parametrize("case", [case for case in _RESULTS if not _as_text(case)], ids=lambda case: case["case"])
def test_json_and_yaml_are_alike(case: Case, tmp_path: Path) -> None:
    """A base or an overlay in JSON gives what its twin in YAML gives, and so does the result written as either."""
    for base_ending, overlay_ending in (("json", "yaml"), ("yaml", "json"), ("json", "json")):
        base, overlay = _put_case(case, tmp_path, base_ending, overlay_ending)
        document = apply_overlays(base, [overlay])
        for ending in ("json", "yaml"):
            output = tmp_path / f"output.{ending}"
            write(output, document)
            assert same(load_yaml(output.read_text("utf-8")), case["expected"])


def test_the_table_is_whole() -> None:
    """Every case has a name of its own, and either a result or a refusal."""
    names = [case["case"] for case in _CASES]
    assert len(set(names)) == len(names) >= 100
    assert all(("expected" in case) != ("error" in case) for case in _CASES)
