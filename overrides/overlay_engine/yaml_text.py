"""YAML text and documents: what JSON can say is read with comments and style, and written back as it was."""

# ruamel.yaml hides the types in its annotations from pyright.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import io
import math
from collections import Counter
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString
from ruamel.yaml.scanner import RoundTripScanner

from overlay_engine.comments import Layout, Remark, settle
from overlay_engine.values import Digits, Lexeme, Node, containers, kind

if TYPE_CHECKING:
    from collections.abc import Iterator

_CORE = "tag:yaml.org,2002:"
_LEXEME = "!lexeme:"
_ODD_BREAKS = {"\x85", "\u2028", "\u2029"}  # line breaks to ruamel.yaml, letters to YAML 1.2: quoted, both agree
_UNBROKEN = 1 << 20  # a line width that no text reaches: long texts are never folded


def parse_yaml(text: str) -> Node:
    """Read one YAML 1.2 document: keys become strings, dates stay text, comments hang on the key below them.

    Raises:
        ruamel.yaml.error.YAMLError: not well formed, a repeated key, or a value that JSON has no word for.
    """
    yaml = _RoundTrip()
    document = yaml.load(text)
    settle(document, text, yaml.layout)
    for container in containers(document):
        if container.yaml_anchor():
            container.anchor.always_dump = True  # also when no alias refers to it any more, or ever did
    return document


def dump(document: Node) -> str:
    """The document as YAML: its comments, order, quoting and indentation kept; the same on every Python version."""
    yaml = _RoundTrip()
    mapping, offset = _indentation(document)
    yaml.indent(mapping=mapping, sequence=offset + 2, offset=offset)
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


class _Scanner(RoundTripScanner):
    """Hands no comments to the parser, which would put them where a change takes them along."""

    def fetch_comment(self, comment: Node) -> None:
        text, mark, _ = comment
        if text.startswith("#"):
            self.loader.layout.trailing.append(Remark(mark.line, mark.column, text.partition("\n")[0] + "\n"))


class _Constructor(RoundTripConstructor):
    """Builds JSON values only; everything else is refused where it stands."""

    def construct_document(self, node: Node) -> Node:
        anchors: set[str] = set()
        for part in _parts(node):
            self.loader.layout.stretch(part)
            _refuse_beyond_json(part)
            if part.anchor in anchors:
                raise ConstructorError(None, None, f"the anchor &{part.anchor} is set twice", part.start_mark)
            anchors |= {part.anchor} - {None}
            header = part.comment[1] if part.comment and getattr(part, "style", None) in {"|", ">"} else None
            part.comment = [None, header] if header else None
        return super().construct_document(node)

    def construct_object(self, node: Node, deep: bool = False) -> Node:  # noqa: FBT001, FBT002 (the base class says so)
        if node in self.recursive_objects:
            raise ConstructorError(None, None, "an alias stands inside what it refers to", node.start_mark)
        return super().construct_object(node, deep=deep)

    def construct_scalar(self, node: Node) -> Node:
        value = super().construct_scalar(node)
        breaks = isinstance(value, (LiteralScalarString, FoldedScalarString)) and _ODD_BREAKS & set(value)
        return DoubleQuotedScalarString(value) if breaks else value

    def construct_lexeme(self, suffix: str, node: Node) -> Lexeme:
        return Lexeme(node.value, suffix)

    def construct_date(self, node: Node) -> Lexeme:
        return Lexeme(node.value, _CORE + "timestamp")

    def construct_yaml_sbool(self, node: Node) -> bool:
        return bool(super().construct_yaml_bool(node))

    def construct_yaml_str(self, node: Node) -> Node:
        return DoubleQuotedScalarString(node.value) if node.ctag.handle else self.construct_scalar(node)

    def construct_yaml_float(self, node: Node) -> Node:
        value = super().construct_yaml_float(node)
        if math.isfinite(value):
            return Digits(value, node.value)
        raise ConstructorError(None, None, f"{node.value} has no JSON value", node.start_mark)


_Constructor.add_multi_constructor(_LEXEME, _Constructor.construct_lexeme)
_Constructor.add_constructor(_CORE + "timestamp", _Constructor.construct_date)
_Constructor.add_constructor(_CORE + "bool", _Constructor.construct_yaml_sbool)
_Constructor.add_constructor(_CORE + "str", _Constructor.construct_yaml_str)
_Constructor.add_constructor(_CORE + "float", _Constructor.construct_yaml_float)


def _parts(root: Node) -> Iterator[Node]:
    """A node of ruamel.yaml and all nodes below it, keys included, each once."""
    seen: set[Node] = set()
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        yield node
        if not isinstance(node, ScalarNode):
            inside = node.value if isinstance(node, SequenceNode) else [part for pair in node.value for part in pair]
            waiting += reversed(inside)


def _refuse_beyond_json(node: Node) -> None:
    """Refuse tags and keys that JSON has no word for; mark the keys that YAML takes for other types than text."""
    if node.ctag.handle and node.tag != _CORE + "str":
        raise ConstructorError(None, None, f"the tag {node.tag} has no JSON value", node.start_mark)
    for key, _ in node.value if isinstance(node, MappingNode) else ():
        if not isinstance(key, ScalarNode):
            raise ConstructorError(None, None, "a key that is a collection has no JSON value", key.start_mark)
        if not key.value and key.tag == _CORE + "null":
            raise ConstructorError(None, None, "a key is missing before the colon", key.start_mark)
        tag = str(key.tag)
        if tag not in (_CORE + "str", _CORE + "merge") and not tag.startswith(_LEXEME):
            key.tag = _LEXEME + tag


class _Representer(RoundTripRepresenter):
    def represent_lexeme(self, data: Lexeme) -> Node:
        return self.represent_scalar(data.tag, str(data))

    def represent_digits(self, data: Digits) -> Node:
        return self.represent_scalar(_CORE + "float", data.text)

    def represent_null(self, _data: None) -> Node:
        return self.represent_scalar(_CORE + "null", "null")


_Representer.add_representer(Lexeme, _Representer.represent_lexeme)
_Representer.add_representer(Digits, _Representer.represent_digits)
_Representer.add_representer(type(None), _Representer.represent_null)


class _RoundTrip(YAML):
    def __init__(self) -> None:
        super().__init__()
        self.Scanner, self.Constructor, self.Representer = _Scanner, _Constructor, _Representer
        self.preserve_quotes, self.width, self.allow_unicode = True, _UNBROKEN, True
        self.brace_single_entry_mapping_in_flow_sequence = True
        self.layout = Layout()
        self.composer.warn_double_anchors = False  # refused in the end, with the line where it stands


def _indentation(document: Node) -> tuple[int, int]:
    """Columns by which most mappings, and most dashes, stand to the right of the key that holds them."""
    mapping, dash = Counter({2: 0}), Counter({2: 0})
    for parent in containers(document):
        for child, indent in _indented(parent) if kind(parent) == "object" else ():
            if kind(child) == "array" and indent >= 0:
                dash[indent] += 1
            elif kind(child) == "object" and indent > 0:
                mapping[indent] += 1
    return _most_common(mapping), _most_common(dash)


def _most_common(votes: Counter[int]) -> int:
    return min(votes, key=lambda indent: (-votes[indent], indent))


def _indented(parent: Node) -> Iterator[tuple[Node, int]]:
    positions: dict[str, list[int]] = parent.lc.data or {}
    for key, (line, *_) in positions.items():
        child: Node = parent.get(key)
        if kind(child) != "primitive" and (child.lc.line or 0) > line:
            yield child, child.lc.col - parent.lc.col
