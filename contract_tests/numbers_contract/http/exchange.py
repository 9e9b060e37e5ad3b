"""One request and its answer, as bytes and as values, and as a curl command that repeats it."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from numbers_contract.description.json_pointer import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numbers_contract.description.operation import Operation

    from .accounts import Account

__all__ = ["Exchange", "Request", "Response", "strict_json"]

_SHOWN = 4000  # characters of a body in a report
_PAIRS = 64 * 1024  # bytes up to which repeated keys are looked for: larger bodies are lists of items seen elsewhere


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it goes out: `target` is path and query below the base URL, percent-encoded.

    `operation`, `account` and `key` say what it is meant to be, for reports and for the guard of purchases; a broken
    request has an operation as well. `probe` says that it is meant to be refused.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    operation: Operation | None = None
    account: Account | None = None
    key: str | None = None
    probe: bool = False

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    def header(self, name: str) -> str | None:
        """A header."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Response:
    """An answer: headers in the order they came; `seconds` from sending to the last byte; `extra` bytes beyond it.

    `body` is what the content coding holds where the request asked for one; `coding` says why it cannot be read.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float
    extra: bytes = b""
    coding: str = ""

    def header(self, name: str) -> str | None:
        """A header; several with one name are one list (RFC 9110, section 5.3)."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None

    @property
    def media_type(self) -> str | None:
        """The media type without parameters, in small letters."""
        value = self.header("content-type")
        return None if value is None else value.partition(";")[0].strip().lower()

    @cached_property
    def value(self) -> Any:
        """The body as JSON, or MISSING where it is none."""
        try:
            return strict_json(self.body)
        except ValueError:
            return MISSING


@dataclass(frozen=True)
class Exchange:
    """A request with its answer, or with the reason why there is none; `number` counts them from 1."""

    number: int
    request: Request
    response: Response | None
    failure: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    @property
    def status(self) -> int:
        """The status; 0 without an answer."""
        return 0 if self.response is None else self.response.status

    @property
    def value(self) -> Any:
        """The body as JSON, or MISSING."""
        return MISSING if self.response is None else self.response.value

    @property
    def ok(self) -> bool:
        """Whether the answer is a success."""
        return 200 <= self.status < 300

    def redacted(self, text: str) -> str:
        """A text with every secret replaced by the variable that stands for it."""
        for secret, name in sorted(self.secrets.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(secret, f"${name}").replace(secret.replace("/", "\\/"), f"${name}")
        return text

    @property
    def curl(self) -> str:
        """A command that sends the request again; it needs BASE_URL and the variables of the secrets it uses."""
        request = self.request
        words = ["curl", "--path-as-is", "-g", "-sS", "-i"]
        words += ["-I"] if request.method == "HEAD" else ["-X", shlex.quote(request.method)]
        words.append(f'"$BASE_URL{self._quoted(request.target)}"')
        for name, value in request.headers:
            words += ["-H", f'"{self._quoted(f"{name}: {value}")}"']
        if request.body is None:
            return " ".join(words)
        if len(request.body) > _SHOWN or not _printable(request.body):
            return f"{_printf(request.body)} | {' '.join([*words, '--data-binary', '@-'])}"
        return " ".join([*words, "--data-binary", shlex.quote(request.body.decode("utf-8"))])

    def _quoted(self, text: str) -> str:
        """A text for a shell's double quotes, every secret replaced by its variable."""
        if not self.secrets:
            return _in_double_quotes(text)
        longest_first = sorted(self.secrets, key=len, reverse=True)
        pieces = re.split("(" + "|".join(map(re.escape, longest_first)) + ")", text)
        return "".join(f"${{{self.secrets[one]}}}" if one in self.secrets else _in_double_quotes(one) for one in pieces)

    def shown(self, limit: int = _SHOWN) -> str:
        """The answer as text for a report, secrets replaced, cut to a length that can be read."""
        response = self.response
        if response is None:
            return f"no answer: {self.failure}"
        head = "\n".join(f"{name}: {value}" for name, value in response.headers)
        body = self.redacted(response.body.decode("utf-8", "backslashreplace"))
        body = body if len(body) <= limit else f"{body[:limit]}… ({len(response.body)} bytes)"
        return f"{response.status}\n{self.redacted(head)}\n\n{body}"


def _in_double_quotes(text: str) -> str:
    """Escape for a shell's double quotes."""
    return re.sub(r'([\\"`$])', r"\\\1", text)


def _printable(body: bytes) -> bool:
    try:
        return body.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def _printf(body: bytes) -> str:
    """A command that prints the bytes; long runs of one byte are shown as such."""
    if len(body) > _SHOWN:
        run = re.search(rb"(.)\1{999,}", body, re.DOTALL)
        if run is not None:
            before, after = body[: run.start()], body[run.end() :]
            repeat = f"head -c {len(run[0])} /dev/zero | tr '\\0' {shlex.quote(chr(run[0][0]))}"
            return f"{{ {_printf(before)}; {repeat}; {_printf(after)}; }}"
    octal = "".join(chr(c) if 32 <= c < 127 and c not in b"\\%'" else f"\\{c:03o}" for c in body)
    return f"printf '{octal}'"


def strict_json(body: bytes) -> Any:
    """JSON as RFC 8259 has it: in UTF-8, without a byte order mark, NaN, infinities and repeated keys.

    Raises:
        ValueError: it is not; the text says why.
    """
    try:
        value = msgspec.json.decode(body)
        if msgspec.json.encode(value) == body:  # then no key was there twice, and it was read in a quarter of the time
            return value
    except (ValueError, RecursionError):  # or it is JSON that this parser does not take
        pass
    text = body.decode("utf-8")
    hook = _object if len(body) <= _PAIRS else None
    try:
        value = json.loads(text, object_pairs_hook=hook, parse_constant=_no_constant)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply to be read") from None
    except UnicodeEncodeError:
        raise ValueError("a text holds half a character, a surrogate alone") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(n for n in names if names.count(n) > 1)!r} is there twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
