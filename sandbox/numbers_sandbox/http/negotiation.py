"""What a caller accepts and what it sends: the headers Accept, Content-Type, Content-Encoding and Content-Length."""

from __future__ import annotations

from functools import lru_cache

from .errors import NotAcceptable, UnsupportedMediaType, clip

__all__ = ["check_accept", "check_content_type"]

_RANGES = ("application/json", "application/*", "*/*")  # the most specific one that is given decides


@lru_cache(maxsize=256)
def check_accept(header: str) -> None:
    """See that JSON is acceptable (RFC 9110, section 12.5.1); an empty header states no preference.

    Raises:
        NotAcceptable: it is not.
    """
    qualities: dict[str, float] = {}
    for part in header.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media_range:
            qualities[media_range] = max(qualities.get(media_range, 0.0), _quality(parameters))
    if not qualities:
        return
    for media_range in _RANGES:
        if media_range in qualities:
            if qualities[media_range] > 0:
                return
            break
    raise NotAcceptable(f"Answers are application/json, which the Accept header {clip(header)!r} excludes.")


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


@lru_cache(maxsize=256)
def check_content_type(content_type: str | None, encoding: str | None) -> None:
    """See that a body is plain JSON.

    Raises:
        UnsupportedMediaType: it is of another type, of another charset than UTF-8, compressed, or not declared.
    """
    if encoding is not None and encoding.strip().lower() not in ("", "identity"):
        message = f"The body is encoded as {clip(encoding)!r}; send it as it is."
        raise UnsupportedMediaType(message, (("Accept-Encoding", "identity"),))
    if content_type is None:
        raise UnsupportedMediaType("The body has no Content-Type; send application/json.")
    media_type, *parameters = (piece.strip().lower() for piece in content_type.split(";"))
    if media_type != "application/json":
        raise UnsupportedMediaType(f"The body is {clip(content_type)!r}; send application/json.")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in ("utf-8", "utf8"):
            raise UnsupportedMediaType(f"The body is in {clip(value)!r}; JSON is in UTF-8.")
