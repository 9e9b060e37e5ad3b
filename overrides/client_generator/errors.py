"""The one exception of the generator, and where in the description it points."""

from __future__ import annotations

__all__ = ["GenerateError", "pointer"]


class GenerateError(Exception):
    """Something stands in the way of generating; the message is one line: where, what, the next step."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {' '.join(what.split())}")


def pointer(*parts: object) -> str:
    """Return a JSON Pointer (RFC 6901) of unescaped parts.

    >>> pointer("paths", "/a", "get")
    '/paths/~1a/get'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
