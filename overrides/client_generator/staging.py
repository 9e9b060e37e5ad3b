"""Writing a tree beside its place and moving it there whole, or not at all."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from .errors import GenerateError

__all__ = ["differences", "digest", "files_of", "staged"]

_IGNORED = {"__pycache__", ".ruff_cache", ".mypy_cache", "dist"}


def files_of(root: Path) -> dict[str, bytes]:
    """Return the content of each file below `root`, caches left out."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not _IGNORED.intersection(path.relative_to(root).parts)
    }


def differences(old: Path, new: Path) -> list[str]:
    """Return a line for each file that `old` and `new` do not have alike."""
    before, after = files_of(old), files_of(new)
    words = {(True, False): "would be removed", (False, True): "is missing", (True, True): "differs"}
    return [
        f"{name}: {words[name in before, name in after]}"
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def digest(paths: Iterable[Path], root: Path) -> str:
    """Return the SHA-256 over names and contents of `paths`."""
    total = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file() and not _IGNORED.intersection(path.parts):
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _is_ours(output: Path) -> bool:
    return output.is_dir() and ((output / "openapi.yaml").exists() or not any(output.iterdir()))


@contextmanager
def staged(output: Path) -> Generator[Path]:
    """Give an empty folder beside `output` that takes its place when the block ends well.

    Raises:
        GenerateError: `output` cannot be written, or is a folder that no run of ours has written.
    """
    if output.exists() and not _is_ours(output):
        raise GenerateError(str(output), "is not a folder of generated files; name an empty or a new one")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    except OSError as error:
        raise GenerateError(str(output), f"cannot be written ({error.strerror}); choose another place") from None
    try:
        fresh = scratch / "new"
        fresh.mkdir()
        yield fresh
        if output.exists():
            output.rename(scratch / "old")
        try:
            fresh.rename(output)
        except OSError:
            if (scratch / "old").exists():
                (scratch / "old").rename(output)
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
