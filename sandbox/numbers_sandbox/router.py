"""From a method and a raw path to an operation and its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .decoding import decoded
from .errors import MalformedEncoding, MethodNotAllowed, UnknownPath, clip

if TYPE_CHECKING:
    from .description import Description, Operation

__all__ = ["Route", "Router", "Segment"]


class Segment:
    """One segment of a template: literal, or a literal beginning followed by a parameter, as in PN{phoneNumber}."""

    __slots__ = ("literal", "name")

    def __init__(self, template: str) -> None:
        self.literal, brace, rest = template.partition("{")
        self.name = rest.removesuffix("}") if brace else None

    def fits(self, text: str) -> bool:
        """Whether a decoded segment can stand here; a parameter is never empty."""
        if self.name is None:
            return text == self.literal
        return len(text) > len(self.literal) and text.startswith(self.literal)


class Route:
    """One template with its operations by method."""

    __slots__ = ("allow", "operations", "parameters", "segments", "template")

    def __init__(self, template: str) -> None:
        self.template = template
        self.segments = [Segment(part) for part in template.split("/")]
        self.parameters = [
            (index, segment.name, len(segment.literal))
            for index, segment in enumerate(self.segments)
            if segment.name is not None
        ]
        self.operations: dict[str, Operation] = {}
        self.allow = ""

    def add(self, operation: Operation) -> None:
        """Let the route answer one more method."""
        self.operations[operation.method] = operation
        self.allow = ", ".join(self.operations)

    def arguments(self, parts: list[str]) -> dict[str, str] | None:
        """The values of the parameters, if the parts of a path fit this template."""
        for segment, part in zip(self.segments, parts, strict=True):
            if not segment.fits(part):
                return None
        return {name: parts[index][skipped:] for index, name, skipped in self.parameters}


class Router:
    """All routes of a description: the normalised ones and those that the vendor's document has in their place."""

    def __init__(self, description: Description) -> None:
        self._prefix = description.base_path + "/"
        self._routes: dict[int, list[Route]] = {}
        routes: dict[str, Route] = {}
        for operation in description.operations:
            for template in operation.templates:
                routes.setdefault(template, Route(template)).add(operation)
        for route in routes.values():
            self._routes.setdefault(len(route.segments), []).append(route)

    def find(self, method: str, raw_path: bytes) -> tuple[Operation, dict[str, str]]:
        """The operation that a request means, with the decoded values of its path.

        Raises:
            MalformedEncoding: the path is not percent-encoded UTF-8.
            UnknownPath: no template fits.
            MethodNotAllowed: one fits and does not have the method.
        """
        path = _text(raw_path)
        if path.startswith(self._prefix):
            path = path[len(self._prefix) - 1 :]
        parts = path.split("/") if "%" not in path else [decoded(part) for part in path.split("/")]
        for route in self._routes.get(len(parts), ()):
            arguments = route.arguments(parts)
            if arguments is not None:
                operation = route.operations.get(method)
                if operation is None:
                    raise MethodNotAllowed(method, route.allow)
                return operation, arguments
        raise UnknownPath(f"There is no path {clip(path)}.")


def _text(raw_path: bytes) -> str:
    try:
        return raw_path.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedEncoding("The path has bytes that are no UTF-8.") from None
