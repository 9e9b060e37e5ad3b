"""JSON values as ruamel.yaml holds them: kinds, equality, plain copies, and copies that share nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from overlay_engine.comments import copy_comments

Kind: TypeAlias = Literal["object", "array", "primitive"]
Verb: TypeAlias = Literal["update", "remove", "copy"]
Location: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"


class Lexeme(str):
    """A string that YAML writes without quotes although its text looks like another type: ``200:`` as a key, a date."""

    __slots__ = ("tag",)

    tag: str

    def __new__(cls, text: str, tag: str) -> Lexeme:
        """Keep the YAML tag that the text has when it stands without quotes."""
        lexeme = super().__new__(cls, text)
        lexeme.tag = tag
        return lexeme


def kind(value: object) -> Kind:
    """The kind of value that the merge rules of the Overlay Specification speak of."""
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else "primitive"


def plain(value: Any) -> Plain:
    """The value in Python's own types: no comments, no style, nothing shared."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
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


def fresh(value: Any, *, flow: bool = False, comments: bool = False) -> Any:
    """A deep copy that shares no container with the original, repeats no anchor and writes merge keys out.

    Args:
        value: a container or primitive of a loaded document.
        flow: write containers in flow style, as everything inside a flow collection must be.
        comments: take the comments along; never into a flow collection.
    """
    copy: Any
    if isinstance(value, CommentedMap):
        copy = CommentedMap((key, fresh(item, flow=flow, comments=comments)) for key, item in value.items())
    elif isinstance(value, CommentedSeq):
        copy = CommentedSeq([fresh(item, flow=flow, comments=comments) for item in value])
    elif getattr(getattr(value, "anchor", None), "value", None) is None:
        return value
    else:
        return type(value)(value) if isinstance(value, str) else plain(value)
    style = True if flow else value.fa.flow_style()
    if style is not None:
        (copy.fa.set_flow_style if style else copy.fa.set_block_style)()
    if comments and not flow:
        copy_comments(value, copy)
    return copy
