"""Both clients with a server behind them: each call is made with both, and both must do the same."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import itertools
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest
from client.described import Operation, method_name, snake
from numbers_api import AsyncNumbersClient, NumbersClient, NumbersError, PurchaseOutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Iterator

__all__ = [
    "Answer",
    "BothClients",
    "Outcome",
    "both_clients",
    "bound",
    "class_of_status",
    "parameters_of",
    "served",
    "served_in_turn",
]

T = TypeVar("T")

_FIRST_SERVER_ERROR = 500  # RFC 9110 section 15.6
_CLASSES = {
    400: "BadRequest",
    401: "AuthenticationError",
    402: "PaymentRequired",
    403: "PermissionDenied",
    404: "NotFound",
    405: "MethodNotAllowed",
    406: "NotAcceptable",
    408: "RequestTimeout",
    409: "Conflict",
    410: "Gone",
    412: "PreconditionFailed",
    413: "ContentTooLarge",
    415: "UnsupportedMediaType",
    422: "UnprocessableContent",
    429: "RateLimited",
    500: "InternalServerError",
    501: "UnsupportedByServer",
    502: "BadGateway",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to every request."""

    status: int = 400
    content: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to: its requests, and a value or an error."""

    requests: list[httpx.Request]
    value: Any = None
    error: NumbersError | None = None

    @property
    def reason(self) -> NumbersError | None:
        """The error, or what it followed from when it says that nobody knows what became of a purchase."""
        known = self.error.__cause__ if isinstance(self.error, PurchaseOutcomeUnknown) else self.error
        assert known is None or isinstance(known, NumbersError)
        return known


class BothClients:
    """Makes each call with the blocking and with the asynchronous client."""

    def __init__(self, runner: asyncio.Runner, **settings: Any) -> None:  # noqa: ANN401 -- of many types
        self.blocking = NumbersClient(**settings)
        self.asynchronous = AsyncNumbersClient(**settings)
        self._runner = runner

    def call(self, operation: Operation, arguments: dict[str, Any], answer: Answer | None = None) -> Outcome:
        """Call `operation` with both, assert that they agree, and return what it came to. Of lists, the first page.

        What is read back after it cannot be read.
        """
        answers = [answer or Answer(), *([] if operation.method == "GET" else [Answer(503)])]
        one = self._blocking(operation, arguments, answers)
        other = self.run(self._asynchronous(operation, arguments, answers))
        assert sent(one) == sent(other)
        assert type(one.error) is type(other.error)
        assert attributes(one.error) == attributes(other.error)
        assert one.value == other.value
        return one

    def _blocking(self, operation: Operation, arguments: dict[str, Any], answers: list[Answer]) -> Outcome:
        with served_in_turn(itertools.chain(answers, itertools.repeat(answers[-1]))) as requests:
            try:
                value = bound(self.blocking, operation)(**arguments)
                value = value.first_page() if hasattr(value, "first_page") else value
            except NumbersError as error:
                return Outcome(requests, error=error)
            return Outcome(requests, value)

    async def _asynchronous(self, operation: Operation, arguments: dict[str, Any], answers: list[Answer]) -> Outcome:
        with served_in_turn(itertools.chain(answers, itertools.repeat(answers[-1]))) as requests:
            try:
                value = await bound(self.asynchronous, operation)(**arguments)
            except NumbersError as error:
                return Outcome(requests, error=error)
            return Outcome(requests, value)

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run what the asynchronous client is to do."""
        return self._runner.run(coroutine)

    async def aclose(self) -> None:
        """Close the connections of both."""
        self.blocking.close()
        await self.asynchronous.aclose()


@contextmanager
def both_clients(**settings: Any) -> Iterator[BothClients]:  # noqa: ANN401 -- of many types
    """Both clients with `settings`, whatever the environment says; they do not repeat calls unless told to."""
    with asyncio.Runner() as runner, pytest.MonkeyPatch.context() as environment:
        for name in ("BASE_URL", "ACCOUNT_ID", "TOKEN"):
            environment.delenv(f"NUMBERS_API_{name}", raising=False)
        clients = BothClients(runner, **{"max_retries": 0, **settings})
        try:
            yield clients
        finally:
            runner.run(clients.aclose())


@contextmanager
def served(answer: Answer) -> Iterator[list[httpx.Request]]:
    """A server behind every httpx client, which no request gets past; gives the requests that reach it."""
    with served_in_turn(itertools.repeat(answer)) as requests:
        yield requests


@contextmanager
def served_in_turn(answers: Iterable[Answer]) -> Iterator[list[httpx.Request]]:
    """A server with another answer to each request; gives the requests that reach it.

    It stands where respx would put one, which makes so many mocks for each that they cost as much as the call.
    """
    requests: list[httpx.Request] = []
    turns = iter(answers)

    def serve(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        answer = next(turns)
        return httpx.Response(answer.status, content=answer.content, headers=list(answer.headers), request=request)

    transport = httpx.MockTransport(serve)
    with pytest.MonkeyPatch.context() as patch:
        for client in (httpx.Client, httpx.AsyncClient):
            patch.setattr(client, "_transport_for_url", lambda _client, _url: transport)
        yield requests


def bound(client: NumbersClient | AsyncNumbersClient, operation: Operation) -> Any:  # noqa: ANN401 -- any method
    """The method of `client` for `operation`, found by the names of its tag and its id."""
    return getattr(getattr(client, snake(operation.tag)), method_name(operation))


def parameters_of(operation: Operation) -> dict[str, inspect.Parameter]:
    """The arguments of the method for `operation`, without those that every method has and those that limit a price."""
    signature = inspect.signature(getattr(type_of(NumbersClient, operation), method_name(operation)))
    others = {
        "self",
        "options",
        "limit",
        "max_pages",
        "resume",
        *operation.raw.get("x-price-lookup", {}).get("limits", {}),
    }
    return {name: parameter for name, parameter in signature.parameters.items() if name not in others}


def type_of(client: type[NumbersClient | AsyncNumbersClient], operation: Operation) -> type[Any]:
    """The class that holds the operations of a tag."""
    return resource_of(client, snake(operation.tag))


def resource_of(client: type[NumbersClient | AsyncNumbersClient], name: str) -> type[Any]:
    """The class of an attribute of the client; its module is imported when somebody asks for the attribute."""
    home = importlib.import_module(f"numbers_api.api.{name}")
    signature = inspect.signature(getattr(client, name).func, locals=vars(home), eval_str=True)
    found: type[Any] = signature.return_annotation
    return found


def sent(outcome: Outcome) -> list[tuple[str, str, list[tuple[bytes, bytes]], bytes]]:
    """Everything that stands on the wire."""
    return [(item.method, str(item.url), item.headers.raw, item.content) for item in outcome.requests]


def class_of_status(status: int) -> str:
    """The name of the class of an HTTP status; one without a class of its own is an APIError."""
    return _CLASSES.get(status, "APIError" if status < _FIRST_SERVER_ERROR else "ServerError")


def attributes(error: NumbersError | None) -> dict[str, Any]:
    """What an error says; seconds until a date are whole, for time passes between two calls."""
    found = {} if error is None else {name: value for name, value in vars(error).items() if not name.startswith("_")}
    seconds = found.get("retry_after")
    return {**found, "retry_after": None if seconds is None else round(seconds, -1)}
