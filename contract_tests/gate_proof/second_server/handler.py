"""One request and its answer: which operation it is, whether it may be done, and how the answer is written."""

from __future__ import annotations

import gzip
import hashlib
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, ClassVar, Final

from gate_proof.second_server import requests
from gate_proof.second_server.description import BrokenRuleError, Operation, matched
from gate_proof.second_server.lists import Listing
from gate_proof.second_server.service import RefusedError
from gate_proof.second_server.writing import written

if TYPE_CHECKING:
    from gate_proof.second_server.server import SecondServer

BASE: Final = "/v1"
RULE_BROKEN: Final = 1
Answer = tuple[int, Any, dict[str, str]]


class Handler(BaseHTTPRequestHandler):
    """Answers requests over one connection, which stays open between them."""

    server: SecondServer  # pyright: ignore[reportIncompatibleVariableOverride]
    protocol_version = "HTTP/1.1"
    server_version = "second"
    sys_version = ""
    disable_nagle_algorithm: ClassVar[bool] = True
    wbufsize: ClassVar[int] = -1
    timeout = 30

    def parse_request(self) -> bool:
        """Read the request and let every method, known or not, be answered in one place."""
        if self.server.choices.connection == "old":
            self.protocol_version = "HTTP/1.0"
        if not super().parse_request():
            return False
        setattr(self, f"do_{self.command}", self._answer)
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what could not even be read as a request, in the form of every other error."""
        del explain
        self.close_connection = True
        self.requestline, self.request_version = "", self.protocol_version
        self._write(int(code), self._error(int(code), 2, message or "The request cannot be read."), {})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name is http.server's)
        """Keep no log: addresses hold numbers."""

    def _answer(self) -> None:
        if self.server.choices.malformed == "plain" and requests.BROKEN.search(self.path):
            self._refuse_plainly()
            return
        try:
            status, found, headers = self._done(self._raw_body())
        except BrokenRuleError as error:
            status, found, headers = 400, self._error(400, RULE_BROKEN, str(error)), {}
        except RefusedError as error:
            status, found, headers = error.status, self._error(error.status, error.code, error.reason), {}
        self._write(status, found, headers)

    def _refuse_plainly(self) -> None:
        self.close_connection = True
        self.send_response(400)
        self.send_header("content-type", "text/plain")
        self._send(b"Bad Request\n", whole=True)

    def _done(self, raw: bytes) -> Answer:
        path, _, query = self.path.partition("?")
        if not path.startswith(f"{BASE}/"):
            raise RefusedError(404, 5, "Nothing is here.")
        operations, texts = matched(requests.segments(path[len(BASE) :]))
        method = "GET" if self.command == "HEAD" and self.server.choices.head == "answered" else self.command
        operation = next((found for found in operations if found.method == method), None)
        if operation is None:
            return self._no_operation(operations)
        self._authorize(operation, texts.get("AccountId"))
        if not requests.accepts_json(self._header("Accept")):
            raise RefusedError(406, 6, "There is nothing but JSON.")
        given = requests.pairs(query, self.server.choices)
        return self._operate(operation, texts, given, raw)

    def _no_operation(self, operations: list[Operation]) -> Answer:
        if not operations:
            raise RefusedError(404, 5, "Nothing is here.")
        if self.server.choices.methods == "unheard":
            return 501, None, {}
        allowed = [operation.method for operation in operations]
        if "GET" in allowed and self.server.choices.head == "answered":
            allowed.append("HEAD")
        return 405, self._error(405, 8, "Not with this method."), {"allow": ", ".join(allowed)}

    def _authorize(self, operation: Operation, account: str | None) -> None:
        if not self.server.require_auth or (account is None and self.server.choices.search == "open"):
            return
        shown = requests.presented(self.headers.get("Authorization"))
        owner = self.server.credentials.get(shown) if shown else None
        if owner is None:
            raise RefusedError(401, 9, "Say who you are.")
        if account is not None and account != owner and self.server.service.knows(account):
            raise RefusedError(403, 10, f"Not yours, so no {operation.method} here.")

    def _operate(
        self, operation: Operation, texts: dict[str, str], given: tuple[tuple[str, str], ...], raw: bytes
    ) -> Answer:
        account = texts.get("AccountId", "")
        self._check_path(operation, texts)
        query = requests.arguments(operation, given)
        body = self._body(operation, raw) if operation.body else None
        service, number = self.server.service, texts.get("phoneNumber", "")
        listing = Listing(operation, query, given, self._own_address(), self.server.choices)
        work: dict[str, Any] = {
            "searchAvailableNumbers": lambda: service.search(listing),
            "listActiveNumbers": lambda: service.list(account, listing),
            "buyActiveNumber": lambda: service.buy(account, query["phoneNumber"], body),
            "getActiveNumber": lambda: service.get(account, number),
            "configureActiveNumber": lambda: service.configure(account, number, body or {}),
            "releaseActiveNumber": lambda: service.release(account, number),
        }
        return 200, work[operation.name](), {}

    def _check_path(self, operation: Operation, texts: dict[str, str]) -> None:
        for name, parameter in operation.path().items():
            if name == "AccountId" and self.server.choices.odd_account == "unknown":
                if not self.server.service.knows(texts[name]):
                    raise RefusedError(404, 3, "There is no such account.")
            else:
                parameter.read(texts[name])

    def _own_address(self) -> str:
        path = self.path.partition("?")[0]
        if self.server.choices.links == "relative":
            return path
        host = self.headers.get("Host") or f"127.0.0.1:{self.server.server_address[1]}"
        return f"http://{host}{path}"

    def _body(self, operation: Operation, raw: bytes) -> Any:  # noqa: ANN401  (any JSON value)
        present = bool(raw) or (self.headers.get("Content-Type") is not None and not self._has_no_body())
        if len(raw) > requests.LONGEST_BODY:
            raise RefusedError(413, 11, "Too long.")
        encoding = (self.headers.get("Content-Encoding") or "identity").strip().lower()
        if present and (encoding != "identity" or not requests.is_json(self.headers.get("Content-Type"))):
            raise RefusedError(415, 12, "Plain JSON only.")
        return requests.body(operation, raw, self.server.choices, present=present)

    def _has_no_body(self) -> bool:
        return self.headers.get("Content-Length") is None and self.headers.get("Transfer-Encoding") is None

    def _header(self, name: str) -> str | None:
        values = self.headers.get_all(name)
        return ", ".join(values) if values else None

    def _raw_body(self) -> bytes:
        """The body; where it cannot be told how long it is, the connection is of no more use."""
        try:
            return self._framed_body()
        except (ValueError, BrokenRuleError) as error:
            self.close_connection = True
            raise BrokenRuleError("it cannot be told where the body ends") from error

    def _framed_body(self) -> bytes:
        if (self.headers.get("Transfer-Encoding") or "").strip().lower() == "chunked":
            return self._in_chunks()
        if self.headers.get("Transfer-Encoding"):
            raise BrokenRuleError("only chunks can be read")
        lengths = self.headers.get_all("Content-Length") or ["0"]
        if len(set(lengths)) > 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
            raise BrokenRuleError("the length cannot be read")
        return self._read(int(lengths[0]))

    def _read(self, length: int) -> bytes:
        """So many bytes; of a body that is too long, no more than shows that."""
        if length > requests.LONGEST_BODY:
            self.close_connection = length > 50 * requests.LONGEST_BODY
            kept = self.rfile.read(requests.LONGEST_BODY + 1)
            rest = 0 if self.close_connection else length - len(kept)
            while rest > 0 and (piece := self.rfile.read(min(rest, 65536))):
                rest -= len(piece)
            return kept
        return self.rfile.read(length)

    def _in_chunks(self) -> bytes:
        if self.server.choices.chunks == "read":
            return self._chunks()
        self.close_connection = True
        if self.server.choices.chunks == "refused":
            raise RefusedError(411, 13, "Say how long the body is.")
        return b""

    def _chunks(self) -> bytes:
        found = bytearray()
        while size := int(self.rfile.readline(200).split(b";")[0].strip(), 16):
            found += self.rfile.read(size)[: max(0, requests.LONGEST_BODY + 1 - len(found))]
            self.rfile.readline(10)
        while self.rfile.readline(8000).strip():
            pass
        return bytes(found)

    def _error(self, status: int, code: int, message: str) -> dict[str, Any]:
        needed = {"message": message, "code": code}
        if self.server.choices.errors == "short":
            return needed
        return {**needed, "more_info": None, "status": status}

    def _write(self, status: int, found: Any, headers: dict[str, str]) -> None:  # noqa: ANN401  (any JSON value)
        choices = self.server.choices
        body = b"" if found is None else written(found, choices)
        charset = "Application/JSON; Charset=UTF-8" if choices.content_type == "charset" else "application/json"
        self._announce()
        self.send_response(status)
        for name, value in {**headers, "etag": f'"{hashlib.sha1(body).hexdigest()}"'}.items():  # noqa: S324
            self.send_header(name, value)
        if status == 401:
            self.send_header("www-authenticate", "Bearer")
        if found is not None:
            self.send_header("content-type", charset)
        if body and choices.compressed == "accepted" and "gzip" in (self._header("Accept-Encoding") or ""):
            body = gzip.compress(body, 1)
            self.send_header("content-encoding", "gzip")
        self.send_header("vary", "accept-encoding")
        if choices.connection == "closed":
            self.send_header("connection", "close")
        self.close_connection = self.close_connection or choices.connection == "abrupt"
        self._send(body, whole=choices.framing == "length" or choices.connection == "old" or not body)

    def _announce(self) -> None:
        if self.server.choices.interim == "hints" and self.request_version == "HTTP/1.1":
            self.send_response_only(103)
            self.send_header("link", "</style.css>; rel=preload")
            self.end_headers()

    def _send(self, body: bytes, *, whole: bool) -> None:
        shown = body if self.command != "HEAD" else b""
        if whole:
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(shown)
        else:
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            half = len(shown) // 2
            for piece in (shown[:half], shown[half:]):
                if piece:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"" if self.command == "HEAD" else b"0\r\n\r\n")
        self.wfile.flush()
