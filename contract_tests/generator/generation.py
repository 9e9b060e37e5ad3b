"""A copy of everything that the generator reads, to change and to run it on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

__all__ = ["ROOT", "Workbench", "snapshot"]

ROOT = Path(__file__).resolve().parents[2]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Workbench:
    """A base description and a folder of overrides, to be changed by a test.

    Attributes:
        folder: Where they are, and nothing else that matters.
    """

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Workbench:
        """Copy description and overrides into `folder`."""
        shutil.copy(ROOT / "openapi" / "numbers.yaml", folder / "numbers.yaml")
        ignored = shutil.ignore_patterns("__pycache__", "client_generator", "overlay_engine")
        shutil.copytree(ROOT / "overrides", folder / "overrides", ignore=ignored)
        return cls(folder)

    @property
    def output(self) -> Path:
        """The folder that a run writes."""
        return self.folder / "out"

    def run(self, *options: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the generator on the copy."""
        command = [sys.executable, str(ROOT / "overrides" / "generate.py"), *options]
        command += ["--base", str(self.folder / "numbers.yaml"), "--overrides", str(self.folder / "overrides")]
        return subprocess.run(
            [*command, "--output", str(self.output)],
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd or self.folder,
            env={**os.environ, **environment},
        )

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first `old` in a file by `new`; there has to be one."""
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def append(self, name: str, text: str) -> None:
        """Add `text` at the end of a file."""
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def load(self) -> dict[str, Any]:
        """Read the base description, comments and all."""
        yaml: Any = YAML()
        document: dict[str, Any] = yaml.load((self.folder / "numbers.yaml").read_text("utf-8"))
        return document

    def save(self, document: dict[str, Any]) -> None:
        """Write the base description."""
        yaml: Any = YAML()
        with (self.folder / "numbers.yaml").open("w", encoding="utf-8") as file:
            yaml.dump(document, file)
