"""What is shipped of the runtime modules is their code, every statement of it, and every text that a user can meet."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import numbers_api
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "overrides" / "runtime").glob("*.py"))


def _code(file: Path) -> str:
    """The code of a module without the docstrings in it."""
    tree = ast.parse(file.read_text("utf-8"))
    tree.body = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


@pytest.mark.parametrize("source", SOURCES, ids=lambda file: file.stem)
def test_only_docstrings_are_left_out(source: Path) -> None:
    """The shipped module does what the one in overrides/runtime does, to the last statement."""
    assert _code(ROOT / "generated" / "numbers_api" / "_runtime" / source.name) == _code(source)


def test_whatever_a_user_meets_has_its_text() -> None:
    """Each public class, with each of its public methods, and each public function says what it is."""
    for home in ("numbers_api", "numbers_api.types", "numbers_api.errors", "numbers_api.models"):
        module = importlib.import_module(home)
        for name in module.__all__:
            found = getattr(module, name)
            if inspect.isclass(found) and found.__module__.startswith(numbers_api.__name__):
                assert found.__doc__, name
                members = inspect.getmembers_static(
                    found, lambda member: inspect.isroutine(member) or hasattr(member, "fget")
                )
                ours = [(key, getattr(found, key)) for key, _ in members if not key.startswith("_")]
                shown = [key for key, value in ours if _is_of_this_package(value) and not inspect.getdoc(value)]
                assert shown == [], name


def _is_of_this_package(value: object) -> bool:
    module = getattr(getattr(value, "fget", value), "__module__", None)
    return str(module).startswith(numbers_api.__name__)
