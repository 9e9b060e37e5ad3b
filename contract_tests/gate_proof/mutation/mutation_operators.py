"""The operators: what each makes of an expression, a statement or the type of a member."""

from __future__ import annotations

import ast
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


def of_expression(node: ast.expr) -> Iterator[tuple[str, str]]:
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


def of_statement(node: ast.stmt) -> Iterator[tuple[str, ast.stmt | ast.expr, str]]:
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


def narrowed(node: ast.AnnAssign) -> Iterator[tuple[str, ast.expr, str]]:
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
