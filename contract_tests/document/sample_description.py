"""Writes an OpenAPI 3.1 description of the facts of an invented API: what `description_facts` does, backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from document.sample_api import is_opaque, nest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from document_reader.facts import Facts, Json, Operation, Parameter, Property, Response, Schema, Shape, Value

Tree = dict[str, Any]


def describe(facts: Facts) -> Tree:
    """Return the description of an API whose schemas are all plain objects."""
    paths: Tree = {}
    for operation in facts.operations:
        paths.setdefault(operation.route, {})[operation.method.lower()] = _operation(operation)
    version = facts.title.version
    info = {"title": f"{facts.title.name} {version}", "version": "1.0.0", "x-documented-version": version}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": server.url} for server in facts.servers],
        "tags": [{"name": tag.name} for tag in facts.tags],
        "paths": paths,
        "components": {"schemas": {schema.name: _schema(schema) for schema in facts.schemas}},
    }


def _type(shape: Shape, enum: Sequence[Value] = ()) -> Tree:
    """Write a type, nullable where it is."""
    if shape.reference and not shape.array:
        link = {"$ref": f"#/components/schemas/{shape.reference}"}
        return {"anyOf": [link, {"type": "null"}]} if shape.nullable else link
    kind = "array" if shape.array else shape.type
    found: Tree = {} if kind == "any" else {"type": [kind, "null"] if shape.nullable else kind}
    found |= {"format": shape.format} if shape.format else {}
    found |= {"enum": [item.value for item in enum]} if enum else {}
    if shape.array:
        link = {"$ref": f"#/components/schemas/{shape.reference}"}
        plain: Tree = {} if shape.type == "any" else {"type": shape.type}
        found["items"] = link if shape.reference else plain
    return found


def _object(rows: Sequence[Property], example: Json) -> Tree:
    """Write the properties of an object, with the examples that `example` holds."""
    shown = example if isinstance(example, dict) else {}
    members = {item.name: _property(item, inner, shown.get(item.name)) for item, inner in nest(rows)}
    return {"properties": members, "required": [item.name for item, _ in nest(rows) if item.required]}


def _property(item: Property, inner: Sequence[Property], example: Json) -> Tree:
    found = _type(item.shape, item.enum)
    value = example[0] if item.shape.array and isinstance(example, list) else example
    holder = found["items"] if item.shape.array else found
    if inner:
        holder |= _object(inner, value)
    elif not item.shape.reference:
        holder["examples"] = [value]
    found |= {"deprecated": True} if item.deprecated else {}
    return (
        found
        | ({"readOnly": True} if item.restrictions == "read-only" else {})
        | ({"writeOnly": True} if item.restrictions == "write-only" else {})
    )


def _schema(schema: Schema) -> Tree:
    assert not is_opaque(schema.properties)
    return {"type": "object", **_object(schema.properties, schema.example.value)}


def _operation(item: Operation) -> Tree:
    found: Tree = {
        "operationId": item.id,
        "x-documented-heading": item.heading,
        "tags": [item.tag],
        "deprecated": item.deprecated,
        "parameters": [_parameter(parameter) for parameter in item.parameters],
        "responses": {response.status: _response(response) for response in item.responses},
        "x-documented-error-codes": [{"code": code.code, "status": code.status} for code in item.error_codes],
    }
    if item.body:
        content = {"application/json": {"schema": _type(item.body.shape)}}
        found["requestBody"] = {"required": item.body.required, "content": content}
    return found


def _parameter(item: Parameter) -> Tree:
    """Write a parameter; those that samples show have an example: in the path, the headers, required in the query."""
    schema = _type(item.shape, item.enum)
    plain = {"string": "string", "integer": 0, "number": 0, "boolean": True}.get(item.shape.type or "")
    value = item.enum[0].value if item.enum else plain
    if item.place in ("path", "header") or (item.place == "query" and item.required):
        holder = schema["items"] if item.shape.array else schema
        holder["examples"] = [value]
    flags = {"required": item.required, "deprecated": item.deprecated}
    return {"name": item.name, "in": item.place, **flags, "schema": schema}


def _response(item: Response) -> Tree:
    return {"content": {"application/json": {"schema": _type(item.shape)}}} if item.shape else {}
