"""Targets of requests: path and query, percent-encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numbers_contract.description.operation import Operation

    from .accounts import Account


__all__ = ["Raw", "key_of", "target_of"]


class Raw(str):
    """A piece of a path or a query that is sent as it is, percent-encoded or broken."""

    __slots__ = ()


def target_of(
    operation: Operation, account: Account | None, path: dict[str, str], query: Iterable[tuple[str, str]]
) -> str:
    """Path and query of a request, percent-encoded unless Raw."""
    target = operation.path
    for parameter in operation.of("path"):
        effect = operation.effect
        default = account.id if account and effect and parameter.name == effect.account else ""
        target = target.replace(f"{{{parameter.name}}}", _encoded(path.get(parameter.name, default)))
    pairs = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in query)
    return f"{target}?{pairs}" if pairs else target


def key_of(operation: Operation, path: dict[str, str], query: Iterable[tuple[str, str]]) -> str | None:
    """The key in a request, wherever the operation has it."""
    name = operation.effect.key if operation.effect else None
    return path.get(name) or dict(query).get(name) if name else None


def _encoded(text: str) -> str:
    return text if isinstance(text, Raw) else quote(text, safe="")
