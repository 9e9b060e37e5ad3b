"""The engine must stay quick enough to run at every generation."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import apply

from .strategies import put

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 10.0  # it takes about one; the rest is for a machine that is busy with other tests


def _base_text(operations: int) -> str:
    parameters = "".join(
        f"        - name: q{index}\n          in: query\n          # About q{index}.\n"
        "          schema:\n            type: string\n"
        for index in range(3)
    )
    head = "openapi: 3.1.0\ninfo: {title: Many, version: '1'}\npaths:\n"
    return head + "".join(
        f"  /p{index}:\n    get:\n      operationId: op{index}\n      tags: [a, b]\n      parameters:\n{parameters}"
        for index in range(operations)
    )


def _overlay_text(first: int, actions: int) -> str:
    head = "overlay: 1.1.0\ninfo: {title: Some, version: '1'}\nactions:\n"
    return head + "".join(
        f"  - target: $.paths[*][?@.operationId=='op{index}']\n    update:\n      x-new: {index}\n"
        "      responses:\n        '200': {description: OK}\n"
        for index in range(first, first + actions)
    )


def test_seven_overlays_on_three_thousand_lines(tmp_path: Path) -> None:
    """Seven overlays of fifteen actions each are applied to a description of 3000 lines in a moment."""
    text = _base_text(158)
    assert text.count("\n") >= 3000
    base = put(tmp_path / "base.yaml", text)
    overlays = [put(tmp_path / f"{index}.yaml", _overlay_text(index * 15, 15)) for index in range(7)]
    started = time.perf_counter()
    assert apply.main([*map(str, [base, *overlays]), "--output", str(tmp_path / "out.yaml")]) == 0
    assert time.perf_counter() - started < _SECONDS
