"""The keyword arguments of a method: parameters, and the members of a body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from runtime.client.options import CallOptions

from client_generator.errors import GenerateError

from .description import resolve
from .names import argument_name as plain_name
from .types import TypeWriter

__all__ = ["Argument", "body_members", "json_body", "members_of", "parameters_of", "text_of", "unwrapped"]


# Every method takes these beside its own.
_OPTIONS = frozenset({*CallOptions.__annotations__, "options"})


def argument_name(name: str) -> str:
    """Return the name of an argument; one that every method has is told apart by its underscore."""
    found = plain_name(name)
    return f"{found}_" if found in _OPTIONS else found


@dataclass(frozen=True)
class Argument:
    """A keyword argument of a method, or a field of a model."""

    name: str
    wire: str
    place: str
    enforced: str
    signature: str
    required: bool
    text: str
    explode: bool = True


def unwrapped(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Resolve `schema`, taking the one alternative that is not null."""
    schema = resolve(document, schema)
    members = [member for member in schema.get("anyOf", []) if member.get("type") != "null"]
    return unwrapped(document, members[0]) if len(members) == 1 else schema


def members_of(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Yield name, schema and requiredness of each property, those of ``allOf`` first."""
    schema = resolve(document, schema)
    for part in schema.get("allOf", []):
        yield from members_of(document, part)
    required = schema.get("required", [])
    for name, member in schema.get("properties", {}).items():
        yield name, member, name in required


def text_of(document: dict[str, Any], node: dict[str, Any]) -> str:
    """Return the description of `node`, or of what it refers to."""
    own = node.get("description")
    return str(own or unwrapped(document, node).get("description", ""))


def parameters_of(document: dict[str, Any], nodes: Iterable[dict[str, Any]], writer: TypeWriter) -> list[Argument]:
    """Return the parameters of an operation, each once: what stands first counts."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for node in nodes:
        parameter = resolve(document, node)
        found.setdefault((parameter["name"], parameter["in"]), parameter)
    names = [argument_name(name) for name, _ in found]
    arguments: list[Argument] = []
    for (wire, place), parameter in found.items():
        name = argument_name(wire)
        name = f"{name}_{place}" if names.count(name) > 1 else name
        arguments.append(
            Argument(
                name=name,
                wire=wire,
                place=place,
                enforced=writer.enforced(parameter.get("schema", {})),
                signature=writer.signature(parameter.get("schema", {})),
                required=bool(parameter.get("required")),
                text=parameter.get("description") or text_of(document, parameter.get("schema", {})),
                explode=bool(parameter.get("explode", place in {"query", "cookie"})),
            )
        )
    return arguments


def json_body(document: dict[str, Any], raw: dict[str, Any], where: str) -> tuple[str, dict[str, Any] | None, bool]:
    """Return media type and schema of an operation's JSON body, and whether it is required."""
    if "requestBody" not in raw:
        return "application/json", None, False
    node = resolve(document, raw["requestBody"])
    for media_type, content in node.get("content", {}).items():
        if media_type == "application/json" or media_type.endswith("+json"):
            return media_type, content.get("schema", {}), bool(node.get("required"))
    what = "has a request body that is not JSON, which the client cannot send; describe a JSON one"
    raise GenerateError(where, what)


def body_members(
    document: dict[str, Any], body: dict[str, Any] | None, writer: TypeWriter, taken: set[str]
) -> list[Argument]:
    """Return the members of a body; one that has the Python name of a parameter is told apart by ``_body``."""
    arguments: list[Argument] = []
    for wire, schema, required in members_of(document, body) if body is not None else ():
        name = argument_name(wire)
        arguments.append(
            Argument(
                name=f"{name}_body" if name in taken else name,
                wire=wire,
                place="body",
                enforced=writer.enforced(schema),
                signature=writer.signature(schema),
                required=required,
                text=text_of(document, schema),
            )
        )
    return arguments
