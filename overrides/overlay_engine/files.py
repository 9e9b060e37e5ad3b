"""Documents on disk: read by the ending of the file's name, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from overlay_engine.errors import OverlayError
from overlay_engine.json_text import dump_json, item_lines, parse_json
from overlay_engine.yaml_text import dump, parse_yaml

Lines = Callable[[int], int]


def read(path: Path) -> tuple[Any, Lines]:
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


def write(path: Path, document: Any) -> None:
    """Write a document as JSON (name ends in .json) or YAML; on failure the old file stays as it was.

    Raises:
        OverlayError: the file cannot be written.
    """
    text = dump_json(document) if path.suffix == ".json" else dump(document)
    try:
        _replace(path, text)
    except OSError as error:
        raise OverlayError(f"{path}: cannot be written ({error.strerror}); name a file in a writable folder") from None


def _parsed(path: Path, text: str) -> Any:
    try:
        return parse_json(text) if path.suffix == ".json" else parse_yaml(text)
    except MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise OverlayError(f"{path}{line}: {error.problem or error.context}; correct the YAML there") from None
    except (YAMLError, ValueError) as error:
        raise OverlayError(f"{path}: {error}; correct the text there") from None
    except RecursionError:
        raise OverlayError(f"{path}: is nested too deeply; flatten it") from None


def _replace(path: Path, text: str) -> None:
    target = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
