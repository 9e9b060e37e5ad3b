"""How the JSON of an answer is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gate_proof.second_server.choices import Choices


def written(found: Any, choices: Choices) -> bytes:  # noqa: ANN401  (any JSON value)
    """The bytes of a body."""
    value = _with_fractions(found) if choices.whole == "fraction" else found
    if choices.spelling == "escaped":
        return json.dumps(value, ensure_ascii=True, separators=(" ,\n", " : ")).encode() + b"\n"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _with_fractions(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {name: _with_fractions(below) for name, below in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return list(map(_with_fractions, cast("Iterable[Any]", value)))
    return float(value) if type(value) is int else value
