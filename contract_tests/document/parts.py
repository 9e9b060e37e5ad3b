"""Strict access to the parts of an OpenAPI description: a member of another kind or without use is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from document_reader.facts import Json


class DescriptionError(Exception):
    """The description says something that a document of this format could not say, or says it in another form."""


class Part:
    """An object of the description at a place, for messages a JSON Pointer.

    `known` are the members that may stand there; every other is an error, except texts (description and summary).
    """

    def __init__(self, value: Any, place: str, *known: str) -> None:  # noqa: ANN401 - JSON
        if not isinstance(value, dict):
            raise DescriptionError(f"{place or '/'}: must be an object")
        self.place = place
        self._members = cast("dict[str, Any]", value)
        for name in self._members.keys() - {"description", "summary", *known}:
            raise DescriptionError(f"{place}/{name}: is not among what the document says ({', '.join(known)})")

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """Return the names of the members."""
        return list(self._members)

    def error(self, rule: str) -> DescriptionError:
        """Make an error at this place."""
        return DescriptionError(f"{self.place or '/'}: {rule}")

    def value(self, name: str) -> Json:
        """Return a member as it is."""
        if name not in self._members:
            raise self.error(f"{name} is missing")
        return cast("Json", self._members[name])

    def text(self, name: str) -> str:
        """Return a member that must be text."""
        value = self.value(name)
        if not isinstance(value, str):
            raise self.error(f"{name} must be text")
        return value

    def flag(self, name: str) -> bool:
        """Return a member that must be true or false; false if it is not there."""
        value = self._members.get(name, False)
        if not isinstance(value, bool):
            raise self.error(f"{name} must be true or false")
        return value

    def number(self, name: str) -> int:
        """Return a member that must be a whole number."""
        value = self.value(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(f"{name} must be a whole number")
        return value

    def values(self, name: str) -> list[Json]:
        """Return a member that must be a list; an empty one if it is not there."""
        value = self._members.get(name, [])
        if not isinstance(value, list):
            raise self.error(f"{name} must be a list")
        return cast("list[Json]", value)

    def part(self, name: str, *known: str) -> Part:
        """Return a member that must be an object."""
        return Part(self.value(name), f"{self.place}/{name}", *known)

    def parts(self, name: str, *known: str) -> list[Part]:
        """Return the objects of a list."""
        return [Part(item, f"{self.place}/{name}/{index}", *known) for index, item in enumerate(self.values(name))]

    def members(self, *known: str) -> Iterator[tuple[str, Part]]:
        """Yield the members, which must all be objects, of an object with free names."""
        for name, value in self._members.items():
            yield name, Part(value, f"{self.place}/{name}", *known)

    def map(self, name: str) -> Part:
        """Return a member that is an object with free names; an empty one if it is not there."""
        value: Any = self._members.get(name, {})
        return Part(value, f"{self.place}/{name}", *(cast("dict[str, Any]", value) if isinstance(value, dict) else ()))
