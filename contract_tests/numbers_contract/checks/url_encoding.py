"""The same request spelled in other ways, and texts that are no UTF-8 (RFC 3986, sections 2.1 and 6.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.json_pointer import get
from numbers_contract.http.targets import Raw
from numbers_contract.registry import check

from .parameters import valid_texts
from .paths_and_methods import exists, small, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation, Parameter
    from numbers_contract.http.exchange import Exchange

__all__: list[str] = []

_NO_TEXT = ("%FF", "%C3%28", "%ED%A0%80", "x%00y", "%", "%zz")


@check(proves=("url-encoding",))
def url_encoding(context: Context) -> None:
    """Every operation that changes nothing: its path and its query, percent-encoded."""
    for operation in context.description.operations:
        if not operation.safe or not exists(context, operation):
            continue
        with context.attempt("url-encoding", operation):
            _query(context, operation)
        with context.attempt("url-encoding", operation):
            _path(context, operation)
        for parameter in operation.of("query"):
            _no_text(context, operation, parameter)


def _query(context: Context, operation: Operation) -> None:
    """Names and values may be percent-encoded, in capital or small hexadecimal digits."""
    for parameter in operation.of("query"):
        text = valid_texts(context, parameter)[0]
        one = _ask(context, operation, parameter, (parameter.name, text))
        for name, value in ((_octets(parameter.name), _octets(text)), (parameter.name, _octets(text).lower())):
            other = _ask(context, operation, parameter, (Raw(name), Raw(value)))
            again = one if _same(operation, one, other) else _ask(context, operation, parameter, (parameter.name, text))
            context.check(
                other.status >= 500 or _same(operation, one, other) or not _same(operation, one, again),
                "url-encoding",
                operation,
                f"{parameter.name}, percent-encoded, is answered otherwise ({other.status}) than plain ({one.status})",
                one,
                other,
                pointer=parameter.pointer,
            )


def _path(context: Context, operation: Operation) -> None:
    """Every character of a path parameter may be percent-encoded as well."""
    path = _whole_path(context, operation)
    plain = context.call(operation, path=path)
    if not plain.ok:
        return
    for parameter in operation.of("path"):
        for spelled in _spelled(path[parameter.name]):
            exchange = context.call(operation, path={**path, parameter.name: Raw(spelled)})
            again = plain if _same(operation, plain, exchange) else context.call(operation, path=path)
            context.check(
                exchange.status >= 500 or _same(operation, plain, exchange) or not _same(operation, plain, again),
                "url-encoding",
                operation,
                f"{parameter.name}, spelled {spelled[:6]}…, is answered otherwise ({exchange.status}) than plain "
                f"({plain.status})",
                plain,
                exchange,
                pointer=parameter.pointer,
            )


def _no_text(context: Context, operation: Operation, parameter: Parameter) -> None:
    """What is no text is refused or, in a filter, finds nothing; it is never a failure."""
    filters = {one.parameter for one in operation.extensions.filters}
    for broken in _NO_TEXT if parameter.compiled.allows("x\0y") else _NO_TEXT[:1]:
        with context.attempt("url-encoding", operation):
            exchange = _ask(context, operation, parameter, (parameter.name, Raw(broken)), probe=True)
            context.check(
                parameter.name not in filters or not exchange.ok or not _items(operation, exchange),
                "url-encoding",
                operation,
                f"{parameter.name} as {broken}, which is no text, finds something",
                exchange,
                pointer=parameter.pointer,
                subject=broken,
            )


def _ask(
    context: Context, operation: Operation, parameter: Parameter, pair: tuple[str, str], *, probe: bool = False
) -> Exchange:
    """Ask for a small page, where the size is not what the request is about."""
    size = [one for one in small(operation) if one[0] != parameter.name]
    return context.call(operation, path=standing(context, operation), query=[*size, pair], probe=probe)


def _same(operation: Operation, one: Exchange, other: Exchange) -> bool:
    """Whether two answers mean the same: links may repeat the spelling of the request."""
    return one.status == other.status and (not one.ok or _items(operation, one) == _items(operation, other))


def _items(operation: Operation, exchange: Exchange) -> Any:
    """What an answer is about: the items of a page, the whole of anything else."""
    paging = operation.extensions.paging
    return get(exchange.value, paging.items) if paging is not None else exchange.value


def _whole_path(context: Context, operation: Operation) -> dict[str, str]:
    path = standing(context, operation)
    account = context.accounts[0] if context.accounts else None
    if operation.effect and operation.effect.account and account is not None:
        path[operation.effect.account] = account.id
    return path


def _octets(text: str) -> str:
    return "".join(f"%{octet:02X}" for octet in text.encode())


def _spelled(text: str) -> Iterator[str]:
    yield _octets(text)
    yield _octets(text).lower()
    yield _octets(text[:1]) + text[1:] if text[:1].isalnum() else text
    if "+" in text:
        yield text
