"""JSON values as ruamel.yaml holds them: kinds, equality, plain copies, and copies that share nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Node: TypeAlias = Any  # a value of a loaded document; ruamel.yaml's own classes say no more about what they hold
Kind: TypeAlias = Literal["object", "array", "primitive"]
Verb: TypeAlias = Literal["update", "remove", "copy"]
Location: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"


class Lexeme(str):
    """A string that YAML writes without quotes although its text looks like another type: ``200:`` as a key, a date."""

    __slots__ = ("tag",)

    tag: str

    def __new__(cls, text: str, tag: str) -> Self:
        """Keep the YAML tag that the text has when it stands without quotes."""
        lexeme = super().__new__(cls, text)
        lexeme.tag = tag
        return lexeme


class Digits(float):
    """A number with the digits that it was written with; ruamel.yaml's own class for that errs in the last one."""

    __slots__ = ("text",)

    text: str

    def __new__(cls, number: float, text: str) -> Self:
        """Keep the text beside the number that it stands for."""
        digits = super().__new__(cls, number)
        digits.text = text
        return digits


def kind(value: object) -> Kind:
    """The kind of value that the merge rules of the Overlay Specification speak of."""
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else "primitive"


def children(value: Node) -> list[Node]:
    """The values of an object, the items of an array; nothing of a primitive."""
    if kind(value) == "object":
        return list(value.values())
    return list(value) if kind(value) == "array" else []


def containers(root: Node) -> Iterator[Node]:
    """The objects and arrays at and below a value, outer before inner, each once although aliases repeat it."""
    seen: set[int] = set()
    waiting: list[Node] = [root]
    while waiting:
        value = waiting.pop()
        if kind(value) == "primitive" or id(value) in seen:
            continue
        seen.add(id(value))
        yield value
        waiting += reversed(children(value))


def plain(value: Node) -> Plain:
    """The value in Python's own types: no comments, no style, nothing shared."""
    if kind(value) == "object":
        return {str(key): plain(item) for key, item in value.items()}
    if kind(value) == "array":
        return [plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return str(value)
    return float(value) if isinstance(value, float) else int(value)


def same(left: object, right: object) -> bool:
    """Whether two primitives are written alike: 1, 1.0 and true are three different values."""
    if isinstance(left, bool) or isinstance(right, bool) or left is None or right is None:
        return left is right
    return left == right and isinstance(left, float) == isinstance(right, float)


def pointer(location: Sequence[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of a location; that of the whole document is the empty string."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
