"""Requests that are only prepared: what would be sent, as a command for curl, with nothing secret in it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .masking import mask_numbers
from .operations import Operation
from .requests import WireRequest
from .values import UNSET

__all__ = ["PreparedRequest", "Recorder", "redacted"]

_PLAIN = frozenset({"accept", "content-type", "user-agent"})


@dataclass(frozen=True, slots=True, repr=False)
class PreparedRequest:
    """A request that was built and checked, and not sent.

    Attributes:
        operation: The operationId.
        method: The HTTP method.
        url: The absolute URL, with whole phone numbers; ``repr`` masks them.
        headers: What would be sent, a variable of the shell in place of each value that may be secret.
        content: The body, or ``None``.
        billed: Whether a success would cost money.
    """

    operation: str
    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    billed: bool = False
    _shell: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)

    @property
    def curl(self) -> str:
        """The request as a command for a POSIX shell; it takes the credential from ``$NUMBERS_API_TOKEN``.

        The phone number stands in it whole, since the command is there to be run.
        """
        words = ["curl", "--request", self.method, "--url", shlex.quote(self.url)]
        for text in self._shell.values():
            words += ["--header", text]
        if self.content is not None:
            words += ["--data-raw", shlex.quote(self.content.decode())]
        elif self.method in {"POST", "PUT", "PATCH"}:
            words += ["--header", "'Content-Length: 0'"]
        return " ".join(words)

    def __repr__(self) -> str:
        size = len(self.content or b"")
        return mask_numbers(f"PreparedRequest({self.operation}: {self.method} {self.url}, {size} bytes)")


class Recorder:
    def __init__(self) -> None:
        self.operation: Any = None
        self.arguments: Mapping[str, Any] = {}
        self.body: Any = UNSET
        self.options: dict[str, Any] = {}

    def call(self, operation: Operation[Any], arguments: Any, body: Any = UNSET, **options: Any) -> Any:
        self.operation, self.arguments, self.body, self.options = operation, arguments, body, options
        return _Done()

    def pages(self, operation: Operation[Any], arguments: Any, item: Any, **options: Any) -> Any:
        del item
        return self.call(operation, arguments, **options)

    def prepared(self, client: Any) -> PreparedRequest:
        prepared: PreparedRequest = client.prepared(self.operation, self.arguments, self.body, **self.options)
        return prepared

    def raw(self, client: Any) -> Any:
        return client.raw(self.operation, self.arguments, self.body, **self.options)


class _Done:
    def __await__(self) -> Generator[Any, Any, None]:
        return
        yield


def redacted(operation: Operation[Any], request: WireRequest, headers: Mapping[str, str]) -> PreparedRequest:
    needed = {name.lower() for name in request.headers}
    sent = {**{name: text for name, text in headers.items() if name.lower() not in needed}, **request.headers}
    shown = {name: _redacted(name, text) for name, text in sent.items()}
    shell = {name: _shell_word(name, text, shown[name]) for name, text in sent.items()}
    return PreparedRequest(
        operation.id, request.method, request.url, shown, request.content, operation.billed, _shell=shell
    )


def _redacted(name: str, text: str) -> str:
    if name.lower() in _PLAIN:
        return text
    if name.lower() != "authorization":
        return "$" + re.sub(r"[^A-Z0-9]", "_", name.upper())
    scheme, _, credential = text.partition(" ")
    if credential and scheme.lower() == "bearer":
        return f"{scheme} $NUMBERS_API_TOKEN"
    return f"{scheme} $NUMBERS_API_CREDENTIAL" if credential else "$NUMBERS_API_CREDENTIAL"


def _shell_word(name: str, text: str, shown: str) -> str:
    if shown == text:
        return shlex.quote(f"{name}: {text}")
    return '"' + re.sub(r"([$`])", r"\\\1", name) + f': {shown}"'
