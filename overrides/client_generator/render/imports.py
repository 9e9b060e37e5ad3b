"""The import lines of a module, by the names that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from client_generator.model.names import HOMES

__all__ = ["import_lines"]


def import_lines(body: str, root: str, models: Iterable[str], errors: Iterable[str]) -> str:
    """Return the imports that `body` needs.

    Args:
        body: Python code, its docstrings included.
        root: The dots that lead from the module to the package.
        models: Class names of models that may be imported.
        errors: Class names of exceptions that may be imported.
    """
    code = re.sub(r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#[^\n]*', "", body)
    words = set(re.findall(r"(?<![.\w])[A-Za-z_]\w*", code))
    lines = ["import msgspec"] if "msgspec" in words else []
    lines += ["import builtins"] if "builtins" in words else []
    lines += ["import warnings"] if "warnings" in words else []
    lines += [f"from {_home(name, root)} import {name}" for name in sorted(words & HOMES.keys())]
    for module, names in (("models", models), ("errors", errors)):
        found = sorted(words & set(names))
        lines += [f"from {root}{module} import {', '.join(found)}"] if found else []
    return "\n".join(lines)


def _home(name: str, root: str) -> str:
    home = HOMES[name]
    return root + home if home.startswith("_") else home
