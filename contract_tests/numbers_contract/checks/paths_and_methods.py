"""Paths, methods and headers: what HTTP itself asks of a server, and what the description adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numbers_contract.description.boundary_values import text_of
from numbers_contract.http.exchange import Request
from numbers_contract.http.targets import Raw, target_of
from numbers_contract.registry import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numbers_contract.context import Context
    from numbers_contract.description.operation import Operation
    from numbers_contract.http.exchange import Exchange

__all__ = ["exists", "samples_of_path", "small", "standing"]

_METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH")
_EXTRA = {"HEAD", "OPTIONS", "TRACE", "CONNECT"}  # which HTTP itself may add
_WITHOUT = 404
_NOT_ALLOWED = 405
_BAD = 400


def standing(context: Context, operation: Operation) -> dict[str, str]:
    """Values for the path parameters beside the account: the key of something that exists if there is any."""
    known: dict[str, str] = context.state.standing
    return {
        one.name: known.get(one.name) or samples_of_path(one.schema)
        for one in operation.of("path")
        if operation.effect is None or one.name != operation.effect.account
    }


def samples_of_path(schema: dict[str, Any]) -> str:
    """An example of a parameter, or a text that stands for one."""
    examples = schema.get("examples")
    return str(examples[0]) if examples else "x"


@check(proves=("unknown-paths", "url-encoding"))
def unknown_paths(context: Context) -> None:
    """Paths that are not in the description: 404, whoever asks."""
    rng = context.random("unknown-paths")
    seen: set[str] = set()
    for operation in context.description.operations:
        target = target_of(
            operation, context.accounts[0] if context.accounts else None, standing(context, operation), []
        )
        for path in (*_other_paths(target, text_of(rng, 8)), *_without_prefix(operation, target)):
            known = any(one.pattern.fullmatch(path) for one in context.description.operations)
            if path in seen or known:
                continue
            seen.add(path)
            with context.attempt("unknown-paths"):
                exchange = _get(context, path)
                allowed = {_WITHOUT, _BAD} | _closed_to_strangers(context)
                context.check(
                    exchange.status in allowed or exchange.status >= 500,
                    "unknown-paths",
                    None,
                    f"GET of a path that is not described was answered {exchange.status}",
                    exchange,
                    subject=operation.path,
                )
    _broken_paths(context)


def _other_paths(target: str, word: str) -> Iterator[str]:
    steps = target.strip("/").split("/")
    yield f"/{word}"
    for index in range(1, len(steps)):
        yield "/" + "/".join([*steps[:index], word])
    yield "/" + "/".join([*steps, word])
    yield "/" + "/".join([word, *steps])
    yield "/" + "/".join([f"{steps[0]}{word}", *steps[1:]])


def _without_prefix(operation: Operation, target: str) -> Iterator[str]:
    """A step whose parameter follows a text of the path, without that text; case and slashes are left to the server."""
    steps = target.split("/")
    for index, step in enumerate(operation.path.split("/")):
        prefix = step.partition("{")[0]
        if prefix and prefix != step:
            yield "/".join([*steps[:index], steps[index].removeprefix(prefix), *steps[index + 1 :]])


def _broken_paths(context: Context) -> None:
    """Percent-encoding that is broken, and characters that no value has: refused, never a failure."""
    for operation in context.description.operations:
        if not operation.safe:
            continue
        for parameter in operation.of("path"):
            if parameter.compiled.allows("\0") or parameter.compiled.allows("\ufffd"):
                continue
            for broken in ("%FF", "%00", "%C3%28", "%ED%A0%80", "%", "%zz", "%2F", "%F0%9F%98%80"):
                with context.attempt("url-encoding", operation):
                    path = {**standing(context, operation), parameter.name: Raw(broken)}
                    exchange = context.call(operation, path=path, probe=True)
                    allowed = {_BAD, _WITHOUT} | _closed_to_strangers(context)
                    context.check(
                        exchange.status in allowed or exchange.status >= 500,
                        "url-encoding",
                        operation,
                        f"the path parameter {parameter.name} as {broken} was answered {exchange.status}",
                        exchange,
                        pointer=parameter.pointer,
                    )


@check(proves=("methods",), changes=True)
def methods(context: Context) -> None:
    """Methods that a path does not have: 405, and Allow lists what it has."""
    paths: dict[str, list[Operation]] = {}
    for operation in context.description.operations:
        paths.setdefault(operation.path, []).append(operation)
    for operations in paths.values():
        has = {one.method for one in operations}
        account = context.accounts[0] if context.accounts else None
        target = target_of(operations[0], account, standing(context, operations[0]), [])
        for method in _METHODS:
            if method in has:
                continue
            with context.attempt("methods", operations[0]):
                exchange = _get(context, target, method)
                _judge_method(context, operations[0], exchange, has)


def _judge_method(context: Context, operation: Operation, exchange: Exchange, has: set[str]) -> None:
    method = exchange.request.method
    response = exchange.response
    if response is None or response.status >= 500:
        return
    right = context.check(
        response.status == _NOT_ALLOWED,
        "methods",
        operation,
        f"{method} {operation.path} is not described and was answered {response.status}, not 405",
        exchange,
        pointer=operation.pointer.rpartition("/")[0],
        subject=method,
    )
    if not right:
        return
    listed = {one.strip().upper() for one in (response.header("allow") or "").split(",") if one.strip()}
    context.check(
        has <= listed and listed - has <= _EXTRA,
        "methods",
        operation,
        f"Allow of {operation.path} lists {', '.join(sorted(listed)) or 'nothing'}; described are "
        f"{', '.join(sorted(has))}",
        exchange,
        pointer=operation.pointer.rpartition("/")[0],
        subject="allow",
    )


def exists(context: Context, operation: Operation) -> bool:
    """Whether the thing that the operation reads is known to exist."""
    key = operation.effect.key if operation.effect else None
    return key is None or key in context.state.standing


def small(operation: Operation) -> list[tuple[str, str]]:
    """The query for a page of one item, where there is a choice."""
    paging = operation.extensions.paging
    return [(paging.size[0], "1")] if paging and paging.size[0] else []


def _get(context: Context, target: str, method: str = "GET") -> Exchange:
    account = context.accounts[0] if context.accounts else None
    headers = [("Accept", "application/json")]
    if account is not None and account.authorization:
        headers.append(("Authorization", account.authorization))
    operation = context.description.operation(method, target.partition("?")[0])
    return context.session.send(Request(method, target, tuple(headers), None, operation, account, probe=True))


def _closed_to_strangers(context: Context) -> set[int]:
    """What may be said of an unknown path where accounts have credentials."""
    return {401, 403} if any(account.has_credentials for account in context.accounts) else set()
