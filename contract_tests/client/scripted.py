"""A service that answers as it is told, behind clients that do not wait: time passes as they sleep."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx
from numbers_api import AsyncNumbersClient, NumbersClient

if TYPE_CHECKING:
    import pytest

__all__ = ["ABSENT", "NUMBER", "OTHER", "RESET", "TAKEN", "Answer", "Scripted", "answer", "held", "html"]

NUMBER, OTHER = "+14155550123", "+14155550199"
Answer: TypeAlias = httpx.Response | BaseException | Callable[[httpx.Request], httpx.Response]


def answer(status: int, body: object = None, **headers: str) -> httpx.Response:
    """Return an answer with JSON, or without a body."""
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    return httpx.Response(status, headers=names) if body is None else httpx.Response(status, json=body, headers=names)


def html(status: int) -> httpx.Response:
    """Return what something in front of the service says."""
    return httpx.Response(status, text="<h1>default backend</h1>", headers={"content-type": "text/html"})


def held(number: str = NUMBER, **members: object) -> httpx.Response:
    """Return a number of the account."""
    return answer(200, {"phone_number": number, **members})


ABSENT = answer(404, {"code": 20404, "message": "not held", "status": 404})
TAKEN = answer(400, {"code": 21452, "message": "no number matched", "status": 400})
RESET = httpx.ReadError("reset")


class Scripted:
    """The service. Each method has its answers in turn, the last of them for ever; requests are in `sent`."""

    def __init__(self, patch: pytest.MonkeyPatch, colour: str = "blocking", **answers: list[Answer]) -> None:
        self.sent: list[str] = []
        self.slept: list[float] = []
        self.now = 1000.0
        self.colour, self._answers = colour, answers
        self.transport = httpx.MockTransport(self._answer)
        patch.setattr("numbers_api._runtime.backoff.time.monotonic", lambda: self.now)
        patch.setattr("numbers_api._runtime.calls.attempts.backoff", lambda _: 0.1)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request.method)
        turns = self._answers[request.method]
        found = turns.pop(0) if len(turns) > 1 else turns[0]
        if isinstance(found, BaseException):
            raise found
        if not isinstance(found, httpx.Response):
            found = found(request)
        return httpx.Response(found.status_code, headers=found.headers, content=found.content)

    def script(self, **answers: list[Answer]) -> None:
        """Answer otherwise from now on."""
        self._answers |= answers

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.now += seconds

    def client(self, **settings: Any) -> NumbersClient:  # noqa: ANN401 -- of many types
        """A blocking client of the service."""
        return self._fitted(NumbersClient, self.sleep, settings)

    def _fitted(self, kind: Any, sleep: Any, settings: dict[str, Any]) -> Any:  # noqa: ANN401 -- of both colours
        mine = {} if "http_client" in settings else {"transport": self.transport}
        client = kind(**{"base_url": "http://n.test/v1", "account_id": "AC1", **mine, **settings})
        client._connection.sleep = sleep  # noqa: SLF001
        return client

    def call(self, method: str, *arguments: object, options: dict[str, Any] | None = None, **settings: Any) -> Any:  # noqa: ANN401 -- a model
        """Call a method of `active_numbers` in the colour of this service."""
        if self.colour == "blocking":
            client = self.client(**settings)
            return getattr(client.active_numbers, method)(*arguments, **(options or {}))

        async def sleep(seconds: float) -> None:
            self.sleep(seconds)

        async def main() -> Any:  # noqa: ANN401 -- the same
            client = self._fitted(AsyncNumbersClient, sleep, settings)
            return await getattr(client.active_numbers, method)(*arguments, **(options or {}))

        return asyncio.run(main())

    def buy(self, **settings: Any) -> Any:  # noqa: ANN401 -- a model
        """Buy the number."""
        return self.call("buy", NUMBER, **settings)
