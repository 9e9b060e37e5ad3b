"""Leaves comments, and the docstrings of what no user meets, out of the package, which they make heavy."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

__all__ = ["drop_inner_docstrings"]

_TOOLS = ("fmt:", "pyright:", "type:")  # whose comments the generated package needs; ruff does not look at it


def drop_inner_docstrings(package: Path) -> None:
    """Rewrite the modules of ``_runtime``, without the docstrings that no user meets.

    A user meets the classes that other modules than those of the operations import, and their base classes; of
    functions, those that a module passes on.
    """
    if not all(_is_python(file) for file in package.rglob("*.py")):
        return  # the formatter comes next, and names the file and the place
    runtime = package / "_runtime"
    private = {runtime, package / "_operations.py"}
    outside = [file for file in package.rglob("*.py") if not private & {file, *file.parents}]
    met = {
        found
        for file in outside
        for found in _imported(ast.parse(file.read_text("utf-8")), "_runtime.")
        if not found[1][:1].islower()
    }
    trees = {file.stem: ast.parse(file.read_text("utf-8")) for file in sorted(runtime.glob("*.py"))}
    waiting = sorted(met)
    while waiting:
        module, name = waiting.pop()
        bases = {found for found in _bases(module, trees[module], name) if found[0] in trees} - met
        met |= bases
        waiting += sorted(bases)
    for module, tree in trees.items():
        file = runtime / f"{module}.py"
        file.write_text(
            _without(file.read_text("utf-8"), tree, {name for home, name in met if home == module}), "utf-8"
        )


def _is_python(file: Path) -> bool:
    try:
        ast.parse(file.read_text("utf-8"))
    except SyntaxError:
        return False
    return True


def _imported(tree: ast.Module, package: str) -> Iterator[tuple[str, str]]:
    """Yield module and name of what a module imports from `package` as a whole, not inside of a function."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(package):
            yield from ((node.module.removeprefix(package), alias.name) for alias in node.names)


def _bases(module: str, tree: ast.Module, name: str) -> Iterator[tuple[str, str]]:
    """Yield module and name of each base class of the class `name`."""
    homes = {imported: home for home, imported in _imported(tree, "")}
    own = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            used = [part.id for base in node.bases for part in ast.walk(base) if isinstance(part, ast.Name)]
            yield from ((module, base) for base in used if base in own)
            yield from ((homes[base], base) for base in used if base in homes)


def _without(source: str, tree: ast.Module, met: set[str]) -> str:
    """Drop comments, and the docstrings of all but `met` and of what in these begins with _."""
    dropped: set[int] = set()
    if not met and len(tree.body) > 1 and ast.get_docstring(tree) is not None:
        dropped |= set(range(tree.body[0].lineno, (tree.body[0].end_lineno or 0) + 1))
    for top in tree.body:
        kept = getattr(top, "name", "") in met
        for node in ast.walk(top):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and len(node.body) > 1:
                inner = node is not top and node.name.startswith("_")
                if ast.get_docstring(node) is not None and (inner or not kept):
                    dropped |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = source.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not any(tool in token.string for tool in _TOOLS):
            row, column = token.start
            before = lines[row - 1][:column].rstrip()
            lines[row - 1] = f"{before}\n"
            dropped |= set() if before else {row}
    return "".join(line for number, line in enumerate(lines, 1) if number not in dropped)
