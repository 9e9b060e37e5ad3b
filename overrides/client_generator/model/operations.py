"""What the templates print of operations, read from the description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openapi_python_client.strings import PythonIdentifier
from runtime.client.clients import AsyncClientBase, ClientBase
from runtime.retry_contract import RetryContract

from client_generator.errors import GenerateError
from client_generator.model.names import RESERVED

from .arguments import Argument, body_members, json_body, parameters_of, unwrapped
from .description import METHODS, resolve
from .error_responses import ErrorClass, class_of, errors_of
from .names import argument_name, constant_name, method_name, python_name
from .types import TypeWriter
from .vendor_extensions import PriceLookupView, ReadBackView, price_lookup_of, read_back_of

__all__ = ["OperationView", "operations"]

_OF_PAGES = [
    ("limit", "How many items to give at most; by default all. `pages()` gives whole pages."),
    ("max_pages", "How many pages to read at most; by default all."),
    ("resume", "A resume_token of this list: go on where it stands. The filters are in it and need not be repeated."),
]
_TAKEN = frozenset({*dir(ClientBase), *dir(AsyncClientBase)})


@dataclass(frozen=True)
class Page:
    """How a result is a page."""

    items: str
    next_url: tuple[str, ...]
    item_type: str


@dataclass
class OperationView:
    """One operation, ready to print."""

    id: str
    tag: str
    method: str
    http_method: str
    path: str
    summary: str
    text: str
    deprecated: bool
    parameters: list[Argument]
    body_members: list[Argument]
    body_type: str | None
    body_signature: str
    body_required: bool
    body_media_type: str
    responses: dict[str, str | None]
    result: str
    result_text: str
    errors: list[ErrorClass]
    refusals: dict[str, str]
    refusal_types: dict[str, str | None]
    page: Page | None
    billed: bool
    idempotent: bool
    class_names: list[str]
    read_back: ReadBackView | None
    price_lookup: PriceLookupView | None

    @property
    def contract(self) -> str:
        """When the call is sent again, in words."""
        back = self.read_back
        return str(
            RetryContract(
                operation=self.id,
                safe=self.safe,
                idempotent=self.safe or self.idempotent,
                billed=self.billed,
                read_back=back.operation if back else None,
                effect=back.effect if back else None,
            )
        )

    @property
    def price_limits(self) -> list[tuple[str, str]]:
        """Name and text of the arguments that limit what a purchase may cost."""
        limits = dict(self.price_lookup.limits) if self.price_lookup else dict[str, str]()
        text = (
            "Buy nothing when the catalogue asks more than this as {}, or does not say: a Decimal, a text or a whole "
            "number, in the currency of the catalogue. It is asked first, unless an item of it is given."
        )
        return [(name, text.format(member)) for name, member in limits.items()]

    @property
    def module(self) -> str:
        """Name of the operation, as the generator makes it for a module."""
        return str(PythonIdentifier(self.id, "field_"))

    @property
    def constant(self) -> str:
        """Name of the operation among all operations."""
        return constant_name(self.id)

    @property
    def whole_body(self) -> bool:
        """Whether the body is one argument, since it is no object with members."""
        return self.body_type is not None and not self.body_members

    @property
    def documented_arguments(self) -> list[tuple[str, str]]:
        """Name and text of every argument."""
        whole = [("body", "The request body.")] if self.whole_body else []
        return (
            [(argument.name, argument.text) for argument in self.leading]
            + whole
            + [(argument.name, argument.text) for argument in self.keywords]
            + (_OF_PAGES if self.page else [])
            + self.price_limits
        )

    @property
    def raised(self) -> list[tuple[str, str]]:
        """Name and cause of every exception."""
        coded = {error.status for error in self.errors}
        others = [
            (class_of(status), f"HTTP {status}{', with any other code' if status in coded else ''}. {text}")
            for status, text in sorted(self.refusals.items())
        ]
        unknown = "the call was sent, its answer was lost, and reading back did not tell."
        lost = [("PurchaseOutcomeUnknown", unknown)] if self.billed else []
        dear = [("PriceExceeded", "the catalogue asks more than a limit allows; nothing was sent.")]
        return [
            ("InvalidRequest", "the description forbids an argument; nothing was sent."),
            *(dear if self.price_lookup else []),
            *((error.name, f"HTTP {error.status}, code {error.code}. {error.text}") for error in self.errors),
            *others,
            *lost,
            ("ConnectionFailed", "no answer arrived."),
            ("DeadlineExceeded", "no answer arrived in time."),
            ("ContractError", "the answer breaks the description."),
        ]

    def returned(self, pages: str) -> str:
        """Return the type of the result; `pages` is the class of pages."""
        return f"{pages}[{self.result}, {self.page.item_type}]" if self.page else self.result

    @property
    def safe(self) -> bool:
        """Whether the method is safe by RFC 9110 section 9.2.1."""
        return self.http_method in {"GET", "HEAD", "OPTIONS", "TRACE"}

    @property
    def leading(self) -> list[Argument]:
        """Arguments that may be given by place: the required ones, the account excepted."""
        return [argument for argument in self.parameters if argument.required and argument.name != "account_id"]

    @property
    def keywords(self) -> list[Argument]:
        """Arguments that are given by name: required members of the body first."""
        rest = [argument for argument in self.parameters if argument not in self.leading]
        return sorted(self.body_members, key=lambda member: not member.required) + rest


def operations(document: dict[str, Any], writer_of: Any) -> Iterator[OperationView]:
    """Yield every operation. `writer_of` makes a fresh `TypeWriter`.

    Raises:
        GenerateError: two names are the same in Python.
    """
    taken: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    for path, item in document["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            view = _operation(document, path, method, item, writer_of())
            other = taken.setdefault((python_name(view.tag), view.method), view.id)
            _check_names(view, f"{method.upper()} {path}", other, seen)
            yield view


def _check_names(view: OperationView, where: str, other: str, seen: set[str]) -> None:
    if view.module in seen:
        raise GenerateError(where, f"has the operationId {view.id}, which another operation has; give it its own")
    seen.add(view.module)
    if view.constant in RESERVED:
        raise GenerateError(where, f"has the operationId {view.id}, a word that the package needs itself; rename it")
    if other != view.id:
        what = f"becomes the method {view.method}, as {other} does; give one of them another operationId"
        raise GenerateError(view.id, what)
    if python_name(view.tag) in _TAKEN:
        raise GenerateError(where, f"has the tag {view.tag}, which the client itself has as an attribute; rename it")
    names = [name for name, _ in view.documented_arguments]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise GenerateError(where, f"has two arguments that are {twice} in Python; rename one")


def _operation(
    document: dict[str, Any], path: str, method: str, item: dict[str, Any], writer: TypeWriter
) -> OperationView:
    raw = item[method]
    where = f"{method.upper()} {path}"
    if not raw.get("operationId"):
        raise GenerateError(where, "has no operationId; give it one")
    parameters = parameters_of(document, [*raw.get("parameters", []), *item.get("parameters", [])], writer)
    media_type, body, body_required = json_body(document, raw, where)
    members = body_members(document, body, writer, {argument.name for argument in parameters})
    successes = {str(s): resolve(document, r) for s, r in raw["responses"].items() if str(s)[:1] in "2d"}
    schemas = {status: _json_schema(response, f"{where} {status}") for status, response in successes.items()}
    written = {status: None if schema is None else writer.enforced(schema) for status, schema in schemas.items()}
    refusals = {str(s): resolve(document, r) for s, r in raw["responses"].items() if str(s)[:1] in "45"}
    return OperationView(
        id=raw["operationId"],
        tag=(raw.get("tags") or ["default"])[0],
        method=method_name(raw["operationId"], (raw.get("tags") or ["default"])[0]),
        http_method=method.upper(),
        path=path,
        summary=raw.get("summary", raw["operationId"]),
        text=raw.get("description", ""),
        deprecated=bool(raw.get("deprecated")),
        parameters=parameters,
        body_members=members,
        body_type=None if body is None else writer.enforced(body),
        body_signature="" if body is None else writer.signature(body),
        body_required=body_required,
        body_media_type=media_type,
        responses=written,
        result=" | ".join(dict.fromkeys(code or "None" for code in written.values())) or "None",
        result_text=" ".join(dict.fromkeys(response.get("description", "") for response in successes.values())),
        errors=[error for status, r in refusals.items() for error in errors_of(document, status, r, where)],
        refusals={status: response.get("description", "") for status, response in refusals.items()},
        refusal_types={status: _refusal_type(response, writer) for status, response in refusals.items()},
        page=_page(document, schemas.values(), writer),
        billed=bool(raw.get("x-billed")),
        idempotent=bool(raw.get("x-idempotent")) or method in {"put", "delete"},
        class_names=sorted(writer.classes[name][0] for name in writer.used),
        read_back=read_back_of(document, raw, parameters, writer, where),
        price_lookup=price_lookup_of(document, raw, parameters, writer, where),
    )


def _refusal_type(response: dict[str, Any], writer: TypeWriter) -> str | None:
    """Return the type of the body of a refusal; one that is no JSON has none."""
    try:
        schema = _json_schema(response, "")
    except GenerateError:
        return None
    return None if schema is None else writer.enforced(schema)


def _json_schema(response: dict[str, Any], where: str) -> dict[str, Any] | None:
    content = response.get("content")
    if not content:
        return None
    for media_type, entry in content.items():
        if media_type == "application/json" or media_type.endswith("+json"):
            schema: dict[str, Any] = entry.get("schema", {})
            return schema
    raise GenerateError(
        where, "answers with a body that is not JSON, which the client cannot read; describe a JSON one"
    )


def _page(document: dict[str, Any], schemas: Iterable[dict[str, Any] | None], writer: TypeWriter) -> Page | None:
    """Find a page by its shape: ``items``, and beside them an object that has ``next_page_url``."""
    for schema in schemas:
        properties = unwrapped(document, schema or {}).get("properties", {})
        items = unwrapped(document, properties.get("items", {}))
        for name, member in properties.items():
            if items.get("type") == "array" and "next_page_url" in unwrapped(document, member).get("properties", {}):
                item = writer.enforced(items.get("items", {}))
                return Page("items", (argument_name(name), "next_page_url"), item)
    return None
