"""What the service refuses, as exceptions that carry the whole answer.

Problem                        any answer that is no success
├── MalformedEncoding          400  40001  percent-encoding that is no UTF-8
├── UnknownParameter           400  40002
├── RepeatedParameter          400  40003
├── MissingParameter           400  40004
├── InvalidParameter           400  40005
├── MalformedBody              400  40006  no JSON
├── RepeatedKey                400  40007  the same key twice in one JSON object
├── TooDeep                    400  40008
├── InvalidBody                400  40009  JSON that breaks the description
├── MissingBody                400  40010
├── InvalidPageKey             400  40011
├── InvalidFault               400  40012
├── InvalidHost                400  40013
├── MalformedRequest           400  40014  no HTTP/1.1
├── NoNumberFound              400  21452  documented
├── IdentityDocumentRequired   400  21650  documented
├── Unauthorized               401  40100
├── Forbidden                  403  40300
├── UnknownPath                404  40400
├── UnknownNumber              404  40401
├── UnknownAccount             404  40402
├── MethodNotAllowed           405  40500
├── NotAcceptable              406  40600
├── StateConflict              409  40900
├── ContentTooLarge            413  41300
├── UnsupportedMediaType       415  41500
├── TooManyRequests            429  42900
├── Unexpected                 500  50000
├── BrokenAnswer               500  50001  the sandbox itself breaks the description
└── Unavailable                503  50300
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BrokenAnswer",
    "ContentTooLarge",
    "Forbidden",
    "IdentityDocumentRequired",
    "InvalidBody",
    "InvalidFault",
    "InvalidHost",
    "InvalidPageKey",
    "InvalidParameter",
    "MalformedBody",
    "MalformedEncoding",
    "MalformedRequest",
    "MethodNotAllowed",
    "MissingBody",
    "MissingParameter",
    "NoNumberFound",
    "NotAcceptable",
    "Problem",
    "RepeatedKey",
    "RepeatedParameter",
    "StateConflict",
    "TooDeep",
    "TooManyRequests",
    "Unauthorized",
    "Unavailable",
    "Unexpected",
    "UnknownAccount",
    "UnknownNumber",
    "UnknownParameter",
    "UnknownPath",
    "UnsupportedMediaType",
    "clip",
    "problems",
]

_SHOWN = 120  # characters of a caller's text in a message; a 10 MB value must not come back as a 10 MB message


def clip(text: str, limit: int = _SHOWN) -> str:
    """The text, cut to a length that fits a log line, without characters that break one."""
    shown = text if len(text) <= limit else f"{text[:limit]}…"
    return "".join(character if character.isprintable() else "�" for character in shown)


class Problem(Exception):  # noqa: N818  (the names say what is wrong, as the names of the client's errors do)
    """An answer that is no success: status, code, message and the headers that belong to it."""

    status: ClassVar[int]
    code: ClassVar[int]
    meaning: ClassVar[str]

    def __init__(self, message: str = "", headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.message = message or self.meaning
        self.headers = headers
        super().__init__(self.message)

    def body(self) -> dict[str, object]:
        """The answer in the description's one schema for errors."""
        return {"code": self.code, "message": self.message, "status": self.status}


class MalformedEncoding(Problem):
    """A path or a query is not percent-encoded UTF-8 (RFC 3986, section 2.1)."""

    status, code = 400, 40001
    meaning = "The path or the query is not percent-encoded UTF-8."


class UnknownParameter(Problem):
    """A query parameter that the operation does not have."""

    status, code = 400, 40002
    meaning = "The operation has no such query parameter."


class RepeatedParameter(Problem):
    """A query parameter is there twice."""

    status, code = 400, 40003
    meaning = "A query parameter is given more than once."


class MissingParameter(Problem):
    """A required parameter is missing."""

    status, code = 400, 40004
    meaning = "A required parameter is missing."


class InvalidParameter(Problem):
    """A parameter breaks the description."""

    status, code = 400, 40005
    meaning = "A parameter has a value that the description does not allow."


class MalformedBody(Problem):
    """The body is not JSON in UTF-8 (RFC 8259)."""

    status, code = 400, 40006
    meaning = "The body is not JSON in UTF-8."


class RepeatedKey(Problem):
    """A JSON object has a key twice, so that it is not clear which value is meant (RFC 8259, section 4)."""

    status, code = 400, 40007
    meaning = "A JSON object has the same key twice."


class TooDeep(Problem):
    """The body is nested more deeply than the service reads."""

    status, code = 400, 40008
    meaning = "The body is nested too deeply."


class InvalidBody(Problem):
    """The body is JSON and breaks the description."""

    status, code = 400, 40009
    meaning = "The body breaks the description."


class MissingBody(Problem):
    """A required body is missing."""

    status, code = 400, 40010
    meaning = "The operation needs a body."


class InvalidPageKey(Problem):
    """The key of a page is not one that this search has returned."""

    status, code = 400, 40011
    meaning = "The key of the page is not one that was returned for these filters."


class InvalidFault(Problem):
    """The header X-Sandbox-Fault cannot be read."""

    status, code = 400, 40012
    meaning = "The header X-Sandbox-Fault cannot be read."


class InvalidHost(Problem):
    """The Host header is not a host and a port (RFC 9112, section 3.2)."""

    status, code = 400, 40013
    meaning = "The Host header is not a host and a port."


class MalformedRequest(Problem):
    """What arrived is no HTTP request (RFC 9112)."""

    status, code = 400, 40014
    meaning = "The request is no HTTP/1.1: its request line, a header or the framing of its body cannot be read."


class NoNumberFound(Problem):
    """The number to buy is not on offer; documented with the purchase."""

    status, code = 400, 21452
    meaning = "No phone number matches the request."


class IdentityDocumentRequired(Problem):
    """The number asks for an address or a document that the account lacks; documented with the purchase."""

    status, code = 400, 21650
    meaning = "The number requires an address or identity document that the account does not have."


class Unauthorized(Problem):
    """The credentials are missing, malformed or unknown."""

    status, code = 401, 40100
    meaning = "Valid credentials are required."

    def __init__(self, message: str = "") -> None:
        challenge = 'Bearer realm="numbers", Basic realm="numbers", charset="UTF-8"'
        super().__init__(message, (("WWW-Authenticate", challenge),))


class Forbidden(Problem):
    """The credentials are those of another account, or do not permit this."""

    status, code = 403, 40300
    meaning = "The credentials do not permit this."


class UnknownPath(Problem):
    """No path of the description matches."""

    status, code = 404, 40400
    meaning = "There is no such path."


class UnknownNumber(Problem):
    """The account does not hold the number."""

    status, code = 404, 40401
    meaning = "The account does not hold this number."


class UnknownAccount(Problem):
    """The account does not exist."""

    status, code = 404, 40402
    meaning = "There is no such account."


class MethodNotAllowed(Problem):
    """The path exists and does not have the method."""

    status, code = 405, 40500
    meaning = "The path does not have this method."

    def __init__(self, method: str, allow: str) -> None:
        super().__init__(f"The path does not have the method {clip(method)}; it has {allow}.", (("Allow", allow),))


class NotAcceptable(Problem):
    """The Accept header excludes JSON."""

    status, code = 406, 40600
    meaning = "Answers are application/json, which the Accept header excludes."


class StateConflict(Problem):
    """The state of the number forbids the change."""

    status, code = 409, 40900
    meaning = "The state of the number forbids this change."


class ContentTooLarge(Problem):
    """The body is longer than the limit."""

    status, code = 413, 41300
    meaning = "The body is too long."


class UnsupportedMediaType(Problem):
    """The body is not declared to be plain JSON."""

    status, code = 415, 41500
    meaning = "The body has to be application/json in UTF-8, not compressed."


class TooManyRequests(Problem):
    """The caller has to slow down; only ever on demand."""

    status, code = 429, 42900
    meaning = "Too many requests; wait as long as Retry-After says."


class Unexpected(Problem):
    """The sandbox failed; the log has the traceback."""

    status, code = 500, 50000
    meaning = "The sandbox failed; its log says how."


class BrokenAnswer(Problem):
    """The sandbox was about to send an answer that breaks the description."""

    status, code = 500, 50001
    meaning = "The sandbox was about to send an answer that breaks the description."


class Unavailable(Problem):
    """The store cannot be reached or is locked."""

    status, code = 503, 50300
    meaning = "The store of the sandbox is not available."


def problems() -> list[type[Problem]]:
    """Every kind of problem, by status and code."""
    return sorted(Problem.__subclasses__(), key=lambda kind: (kind.status, kind.code))
