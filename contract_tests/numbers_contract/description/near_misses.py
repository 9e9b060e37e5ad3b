"""Values of filters as text: what is sent for a value, and texts that are almost it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .operation import Operation, Parameter

__all__ = ["NEAR", "askable", "measurable", "misses", "text_of_value", "typed"]

Json = dict[str, Any]
NEAR = "near"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)


def text_of_value(value: Any) -> str:
    """How a value stands in a query; 1.0 is the integer 1 in JSON Schema."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def typed(schema: Json, text: str) -> Any:
    """The value that a text stands for where a schema expects one."""
    kind = schema.get("type")
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind in ("integer", "number"):
        return int(text) if _INTEGER.fullmatch(text) else text
    return text


def askable(parameter: Parameter | None, text: str) -> bool:
    """Whether a filter may be asked for a text."""
    return parameter is not None and text != "" and parameter.compiled.allows(typed(parameter.schema, text))


def measurable(operation: Operation, name: str, text: str) -> bool:
    """Whether a text is a number, where a filter looks for what is near; another may be refused or found nowhere."""
    near = any(one.parameter == name and NEAR in one.compare for one in operation.extensions.filters)
    return not near or _NUMBER.fullmatch(text) is not None


def misses(value: Any) -> Iterator[str]:
    """Texts that are almost the value."""
    if isinstance(value, bool):
        yield text_of_value(not value)
    elif isinstance(value, int):
        yield from (str(value + 1), str(value - 1), str(value * 10))
    else:
        text = text_of_value(value)
        yield from (text.swapcase(), text.lower(), text[:-1], text[1:], f"{text}x", f"{text} ", f" {text}")
        yield from (
            text.partition(" ")[0],
            text[: max(1, len(text) // 2)],
            f"%{text[1:]}",
            f"{text[:1]}%",
            "_" * len(text),
            "*",
        )
        yield from _near_numbers(text)


def _near_numbers(text: str) -> Iterator[str]:
    try:
        number = float(text)
    except ValueError:
        return
    yield from (f"{number + 0.5:g}", f"{number - 0.5:g}" if number > 0.5 else "0", f"{number:.2f}")
