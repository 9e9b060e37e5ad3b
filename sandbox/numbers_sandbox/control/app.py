"""The control plane below /_sandbox: what the description knows nothing of."""

from __future__ import annotations

import logging
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar, cast

import anyio.to_thread
import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from numbers_sandbox.http.bodies import decoded_json, read_body
from numbers_sandbox.http.errors import (
    InvalidBody,
    InvalidFault,
    InvalidParameter,
    MethodNotAllowed,
    Problem,
    Unavailable,
    Unexpected,
    UnknownAccount,
    UnknownPath,
    clip,
)
from numbers_sandbox.store.accounts import is_account
from numbers_sandbox.store.errors import AccountNotFound, CatalogueTooLarge, StoreError, StoreUnavailable

from .access import ControlGuard
from .control import Control
from .fault_rules import FaultError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from numbers_sandbox.app import Endpoint

__all__ = ["control_app"]

_T = TypeVar("_T")
_BODY_LIMIT = 64 * 1024  # bytes; the longest body here is an account
_MOST_REQUESTS = 1000
_MOST_DIGITS = 9  # of a count in a query
_encode = msgspec.json.Encoder().encode
_log = logging.getLogger("numbers_sandbox")


class _Reset(msgspec.Struct, forbid_unknown_fields=True):
    account: str | None = None


class _Seed(msgspec.Struct, forbid_unknown_fields=True):
    seed: int = 1
    numbers: int = 10_000


class _Account(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    token: str | None = None
    password: str | None = None
    addresses: list[str] = []
    identity_documents: bool = False


class _Handlers:
    """One method for each path; what it returns becomes JSON."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._store = control.store
        self._faults = control.endpoint.faults
        self._journal = control.endpoint.journal

    async def state(self, request: Request) -> object:
        del request
        return await _in_thread(self._control.state)

    async def reset(self, request: Request) -> object:
        body = await _decoded(request, _Reset)
        if body.account is not None and not is_account(body.account):
            raise InvalidBody(f"The account {clip(body.account)!r} has characters other than letters, digits, _ and -.")
        await _in_thread(self._control.reset, body.account)
        return {"reset": body.account or "all"}

    async def seed(self, request: Request) -> object:
        body = await _decoded(request, _Seed)
        try:
            await _in_thread(self._control.seed, body.seed, body.numbers)
        except (CatalogueTooLarge, ValueError) as error:
            raise InvalidBody(f"The catalogue cannot be: {clip(str(error))}.") from None
        return {"seed": body.seed, "numbers": body.numbers}

    async def faults(self, request: Request) -> object:
        if request.method == "DELETE":
            self._faults.clear()
        if request.method != "POST":
            return {"faults": self._faults.listed()}
        try:
            return self._faults.add(await _json(request))
        except FaultError as error:
            raise InvalidFault(f"The fault cannot be: {error}.") from None

    async def remove_fault(self, request: Request) -> object:
        number: int = request.path_params["id"]
        if not self._faults.remove(number):
            raise UnknownPath(f"There is no fault {number}.")
        return {"faults": self._faults.listed()}

    async def ledger(self, request: Request) -> object:
        account = _account(request)
        return {"ledger": await _in_thread(self._store.ledger, account)}

    async def requests(self, request: Request) -> object:
        limit, after = _number(request, "limit", 100), _number(request, "after", 0)
        account = _account(request)
        return {"requests": self._journal.latest(min(limit, _MOST_REQUESTS), account=account, after=after)}

    async def accounts(self, request: Request) -> object:
        if request.method == "GET":
            return {"accounts": await _in_thread(self._store.accounts)}
        body = await _decoded(request, _Account)
        put = partial(
            self._store.put_account,
            body.id,
            token=body.token,
            password=body.password,
            addresses=body.addresses,
            identity_documents=body.identity_documents,
        )
        try:
            await _in_thread(put)
        except ValueError as error:
            raise InvalidBody(f"The account cannot be: {clip(str(error))}.") from None
        return await _in_thread(self._store.account, body.id)

    async def account(self, request: Request) -> object:
        name: str = request.path_params["id"]
        if not is_account(name):
            raise UnknownAccount(f"There is no account {clip(name)}.")
        return await _in_thread(self._store.account, name)


def control_app(endpoint: Endpoint, token: str | None = None) -> Starlette:
    """The control plane of an endpoint as an ASGI application; with a token, for those who have it."""
    handlers = _Handlers(Control(endpoint))
    guard = ControlGuard(token)

    def route(path: str, handler: Callable[[Request], Awaitable[object]], *methods: str) -> Route:
        async def answer(request: Request) -> Response:
            guard.check(request)
            return Response(_encode(await handler(request)), media_type="application/json")

        return Route(f"/_sandbox{path}", answer, methods=methods)

    async def page(request: Request) -> Response:
        if not token:  # with one, the page itself holds nothing and asks for it
            guard.check(request)
        return HTMLResponse(files("numbers_sandbox").joinpath("page.html").read_text(encoding="utf-8"))

    return Starlette(
        routes=[
            Route("/_sandbox", _redirect, methods=["GET"]),
            Route("/_sandbox/", page, methods=["GET"]),
            route("/state", handlers.state, "GET"),
            route("/reset", handlers.reset, "POST"),
            route("/seed", handlers.seed, "POST"),
            route("/faults", handlers.faults, "GET", "POST", "DELETE"),
            route("/faults/{id:int}", handlers.remove_fault, "DELETE"),
            route("/ledger", handlers.ledger, "GET"),
            route("/requests", handlers.requests, "GET"),
            route("/accounts", handlers.accounts, "GET", "POST"),
            route("/accounts/{id}", handlers.account, "GET"),
        ],
        exception_handlers=_REFUSALS,
    )


async def _redirect(_: Request) -> Response:
    return RedirectResponse("/_sandbox/")


async def _in_thread(function: Callable[..., _T], *arguments: object) -> _T:
    """Everything of the control plane that may take long runs beside the event loop."""
    return await anyio.to_thread.run_sync(partial(function, *arguments))


async def _json(request: Request) -> Any:  # noqa: ANN401  (any JSON value)
    raw = await read_body(request.receive, None, _BODY_LIMIT)
    return decoded_json(raw) if raw else {}


async def _decoded(request: Request, kind: type[_T]) -> _T:
    try:
        return msgspec.convert(await _json(request), kind)
    except msgspec.ValidationError as error:
        raise InvalidBody(f"The body is not as it must be: {clip(str(error))}.") from None


def _account(request: Request) -> str | None:
    name = request.query_params.get("account")
    if name is not None and not is_account(name):
        raise InvalidParameter(f"The query parameter account is {clip(name)!r}, which is no name of an account.")
    return name


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise InvalidParameter(f"The query parameter {name} is {clip(text)!r}, which is no count.")
    return int(text)


def _answer(problem: Problem) -> Response:
    return Response(_encode(problem.body()), problem.status, dict(problem.headers), "application/json")


async def _problem(_: Request, error: Exception) -> Response:
    return _answer(cast("Problem", error))


async def _store_error(_: Request, error: Exception) -> Response:
    kinds: dict[type[Exception], type[Problem]] = {AccountNotFound: UnknownAccount, StoreUnavailable: Unavailable}
    kind = kinds.get(type(error), Unexpected)
    if kind is Unexpected:
        _log.error("The control plane failed", exc_info=error)
    return _answer(kind(f"{error}."))


async def _unexpected(_: Request, __: Exception) -> Response:
    return _answer(Unexpected())  # Starlette raises the exception again, so that the server logs it


async def _http_error(request: Request, error: Exception) -> Response:
    found = cast("HTTPException", error)
    if found.status_code == 405:  # noqa: PLR2004  (Method Not Allowed)
        return _answer(MethodNotAllowed(request.method, (found.headers or {}).get("Allow", "")))
    return _answer(UnknownPath(f"The control plane has no path {clip(request.url.path)}."))


_REFUSALS = {
    Problem: _problem,
    StoreError: _store_error,
    HTTPException: _http_error,
    Exception: _unexpected,
}
