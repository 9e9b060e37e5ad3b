"""Leaves the docstrings of what no user meets out of the package: they are for those who work on it, and weigh."""

from __future__ import annotations

import ast
import re
from pathlib import Path

__all__ = ["drop_inner_docstrings"]


def drop_inner_docstrings(package: Path) -> None:
    """Rewrite the modules of ``_runtime`` that nothing outside of it imports, without docstrings below their own."""
    runtime = package / "_runtime"
    others = [file.read_text("utf-8") for file in package.rglob("*.py") if runtime not in file.parents]
    met = {name for text in others for name in re.findall(r"_runtime\.(\w+)", text)}
    for file in sorted(runtime.glob("*.py")):
        source = file.read_text("utf-8")
        file.write_text(_without(source, every=file.stem not in met), "utf-8")


def _without(source: str, *, every: bool) -> str:
    """Drop the docstrings of classes and functions: of all, or of those whose name begins with an underscore."""
    dropped: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if len(node.body) > 1 and ast.get_docstring(node) is not None and (every or node.name.startswith("_")):
            dropped |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = source.splitlines(keepends=True)
    return "".join(line for number, line in enumerate(lines, 1) if number not in dropped)
