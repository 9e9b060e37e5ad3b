"""Making a description plain enough for the generator.

`prepare` gives every enumeration and every object schema that stands inline a name of its own in
``components/schemas``; so a type is either a reference or plain. ``x-extensible-enum`` becomes an enumeration that is
remembered as open.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from runtime.json.shapes import as_list

from client_generator.errors import GenerateError, pointer

from .checks import check_schema
from .description import METHODS
from .names import class_name

__all__ = ["Prepared", "prepare"]

_SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True)
class Prepared:
    """A description without inline enumerations and objects.

    Attributes:
        document: The description.
        open_lists: Names of the schemas whose list of values is open.
    """

    document: dict[str, Any]
    open_lists: frozenset[str]


def prepare(document: dict[str, Any], where: str) -> Prepared:
    """Return a copy of `document` in which every enumeration and object has a name.

    Raises:
        GenerateError: a schema says something that the client would not enforce.
    """
    prepared = copy.deepcopy(document)
    _Hoist(prepared, where).run()
    schemas: dict[str, Any] = prepared.get("components", {}).get("schemas", {})
    opened = frozenset(name for name, schema in schemas.items() if "x-extensible-enum" in schema)
    for name in opened:
        schemas[name]["enum"] = schemas[name]["x-extensible-enum"]
    return Prepared(prepared, opened)


class _Hoist:
    def __init__(self, document: dict[str, Any], where: str) -> None:
        self.document, self.where = document, where
        self.schemas: dict[str, Any] = document.setdefault("components", {}).setdefault("schemas", {})

    def run(self) -> None:
        for name in list(self.schemas):
            self._members(self.schemas[name], (name,), pointer("components", "schemas", name))
        for group in ("parameters", "responses", "requestBodies", "headers"):
            for name, node in self.document["components"].get(group, {}).items():
                self._media(node, (name,), pointer("components", group, name))
        for path, item in self.document.get("paths", {}).items():
            for index, parameter in enumerate(item.get("parameters", [])):
                self._media(parameter, (path, parameter.get("name", "")), pointer("paths", path, "parameters", index))
            for method in METHODS:
                if method in item:
                    self._operation(item[method], pointer("paths", path, method))

    def _operation(self, operation: dict[str, Any], at: str) -> None:
        name = operation.get("operationId", "")
        for index, parameter in enumerate(operation.get("parameters", [])):
            self._media(parameter, (name, parameter.get("name", "")), f"{at}/parameters/{index}")
        self._media(operation.get("requestBody", {}), (name, "body"), f"{at}/requestBody")
        for status, response in operation.get("responses", {}).items():
            self._media(response, (name, "response", status), f"{at}/responses/{status}")

    def _media(self, node: dict[str, Any], names: tuple[str, ...], at: str) -> None:
        if "schema" in node:
            node["schema"] = self._hoisted(node["schema"], names, f"{at}/schema")
        for media_type, content in node.get("content", {}).items():
            if "schema" in content:
                content["schema"] = self._hoisted(content["schema"], names, f"{at}{pointer('content', media_type)}")

    def _hoisted(self, schema: dict[str, Any], names: tuple[str, ...], at: str) -> dict[str, Any]:
        self._members(schema, names, at)
        values = schema.get("enum", schema.get("x-extensible-enum"))
        if values is None and not schema.get("properties") and "allOf" not in schema:
            return schema
        if values is not None and None in values:
            inner = {key: value for key, value in schema.items() if key not in {"enum", "type"}}
            inner |= {"type": "string", "enum": [value for value in values if value is not None]}
            return {"anyOf": [self._named(inner, names, at), {"type": "null"}]}
        types: list[str] | None = as_list(schema.get("type"))
        if types is not None:
            nullable = "null" in types and "enum" not in schema
            inner = {**schema, "type": next(name for name in types if name != "null")}
            reference = self._named(inner, names, at)
            return {"anyOf": [reference, {"type": "null"}]} if nullable else reference
        return self._named(schema, names, at)

    def _named(self, schema: dict[str, Any], names: tuple[str, ...], at: str) -> dict[str, Any]:
        name = class_name(*names)
        if name in self.schemas and self.schemas[name] != schema:
            raise GenerateError(f"{self.where}#{at}", f"needs the name {name}, which is taken; give it one by a $ref")
        self.schemas[name] = schema
        return {"$ref": _SCHEMAS + name}

    def _members(self, schema: dict[str, Any], names: tuple[str, ...], at: str) -> None:
        check_schema(schema, f"{self.where}#{at}")
        for name, member in schema.get("properties", {}).items():
            schema["properties"][name] = self._hoisted(member, (*names, name), at + pointer("properties", name))
        for index, part in enumerate(schema.get("allOf", [])):
            self._members(part, names, f"{at}/allOf/{index}")
        for keyword in ("items", "additionalProperties"):
            if isinstance(schema.get(keyword), dict):
                schema[keyword] = self._hoisted(schema[keyword], (*names, keyword), f"{at}/{keyword}")
        for keyword in ("anyOf", "oneOf"):
            members: list[dict[str, Any]] = schema.get(keyword, [])
            schema |= (
                {keyword: [self._hoisted(m, names, f"{at}/{keyword}/{i}") for i, m in enumerate(members)]}
                if members
                else {}
            )
