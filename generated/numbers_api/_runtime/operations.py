"""What an operation of the description is, as data: the generated modules hold one `Operation` each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

__all__ = ["Body", "Operation", "Paging", "Parameter"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    Attributes:
        name: Its name on the wire.
        argument: Its name in Python.
        place: ``path``, ``query``, ``header`` or ``cookie``.
        explode: Whether an array is written as one pair per item (``a=1&a=2``) or joined by commas.
    """

    name: str
    argument: str
    place: Literal["path", "query", "header", "cookie"]
    explode: bool = True


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON request body.

    Attributes:
        model: The type that the body must have.
        names: Wire name of each member by its argument in Python. Empty when the body is one argument, ``body``.
        required: Whether the body is sent although no member is given.
        content_type: The media type.
    """

    model: Any
    names: Mapping[str, str]
    required: bool
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page holds its items and the link to the next page: attribute names of the result."""

    items: str
    next_url: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation(Generic[T]):
    """One operation.

    Attributes:
        id: The operationId.
        method: The HTTP method.
        path: The path template below the base URL.
        parameters: In the order of the description.
        arguments: A struct that types and constrains the arguments which are parameters.
        body: The request body, or ``None``.
        responses: Type of each documented success by status (``"200"``, ``"2XX"``, ``"default"``), ``None``
            for no body.
        errors: Exception class by documented status and code.
        paging: Set when the result is a page.
        safe: Repeating it changes nothing (RFC 9110 section 9.2.1).
        idempotent: Repeating it changes nothing more (RFC 9110 section 9.2.2).
        billed: A success costs money.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    arguments: type[Any]
    body: Body | None = None
    responses: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: Mapping[tuple[str, int], type[Any]] = field(default_factory=dict[tuple[str, int], type[Any]])
    paging: Paging | None = None
    safe: bool = False
    idempotent: bool = False
    billed: bool = False
