"""Copies of parts of a document that share nothing with the original."""

from __future__ import annotations

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from overlay_engine.comments import copy_comments
from overlay_engine.values import Node, kind, plain


def fresh(value: Node, *, flow: bool = False, comments: bool = False) -> Node:
    """A deep copy that shares no container with the original, repeats no anchor and writes merge keys out.

    Args:
        value: a container or primitive of a loaded document.
        flow: write containers in flow style, as everything inside a flow collection must be.
        comments: take the comments along; never into a flow collection.
    """
    copy: Node
    if kind(value) == "object":
        copy = CommentedMap((key, fresh(item, flow=flow, comments=comments)) for key, item in value.items())
    elif kind(value) == "array":
        copy = CommentedSeq([fresh(item, flow=flow, comments=comments) for item in value])
    elif getattr(getattr(value, "anchor", None), "value", None) is None:
        return value
    else:
        return type(value)(value) if isinstance(value, str) else plain(value)
    style: bool | None = True if flow else value.fa.flow_style()
    if style is not None:
        (copy.fa.set_flow_style if style else copy.fa.set_block_style)()
    if comments and not flow:
        copy_comments(value, copy)
    return copy
