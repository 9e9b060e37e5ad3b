"""One operation of a description: its parameters, its body and its answers, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .extensions import Effect, OperationExtensions

if TYPE_CHECKING:
    from .schemas import CompiledSchema

__all__ = ["Body", "DocumentedResponse", "Operation", "Parameter"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `place` is path, query, header or cookie; `schema` has its references resolved at the top."""

    name: str
    place: str
    required: bool
    schema: Json
    pointer: str
    compiled: CompiledSchema


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request, as JSON."""

    required: bool
    media_type: str
    schema: Json
    pointer: str
    compiled: CompiledSchema


@dataclass(frozen=True, slots=True)
class DocumentedResponse:
    """One documented response: `compiled` is None without a body; `headers` are name, required, schema and pointer."""

    status: str
    media_types: tuple[str, ...]
    schema: Json | None
    compiled: CompiledSchema | None
    headers: tuple[tuple[str, bool, CompiledSchema, str], ...]
    pointer: str


@dataclass(frozen=True, eq=False)
class Operation:
    """One method of one path."""

    id: str
    method: str
    path: str
    pointer: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: dict[str, DocumentedResponse]
    security: tuple[tuple[str, ...], ...]
    source: Json
    extensions: OperationExtensions = field(default_factory=OperationExtensions)

    def of(self, place: str) -> tuple[Parameter, ...]:
        """The parameters in a place."""
        return tuple(parameter for parameter in self.parameters if parameter.place == place)

    def parameter(self, name: str | None) -> Parameter | None:
        """The parameter with a name, wherever it is."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    def response(self, status: int) -> DocumentedResponse | None:
        """The documented answer with this status: the exact one, else that of its range, else the default."""
        return (
            self.responses.get(str(status)) or self.responses.get(f"{status // 100}XX") or self.responses.get("default")
        )

    @property
    def effect(self) -> Effect | None:
        """What the operation does to a resource, as far as the description says."""
        return self.extensions.effect

    def addressed(self, key: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """The key where the operation has it: as a value of the path, or as a pair of the query."""
        name = self.effect.key if self.effect is not None and self.effect.key else ""
        parameter = self.parameter(name)
        if parameter is not None and parameter.place == "query":
            return {}, [(name, key)]
        return {name: key}, []

    @property
    def safe(self) -> bool:
        """Whether it changes nothing (RFC 9110, section 9.2.1)."""
        return self.method in ("GET", "HEAD", "OPTIONS")

    @cached_property
    def successes(self) -> tuple[int, ...]:
        """The documented statuses of success; 200 if only a range is documented."""
        exact = tuple(int(status) for status in self.responses if re.fullmatch("2[0-9]{2}", status))
        return exact or (200,)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the paths of this operation look like, percent-encoded, with the parameters as groups."""
        pieces = re.split(r"(\{[^}]+\})", self.path)
        return re.compile("".join("([^/]+)" if piece.startswith("{") else re.escape(piece) for piece in pieces))

    def __str__(self) -> str:
        """For a reader."""
        return f"{self.method} {self.path}"
