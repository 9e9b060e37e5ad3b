"""How a call's effect is read back and its price looked up: ``x-read-back`` and ``x-price-lookup``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from runtime.json.shapes import as_object
from runtime.retry_contract import Effect

from client_generator.errors import GenerateError

from .arguments import Argument, parameters_of
from .description import METHODS
from .names import argument_name, constant_name, python_name
from .types import TypeWriter

__all__ = ["PriceLookupView", "ReadBackView", "price_lookup_of", "read_back_of"]

_EXPRESSION = re.compile(r"\$request\.(path|query|header)\.(.+)")
_EFFECTS: tuple[Effect, ...] = get_args(Effect)


@dataclass(frozen=True)
class ReadBackView:
    """A read-back, ready to print."""

    operation: str
    constant: str
    arguments: Mapping[str, str]
    effect: Effect
    absent: int
    key: tuple[str, str] | None


@dataclass(frozen=True)
class PriceLookupView:
    """A price lookup, ready to print."""

    operation: str
    constant: str
    arguments: Mapping[str, str]
    items: str
    key: tuple[str, str]
    limits: Mapping[str, str]


def read_back_of(
    document: dict[str, Any], raw: dict[str, Any], parameters: list[Argument], writer: TypeWriter, where: str
) -> ReadBackView | None:
    """Return what ``x-read-back`` of an operation says.

    Raises:
        GenerateError: it is not as it must be.
    """
    if "x-read-back" not in raw:
        return None
    extension = _Extension(document, raw["x-read-back"], parameters, f"{where} x-read-back")
    effect, absent = extension.node.get("effect"), str(extension.node.get("absent", "404"))
    if effect not in _EFFECTS or not absent.isdigit():
        raise extension.fault(f"needs effect ({', '.join(_EFFECTS)}) and absent (a status)")
    return ReadBackView(
        operation=extension.target["operationId"],
        constant=constant_name(extension.target["operationId"]),
        arguments=extension.arguments(writer),
        effect=effect,
        absent=int(absent),
        key=extension.key() if "key" in extension.node else None,
    )


def price_lookup_of(
    document: dict[str, Any], raw: dict[str, Any], parameters: list[Argument], writer: TypeWriter, where: str
) -> PriceLookupView | None:
    """Return what ``x-price-lookup`` of an operation says.

    Raises:
        GenerateError: it is not as it must be.
    """
    if "x-price-lookup" not in raw:
        return None
    extension = _Extension(document, raw["x-price-lookup"], parameters, f"{where} x-price-lookup")
    limits = extension.member("limits")
    if not limits:
        raise extension.fault("needs limits")
    return PriceLookupView(
        operation=extension.target["operationId"],
        constant=constant_name(extension.target["operationId"]),
        arguments=extension.arguments(writer),
        items=argument_name(str(extension.node.get("items", "items"))),
        key=extension.key(),
        limits={python_name(name): argument_name(str(member)) for name, member in limits.items()},
    )


class _Extension:
    """An extension that refers to another operation, in the form of a Link Object (OpenAPI 3.1.0)."""

    def __init__(self, document: dict[str, Any], node: Any, parameters: list[Argument], where: str) -> None:
        self.document, self.where, self.parameters = document, where, parameters
        self.node = as_object(node) or {}
        self.target = self._target()

    def fault(self, what: str) -> GenerateError:
        return GenerateError(self.where, f"{what}; correct it")

    def member(self, name: str) -> dict[str, Any]:
        return as_object(self.node.get(name)) or {}

    def _target(self) -> dict[str, Any]:
        wanted = self.node.get("operationId")
        for item in self.document["paths"].values():
            for method in METHODS:
                if method in item and item[method].get("operationId") == wanted:
                    if method != "get":
                        raise self.fault(f"names {wanted}, which is not a GET")
                    own: list[Any] = item[method].get("parameters", [])
                    return {**item[method], "parameters": own + item.get("parameters", [])}
        raise self.fault(f"names {wanted!r}, which is no operationId")

    def arguments(self, writer: TypeWriter) -> dict[str, str]:
        """Return argument of the operation by argument of the target."""
        fresh = TypeWriter(writer.prepared, writer.classes)
        theirs = {
            argument.wire: argument for argument in parameters_of(self.document, self.target["parameters"], fresh)
        }
        found: dict[str, str] = {}
        for wire, expression in self.member("parameters").items():
            if wire not in theirs:
                raise self.fault(f"{self.target['operationId']} has no parameter {wire!r}")
            found[theirs[wire].name] = self.argument_of(expression)
        missing = next((a.wire for a in theirs.values() if a.required and a.name not in found), None)
        if missing is not None:
            raise self.fault(f"{self.target['operationId']} needs the parameter {missing!r}")
        return found

    def key(self) -> tuple[str, str]:
        """Return the attribute of the thing that names it, and the argument of the operation that does."""
        key = self.member("key")
        if len(key) != 1:
            raise self.fault("needs one key")
        ((attribute, expression),) = key.items()
        return argument_name(attribute), self.argument_of(expression)

    def argument_of(self, expression: Any) -> str:
        found = _EXPRESSION.fullmatch(str(expression))
        for argument in self.parameters:
            if found and (argument.place, argument.wire) == found.groups():
                return argument.name
        raise self.fault(f"{expression!r} leads to no parameter of the operation")
