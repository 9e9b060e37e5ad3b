"""An ASGI application in front of another: it sees each request and each answer whole, and may change both."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from numbers_sandbox.testing import end_connection

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Receive, Scope, Send

__all__ = ["Altered", "Answer", "Asked"]

Json = Any


@dataclass
class Asked:
    """A request: `path` and `query` as they came, `memory` shared by all requests of one server."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    memory: dict[str, Any]

    @property
    def json(self) -> Json:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass
class Answer:
    """An answer; setting `json` replaces the body."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def json(self) -> Json:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @json.setter
    def json(self, value: Json) -> None:
        self.body = json.dumps(value).encode()

    def drop(self, name: str) -> None:
        """Leave a header out."""
        self.headers = [pair for pair in self.headers if pair[0] != name]


class Altered:
    """The application, with what happens before and after it.

    Args:
        app: the application.
        before: may change the request, or answer it; None lets it pass.
        after: may change the answer; None in its place closes the connection without one.
    """

    def __init__(
        self,
        app: Callable[..., Awaitable[None]],
        before: Callable[[Asked], Answer | None] | None = None,
        after: Callable[[Asked, Answer], Answer | None] | None = None,
    ) -> None:
        self._app, self._before, self._after = app, before, after
        self._memory: dict[str, Any] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = await self._asked(scope, receive)
        answer = self._before(asked) if self._before is not None else None
        if answer is None:
            answer = await self._answer(scope, asked)
        if self._after is not None:
            changed = self._after(asked, answer)
            if changed is None:
                await end_connection(scope, receive, "close")
                return
            answer = changed
        head = [(name.encode(), value.encode()) for name, value in answer.headers if name != "content-length"]
        head.append((b"content-length", str(len(answer.body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": head})
        await send({"type": "http.response.body", "body": answer.body})

    async def _asked(self, scope: Scope, receive: Receive) -> Asked:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["raw_path"].decode("latin-1")
        return Asked(scope["method"], path, scope["query_string"].decode("latin-1"), headers, body, self._memory)

    async def _answer(self, scope: Scope, asked: Asked) -> Answer:
        answer, sent = Answer(0), False

        async def receive() -> dict[str, Any]:
            nonlocal sent
            if sent:
                return {"type": "http.disconnect"}
            sent = True
            return {"type": "http.request", "body": asked.body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = [
                    (name.decode().lower(), value.decode("latin-1")) for name, value in message["headers"]
                ]
            else:
                answer.body += message.get("body", b"")

        headers = [(name.encode(), value.encode("latin-1")) for name, value in asked.headers.items()]
        headers = [pair for pair in headers if pair[0] != b"content-length"]
        if asked.body or "content-length" in asked.headers:
            headers.append((b"content-length", str(len(asked.body)).encode()))
        changed = {
            **scope,
            "method": asked.method,
            "raw_path": asked.path.encode("latin-1"),
            "query_string": asked.query.encode("latin-1"),
            "headers": headers,
        }
        await self._app(changed, receive, send)
        return answer
