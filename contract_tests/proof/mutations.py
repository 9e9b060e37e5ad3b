"""Single changes to Python source: what each operator makes of a module, as text in place of text."""

from __future__ import annotations

import ast
import hashlib
import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARED: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
COMPUTED: Final[dict[type[ast.operator], str]] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "//",
    ast.FloorDiv: "*",
    ast.Div: "*",
    ast.Mod: "*",
    ast.Pow: "*",
    ast.BitAnd: "|",
    ast.BitOr: "&",
    ast.LShift: ">>",
    ast.RShift: "<<",
}
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
                    yield from ((place, name, inner, after) for name, inner, after in _narrowed(member))
        if isinstance(node, ast.expr):
            yield from ((place, name, node, after) for name, after in _of_expression(node))
        elif isinstance(node, ast.stmt):
            yield from ((place, name, inner, after) for name, inner, after in _of_statement(node))


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
        skipped = {id(statement) for statement in node.body if _is_invisible(statement)}
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


def _is_invisible(statement: ast.stmt) -> bool:
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


def _of_expression(node: ast.expr) -> Iterator[tuple[str, str]]:
    """The operators on expressions, with what they write instead."""
    if isinstance(node, ast.Compare):
        yield from (("compare", after) for after in _compared(node))
    elif isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield "boolean", f"({word.join(f'({ast.unparse(value)})' for value in node.values)})"
        yield from (("operand", f"({ast.unparse(value)})") for value in node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not", f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.BinOp) and type(node.op) in COMPUTED:
        yield "compute", f"(({ast.unparse(node.left)}) {COMPUTED[type(node.op)]} ({ast.unparse(node.right)}))"
    elif isinstance(node, ast.Constant):
        yield from (("constant", after) for after in _constants(node.value))
    elif isinstance(node, ast.IfExp):
        yield from (("branch", f"({ast.unparse(branch)})") for branch in (node.body, node.orelse))
    elif isinstance(node, ast.Call):
        yield from (("argument", after) for after in _fewer(node))
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        yield from (("filter", after) for after in _unfiltered(node))
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield "slice", ast.unparse(node.value)


def _compared(node: ast.Compare) -> Iterator[str]:
    for at, operator in enumerate(node.ops):
        texts = [f"({ast.unparse(node.left)})"]
        for index, (other, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
            sign = COMPARED[type(operator)] if index == at else _sign(other)
            texts.append(f"{sign} ({ast.unparse(right)})")
        yield f"({' '.join(texts)})"


def _sign(operator: ast.cmpop) -> str:
    """A comparison as it is written: the opposite of its opposite."""
    opposite = COMPARED[type(operator)]
    if isinstance(operator, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
        return {"<=": "<", "<": "<=", ">=": ">", ">": ">="}[opposite]
    return {"!=": "==", "==": "!=", "is not": "is", "is": "is not", "not in": "in", "in": "not in"}[opposite]


def _constants(value: object) -> Iterator[str]:
    if isinstance(value, bool):
        yield repr(not value)
    elif isinstance(value, (int, float)):
        yield repr(value + 1)
        if value not in (0, 1):
            yield "0"
    elif isinstance(value, str):
        yield repr(f"{value}X") if value else repr("X")
    elif isinstance(value, bytes):
        yield repr(value + b"X")
    elif value is None:
        yield "0"


def _fewer(node: ast.Call) -> Iterator[str]:
    """The call without each of its keyword arguments, and the first argument in its place."""
    for at, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            fewer = ast.Call(node.func, node.args, node.keywords[:at] + node.keywords[at + 1 :])
            yield ast.unparse(fewer)
    if len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], (ast.Starred, ast.GeneratorExp)):
        yield f"({ast.unparse(node.args[0])})"


def _unfiltered(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> Iterator[str]:
    text = ast.unparse(node)
    for generator in node.generators:
        for condition in generator.ifs:
            yield text.replace(f" if {ast.unparse(condition)}", "", 1)


def _of_statement(node: ast.stmt) -> Iterator[tuple[str, ast.stmt | ast.expr, str]]:
    """The operators on statements."""
    if isinstance(node, (ast.If, ast.While)):
        values = ("False", "True") if isinstance(node, ast.If) else ("False",)
        yield from (("branch", node.test, value) for value in values)
    elif _is_deletable(node):
        yield "delete", node, "pass"
    elif isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield "return", node, "return None"
    elif isinstance(node, ast.Try):
        yield from (("handler", handler.type, "ZeroDivisionError") for handler in node.handlers if handler.type)
    elif isinstance(node, (ast.Continue, ast.Break)):
        yield "delete", node, "break" if isinstance(node, ast.Continue) else "continue"
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield "exception", node.exc, "ArithmeticError('another')"


def _is_deletable(node: ast.stmt) -> bool:
    """Whether a statement does something, so that it can be left out and the rest still be Python."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, (ast.Call, ast.Await, ast.Yield))
    if isinstance(node, ast.Assign):
        return isinstance(node.targets[0], (ast.Attribute, ast.Subscript))
    return isinstance(node, (ast.AugAssign, ast.Delete, ast.Raise))


def _narrowed(node: ast.AnnAssign) -> Iterator[tuple[str, ast.expr, str]]:
    """The annotation of a member, which msgspec reads at run time, without each alternative of its union."""
    alternatives: list[ast.expr] = []
    rest: ast.expr = node.annotation
    while isinstance(rest, ast.BinOp) and isinstance(rest.op, ast.BitOr):
        alternatives.insert(0, rest.right)
        rest = rest.left
    if alternatives:
        every = [rest, *alternatives]
        for at in range(len(every)):
            yield "type", node.annotation, " | ".join(ast.unparse(one) for one in every[:at] + every[at + 1 :])
