"""The body of a request: read up to a limit, decoded strictly, held to the description, cut to what it knows."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from .errors import ContentTooLarge, InvalidBody, MalformedBody, MissingBody, RepeatedKey, TooDeep, clip

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from starlette.types import Receive

    from .description import Body, Json

__all__ = ["MAX_DEPTH", "Disconnected", "checked_body", "decoded_json", "read_body"]

MAX_DEPTH = 64  # levels of nesting; the description needs three, and the parser's own limit is near a thousand
_MOST_DIGITS = 1000  # of a whole number; the description's have ten, and Python reads up to 4300
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


class Disconnected(Exception):  # noqa: N818  (nothing is wrong here)
    """The caller is gone."""


async def read_body(receive: Receive, declared: int | None, limit: int) -> bytes:
    """The whole body.

    Args:
        receive: the ASGI channel.
        declared: the Content-Length of the request, if it has one.
        limit: how many bytes are accepted.

    Raises:
        ContentTooLarge: there are more, declared or sent.
        Disconnected: the caller went away before it had sent all.
    """
    if declared is not None and declared > limit:
        raise ContentTooLarge(f"The body has {declared} bytes; at most {limit} are accepted.")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        body += message.get("body", b"")
        if len(body) > limit:
            raise ContentTooLarge(f"The body has more than {limit} bytes; at most as many are accepted.")
        if not message.get("more_body", False):
            return bytes(body)


def checked_body(body: Body, raw: bytes) -> Json | None:
    """A body as JSON that keeps the description; None when there is none and none is needed.

    Raises:
        MissingBody: there is none, and one is needed.
        MalformedBody, RepeatedKey, TooDeep: it is no JSON that one could act on.
        InvalidBody: it breaks the description; the message has the JSON Pointer of the place.
    """
    if not raw:
        if body.required:
            raise MissingBody
        return None
    value = decoded_json(raw)
    if not body.rule.allows(value):
        pointer, reason = body.rule.breach(value)
        raise InvalidBody(f"The body breaks the description at {clip(pointer) or 'its root'}: {clip(reason)}.")
    found: Json = value
    return found


def decoded_json(raw: bytes) -> Any:  # noqa: ANN401  (any JSON value)
    """JSON as RFC 8259 has it, without what two readers could understand differently.

    Raises:
        MalformedBody: no JSON, no UTF-8, a number beyond every range, or half of a surrogate pair.
        RepeatedKey: an object has a key twice.
        TooDeep: it is nested more deeply than MAX_DEPTH.
    """
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _depth(raw) > MAX_DEPTH:
        raise TooDeep(f"The body is nested more than {MAX_DEPTH} levels deep.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedBody(f"The body is no UTF-8 at byte {error.start}.") from None
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite, parse_int=_short
        )
    except RecursionError:
        raise TooDeep from None
    except ValueError as error:
        raise MalformedBody(f"The body is no JSON: {clip(str(error))}.") from None
    if "\\u" in text:
        _refuse_surrogates(value)
    return value


def _depth(raw: bytes) -> int:
    depth = deepest = 0
    for token in _TOKEN.finditer(raw):
        if (sign := token.group()) in (b"[", b"{"):
            depth += 1
            deepest = max(deepest, depth)
        elif sign in (b"]", b"}"):
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise RepeatedKey(f"The key {clip(twice)!r} is in one JSON object twice.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _short(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise ValueError(f"{text[:20]}… is beyond every range")
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{text[:20]} is beyond every range")
    return value


def _refuse_surrogates(value: object) -> None:
    dumps: Callable[..., str] = json.dumps
    try:
        dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedBody("The body has half of a surrogate pair, which is no character.") from None
