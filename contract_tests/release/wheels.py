"""Wheels made of what is installed here: an index on the loopback can serve them without the network."""

from __future__ import annotations

import zipfile
from importlib.metadata import Distribution, distribution
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from pathlib import Path

_BY_THE_INSTALLER = {"INSTALLER", "REQUESTED", "direct_url.json"}


def repack_with_dependencies(names: list[str], folder: Path) -> None:
    """Write a wheel for each distribution and for everything it depends on, at the versions installed here."""
    waiting, done = list(names), set[str]()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in done:
            done.add(name)
            installed = distribution(name)
            _repack(installed, folder)
            waiting += [need.name for need in map(Requirement, installed.requires or []) if _applies(need)]


def _applies(need: Requirement) -> bool:
    return need.marker is None or need.marker.evaluate({"extra": ""})


def _repack(installed: Distribution, folder: Path) -> None:
    lines = (installed.read_text("WHEEL") or "").splitlines()
    tags = [line.removeprefix("Tag: ").split("-") for line in lines if line.startswith("Tag: ")]
    tag = "-".join(".".join(dict.fromkeys(part)) for part in zip(*tags, strict=True))  # PEP 425, compressed tag sets
    name = canonicalize_name(installed.metadata["Name"]).replace("-", "_")
    with zipfile.ZipFile(folder / f"{name}-{installed.version}-{tag}.whl", "w") as wheel:
        for file in installed.files or []:
            scripts_or_cache = ".." in file.parts or "__pycache__" in file.parts
            if not scripts_or_cache and file.name not in _BY_THE_INSTALLER:
                wheel.write(str(file.locate()), file.as_posix())
