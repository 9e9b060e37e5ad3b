"""The description that a server is held to: its operations, parameters, bodies and answers, each with its place.

Everything that a check knows about the API comes from here; no check knows a name.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import yaml

from .extensions import extensions_of
from .json_pointer import MISSING, Lines, escaped, get
from .operation import Body, DocumentedResponse, Operation, Parameter
from .schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .schemas import CompiledSchema

__all__ = ["Description", "DescriptionError", "Json"]

Json = dict[str, Any]
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_JSON = re.compile(r"application/(?:[a-z0-9.+-]+\+)?json", re.IGNORECASE)


class DescriptionError(Exception):
    """The description cannot be used; the text says what is wrong, where, and what to do."""


class Description:
    """A description in OpenAPI 3.1, with the line of each place."""

    def __init__(self, text: str, file: str = "openapi.yaml") -> None:
        """Read a description.

        Args:
            text: YAML or JSON.
            file: what to call it in reports.

        Raises:
            DescriptionError: it is no description that can be used.
        """
        self.file = file
        try:
            self._lines = Lines(text)
        except yaml.YAMLError as error:
            raise DescriptionError(f"{file}: no YAML: {str(error).splitlines()[0]}: mend the file") from None
        document: Any = self._lines.value
        if not isinstance(document, dict) or "paths" not in document:
            raise DescriptionError(f"{file}: an OpenAPI description has paths: name another file")
        self.document: Json = cast("Json", document)
        self.schemas = Schemas(self.document)
        self.operations = tuple(self._operations())
        self.resources: dict[str, Json] = self.document.get("x-resources", {})
        self.requests: Json = self.document.get("x-requests", {})
        self.errors: dict[str, str] = self.document.get("x-errors", {})

    @classmethod
    def read(cls, path: str | Path) -> Description:
        """Read a file.

        Raises:
            DescriptionError: it cannot be read, or is no description that can be used.
        """
        try:
            return cls(Path(path).read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise DescriptionError(f"{path}: cannot be read ({error}): name the file of the description") from None

    def place(self, pointer: str) -> str:
        """A place as file:line."""
        return f"{self.file}:{self._lines.line(pointer)}"

    @property
    def base_path(self) -> str:
        """The path of the first server."""
        servers = self.document.get("servers") or [{"url": "/"}]
        return str(urlsplit(servers[0]["url"]).path).rstrip("/")

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a request with this path (percent-encoded, below the server) reaches."""
        fits = [one for one in self.operations if one.method == method and one.pattern.fullmatch(path)]
        return min(fits, key=lambda one: one.path.count("{"), default=None)

    def doing(self, what: str, resource: str | None = None) -> Operation | None:
        """The operation with an effect on a resource; None where there is none.

        Args:
            what: offer, create, list, read, update or delete.
            resource: the name of the resource; whichever it is, unless given.
        """
        for one in self.operations:
            if one.effect is not None and one.effect.action == what and resource in (None, one.effect.resource):
                return one
        return None

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            for method in _METHODS:
                if method in item:
                    yield self._operation(path, item, method)

    def _operation(self, path: str, item: Json, method: str) -> Operation:
        pointer = f"/paths/{escaped(path)}/{method}"
        source: Json = item[method]
        shared = [(node, f"/paths/{escaped(path)}/parameters/{i}") for i, node in enumerate(item.get("parameters", []))]
        own = [(node, f"{pointer}/parameters/{i}") for i, node in enumerate(source.get("parameters", []))]
        found = {(p.name, p.place): p for p in (self._parameter(node, where) for node, where in [*shared, *own])}
        responses = {
            str(status): self._response(str(status), node, f"{pointer}/responses/{status}")
            for status, node in source.get("responses", {}).items()
        }
        security: Any = source.get("security", self.document.get("security", []))
        try:
            extensions = extensions_of(source)
        except (KeyError, TypeError, ValueError) as error:
            raise DescriptionError(
                f"{self.place(pointer)}: an x- extension is wrong: {error}: see EXTENSIONS.md"
            ) from None
        return Operation(
            id=source.get("operationId", f"{method} {path}"),
            method=method.upper(),
            path=path,
            pointer=pointer,
            parameters=tuple(found.values()),
            body=self._body(source.get("requestBody"), f"{pointer}/requestBody"),
            responses=responses,
            security=tuple(tuple(one) for one in security),
            source=source,
            extensions=extensions,
        )

    def _resolved(self, node: Json, pointer: str) -> tuple[Json, str]:
        while "$ref" in node:
            pointer = node["$ref"].removeprefix("#")
            node = get(self.document, pointer)
            if node is MISSING:
                raise DescriptionError(f"{self.file}: the reference {pointer} leads nowhere: mend the description")
        return node, pointer

    def _parameter(self, node: Json, pointer: str) -> Parameter:
        node, pointer = self._resolved(node, pointer)
        schema = node.get("schema", {})
        compiled = self.schemas.request(schema, f"{pointer}/schema")
        resolved = self.schemas.flat(schema)
        return Parameter(node["name"], node["in"], node.get("required", False), resolved, pointer, compiled)

    def _body(self, node: Json | None, pointer: str) -> Body | None:
        if node is None:
            return None
        node, pointer = self._resolved(node, pointer)
        for media_type, content in node.get("content", {}).items():
            if _JSON.fullmatch(media_type):
                place = f"{pointer}/content/{escaped(media_type)}/schema"
                schema = content.get("schema", {})
                compiled = self.schemas.request(schema, place)
                return Body(node.get("required", False), media_type, schema, place, compiled)
        return None

    def _response(self, status: str, node: Json, pointer: str) -> DocumentedResponse:
        node, pointer = self._resolved(node, pointer)
        content: Json = node.get("content", {})
        schema, compiled = None, None
        for media_type, of_type in content.items():
            if _JSON.fullmatch(media_type):
                schema = of_type.get("schema", {})
                compiled = self.schemas.response(schema, f"{pointer}/content/{escaped(media_type)}/schema")
        return DocumentedResponse(
            status, tuple(content), schema, compiled, tuple(self._headers(node, pointer)), pointer
        )

    def _headers(self, node: Json, pointer: str) -> Iterator[tuple[str, bool, CompiledSchema, str]]:
        for name, raw in node.get("headers", {}).items():
            header, place = self._resolved(raw, f"{pointer}/headers/{escaped(name)}")
            compiled = self.schemas.request(header.get("schema", {}), f"{place}/schema")
            yield name, header.get("required", False), compiled, place
