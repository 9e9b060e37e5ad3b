"""What OpenAPI has no word for, read from the `x-` extensions of a description; EXTENSIONS.md documents each member."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Effect", "Filter", "OperationExtensions", "Paging", "Refusal", "extensions_of"]

_ACTIONS = ("offer", "create", "list", "read", "update", "delete")
_COMPARE = ("equal", "at-least", "at-most", "near")


@dataclass(frozen=True, slots=True)
class Effect:
    """What an operation does to a resource: `x-effect`.

    `key` and `account` name parameters; `body` is the place in the resource where the body of the request goes.
    """

    resource: str
    action: str
    key: str | None = None
    account: str | None = None
    body: str | None = None
    merge: str | None = None

    def __post_init__(self) -> None:
        """See that the effect is one that is known."""
        if self.action not in _ACTIONS:
            raise ValueError(f"x-effect: action is {self.action!r}, not one of {', '.join(_ACTIONS)}")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which property a query parameter filters, and the ways in which it may compare: a member of `x-filters`."""

    parameter: str
    property: str
    compare: tuple[str, ...]

    def __post_init__(self) -> None:
        """See that the comparisons are known ones."""
        if not self.compare or set(self.compare) - set(_COMPARE):
            raise ValueError(f"x-filters: {self.parameter}: compare is {self.compare}, not of {', '.join(_COMPARE)}")


@dataclass(frozen=True, slots=True)
class Paging:
    """How a list is paged: `x-paging`; each pair is a query parameter and the place in the answer that repeats it."""

    items: str
    number: tuple[str | None, str | None] = (None, None)
    size: tuple[str | None, str | None] = (None, None)
    position: tuple[str | None, str | None] = (None, None)
    first: int = 0
    links: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def parameters(self) -> frozenset[str]:
        """The parameters that choose a page."""
        return frozenset(pair[0] for pair in (self.number, self.size, self.position) if pair[0])


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way to refuse: a status and, where it is documented, the code in the error."""

    status: int
    code: Any = None


@dataclass(frozen=True, slots=True)
class OperationExtensions:
    """All that an operation says about itself."""

    effect: Effect | None = None
    filters: tuple[Filter, ...] = ()
    paging: Paging | None = None
    refusals: dict[str, tuple[Refusal, ...]] = field(default_factory=dict[str, tuple[Refusal, ...]])
    billed: bool = False


def extensions_of(source: dict[str, Any]) -> OperationExtensions:
    """The extensions of an operation.

    Raises:
        KeyError, TypeError, ValueError: one of them is not written as EXTENSIONS.md says.
    """
    return OperationExtensions(
        effect=Effect(**source["x-effect"]) if "x-effect" in source else None,
        filters=tuple(_filter(name, value) for name, value in source.get("x-filters", {}).items()),
        paging=_paging(source["x-paging"]) if "x-paging" in source else None,
        refusals={
            when: tuple(Refusal(**one) for one in refusals) for when, refusals in source.get("x-refusals", {}).items()
        },
        billed=bool(source.get("x-billed", False)),
    )


def _filter(name: str, value: str | dict[str, Any]) -> Filter:
    written = {"property": value} if isinstance(value, str) else value
    compare = written.get("compare", "equal")
    return Filter(name, written["property"], (compare,) if isinstance(compare, str) else tuple(compare))


def _paging(value: dict[str, Any]) -> Paging:
    def pair(name: str) -> tuple[str | None, str | None]:
        found = value.get(name, {})
        return found.get("parameter"), found.get("answer")

    return Paging(
        items=value["items"],
        number=pair("number"),
        size=pair("size"),
        position=pair("position"),
        first=value.get("number", {}).get("first", 0),
        links=dict(value.get("links", {})),
    )
