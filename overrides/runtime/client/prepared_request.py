"""Requests that are only prepared: what would be sent, as a command for curl, with nothing secret in it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..masking import mask_numbers, mask_query
from ..operations import Operation
from ..transport.messages import WireRequest
from ..values import UNSET

__all__ = ["PreparedRequest", "Recorder", "redacted"]

_VARIABLE = re.compile(r"=(\$QUERY_[A-Z0-9_]+)")
_PLAIN = frozenset({"accept", "content-type", "user-agent"})  # whatever else is in a header may be secret


@dataclass(frozen=True, slots=True, repr=False)
class PreparedRequest:
    """A request that was built and checked, and not sent.

    Attributes:
        operation: The operationId.
        method: The HTTP method.
        url: The absolute URL, with whole phone numbers; ``repr`` masks them. A variable of the shell, to hold a
            percent-encoded text, stands in place of each value that ``query=`` gave.
        headers: What would be sent, a variable of the shell in place of each value that may be secret.
        content: The body, or ``None``.
        billed: Whether a success would cost money.
        signed: Whether an `httpx.Auth` of your own signs the request when it is sent, in a way not known before. The
            command has a variable for the Authorization header then, which is what most of them add.
    """

    operation: str
    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    billed: bool = False
    signed: bool = False
    _shell: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)

    @property
    def curl(self) -> str:
        """The request as a command for a POSIX shell; it takes the credential from ``$NUMBERS_API_TOKEN``.

        The phone number stands in it whole, since the command is there to be run.
        """
        words = ["curl", "--request", self.method, "--url", _VARIABLE.sub(r"""='"\1"'""", shlex.quote(self.url))]
        for text in self._shell.values():
            words += ["--header", text]
        if self.content is not None:
            words += ["--data-raw", shlex.quote(self.content.decode())]
        elif self.method in {"POST", "PUT", "PATCH"}:
            words += ["--header", "'Content-Length: 0'"]
        return " ".join(words)

    def __repr__(self) -> str:
        size = len(self.content or b"")
        signed = ", signed when it is sent" if self.signed else ""
        return mask_numbers(f"PreparedRequest({self.operation}: {self.method} {self.url}, {size} bytes{signed})")


class Recorder:
    """Stands in for a client while a method says what it asks of it."""

    def __init__(self) -> None:
        self.operation: Any = None
        self.arguments: Mapping[str, Any] = {}
        self.body: Any = UNSET
        self.options: dict[str, Any] = {}

    def call(self, operation: Operation[Any], arguments: Any, body: Any = UNSET, **options: Any) -> Any:
        """Note a call."""
        self.operation, self.arguments, self.body, self.options = operation, arguments, body, options
        return _Done()

    def pages(self, operation: Operation[Any], arguments: Any, item: Any, **options: Any) -> Any:
        """Note a list."""
        del item
        return self.call(operation, arguments, **options)

    def prepared(self, client: Any) -> PreparedRequest:
        """Let `client` build the request."""
        prepared: PreparedRequest = client.prepared(self.operation, self.arguments, self.body, **self.options)
        return prepared

    def raw(self, client: Any) -> Any:
        """Let `client` carry the call out and give the answer as it came; with the asynchronous client, to await."""
        return client.raw(self.operation, self.arguments, self.body, **self.options)


class _Done:
    def __await__(self) -> Generator[Any, Any, None]:
        return
        yield


def redacted(
    operation: Operation[Any], request: WireRequest, headers: Mapping[str, str], *, signed: bool
) -> PreparedRequest:
    """Redact a request; `headers` are those of the client, which those of the request go before."""
    needed = {name.lower() for name in request.headers}
    sent = {**{name: text for name, text in headers.items() if name.lower() not in needed}, **request.headers}
    if signed and "authorization" not in {name.lower() for name in sent}:
        sent["Authorization"] = ""
    shown = {name: _redacted(name, text) for name, text in sent.items()}
    shell = {name: _shell_word(name, text, shown[name]) for name, text in sent.items()}
    url = mask_query(request.url, operation.query, "$QUERY_{}")
    return PreparedRequest(
        operation.id, request.method, url, shown, request.content, operation.billed, signed, _shell=shell
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
    """Quote a header: double quotes where the shell is to put in a variable, single ones elsewhere."""
    if shown == text:
        return shlex.quote(f"{name}: {text}")
    return '"' + re.sub(r"([$`])", r"\\\1", name) + f': {shown}"'
