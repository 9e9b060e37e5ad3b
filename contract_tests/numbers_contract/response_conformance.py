"""Holds every answer, whatever it was asked for, to what the description says about answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .context import LONG
from .description.json_pointer import MISSING, get
from .http.exchange import strict_json
from .http.protocol_rejections import refused_by_http

if TYPE_CHECKING:
    from .context import Context
    from .description.operation import DocumentedResponse, Operation
    from .http.exchange import Exchange, Response

__all__ = ["Observer"]

_NOT_MODIFIED = 304
_EMPTY = {204, 205, _NOT_MODIFIED}
_NOT_IMPLEMENTED = 501  # RFC 9110, section 15.6.2: for methods that a server does not know
_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


class Observer:
    """An observer for a session."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, exchange: Exchange) -> None:
        """Judge one exchange."""
        context, operation = self._context, exchange.request.operation
        context.coverage.exchanged(exchange)
        context.listener.exchanged(exchange)
        response = exchange.response
        asked = f"{exchange.request.method} {operation.path if operation else exchange.request.path}"
        if (
            not context.check(
                response is not None,
                "complete-response",
                operation,
                f"{asked}: {exchange.failure}",
                exchange,
                subject=re.sub("[0-9]+", "*", exchange.failure),
            )
            or response is None
        ):
            return
        context.seconds[operation.id if operation else ""].append(
            (response.seconds, exchange.request, exchange if response.seconds >= LONG else None)
        )
        if refused_by_http(exchange.request, response.status):
            self._framing(exchange, response)
            return
        unheard_of = operation is None or exchange.request.method != operation.method
        fine = context.check(
            response.status < 500 or (response.status == _NOT_IMPLEMENTED and unheard_of),
            "no-server-error",
            operation,
            f"{asked} was answered {response.status}",
            exchange,
        )
        self._framing(exchange, response)
        context.check(not response.coding, "content-coding", operation, response.coding, exchange)
        if not self._redirect(exchange, response) or not fine:
            return
        if response.status == _NOT_MODIFIED:
            return  # HTTP's own answer to If-None-Match: no description lists it
        if operation is None or unheard_of:
            self._json(exchange, response, pointer=None)
            return
        answer = operation.response(response.status)
        documented = ", ".join(sorted(operation.responses))
        context.check(
            answer is not None,
            "status",
            operation,
            f"{asked} was answered {response.status}; documented are {documented}",
            exchange,
            pointer=f"{operation.pointer}/responses",
            subject=str(response.status),
        )
        if answer is not None:
            self._documented(exchange, response, operation, answer)

    def _framing(self, exchange: Exchange, response: Response) -> None:
        head = exchange.request.method == "HEAD" or response.status in _EMPTY
        message = "bytes follow the end of this answer, or of the one before it"
        if head:
            message = f"bytes follow an answer to {exchange.request.method} with status {response.status}"
        self._context.check(
            not response.extra and not (head and response.body),
            "framing",
            exchange.request.operation,
            message,
            exchange,
        )

    def _redirect(self, exchange: Exchange, response: Response) -> bool:
        status = response.status
        conditional = status == _NOT_MODIFIED and exchange.request.header("if-none-match") is not None
        return self._context.check(
            not 300 <= status < 400 or conditional,
            "redirect",
            exchange.request.operation,
            f"the answer is {status} and leads to {response.header('location')}",
            exchange,
        )

    def _json(self, exchange: Exchange, response: Response, pointer: str | None) -> Any:
        """The body as JSON if it is declared to be, or MISSING."""
        if response.media_type is None or not response.media_type.endswith("json") or not response.body:
            return MISSING
        value = response.value
        reason = ""
        if value is MISSING:
            try:
                strict_json(response.body)
            except ValueError as error:
                reason = str(error)
        operation = exchange.request.operation
        self._context.check(
            value is not MISSING, "json", operation, f"the body is no JSON: {reason}", exchange, pointer=pointer
        )
        return value

    def _documented(
        self, exchange: Exchange, response: Response, operation: Operation, answer: DocumentedResponse
    ) -> None:
        self._headers(exchange, response, operation, answer)
        if exchange.request.method == "HEAD" or response.status in _EMPTY:
            return
        if not answer.media_types:
            self._context.check(
                not response.body,
                "schema",
                operation,
                f"the answer {response.status} has a body, and none is documented",
                exchange,
                pointer=answer.pointer,
            )
            return
        if not self._media_type(exchange, response, operation, answer):
            return
        value = self._json(exchange, response, answer.pointer)
        if answer.compiled is None:
            return
        if value is MISSING:
            empty = not response.body
            self._context.check(
                not empty,
                "json",
                operation,
                f"the answer {response.status} has no body",
                exchange,
                pointer=answer.pointer,
            )
            return
        self._schema(exchange, operation, answer, value)

    def _media_type(
        self, exchange: Exchange, response: Response, operation: Operation, answer: DocumentedResponse
    ) -> bool:
        known = {media_type.lower() for media_type in answer.media_types}
        charset = _CHARSET.search(response.header("content-type") or "")
        utf8 = charset is None or charset[1].lower() in ("utf-8", "utf8")
        given = response.header("content-type")
        return self._context.check(
            response.media_type in known and utf8,
            "media-type",
            operation,
            f"the Content-Type of the answer {response.status} is {given}; documented is {', '.join(sorted(known))}",
            exchange,
            pointer=answer.pointer,
        )

    def _headers(
        self, exchange: Exchange, response: Response, operation: Operation, answer: DocumentedResponse
    ) -> None:
        for name, required, compiled, pointer in answer.headers:
            text = response.header(name)
            if text is None:
                self._context.check(
                    not required,
                    "headers",
                    operation,
                    f"the answer {response.status} lacks the header {name}",
                    exchange,
                    pointer=pointer,
                )
                continue
            numeric = compiled.schema.get("type") in ("integer", "number") and re.fullmatch("-?[0-9]+", text)
            breach = next(iter(compiled.violations(int(text) if numeric else text)), None)
            message = (
                f"the header {name} of the answer {response.status} is {text!r}: {breach.message if breach else ''}"
            )
            self._context.check(breach is None, "headers", operation, message, exchange, pointer=pointer)

    def _schema(self, exchange: Exchange, operation: Operation, answer: DocumentedResponse, value: Any) -> None:
        compiled = answer.compiled
        assert compiled is not None
        if compiled.allows(value):
            self._context.coverage.judged("schema", operation, held=True)
        else:
            for breach in compiled.violations(value):
                self._context.fail(
                    "schema",
                    operation,
                    f"the answer {exchange.status} breaks its schema at {breach.pointer or '/'}: {breach.message}",
                    exchange,
                    pointer=compiled.pointer,
                    at=breach.pointer,
                    subject=breach.keyword,
                )
        if exchange.status >= 400:
            self._error_status(exchange, operation, answer, value)

    def _error_status(self, exchange: Exchange, operation: Operation, answer: DocumentedResponse, value: Any) -> None:
        pointer = self._context.description.errors.get("status")
        repeated = get(value, pointer) if pointer else MISSING
        self._context.check(
            repeated is MISSING or repeated is None or repeated == exchange.status,
            "error-status",
            operation,
            f"the answer is {exchange.status}, its body says {repeated}",
            exchange,
            pointer=answer.pointer,
            at=pointer,
        )
