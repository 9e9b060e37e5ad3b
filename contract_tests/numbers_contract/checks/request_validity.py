"""Whether the description allows a request, looking at every part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from numbers_contract.description.boundary_values import from_text
from numbers_contract.description.json_pointer import MISSING
from numbers_contract.http.exchange import strict_json
from numbers_contract.resource.lists import parameters_of

if TYPE_CHECKING:
    from numbers_contract.description.operation import Operation, Parameter
    from numbers_contract.description.schemas import Schemas
    from numbers_contract.http.exchange import Request

__all__ = ["allowed"]


def allowed(schemas: Schemas, operation: Operation, request: Request) -> bool:
    """Whether nothing in a request breaks the description; where readers may differ about a text, it is taken to."""
    path, query = request.target.partition("?")[0], parameters_of(request.target)
    found = operation.pattern.fullmatch(path)
    names = [name for name, _ in query]
    if found is None or len(set(names)) < len(names) or operation.of("header") or operation.of("cookie"):
        return False
    if any(parameter.required and parameter.name not in names for parameter in operation.of("query")):
        return False
    in_path = {one.name: one for one in operation.of("path")}
    order = sorted(in_path, key=lambda name: operation.path.index(f"{{{name}}}"))
    pairs = [(in_path[name], unquote(text)) for name, text in zip(order, found.groups(), strict=True)]
    known = {one.name: one for one in operation.of("query")}
    if not known.keys() >= set(names):
        return False
    pairs += [(known[name], text) for name, text in query]
    return all(_fits(schemas, *pair) for pair in pairs) and _body(operation, request)


def _fits(schemas: Schemas, parameter: Parameter, text: str) -> bool:
    meant = from_text(schemas, parameter.schema, text)
    return meant is not MISSING and parameter.compiled.allows(meant)


def _body(operation: Operation, request: Request) -> bool:
    if not request.body:
        return operation.body is None or not operation.body.required
    media_type = (request.header("content-type") or "").partition(";")[0].strip().lower()
    if operation.body is None or media_type != operation.body.media_type:
        return False
    try:
        return operation.body.compiled.allows(strict_json(request.body))
    except ValueError:
        return False
