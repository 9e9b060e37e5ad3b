"""An environment for each peer, made once below ``build/`` and kept while its requirements stay."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from command import ROOT, CommandError

from .peers import OURS, STOCK

if TYPE_CHECKING:
    from pathlib import Path

    from .peers import Peer

__all__ = ["HOME", "ROOT", "environment", "python"]

HOME = ROOT / "build" / "bench" / "client"


def python(peer: Peer) -> Path:
    """Return the interpreter of a peer's environment."""
    return HOME / peer.name / "bin" / "python"


def environment(peer: Peer) -> None:
    """Make the environment of `peer`, unless it is there.

    Raises:
        CommandError: it cannot be made.
    """
    stamp = HOME / peer.name / "made-of"
    wanted = "\n".join([sys.version, *peer.requirements])
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        print(f"bench: making an environment for {peer.name}", file=sys.stderr, flush=True)
        _run(peer, sys.executable, "-m", "venv", "--clear", str(HOME / peer.name))
        quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
        _run(peer, str(python(peer)), "-m", "pip", "install", *quiet, *peer.requirements)
        stamp.write_text(wanted, "utf-8")
    if peer is OURS:
        _put(peer, ROOT / "generated" / "numbers_api")
    if peer is STOCK:
        _generate_stock(peer)


def _put(peer: Peer, package: Path) -> None:
    """Copy a package into the environment and compile it, as installing does."""
    (place,) = (HOME / peer.name / "lib").glob("python*/site-packages")
    shutil.rmtree(place / package.name, ignore_errors=True)
    shutil.copytree(package, place / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    _run(peer, str(python(peer)), "-m", "compileall", "-q", str(place / package.name))


def _generate_stock(peer: Peer) -> None:
    made = HOME / "stock_client"
    options = HOME / "stock.yaml"
    options.write_text("post_hooks: []\n", "utf-8")
    description = str(ROOT / "generated" / "openapi.yaml")
    where = ("--output-path", str(made), "--overwrite", "--meta", "none", "--config", str(options))
    _run(peer, sys.executable, "-m", "openapi_python_client", "generate", "--path", description, *where)
    _put(peer, made)


def _run(peer: Peer, *command: str) -> None:
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    if ran.returncode:
        lines = (ran.stderr or ran.stdout).strip().splitlines() or ["no message"]
        raise CommandError(f"no environment for {peer.name}: {lines[-1]}; is the package index reachable?")
