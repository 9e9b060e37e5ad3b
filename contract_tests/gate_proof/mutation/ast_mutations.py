"""Single changes to Python source: what each operator makes of a module, as text in place of text."""

from __future__ import annotations

import ast
import hashlib
import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gate_proof.mutation.mutation_operators import narrowed, of_expression, of_statement

if TYPE_CHECKING:
    from collections.abc import Iterator

PROSE: Final = ("Error", "warn", "debug", "info", "NotImplementedError")


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of one module.

    Attributes:
        module: The module, as a path below the package.
        place: The function or class that the change is in.
        operator: What kind of change it is.
        before: The text that is replaced.
        after: What replaces it.
        start: Where it begins, in characters.
        end: Where it ends.
        line: The line, counted from 1.
        nth: Which of those it is that are alike in all of the above but their place in the text.
    """

    module: str
    place: str
    operator: str
    before: str
    after: str
    start: int
    end: int
    line: int
    nth: int

    @property
    def key(self) -> str:
        """What the mutation is called: it stays the same as long as its own text and function do."""
        return f"{self.module}:{self.place}:{self.operator}:{_short(self.before)} -> {_short(self.after)} #{self.nth}"

    def applied(self, source: str) -> str:
        """The source with the change."""
        return f"{source[: self.start]}{self.after}{source[self.end :]}"


def _short(text: str) -> str:
    """A text on one line; a long one by its beginning and a digest of all of it."""
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:50]}…{hashlib.sha256(line.encode()).hexdigest()[:6]}"


def mutations(module: str, source: str) -> list[Mutation]:
    """Every mutation of a module that is Python and differs from it by more than its text."""
    tree = ast.parse(source)
    lines = _line_starts(source)
    seen: Counter[tuple[str, ...]] = Counter()
    found: list[Mutation] = []
    for place, operator, node, after in _changes(tree, types=module.startswith("models")):
        start, end = _span(source, lines, node)
        same = (place, operator, source[start:end], after)
        mutation = Mutation(module, place, operator, source[start:end], after, start, end, node.lineno, seen[same])
        if _differs(mutation.before, after):
            seen[same] += 1
            found.append(mutation)
    return found


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _span(source: str, lines: list[int], node: ast.stmt | ast.expr) -> tuple[int, int]:
    """Where a node stands, in characters; the columns of ast are bytes of UTF-8."""

    def place(line: int, column: int) -> int:
        text = source[lines[line - 1] : lines[line]]
        return lines[line - 1] + len(text.encode()[:column].decode())

    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset)


def _differs(before: str, after: str) -> bool:
    """Whether a text is Python, and other Python than the one that it replaces."""
    try:
        return ast.dump(ast.parse(f"({after}\n)")) != ast.dump(ast.parse(f"({before}\n)"))
    except SyntaxError:  # statements do not stand in parentheses
        return textwrap.dedent(before).split() != after.split()


Change = tuple[str, str, ast.stmt | ast.expr, str]


def _changes(tree: ast.Module, *, types: bool) -> Iterator[Change]:
    """Every place, operator, node and replacement, `types` of members where they are read at run time."""
    for place, node in _nodes(tree, "module"):
        if isinstance(node, ast.ClassDef) and types:
            for member in node.body:
                if isinstance(member, ast.AnnAssign):
                    yield from ((place, name, inner, after) for name, inner, after in narrowed(member))
        if isinstance(node, ast.expr):
            yield from ((place, name, node, after) for name, after in of_expression(node))
        elif isinstance(node, ast.stmt):
            yield from ((place, name, inner, after) for name, inner, after in of_statement(node))


def _nodes(node: ast.AST, place: str) -> Iterator[tuple[str, ast.AST]]:
    """The nodes below one, with the function or class that they are in; prose, types and exports are left out."""
    for child in _children(node):
        inner = place
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inner = child.name if place == "module" else f"{place}.{child.name}"
        yield inner, child
        yield from _nodes(child, inner)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    skipped: set[int] = set()
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        skipped = {id(statement) for statement in node.body if is_invisible(statement)}
    if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        skipped |= {id(getattr(node, "returns", None)), *map(id, node.decorator_list)}
    if isinstance(node, (ast.arg, ast.AnnAssign)):
        skipped |= {id(node.annotation)}
    if isinstance(node, ast.Call) and _says(node):
        return
    if isinstance(node, ast.JoinedStr):
        return
    for child in ast.iter_child_nodes(node):
        if id(child) not in skipped:
            yield child


def is_invisible(statement: ast.stmt) -> bool:
    """Whether a statement is a docstring, an import, an export or for type checkers alone."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return True
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return True
    if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
        return True
    names = [ast.unparse(target) for target in getattr(statement, "targets", [])]
    return names[:1] == ["__all__"] or "TypeVar(" in ast.unparse(statement)


def _says(call: ast.Call) -> bool:
    """Whether a call makes an exception or writes a log: its words are nobody's contract."""
    name = ast.unparse(call.func).rpartition(".")[2]
    return name.endswith(PROSE) or name in PROSE
