"""Read a reference in widdershins' Markdown and write its facts (see `document_reader.facts` for the layout).

Exit codes: 0 written, 2 a usage error, an unreadable document, or a document that breaks the format.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from document_reader import DocumentError, read_facts, to_json


class UnreadableError(Exception):
    """The document cannot be read as text, or the facts cannot be written."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    options = _parse(arguments)
    try:
        facts = read_facts(_read(options.document))
        _write(options.output, to_json(facts))
    except DocumentError as error:
        print(f"read_document: {options.document}:{error}", file=sys.stderr)
        return 2
    except UnreadableError as error:
        print(f"read_document: {error}", file=sys.stderr)
        return 2
    operations, schemas = len(facts.operations), len(facts.schemas)
    print(f"{options.output}: {operations} operations and {schemas} schemas from {facts.line_count} lines")
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="read_document", description="Write the facts of a Markdown reference.")
    parser.add_argument("document", type=Path, metavar="DOCUMENT", help="the reference, a Markdown file in UTF-8")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="where to write the facts (JSON)")
    return parser.parse_args(arguments)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        rule = "the document must be UTF-8; save it in that encoding"
        raise UnreadableError(f"{path}:{line}: byte 0x{error.object[error.start]:02x} is not UTF-8; {rule}") from None
    except OSError as error:
        rule = "the document must be a readable file; check the path"
        raise UnreadableError(f"{path}:1: {error.strerror}; {rule}") from None


def _write(path: Path, text: str) -> None:
    """Write `text` in one step: the file is the old one or the new one, never a part."""
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        rule = "the output must be a file in an existing folder that can be written; check --output"
        raise UnreadableError(f"{path}: {error.strerror}; {rule}") from None


if __name__ == "__main__":
    sys.exit(main())
