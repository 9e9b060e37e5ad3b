"""The import lines of a module, by the names that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["RESERVED", "import_lines"]

_HOMES = {
    "Any": "typing",
    "Annotated": "typing",
    "Literal": "typing",
    "Unpack": "typing",
    "Sequence": "collections.abc",
    "date": "datetime",
    "datetime": "datetime",
    "Decimal": "decimal",
    "IntEnum": "enum",
    "StrEnum": "enum",
    "OpenIntEnum": "_runtime.values",
    "OpenStrEnum": "_runtime.values",
    "ClosedModel": "_runtime.json.models",
    "Model": "_runtime.json.models",
    "Body": "_runtime.operations",
    "Operation": "_runtime.operations",
    "Paging": "_runtime.operations",
    "Parameter": "_runtime.operations",
    "PriceLookup": "_runtime.operations",
    "ReadBack": "_runtime.operations",
    "CallOptions": "_runtime.client.options",
    "PriceLimit": "_runtime.calls.prices",
    "AsyncClientBase": "_runtime.client.clients",
    "ClientBase": "_runtime.client.clients",
    "async_method": "_runtime.client.methods",
    "async_pages_method": "_runtime.client.methods",
    "blocking_method": "_runtime.client.methods",
    "pages_method": "_runtime.client.methods",
    "AsyncPages": "_runtime.pagination.pages",
    "Pages": "_runtime.pagination.pages",
    "Extent": "_runtime.pagination.walk",
    "UNSET": "_runtime.values",
    "FixedDecimal": "_runtime.values",
    "Unset": "_runtime.values",
}
RESERVED = frozenset({*_HOMES, "TYPE_CHECKING"})


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
    lines += [f"from {_home(name, root)} import {name}" for name in sorted(words & _HOMES.keys())]
    for module, names in (("models", models), ("errors", errors)):
        found = sorted(words & set(names))
        lines += [f"from {root}{module} import {', '.join(found)}"] if found else []
    return "\n".join(lines)


def _home(name: str, root: str) -> str:
    home = _HOMES[name]
    return root + home if home.startswith("_") else home
