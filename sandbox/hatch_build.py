"""Puts the description and the licence, which lie outside of this folder in the repository, into what is built.

In an sdist both are there already, where the wheel that is built from it finds them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_OUTSIDE = {"numbers_sandbox/openapi.yaml": "../generated/openapi.yaml", "LICENSE": "../LICENSE"}


class OutsideFiles(BuildHookInterface[Any]):
    """The hook that hatchling finds by its base class."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files, each with its place in the distribution.

        Raises:
            FileNotFoundError: a file is neither here nor in the repository around.
        """
        if version == "editable":  # runs from the tree, where the package reads the description itself
            return
        for name, source in _OUTSIDE.items():
            path = Path(self.root, source).resolve()
            if Path(self.root, name).exists():
                continue
            if not path.is_file():
                raise FileNotFoundError(f"{path} is missing: run `make generate`")
            if self.target_name == "sdist" or name.startswith("numbers_sandbox/"):
                build_data["force_include"][str(path)] = name
