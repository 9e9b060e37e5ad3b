"""What an operation of the description is, as data: the generated modules hold one `Operation` each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from .retry_contract import Effect, RetryContract

__all__ = ["Body", "Operation", "Paging", "Parameter", "PriceLookup", "ReadBack"]

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
class ReadBack:
    """How one finds out what became of a call: ``x-read-back`` of the description.

    Attributes:
        operation: A safe operation, which answers with the thing that the call is about.
        arguments: Argument of the call by argument of that operation.
        absent: The status of its answer when the thing is not there.
        effect: What the call brings about: the thing is there (``present``), gone (``absent``), or as sent (``sent``).
        key: Attribute of the thing that names it, and the argument of the call that does.
    """

    operation: Operation[Any]
    arguments: Mapping[str, str]
    effect: Effect
    absent: int = 404
    key: tuple[str, str] | None = None

    def is_about(self, thing: Any, arguments: Mapping[str, Any]) -> bool:
        """Whether `thing` is the one that the `arguments` of a call name."""
        return self.key is None or getattr(thing, self.key[0], None) == arguments[self.key[1]]


@dataclass(frozen=True, slots=True)
class PriceLookup:
    """Where the price of a purchase stands: ``x-price-lookup`` of the description.

    Attributes:
        operation: A safe operation, which answers with a page of offers.
        arguments: Argument of the purchase by argument of that operation.
        items: Attribute of the page that holds the offers.
        key: Attribute of an offer that names it, and the argument of the purchase that does.
        limits: Attribute of an offer that holds a price, by the argument that limits it.
    """

    operation: Operation[Any]
    arguments: Mapping[str, str]
    items: str
    key: tuple[str, str]
    limits: Mapping[str, str]


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
        refusals: Type of the body of each documented refusal by status, ``None`` where it is no JSON.
        errors: Exception class by documented status and code.
        paging: Set when the result is a page.
        safe: Repeating it changes nothing (RFC 9110 section 9.2.1).
        idempotent: Repeating it changes nothing more (RFC 9110 section 9.2.2).
        billed: A success costs money.
        read_back: How to find out what became of a call whose answer was lost, or ``None``.
        price_lookup: Where the price stands, or ``None``.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    arguments: type[Any]
    body: Body | None = None
    responses: Mapping[str, Any] = field(default_factory=dict[str, Any])
    refusals: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: Mapping[tuple[str, int], type[Any]] = field(default_factory=dict[tuple[str, int], type[Any]])
    paging: Paging | None = None
    safe: bool = False
    idempotent: bool = False
    billed: bool = False
    read_back: ReadBack | None = None
    price_lookup: PriceLookup | None = None

    @property
    def query(self) -> dict[str, str]:
        """Argument of each query parameter by its name on the wire."""
        return {each.name: each.argument for each in self.parameters if each.place == "query"}

    @property
    def contract(self) -> RetryContract:
        """When a call is sent again."""
        back = self.read_back
        return RetryContract(
            operation=self.id,
            safe=self.safe,
            idempotent=self.safe or self.idempotent,
            billed=self.billed,
            read_back=back.operation.id if back else None,
            effect=back.effect if back else None,
        )
