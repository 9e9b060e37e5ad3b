"""Judges requests by the description alone, after OpenAPI 3.1.0, RFC 3986 and RFC 6570.

Nothing here comes from the client: a request is what stands on the wire, and the verdict says which operation and
which values it carries, or why the description does not allow it.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from client.described import MISSING, Json, Missing, Operation, Value, description, operations, validator
from client.wire_text import RefusedError, decoded, values_of

if TYPE_CHECKING:
    import httpx

__all__ = ["Carried", "Emitted", "RefusedError", "emitted", "judge"]

_OF_THE_CLIENT = {
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
}
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750 section 2.1


@dataclass(frozen=True, slots=True)
class Emitted:
    """A request as it stands on the wire: `target` is path and query, percent-encoded; header names in any case."""

    method: str
    origin: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a request means: values by place and name, the body, and the credential as scheme and value."""

    operation: Operation
    parameters: dict[tuple[str, str], Value]
    body: Value | Missing
    credential: tuple[str, str] | None


def emitted(request: httpx.Request) -> Emitted:
    """What httpx puts on the wire for `request`."""
    url = request.url
    origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
    headers = tuple((name.decode("ascii"), value.decode("latin-1")) for name, value in request.headers.raw)
    return Emitted(request.method, origin, url.raw_path.decode("ascii"), headers, request.content)


def judge(request: Emitted) -> Carried:
    """Say what `request` carries.

    Raises:
        RefusedError: the description does not allow it.
    """
    path, mark, query = request.target.partition("?")
    if mark and not query:
        raise RefusedError("a question mark without a query")
    operation, of_path = _operation(request.method, _below_server(request.origin, path))
    headers = _headers(request.headers)
    parameters = {
        **_of_path(operation, of_path),
        **_of_query(operation, query),
        **_of_headers(operation, headers),
    }
    _fits_the_message(operation, request, headers)
    return Carried(operation, parameters, _body(operation, request.content, headers), _credential(operation, headers))


def _below_server(origin: str, path: str) -> str:
    for server in description()["servers"]:
        parts = urlsplit(server["url"])
        if origin == f"{parts.scheme}://{parts.netloc}" and path.startswith(parts.path.rstrip("/") + "/"):
            return path.removeprefix(parts.path.rstrip("/"))
    raise RefusedError(f"{origin}{path} is on no server of the description")


def _operation(method: str, path: str) -> tuple[Operation, dict[str, str]]:
    """Match `path`; a path without templates comes before one with (OpenAPI 3.1.0, Paths Object)."""
    if {".", ".."} & {decoded(segment) for segment in path.split("/")}:
        raise RefusedError(f"a dot segment makes {path} another path (RFC 3986 section 5.2.4)")
    for template in sorted(description()["paths"], key=lambda template: template.count("{")):
        names: list[str] = re.findall(r"\{([^}]+)\}", template)
        literal = [re.escape(piece) for piece in re.split(r"\{[^}]+\}", template)]
        found = re.fullmatch("([^/]+)".join(literal), path)
        if found:
            for operation in operations().values():
                if (operation.path, operation.method) == (template, method):
                    return operation, dict(zip(names, found.groups(), strict=True))
            raise RefusedError(f"{template} has no {method}")
    raise RefusedError(f"no path of the description matches {path}")


def _of_path(operation: Operation, texts: dict[str, str]) -> dict[tuple[str, str], Value]:
    declared = {node["name"]: node for node in operation.parameters if node["in"] == "path"}
    return {("path", name): values_of(declared[name], [text]) for name, text in texts.items()}


def _of_query(operation: Operation, query: str) -> dict[tuple[str, str], Value]:
    declared = {node["name"]: node for node in operation.parameters if node["in"] == "query"}
    given: dict[str, list[str]] = {}
    for pair in query.split("&") if query else ():
        name, mark, text = pair.partition("=")
        if not mark:
            raise RefusedError(f"{pair!r} in the query has no value")
        given.setdefault(decoded(name), []).append(text)
    unknown = given.keys() - declared.keys()
    if unknown:
        raise RefusedError(f"{sorted(unknown)} in the query are not in the description")
    _all_required("query", declared, set(given))
    return {("query", name): values_of(declared[name], texts) for name, texts in given.items()}


def _of_headers(operation: Operation, headers: dict[str, str]) -> dict[tuple[str, str], Value]:
    declared = {node["name"].lower(): node for node in operation.parameters if node["in"] == "header"}
    unknown = headers.keys() - declared.keys() - _OF_THE_CLIENT
    if unknown:
        raise RefusedError(f"{sorted(unknown)} in the headers are not in the description")
    _all_required("header", declared, set(headers))
    given = declared.keys() & headers.keys()
    return {("header", declared[name]["name"]): values_of(declared[name], [headers[name]]) for name in given}


def _all_required(place: str, declared: dict[str, Json], given: set[str]) -> None:
    lacking = [name for name, node in declared.items() if node.get("required") and name not in given]
    if lacking:
        raise RefusedError(f"{lacking} in the {place} are required")


def _headers(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    names = [name.lower() for name, _ in pairs]
    if len(set(names)) != len(names):
        raise RefusedError("a header is there twice")
    return {name.lower(): value for name, value in pairs}


def _fits_the_message(operation: Operation, request: Emitted, headers: dict[str, str]) -> None:
    if headers.get("host", urlsplit(request.origin).netloc) != urlsplit(request.origin).netloc:
        raise RefusedError("the Host is another one than that of the URL")
    if int(headers.get("content-length", len(request.content))) != len(request.content):
        raise RefusedError("the Content-Length is not that of the body")
    media_types = {name for response in operation.responses.values() for name in response.get("content", {})}
    accepted = {part.partition(";")[0].strip() for part in headers.get("accept", "*/*").split(",")}
    general = {"*/*", *(f"{name.partition('/')[0]}/*" for name in media_types)}
    if media_types and not accepted & (media_types | general):
        raise RefusedError(f"the Accept {headers['accept']!r} admits no documented answer")


def _body(operation: Operation, content: bytes, headers: dict[str, str]) -> Value | Missing:
    declared = operation.body
    if not content:
        if "content-type" in headers:
            raise RefusedError("a Content-Type without a body")
        if declared is not None and declared.get("required"):
            raise RefusedError("the body is required")
        return MISSING
    if declared is None:
        raise RefusedError(f"{operation.id} has no body")
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in declared["content"]:
        raise RefusedError(f"a body of {media_type or 'no type'} is not in the description")
    value = _json(content)
    for error in validator(declared["content"][media_type]["schema"]).iter_errors(value):
        raise RefusedError(f"the body breaks its schema at {error.instance_path}: {error.message}")
    return value


def _json(content: bytes) -> Value:
    """Read JSON without the leniency of Python: one member a name, no NaN, no surrogates (RFC 8259, I-JSON)."""
    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=_members, parse_constant=_constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except ValueError as error:
        raise RefusedError(f"the body is not JSON: {error}") from None
    return value


def _members(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise RefusedError("a member of the body is there twice")
    return dict(pairs)


def _constant(text: str) -> Value:
    raise RefusedError(f"{text} in the body is not JSON")


def _credential(operation: Operation, headers: dict[str, str]) -> tuple[str, str] | None:
    """Read Authorization by the security schemes of the operation (RFC 6750, RFC 7617)."""
    required: list[Json] = operation.raw.get("security", description().get("security", [{}]))
    if "authorization" not in headers:
        if {} not in required:
            raise RefusedError("a credential is required")
        return None
    schemes = description()["components"]["securitySchemes"]
    admitted = {schemes[name]["scheme"].lower() for requirement in required for name in requirement}
    scheme, _, value = headers["authorization"].partition(" ")
    if scheme.lower() not in admitted:
        raise RefusedError(f"the authentication scheme {scheme!r} is not in the description")
    if not _TOKEN.fullmatch(value):
        raise RefusedError("the credential is malformed")
    return ("basic", _basic(value)) if scheme.lower() == "basic" else (scheme.lower(), value)


def _basic(value: str) -> str:
    try:
        pair = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise RefusedError("the Basic credential is not base64 of UTF-8") from None
    if ":" not in pair:
        raise RefusedError("the Basic credential has no colon between user and password")
    return pair
