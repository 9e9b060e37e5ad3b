"""Every parameter at and beyond its limits; unknown, repeated and missing ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbers_contract.description.boundary_values import text_samples
from numbers_contract.description.json_pointer import get
from numbers_contract.description.near_misses import measurable
from numbers_contract.http.protocol_rejections import refused_by_http
from numbers_contract.registry import check
from numbers_contract.resource.resource import resource_of

from .paths_and_methods import exists, standing
from .rejections import INVALID, accepted, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation, Parameter
    from numbers_contract.http.exchange import Exchange

__all__ = ["of_others", "valid_texts"]

_UNKNOWN = "xUnknownParameter"


@check(proves=("accepts-valid", "rejects-invalid"))
def parameters(context: Context) -> None:
    """Values of the query, where nothing is changed."""
    for operation in context.description.operations:
        if not operation.safe or not exists(context, operation):
            continue
        for parameter in operation.of("query"):
            _values(context, operation, parameter)
        with context.attempt("rejects-invalid", operation):
            _missing(context, operation)
        _beside(context, operation)
        for what, query in _misspelt(context, operation):
            with context.attempt("rejects-invalid", operation):
                _refuse(context, operation, what, query)


def _values(context: Context, operation: Operation, parameter: Parameter) -> None:
    paging = operation.extensions.paging
    position = bool(paging and parameter.name == paging.position[0])
    for sample in text_samples(context.description.schemas, parameter.schema, parameter.compiled):
        context.coverage.sent(operation, parameter.place, parameter.name, sample.kind)
        with context.attempt("accepts-valid" if sample.valid else "rejects-invalid", operation):
            query = [*_others(context, operation, parameter.name), (parameter.name, sample.value)]
            exchange = context.call(operation, path=standing(context, operation), query=query, probe=not sample.valid)
            what = f"{parameter.name} as {_shown(sample.value)} ({sample.kind})"
            if not sample.valid:
                if not refused_by_http(exchange.request, exchange.status):
                    refused(context, exchange, what, pointer=parameter.pointer)
            elif not position and measurable(operation, parameter.name, sample.value):
                accepted(context, exchange, what, pointer=parameter.pointer)
                _far_page(context, operation, parameter, sample.value, exchange)


def _far_page(context: Context, operation: Operation, parameter: Parameter, text: str, exchange: Exchange) -> None:
    """A page that lies beyond everything holds nothing."""
    paging = operation.extensions.paging
    if paging is None or parameter.name != paging.number[0] or not exchange.ok or int(text) < 10**8:
        return
    items = get(exchange.value, paging.items)
    context.check(
        items == [],
        "page-numbers",
        operation,
        f"the page {text} holds {len(items or '')} items",
        exchange,
        at=paging.items,
    )


def _others(context: Context, operation: Operation, name: str) -> list[tuple[str, str]]:
    """The other parameters that a valid request has; a small page where there is a choice."""
    paging = operation.extensions.paging
    found = [(paging.size[0], "1")] if paging and paging.size[0] and paging.size[0] != name else []
    for parameter in operation.of("query"):
        if parameter.required and parameter.name != name:
            valid = [
                one
                for one in text_samples(context.description.schemas, parameter.schema, parameter.compiled)
                if one.valid
            ]
            found.append((parameter.name, valid[0].value))
    return found


def _beside(context: Context, operation: Operation) -> None:
    """A value that is forbidden stays so beside others that are allowed."""
    rng = context.random(f"beside in {operation.id}")
    filters = [
        one for one in operation.of("query") if one.name in {each.parameter for each in operation.extensions.filters}
    ]
    for parameter in operation.of("query"):
        found = text_samples(context.description.schemas, parameter.schema, parameter.compiled)
        others = [one for one in filters or operation.of("query") if one is not parameter]
        for sample in found if others else ():
            if sample.valid or len(sample.value) > 100:
                continue
            other = rng.choice(others)
            pair = [(other.name, valid_texts(context, other)[0]), (parameter.name, sample.value)]
            rng.shuffle(pair)
            with context.attempt("rejects-invalid", operation):
                what = f"{parameter.name} as {_shown(sample.value)} ({sample.kind}) beside {other.name}"
                exchange = context.call(operation, path=standing(context, operation), query=pair, probe=True)
                refused(context, exchange, what, pointer=parameter.pointer)


def _missing(context: Context, operation: Operation) -> None:
    for parameter in operation.of("query"):
        if parameter.required:
            query = _others(context, operation, parameter.name)
            exchange = context.call(operation, path=standing(context, operation), query=query, probe=True)
            refused(context, exchange, f"a request without {parameter.name}", pointer=parameter.pointer)


def _misspelt(context: Context, operation: Operation) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Parameters that the operation does not have, and those that are there twice, where that is refused."""
    rules = context.description.requests
    names = [parameter.name for parameter in operation.of("query")]
    if rules.get("unknown-query-parameters") == "refused":
        yield "an unknown query parameter", [(_UNKNOWN, "x")]
        yield "an unknown query parameter beside known ones", [*_others(context, operation, ""), (_UNKNOWN, "")]
        for parameter in operation.of("query"):
            other = parameter.name.swapcase()
            if other not in names:
                yield f"the query parameter {other}", [(other, valid_texts(context, parameter)[0])]
        for name, parameter in of_others(context, names).items():
            yield f"the query parameter {name} of another operation", [(name, valid_texts(context, parameter)[0])]
    if rules.get("repeated-query-parameters") == "refused":
        for parameter in operation.of("query"):
            values = valid_texts(context, parameter)
            for pair in ((values[0], values[0]), (values[0], values[-1])):
                yield f"{parameter.name} twice", [(parameter.name, pair[0]), (parameter.name, pair[1])]


def of_others(context: Context, names: list[str]) -> dict[str, Parameter]:
    """The parameters that other operations have, and none of these names."""
    every = (parameter for operation in context.description.operations for parameter in operation.of("query"))
    return {parameter.name: parameter for parameter in every if parameter.name not in names}


def valid_texts(context: Context, parameter: Parameter) -> list[str]:
    """Texts that a parameter allows, none of them empty; one that stands for any where no sample is allowed."""
    found = text_samples(context.description.schemas, parameter.schema, parameter.compiled)
    return [one.value for one in found if one.valid and one.value] or ["x"]


def _refuse(context: Context, operation: Operation, what: str, query: list[tuple[str, str]]) -> None:
    exchange = context.call(operation, path=standing(context, operation), query=query, probe=True)
    refused(context, exchange, what)


@check(proves=("rejects-invalid",), changes=True)
def path_parameters(context: Context) -> None:
    """Values of the path that break the description."""
    for operation in context.description.operations:
        effect = operation.effect
        for parameter in operation.of("path"):
            tenant = effect is not None and parameter.name == effect.account
            for sample in text_samples(context.description.schemas, parameter.schema, parameter.compiled):
                if sample.valid or sample.value in ("", ".", ".."):
                    continue
                context.coverage.sent(operation, "path", parameter.name, sample.kind)
                with context.attempt("rejects-invalid", operation):
                    path = {**standing(context, operation), parameter.name: sample.value}
                    exchange = _on_path(context, operation, path)
                    also = (404, 401, 403) if tenant else (404,)
                    what = f"{parameter.name} as {_shown(sample.value)} ({sample.kind})"
                    refused(context, exchange, what, pointer=parameter.pointer, also=also)


def _on_path(context: Context, operation: Operation, path: dict[str, str]) -> Exchange:
    query = (
        _others(context, operation, "")
        if operation.safe
        else [(one.name, valid_texts(context, one)[0]) for one in operation.of("query") if one.required]
    )
    if operation.body is not None and operation.body.required:
        return context.call(operation, path=path, query=query, value={}, probe=True)
    return context.call(operation, path=path, query=query, probe=True)


@check(proves=("rejects-invalid", "rejected-unchanged"), changes=True)
def key_parameter(context: Context) -> None:
    """What a purchase asks for, broken in every way: nothing is bought."""
    resource = resource_of(context)
    operation = resource.create if resource else None
    if resource is None or operation is None:
        return
    for parameter in operation.of("query"):
        for sample in text_samples(context.description.schemas, parameter.schema, parameter.compiled):
            if not sample.valid:
                context.coverage.sent(operation, "query", parameter.name, sample.kind)
                with context.attempt("rejects-invalid", operation):
                    exchange = context.call(operation, query=[(parameter.name, sample.value)], probe=True)
                    what = f"{parameter.name} as {_shown(sample.value)} ({sample.kind})"
                    refused(context, exchange, what, INVALID, pointer=parameter.pointer)
        if parameter.required:
            with context.attempt("rejects-invalid", operation):
                refused(context, context.call(operation, probe=True), f"a request without {parameter.name}")


def _shown(text: str) -> str:
    return repr(text) if len(text) <= 40 else f"{text[:12]!r}… of {len(text)} characters"
