"""What a description must be, so that the client holds to all of it; every fault with its JSON Pointer."""

from __future__ import annotations

import re
from typing import Any

from openapi_python_client.schema import OpenAPI
from pydantic import ValidationError
from pydantic_core import ErrorDetails  # noqa: TC002 -- as TC001 and TC003, see pyproject.toml
from runtime.json.shapes import as_list, as_object
from runtime.values import DECIMAL_PATTERN

from client_generator.errors import GenerateError, pointer

from .patterns import python_pattern

__all__ = ["check_document", "check_schema"]

_UNSUPPORTED = (
    "not", "if", "then", "else", "uniqueItems", "patternProperties", "propertyNames", "contains", "prefixItems",
    "dependentRequired", "dependentSchemas", "minProperties", "maxProperties", "unevaluatedProperties",
    "unevaluatedItems", "$dynamicRef", "nullable",
)  # fmt: skip
_TYPES = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
_VERSION = re.compile(r"\d+\.\d+\.\d+(\.post\d+|rc\d+|a\d+|b\d+)?")


def check_document(document: dict[str, Any], where: str) -> None:
    """Check that `document` is an OpenAPI 3.1 description with a version that a package can have.

    Raises:
        GenerateError: it is not.
    """
    for key in ("openapi", "info", "paths", "components"):
        if key not in document:
            raise GenerateError(where, f"has no '{key}'; an OpenAPI 3.1 description needs it")
    if not str(document["openapi"]).startswith("3.1."):
        raise GenerateError(
            f"{where}#/openapi", f"{document['openapi']!r} is not 3.1.x; describe the API in OpenAPI 3.1"
        )
    try:
        OpenAPI.model_validate(document)
    except ValidationError as error:
        found = [fault for fault in error.errors() if "Reference" not in fault["loc"]] or error.errors()
        raise GenerateError(f"{where}#{_place(document, found[0])}", f"{found[0]['msg']}; correct it") from None
    version = document["info"].get("version")
    if not _VERSION.fullmatch(str(version)):
        what = f"info.version {version!r} is no version of a package; write one such as 1.2.0"
        raise GenerateError(where, what)


def _place(document: dict[str, Any], fault: ErrorDetails) -> str:
    """Return the pointer to a fault, without the classes that stand in its location."""
    node: Any = document
    steps: list[object] = []
    for step in fault["loc"]:
        members, items = as_object(node), as_list(node)
        if members is not None and step in members:
            node = members[str(step)]
        elif items is not None and isinstance(step, int):
            node = items[step]
        else:
            continue
        steps.append(step)
    return pointer(*steps)


def check_schema(schema: dict[str, Any], where: str) -> None:
    """Check that the client can enforce what `schema` itself says.

    Raises:
        GenerateError: it cannot.
    """
    for keyword in _UNSUPPORTED:
        if keyword in schema:
            raise GenerateError(f"{where}/{keyword}", "the client could not enforce this; say it otherwise")
    for keyword in ("exclusiveMinimum", "exclusiveMaximum"):
        if isinstance(schema.get(keyword), bool):
            raise GenerateError(f"{where}/{keyword}", "is a number in OpenAPI 3.1; write the limit itself")
    kinds: list[Any] = as_list(schema.get("type", [])) or [schema.get("type", [])]
    unknown = [kind for kind in kinds if kind and kind not in _TYPES]
    if unknown:
        raise GenerateError(f"{where}/type", f"{unknown[0]!r} is no type of JSON Schema; correct it")
    _check_text(schema, where)


def _check_text(schema: dict[str, Any], where: str) -> None:
    textual = "string" in (as_list(schema.get("type")) or [schema.get("type")])
    if textual and schema.get("format") == "decimal" and schema.get("pattern") != DECIMAL_PATTERN:
        what = f"a string of format decimal must have the pattern {DECIMAL_PATTERN}, the one of the client"
        raise GenerateError(where, what)
    if "pattern" in schema:
        try:
            python_pattern(schema["pattern"])
        except ValueError as error:
            raise GenerateError(
                f"{where}/pattern", f"cannot be enforced in Python: {error}; say it otherwise"
            ) from None
