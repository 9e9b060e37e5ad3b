"""Queries compiled once and then given to the driver as they are.

SQLAlchemy spends more on executing a query that reads one row than SQLite does; the queries of every request are the
same few objects, so that what it works out for them can be kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite import dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select

__all__ = ["Prepared", "prepared"]

_KEPT = 256  # queries; there are some fifty
_DIALECT: Any = dialect(paramstyle="qmark")


class Prepared:
    """A query as SQLite takes it: its text, and its parameters in their order."""

    __slots__ = ("_fixed", "_names", "text")

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        if compiled.post_compile_params or any(_converts(column.type) for column in statement.selected_columns):
            raise TypeError(f"the driver cannot be given this query as it is: {compiled}")
        self.text = compiled.string
        self._names = tuple(compiled.positiontup or ())
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def values(self, parameters: Mapping[str, object]) -> list[object]:
        """The values in the order of the text.

        Raises:
            KeyError: one is missing.
        """
        known = {**self._fixed, **parameters}
        return [known[name] for name in self._names]


def _converts(kind: Any) -> bool:  # noqa: ANN401  (TypeEngine of any value)
    """Whether the driver's values of a type are not yet those that Python is to see, as with booleans."""
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None) is not None


@lru_cache(maxsize=_KEPT)
def prepared(statement: Select[*tuple[Any, ...]]) -> Prepared:
    """The query, compiled when it is seen for the first time.

    Raises:
        TypeError: its results need conversion, or its text depends on its parameters.
    """
    return Prepared(statement)
