"""Documents on disk: read by the ending of the file's name, written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from ruamel.yaml.error import YAMLError

from overlay_engine.errors import OverlayError
from overlay_engine.json_text import dump_json, item_lines, parse_json
from overlay_engine.yaml_text import dump, parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from overlay_engine.values import Node

Lines = Callable[[int], int]


def read(path: Path) -> tuple[Node, Lines]:
    """Read a YAML or (name ends in .json) JSON document.

    Returns:
        The document, and the line (from 1) of an item of the array `actions` in it by index.

    Raises:
        OverlayError: the file cannot be read, is not well formed, repeats a key or holds what JSON has no word for.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise OverlayError(f"{path}: cannot be read ({error.strerror}); name an existing file") from None
    except UnicodeDecodeError as error:
        raise OverlayError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    document = _parsed(path, text)
    if path.suffix == ".json":
        return document, lambda index: item_lines(text, "actions")[index]
    return document, lambda index: int(document["actions"].lc.data[index][0]) + 1


def write(path: Path, document: Node) -> None:
    """Write a document as JSON (name ends in .json) or YAML; on failure the old file stays as it was.

    Raises:
        OverlayError: the file cannot be written.
    """
    write_text(path, dump_json(document) if path.suffix == ".json" else dump(document))


def write_text(path: Path, text: str) -> None:
    """Write a text file; on failure the old file stays as it was.

    Raises:
        OverlayError: the file cannot be written.
    """
    try:
        _replace(path.resolve(), text)
    except OSError as error:
        raise OverlayError(f"{path}: cannot be written ({error.strerror}); name a file in a writable folder") from None


def _parsed(path: Path, text: str) -> Node:
    try:
        return parse_json(text) if path.suffix == ".json" else parse_yaml(text)
    except (YAMLError, ValueError) as error:
        raise OverlayError(f"{path}{_complaint(error)}; correct the text there") from None
    except RecursionError:
        raise OverlayError(f"{path}: is nested too deeply; flatten it") from None


def _complaint(error: Exception) -> str:
    mark: Node = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or error)
    said, _, _ = said.partition(" with value ")  # ruamel.yaml quotes both values of a repeated key at full length
    return f":{mark.line + 1}: {said}" if mark else f": {said}"


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
