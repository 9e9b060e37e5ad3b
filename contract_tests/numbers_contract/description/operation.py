"""One operation of a description: its parameters, its body and its answers, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .extensions import Effect, Meaning

if TYPE_CHECKING:
    from .schemas import Shape

__all__ = ["Answer", "Body", "Operation", "Parameter"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `place` is path, query, header or cookie; `schema` has its references resolved at the top."""

    name: str
    place: str
    required: bool
    schema: Json
    pointer: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request, as JSON."""

    required: bool
    media_type: str
    schema: Json
    pointer: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Answer:
    """One documented answer: `shape` is None when it has no body; `headers` are name, required, shape and pointer."""

    status: str
    media_types: tuple[str, ...]
    schema: Json | None
    shape: Shape | None
    headers: tuple[tuple[str, bool, Shape, str], ...]
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
    answers: dict[str, Answer]
    security: tuple[tuple[str, ...], ...]
    source: Json
    meaning: Meaning = field(default_factory=Meaning)

    def of(self, place: str) -> tuple[Parameter, ...]:
        """The parameters in a place."""
        return tuple(parameter for parameter in self.parameters if parameter.place == place)

    def parameter(self, name: str | None) -> Parameter | None:
        """The parameter with a name, wherever it is."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    def answer(self, status: int) -> Answer | None:
        """The documented answer with this status: the exact one, else that of its range, else the default."""
        return self.answers.get(str(status)) or self.answers.get(f"{status // 100}XX") or self.answers.get("default")

    @property
    def effect(self) -> Effect | None:
        """What the operation does to a resource, as far as the description says."""
        return self.meaning.effect

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
        exact = tuple(int(status) for status in self.answers if re.fullmatch("2[0-9]{2}", status))
        return exact or (200,)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the paths of this operation look like, percent-encoded, with the parameters as groups."""
        pieces = re.split(r"(\{[^}]+\})", self.path)
        return re.compile("".join("([^/]+)" if piece.startswith("{") else re.escape(piece) for piece in pieces))

    def __str__(self) -> str:
        """For a reader."""
        return f"{self.method} {self.path}"
