"""Command: apply Overlay documents to a description.

python overrides/apply.py BASE OVERLAY... --output FILE
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from overlay_engine import OverlayError, apply_overlays, write

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0, or 2 for bad input, said in one line each on stderr."""
    options = _parser().parse_args(arguments)
    try:
        _refuse_own_input(options.output, [options.base, *options.overlays])
        write(options.output, apply_overlays(options.base, options.overlays))
    except OverlayError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _refuse_own_input(output: Path, inputs: Sequence[Path]) -> None:
    if output.resolve() in [path.resolve() for path in inputs]:
        raise OverlayError(f"{output}: is an input and would be lost; name another file as --output")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Apply Overlay 1.0 and 1.1 documents, in order, to a description.")
    parser.add_argument("base", type=Path, metavar="BASE", help="the description, in YAML or JSON")
    parser.add_argument("overlays", type=Path, metavar="OVERLAY", nargs="+", help="an Overlay document")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", required=True, help="where to write the result (.json: JSON)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
