"""From a method and a raw path to an operation and its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .decoding import decoded
from .errors import MalformedEncoding, MethodNotAllowed, UnknownPath, clip

if TYPE_CHECKING:
    from .description import Description, Operation

__all__ = ["Route", "Router"]


class Route:
    """One template with its operations by method.

    A segment is literal, or a literal beginning followed by a parameter, as in PN{phoneNumber}; a parameter is never
    empty.
    """

    __slots__ = ("_literals", "_parameters", "allow", "operations", "size")

    def __init__(self, template: str) -> None:
        segments = [segment.partition("{") for segment in template.split("/")]
        self.size = len(segments)
        self._literals = [(index, literal) for index, (literal, brace, _) in enumerate(segments) if not brace][::-1]
        self._parameters = [
            (index, literal, len(literal), name.removesuffix("}"))
            for index, (literal, brace, name) in enumerate(segments)
            if brace
        ]
        self.operations: dict[str, Operation] = {}
        self.allow = ""

    def add(self, operation: Operation) -> None:
        """Let the route answer one more method."""
        self.operations[operation.method] = operation
        self.allow = ", ".join(self.operations)

    def arguments(self, parts: list[str]) -> dict[str, str] | None:
        """The values of the parameters, if the decoded parts of a path, `size` of them, fit this template."""
        for index, literal in self._literals:
            if parts[index] != literal:
                return None
        found: dict[str, str] = {}
        for index, beginning, skipped, name in self._parameters:
            part = parts[index]
            if len(part) <= skipped or not part.startswith(beginning):
                return None
            found[name] = part[skipped:]
        return found


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
            self._routes.setdefault(route.size, []).append(route)

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
