"""JSON Pointers (RFC 6901): reading, writing, and where in a YAML file each place stands."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeGuard

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "MISSING",
    "Lines",
    "escaped",
    "get",
    "is_list",
    "is_object",
    "joined",
    "parts",
    "placed",
    "reader",
    "texts_in",
]


_OBJECT: Any = dict


class _Missing:
    """The type of MISSING, which is false and has no other value."""

    def __repr__(self) -> str:
        return "missing"

    def __bool__(self) -> bool:
        return False


MISSING: Any = _Missing()
"""Stands for a place that does not exist."""


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a JSON value is a list."""
    return isinstance(value, list)


@lru_cache(maxsize=4096)
def parts(pointer: str) -> tuple[str, ...]:
    """The unescaped steps of a pointer."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def escaped(step: object) -> str:
    """One step of a pointer."""
    return str(step).replace("~", "~0").replace("/", "~1")


def joined(*steps: object) -> str:
    """The pointer that goes through the steps."""
    return "".join(f"/{escaped(step)}" for step in steps)


def get(document: Any, pointer: str) -> Any:
    """What stands at a pointer, or MISSING; below null everything is missing."""
    found: Any = document
    for step in parts(pointer):
        if type(found) is _OBJECT:  # asked a million times a run
            found = found.get(step, MISSING)
        elif is_list(found) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return MISSING
    return found


def reader(pointer: str) -> Callable[[Any], Any]:
    """What `get` does with one pointer, for thousands of documents."""
    steps = parts(pointer)
    if any(map(str.isdecimal, steps)):  # which may lead into a list
        return lambda document: get(document, pointer)

    def read(document: Any) -> Any:
        found: Any = document
        try:
            for step in steps:
                found = found[step]
        except (KeyError, TypeError):
            return MISSING
        return found

    return read


def placed(pointer: str, value: Any) -> Any:
    """The smallest document of objects that has the value at the pointer."""
    for step in reversed(parts(pointer)):
        value = {step: value}
    return value


def texts_in(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the objects of a JSON value, with its place."""
    if is_object(value):
        for name, below in value.items():
            yield from texts_in(below, pointer + joined(name))
    elif isinstance(value, str):
        yield pointer, value


class Lines:
    """A YAML or JSON text: its value, and the line, counted from 1, of each place in it."""

    def __init__(self, text: str) -> None:
        """Read the text.

        Raises:
            yaml.YAMLError: the text is no YAML.
        """
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.value: Any = yaml.load(text, Loader=loader)  # noqa: S506  (both are safe loaders)
        self._lines: dict[str, int] = {"": 1}
        root = yaml.compose(text, Loader=loader)
        if root is not None:
            self._walk(root, "")

    def _walk(self, node: yaml.Node, pointer: str) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._enter(f"{pointer}/{escaped(key.value)}", key, value)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self._enter(f"{pointer}/{index}", value, value)

    def _enter(self, pointer: str, mark: yaml.Node, value: yaml.Node) -> None:
        if pointer not in self._lines:
            self._lines[pointer] = mark.start_mark.line + 1
            self._walk(value, pointer)

    def line(self, pointer: str) -> int:
        """The line of a place, or of the nearest place around it that exists."""
        while pointer not in self._lines:
            pointer = pointer.rpartition("/")[0]
        return self._lines[pointer]
