"""Requests and answers in front of the sandbox, and the application that lets a fault change them."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Self, cast
from urllib.parse import parse_qsl, quote, unquote, urlencode

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Json = dict[str, Any]
Header = tuple[str, str]

_ROUTES: Final = (
    (re.compile(r"/v1/api/AvailableNumbers"), {"GET": "search"}),
    (re.compile(r"/v1/Accounts/(?P<account>[^/]+)/ActiveNumbers/"), {"GET": "list", "POST": "buy"}),
    (
        re.compile(r"/v1/Accounts/(?P<account>[^/]+)/ActiveNumbers/PN(?P<number>[^/]+)"),
        {"GET": "get", "POST": "configure", "DELETE": "release"},
    ),
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived; path and query are still percent-encoded."""

    method: str
    path: str
    query: str
    headers: tuple[Header, ...]
    body: bytes

    def _routed(self) -> tuple[re.Match[str], dict[str, str]] | None:
        for pattern, methods in _ROUTES:
            if (found := pattern.fullmatch(self.path)) is not None:
                return found, methods
        return None

    def _part(self, name: str) -> str:
        routed = self._routed()
        return unquote(routed[0].groupdict().get(name) or "") if routed else ""

    @property
    def operation(self) -> str:
        """search, buy, list, get, configure or release; empty for everything else."""
        routed = self._routed()
        return routed[1].get(self.method, "") if routed else ""

    @property
    def account(self) -> str:
        """The account in the path."""
        return self._part("account")

    @property
    def number(self) -> str:
        """The number that the request is about: in the path, or the one to buy."""
        return self._part("number") or self.asked.get("phoneNumber", "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The query, decoded."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def asked(self) -> dict[str, str]:
        """The query by name."""
        return dict(self.pairs)

    @property
    def filters(self) -> dict[str, str]:
        """The filters of the query."""
        return {name: value for name, value in self.pairs if name not in ("page", "page_size", "key", "phoneNumber")}

    @property
    def json(self) -> Any:  # noqa: ANN401  (any JSON value)
        """The body as JSON, None where it is none."""
        return loaded(self.body)

    def header(self, name: str) -> str | None:
        """A header, by its name in small letters."""
        return next((value for found, value in self.headers if found == name), None)

    def with_headers(self, **headers: str | None) -> Self:
        """The same with other headers; None removes one. An underscore stands for a hyphen."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = tuple((name, value) for name, value in self.headers if name not in given)
        return replace(self, headers=kept + tuple((name, value) for name, value in given.items() if value is not None))

    def with_query(self, pairs: list[tuple[str, str]]) -> Self:
        """The same with another query."""
        return replace(self, query=urlencode(pairs, quote_via=quote))

    def without(self, *names: str) -> Self:
        """The same without some parameters of its query."""
        return self.with_query([(name, value) for name, value in self.pairs if name not in names])

    def asking(self, **parameters: str) -> Self:
        """The same with some parameters of its query set; two underscores stand for a dot."""
        given = {name.replace("__", "."): value for name, value in parameters.items()}
        return self.without(*given).with_query([*self.without(*given).pairs, *given.items()])

    def with_body(self, body: bytes) -> Self:
        """The same with another body, and its length."""
        return replace(self.with_headers(content_length=str(len(body)), transfer_encoding=None), body=body)

    def with_json(self, value: object) -> Self:
        """The same with another body, as JSON."""
        return self.with_body(json.dumps(value).encode()).with_headers(content_type="application/json")


@dataclass(slots=True)
class Answer:
    """One answer, complete."""

    status: int
    headers: list[Header] = field(default_factory=list[Header])
    body: bytes = b""

    @property
    def json(self) -> Any:  # noqa: ANN401  (any JSON value)
        """The body as JSON, None where it is none."""
        return loaded(self.body)

    @json.setter
    def json(self, value: object) -> None:
        self.put(json.dumps(value, separators=(",", ":")).encode(), "application/json")

    def put(self, body: bytes, media_type: str | None) -> None:
        """Replace the body and what the headers say of it; no media type, no Content-Type."""
        self.body = body
        self.set("content-length", str(len(body)))
        self.set("content-type", media_type)

    def set(self, name: str, value: str | None) -> None:
        """Set a header, or remove it."""
        self.headers = [pair for pair in self.headers if pair[0] != name]
        if value is not None:
            self.headers.append((name, value))


def loaded(body: bytes) -> Any:  # noqa: ANN401  (any JSON value)
    """JSON, or None; what is nested too deep is for the sandbox to refuse."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def value_at(value: Any, path: str) -> Any:  # noqa: ANN401  (any JSON value)
    """A member of a JSON value by its dotted path; None where there is none."""
    for name in path.split("."):
        value = cast("Json", value).get(name) if isinstance(value, dict) else None
    return value


def within(value: Any, path: str) -> Json:  # noqa: ANN401  (any JSON value)
    """The object at a dotted path, the very one; an empty one where there is none."""
    found = value_at(value, path)
    return cast("Json", found) if isinstance(found, dict) else {}


def answered(status: int, value: object = None, **headers: str) -> Answer:
    """An answer of one's own, as JSON; None has no body."""
    answer = Answer(status, [(name.replace("_", "-"), text) for name, text in headers.items()])
    if value is None:
        answer.set("content-length", "0")
    else:
        answer.json = value
    return answer


def refused(status: int, code: int, message: str = "The request is refused.") -> Answer:
    """A refusal of one's own, in the form of every other."""
    return answered(status, {"code": code, "message": message, "status": status})


Forward = Callable[[Request], Awaitable[Answer]]
Handler = Callable[[Request, Forward], Awaitable[Answer]]


class Front:
    """An ASGI application before another, which lets a handler answer.

    Where the handler itself fails, as on a request that it cannot read, the other answers as if there were no handler:
    a failure of the handler is not the fault that it stands for, and finding it proves nothing.
    """

    def __init__(self, app: ASGIApp, handler: Handler) -> None:
        self._app = app
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith("/_sandbox"):
            await self._app(scope, receive, send)
            return
        request = await _read(scope, receive)
        answered: list[Answer] = []

        async def forward(asked: Request) -> Answer:
            answered.append(await _forwarded(self._app, scope, asked))
            return replace(answered[-1], headers=list(answered[-1].headers))

        try:
            answer = await self._handler(request, forward)
        except Exception:  # noqa: BLE001  (whatever it is)
            answer = answered[-1] if answered else await forward(request)
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body if request.method != "HEAD" else b""})


async def _read(scope: Scope, receive: Receive) -> Request:
    body, more = bytearray(), True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False) and message["type"] == "http.request"
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"])
    return Request(
        scope["method"], raw.decode("latin-1"), scope["query_string"].decode("latin-1"), headers, bytes(body)
    )


async def _forwarded(app: ASGIApp, scope: Scope, request: Request) -> Answer:
    """What the application behind answers to a request."""
    inner = {
        **scope,
        "method": request.method,
        "path": unquote(request.path),
        "raw_path": request.path.encode("latin-1"),
        "query_string": request.query.encode("latin-1"),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers],
    }
    answer, body = Answer(500), bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
        else:
            body.extend(message.get("body", b""))

    await app(inner, receive, send)
    answer.body = bytes(body)
    return answer
