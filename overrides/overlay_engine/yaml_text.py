"""YAML text and documents: what JSON can say is read with comments and style, and written back as it was."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from overlay_engine.comments import Spans, settle
from overlay_engine.values import Lexeme

_CORE = "tag:yaml.org,2002:"
_LEXEME = "!lexeme:"
_UNBROKEN = 1 << 20  # a line width that no text reaches: long texts are never folded


def parse_yaml(text: str) -> Any:
    """Read one YAML 1.2 document: keys become strings, dates stay text, comments hang on the key below them.

    Raises:
        ruamel.yaml.error.YAMLError: not well formed, a repeated key, or a value that JSON has no word for.
    """
    yaml = _RoundTrip()
    document = yaml.load(text)
    settle(document, text, yaml.spans)
    return document


def dump(document: Any) -> str:
    """The document as YAML: its comments, order, quoting and indentation kept; the same on every Python version."""
    yaml = _RoundTrip()
    mapping, offset = _indentation(document)
    yaml.indent(mapping=mapping, sequence=offset + 2, offset=offset)
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


class _Constructor(RoundTripConstructor):
    """Builds JSON values only; everything else is refused where it stands."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        if node.start_mark.line != node.end_mark.line:
            self.loader.spans.note(node)
        if node.ctag.handle and node.tag != _CORE + "str":
            raise ConstructorError(None, None, f"the tag {node.tag} has no JSON value", node.start_mark)
        if node in self.recursive_objects:
            raise ConstructorError(None, None, "an alias stands inside what it refers to", node.start_mark)
        return super().construct_object(node, deep=deep)

    def construct_mapping(self, node: Any, maptyp: Any, deep: bool = False) -> Any:
        for key, _ in node.value:
            if not isinstance(key, ScalarNode):
                raise ConstructorError(None, None, "a key that is a collection has no JSON value", key.start_mark)
            if key.tag not in (_CORE + "str", _CORE + "merge"):
                key.tag = _LEXEME + str(key.tag)
        return super().construct_mapping(node, maptyp, deep=deep)

    def construct_lexeme(self, suffix: str, node: Any) -> Lexeme:
        return Lexeme(node.value, suffix)

    def construct_yaml_timestamp(self, node: Any, values: Any = None) -> Any:
        return Lexeme(node.value, _CORE + "timestamp")

    def construct_yaml_sbool(self, node: Any) -> bool:
        return bool(super().construct_yaml_bool(node))

    def construct_yaml_str(self, node: Any) -> Any:
        return DoubleQuotedScalarString(node.value) if node.ctag.handle else self.construct_scalar(node)

    def construct_yaml_float(self, node: Any) -> Any:
        value = super().construct_yaml_float(node)
        if math.isfinite(value):
            return value
        raise ConstructorError(None, None, f"{node.value} has no JSON value", node.start_mark)


_Constructor.add_multi_constructor(_LEXEME, _Constructor.construct_lexeme)
_Constructor.add_constructor(_CORE + "timestamp", _Constructor.construct_yaml_timestamp)
_Constructor.add_constructor(_CORE + "bool", _Constructor.construct_yaml_sbool)
_Constructor.add_constructor(_CORE + "str", _Constructor.construct_yaml_str)
_Constructor.add_constructor(_CORE + "float", _Constructor.construct_yaml_float)


class _Representer(RoundTripRepresenter):
    def represent_lexeme(self, data: Lexeme) -> Any:
        return self.represent_scalar(data.tag, str(data))

    def represent_none(self, data: Any) -> Any:
        return self.represent_scalar(_CORE + "null", "null")


_Representer.add_representer(Lexeme, _Representer.represent_lexeme)
_Representer.add_representer(type(None), _Representer.represent_none)


class _RoundTrip(YAML):
    def __init__(self) -> None:
        super().__init__()
        self.Constructor, self.Representer = _Constructor, _Representer
        self.preserve_quotes, self.width, self.allow_unicode = True, _UNBROKEN, True
        self.spans = Spans()


def _indentation(document: Any) -> tuple[int, int]:
    """Columns by which most mappings, and most dashes, stand to the right of the key that holds them."""
    mapping, dash = Counter({2: 0}), Counter({2: 0})
    for child, indent in _block_children(document):
        if isinstance(child, CommentedSeq) and indent >= 0:
            dash[indent] += 1
        elif isinstance(child, CommentedMap) and indent > 0:
            mapping[indent] += 1
    return _most_common(mapping), _most_common(dash)


def _most_common(votes: Counter[int]) -> int:
    return min(votes, key=lambda indent: (-votes[indent], indent))


def _block_children(node: Any) -> Iterator[tuple[Any, int]]:
    if isinstance(node, CommentedMap):
        for key, (line, *_) in (node.lc.data or {}).items():
            child = node.get(key)
            if isinstance(child, (CommentedMap, CommentedSeq)) and (child.lc.line or 0) > line:
                yield child, child.lc.col - node.lc.col
    for child in node.values() if isinstance(node, CommentedMap) else node if isinstance(node, CommentedSeq) else ():
        yield from _block_children(child)
