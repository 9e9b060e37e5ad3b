"""Write ``generated/`` anew from the description, its overrides, the templates and the runtime.

    python overrides/generate.py [--check] [--base FILE] [--overrides DIR] [--output DIR]

Exit status: 0 written (or, with --check, fresh); 1 with --check, stale; 2 an input or a tool is not as it must be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

try:
    from client_generator.errors import GenerateError
    from client_generator.pipeline import Inputs, write_tree
    from client_generator.staging import differences, staged
except (ImportError, SyntaxError) as error:  # the generator shares modules with the runtime, which may be in work
    print(f"generate: {' '.join(str(error).split())}; correct the module, or run make generate", file=sys.stderr)
    sys.exit(2)

_ROOT = Path(__file__).resolve().parent.parent
_SHOWN = 10


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the output is fresh")
    parser.add_argument(
        "--base", type=Path, default=_ROOT / "openapi" / "numbers.yaml", help="the faithful description"
    )
    parser.add_argument(
        "--overrides", type=Path, default=_ROOT / "overrides", help="the folder of overlays and templates"
    )
    parser.add_argument("--output", type=Path, default=_ROOT / "generated", help="the folder to write")
    return parser.parse_args()


def _inputs(base: Path, overrides: Path) -> Inputs:
    return Inputs(
        base=base,
        overlays=sorted(overrides.glob("[0-9]*.yaml")),
        findings=overrides / "findings.yaml",
        config=overrides / "generator.yaml",
        templates=overrides / "templates",
        runtime=overrides / "runtime",
        licence=_ROOT / "LICENSE",
        pins=_ROOT / "requirements.lock",
        root=_ROOT,
    )


def _check(inputs: Inputs, output: Path) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        write_tree(inputs, Path(scratch))
        stale = differences(output, Path(scratch)) if output.is_dir() else [f"{output.name}: is missing"]
    if stale:
        more = f"; and {len(stale) - _SHOWN} more" if len(stale) > _SHOWN else ""
        print(
            f"generate: {output.name}/ is stale ({'; '.join(stale[:_SHOWN])}{more}); run: make generate",
            file=sys.stderr,
        )
        return 1
    print(f"generate: {output.name}/ is fresh")
    return 0


def main() -> int:
    """Run the command."""
    arguments = _arguments()
    inputs = _inputs(arguments.base, arguments.overrides)
    output = arguments.output.resolve()
    try:
        if arguments.check:
            return _check(inputs, output)
        with staged(output) as fresh:
            write_tree(inputs, fresh)
    except GenerateError as error:
        print(f"generate: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        what = f"{error.strerror or error}; see that it is there, and that there is room"
        print(f"generate: {error.filename or output}: {what}", file=sys.stderr)
        return 2
    print(f"generate: wrote {output.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
